import type { RequestHandler } from 'express';
import type { AnalysisCatalogue } from '../../tiles/api/coverage.ts';
import { listDemands } from './demand/store.ts';
import { listNetworks } from './network/store.ts';
import { loadStandards } from './standards/load.ts';
import { numericAttributes } from './engine/stored.ts';
import type { Context } from '../context.ts';
import { Content, send } from '../platform/http/respond.ts';

/** Ids that imports have where nobody gives others. */
const USUAL = { network: 'streets', demand: 'people' } as const;

/** `GET /analysis/catalogue`: what is to be taken where nobody chooses comes first in its list. */
export function analysisCatalogueRoute({ db, registry, analysis }: Context): RequestHandler {
  return async (req, res) => {
    const [storedNetworks, storedDemands, standards] = await Promise.all([
      listNetworks(db),
      listDemands(db),
      loadStandards(),
    ]);
    const networks = usualFirst(storedNetworks, ({ meta }) => meta.id === USUAL.network);
    const demands = usualFirst(storedDemands, ({ id }) => id === USUAL.demand);
    const body: AnalysisCatalogue = {
      networks: networks.map(({ meta: { id, title, provenance, source }, nodeCount, edgeCount, warnings }) => ({
        id,
        title,
        nodes: nodeCount,
        edges: edgeCount,
        provenance,
        source,
        warnings,
      })),
      demands,
      layers: registry.list
        .filter(({ geometry }) => geometry === 'Point')
        .map((layer) => ({ id: layer.id, title: layer.title, capacities: numericAttributes(layer) })),
      standards: standards.map(({ id, number, year, title, rules }) => ({
        id,
        number,
        year,
        title,
        rules: rules.length,
        unverified: rules.filter(({ certainty }) => certainty === 'unverified').length,
      })),
    };
    const [network] = networks;
    const [demand] = demands;
    // Whoever asks what there is asks for a coverage next.
    if (network !== undefined && demand !== undefined) analysis.warm(network.meta, demand);
    await send(req, res, Content.json(body));
  };
}

function usualFirst<T>(all: readonly T[], isUsual: (each: T) => boolean): T[] {
  return [...all.filter(isUsual), ...all.filter((each) => !isUsual(each))];
}
