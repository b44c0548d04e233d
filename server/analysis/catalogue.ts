import type { AnalysisCatalogue } from '../../tiles/api/coverage.ts';
import type { Standard } from '../../tiles/api/standard.ts';
import type { Certainty, LayerDefinition } from '../../tiles/layer/layer.ts';
import type { LayerLookup } from '../layers/registry.ts';
import type { Queryable } from '../platform/db/types.ts';
import { listDemands, type DemandSummary } from './demand/store.ts';
import type { AnalysisEngine } from './engine/engine.ts';
import { numericAttributes } from './engine/features.ts';
import { isUsualNetwork, listNetworks, usualFirst, type StoredNetwork } from './network/store.ts';
import { loadStandards } from './standards/load.ts';
import { PROFILES } from './network/profiles.ts';
import { listTransits } from './transit/store.ts';

/** Default id of imports. */
const USUAL_DEMAND = 'people';

/** What studies can be made of. In each list the default comes first. */
export async function readCatalogue(
  db: Queryable,
  registry: LayerLookup,
  engine: Pick<AnalysisEngine, 'warm'>,
): Promise<AnalysisCatalogue> {
  const [storedNetworks, storedDemands, transits, standards] = await Promise.all([
    listNetworks(db),
    listDemands(db),
    listTransits(db),
    loadStandards(registry),
  ]);
  const { networks, demands } = inOrder(storedNetworks, storedDemands);
  const catalogue: AnalysisCatalogue = {
    networks: networks.map(({ meta: { id, title, provenance, source }, nodeCount, edgeCount, warnings, ...has }) => ({
      id,
      title,
      nodes: nodeCount,
      edges: edgeCount,
      tagged: has.isTagged,
      heights: has.hasHeights,
      hours: has.hasHours,
      provenance,
      source,
      warnings,
    })),
    demands,
    transits: transits.map(({ key: _key, ...transit }) => transit),
    profiles: [...PROFILES, ...(registry.city.profiles ?? [])].map(({ id, title, mode }) => ({ id, title, mode })),
    layers: registry.list
      .filter(({ geometry }) => geometry === 'Point')
      .map((layer) => ({
        id: layer.id,
        title: layer.title,
        capacities: numericAttributes(layer),
        ...(layer.facility === undefined ? {} : { facility: facilityOf(layer, layer.facility) }),
      })),
    standards: standards.map(summaryOf),
  };
  const [network] = networks;
  const [demand] = demands;
  // The planners' page reads the catalogue and requests a coverage next.
  if (network !== undefined && demand !== undefined) engine.warm(network.meta, demand);
  return catalogue;
}

/** The streets and the people that a study uses where nobody chooses; null where none were imported. */
export interface Stored {
  readonly network: StoredNetwork['meta'] | null;
  readonly demand: DemandSummary | null;
}

export async function readStored(db: Queryable): Promise<Stored> {
  const { networks, demands } = inOrder(...(await Promise.all([listNetworks(db), listDemands(db)])));
  return { network: networks[0]?.meta ?? null, demand: demands[0] ?? null };
}

function inOrder(networks: readonly StoredNetwork[], demands: readonly DemandSummary[]) {
  return {
    networks: usualFirst(networks, isUsualNetwork),
    demands: usualFirst(demands, ({ id }) => id === USUAL_DEMAND),
  };
}

function facilityOf(
  { attributes }: LayerDefinition,
  { only, level }: NonNullable<LayerDefinition['facility']>,
): NonNullable<AnalysisCatalogue['layers'][number]['facility']> {
  const titles = Object.entries(attributes[level ?? '']?.values ?? {});
  const among = only === undefined || only.attribute !== level ? null : only.values;
  const values = titles
    .filter(([value]) => among === null || among.includes(value))
    .map(([value, title]) => ({ value, title }));
  return {
    ...(only === undefined ? {} : { only }),
    ...(level === undefined || values.length === 0 ? {} : { level: { attribute: level, values } }),
  };
}

function summaryOf(standard: Standard): AnalysisCatalogue['standards'][number] {
  const { id, number, version = null, year, title, rules, checkup = false } = standard;
  const surely = (certainty: Certainty): number => rules.filter((rule) => rule.certainty === certainty).length;
  return {
    id,
    number,
    version,
    year,
    title,
    checkup,
    binds: rules.find((rule) => rule.binds !== undefined)?.binds ?? null,
    layers: [...new Set(rules.map(({ layer }) => layer))],
    rules: rules.length,
    text: surely('text'),
    quoted: surely('quoted'),
    unverified: surely('unverified'),
    missing: rules.filter(({ missing }) => missing !== undefined).length,
  };
}
