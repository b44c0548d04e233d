import type { RequestHandler } from 'express';
import type { AnalysisCatalogue } from '../../../tiles/analysis/coverage.ts';
import { listDemands } from '../../analysis/demand/store.ts';
import { listNetworks } from '../../analysis/network/store.ts';
import { loadStandards } from '../../analysis/standards/load.ts';
import { numericAttributes } from '../../analysis/stored.ts';
import type { Context } from '../../context.ts';
import { Content, send } from '../../http/respond.ts';

/** `GET /analysis/catalogue` */
export function analysisCatalogueRoute({ db, catalogue, analysis }: Context): RequestHandler {
  return async (req, res) => {
    const [networks, demands, standards] = await Promise.all([listNetworks(db), listDemands(db), loadStandards()]);
    const body: AnalysisCatalogue = {
      networks: networks.map(({ meta: { id, title, provenance, source }, nodeCount, edgeCount, warnings }) => ({ id, title, nodes: nodeCount, edges: edgeCount, provenance, source, warnings })),
      demands,
      layers: catalogue.layers.filter(({ geometry }) => geometry === 'Point').map((layer) => ({ id: layer.id, title: layer.title, capacities: numericAttributes(layer) })),
      standards: standards.map(({ id, number, year, title, rules }) => ({
        id, number, year, title, rules: rules.length, unverified: rules.filter(({ certainty }) => certainty === 'unverified').length,
      })),
    };
    const [network] = networks;
    const [demand] = demands;
    // Whoever asks what there is asks for a coverage next.
    if (network !== undefined && demand !== undefined) analysis.warm(network.meta, demand);
    await send(req, res, Content.json(body));
  };
}
