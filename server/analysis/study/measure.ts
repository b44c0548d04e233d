/** A measure of a study: what it reads is gathered, and it is run. */
import type { AreaChoice, FacilityChoice } from '../../../tiles/api/place.ts';
import type { IsochronesResult } from '../../../tiles/api/measure-results.ts';
import type { MeasureResult, Warning } from '../../../tiles/api/result.ts';
import type { Travel } from '../../../tiles/api/study.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { boxOfPlaces } from '../../../tiles/tile/bbox.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import type { SpatialValues } from '../../../tiles/api/spatial-values.ts';
import { givenId } from '../demand/ids.ts';
import type { Derived } from '../engine/derived.ts';
import { runMeasure, type RunnableRequest } from '../measures/index.ts';
import { measureCaveats, type Caveats } from '../measures/warnings.ts';
import type { MeasureExtra, PointSet } from '../measures/types.ts';
import type { Sources } from '../engine/sources.ts';
import type { CostMatrix, Demand, Facilities, Graph, MeasureInput, Nearest, Task, Snaps } from '../types.ts';
import { allocationOf } from './allocation.ts';
import { counts, pairsWithin, travels } from './check.ts';
import { KNOWN_UNITS, metresAUnit, type StudyCosts, type Traveller } from './costs.ts';
import { sitesOfPoints, lonLatOf } from './facility-set.ts';
import { facilityAttribute, valuesOfLayer } from './layer-values.ts';
import { STUDY } from './messages.ts';
import {
  featuresAssumptions,
  note,
  passedOverWarning,
  shutOriginsWarning,
  unconnectedWarning,
  valuesAssumption,
} from './warnings.ts';
import { AnalysisError } from '../errors.ts';
import { isWaterIn, joinedWater } from '../network/water.ts';
import { isochrones } from '../paths/isochrone.ts';

export interface MeasureParts {
  readonly demand: Demand | null;
  readonly facilities: Facilities;
  /** Where the facilities are from. */
  readonly facilityChoice: FacilityChoice | undefined;
  /** Null for a study that travels nowhere. */
  readonly costs: StudyCosts | null;
  readonly sources: Sources;
  readonly derived: Derived;
  readonly at: string;
  readonly task: Task;
  /** Of all analyses, so that costs are computed once. */
  readonly limit: number;
}

export interface MeasureAnswer extends Caveats {
  readonly result: MeasureResult;
}

export async function runStudyMeasure(request: RunnableRequest, parts: MeasureParts): Promise<MeasureAnswer> {
  const { sources, at, task, demand, facilityChoice: choice } = parts;
  const { ids } = parts.facilities;
  const extra: { -readonly [K in keyof MeasureExtra]: MeasureExtra[K] } = { at };
  const assumptions: Caveats['assumptions'][number][] = [];
  const points = async (choice: FacilityChoice, place: string): Promise<PointSet> => {
    if ('points' in choice) {
      const sites = sitesOfPoints(choice.points, 'point');
      return { ids: sites.map(({ id }) => id), lonLat: lonLatOf(sites) };
    }
    const { value } = await sources.features(choice, place);
    assumptions.push(...featuresAssumptions(value));
    return value;
  };
  const areas = async (chosen: AreaChoice | undefined, place: string): Promise<void> => {
    if (typeof chosen === 'string') extra.areas = (await sources.areas(chosen, place)).value;
    else if (chosen !== undefined)
      extra.areas = {
        ids: chosen.map(({ id }, index) => givenId(id, 'area', index)),
        geometries: chosen.map(({ geometry }) => geometry),
      };
  };
  const values = async (spatial: SpatialValues): Promise<void> => {
    if ('layer' in spatial) {
      const { features, valued } = await valuesOfLayer(sources, spatial, `${at}/values`);
      extra.valued = valued;
      assumptions.push(valuesAssumption(features, spatial.value, valued.ids.length));
    }
    if (!('count' in spatial)) return;
    extra.points = await points(spatial.count.of, `${at}/values/count/of`);
    await areas(spatial.count.areas, `${at}/values/count/areas`);
  };
  switch (request.kind) {
    case 'gaps':
      if (demand !== null) extra.touching = parts.derived.touching(demand);
      break;
    case 'hotspots':
    case 'moran':
    case 'local-moran':
    case 'general-g':
      await values(request.values);
      break;
    case 'opportunities':
    case 'huff':
    case 'equity':
      if (request.attribute !== undefined && choice !== undefined && 'layer' in choice)
        extra.attribute = await facilityAttribute(sources, choice, { ids, attribute: request.attribute, at });
      break;
    case 'kde':
      extra.points = await points(request.of, `${at}/of`);
      break;
    case 'balance':
      extra.points = await points(request.of, `${at}/of`);
      await areas(request.areas, `${at}/areas`);
      break;
    default:
  }
  const result = runMeasure(inputOf(request, parts), request, task, extra);
  const caveats = measureCaveats(request, result);
  return {
    result: allocated(result, request, parts),
    assumptions: [...assumptions, ...caveats.assumptions],
    warnings: caveats.warnings,
  };
}

/** With who goes where, for an assignment that asks for it. */
function allocated(
  result: MeasureResult,
  request: RunnableRequest,
  { demand, facilities: { ids }, costs, task }: MeasureParts,
): MeasureResult {
  if (result.kind !== 'assignment' || request.kind !== 'assignment' || request.perDemand !== true) return result;
  return demand === null || costs === null
    ? result
    : { ...result, allocation: allocationOf(demand, ids, costs.nearest(task)) };
}

function inputOf(
  request: RunnableRequest,
  { demand, facilities, costs, limit, task }: MeasureParts,
): MeasureInput | null {
  if (demand === null) return null;
  const isFar = travels(request) && costs !== null;
  const nearest = isFar ? costs.nearest(task) : noneNear(demand);
  const matrix = isFar && pairsWithin(request) !== null ? costs.existing(limit, task) : noCosts(demand, facilities);
  return counts(request) || request.kind === 'kde' || request.kind === 'balance' || readsValues(request)
    ? { demand, facilities, costs: matrix, nearest }
    : null;
}

function readsValues({ kind }: RunnableRequest): boolean {
  return kind === 'hotspots' || kind === 'moran' || kind === 'local-moran' || kind === 'general-g';
}

function noneNear({ count }: Demand): Nearest {
  return { cost: new Float64Array(count).fill(Infinity), facility: new Int32Array(count).fill(-1) };
}

function noCosts(demand: Demand, { count }: Facilities): CostMatrix {
  return {
    facilityCount: count,
    demandCount: demand.count,
    start: new Uint32Array(count + 1),
    demand: new Uint32Array(0),
    cost: new Float64Array(0),
  };
}

export interface IsochroneParts {
  readonly traveller: Traveller;
  /** Null where nobody is counted. */
  readonly demand: { readonly demand: Demand; readonly snaps: Snaps } | null;
  /** Null for a network of the study's own, which may lie anywhere. */
  readonly sources: Sources | null;
  readonly travel: Travel;
  readonly at: string;
  readonly task: Task;
}

/** Throws `AnalysisError` for a network of the study's own whose unit of cost says nothing of metres. */
export async function runIsochrones(
  request: Extract<MeasureRequest, { readonly kind: 'isochrones' }>,
  parts: IsochroneParts,
): Promise<{ readonly result: IsochronesResult; readonly warnings: readonly Warning[] }> {
  const { traveller, demand, sources, travel, at, task } = parts;
  if (sources === null) checkUnit(traveller.graph);
  const sites = sitesOfPoints(request.origins, 'origin');
  const origins = traveller.snap(sites);
  const { graph } = traveller;
  const water = sources === null ? null : joinedWater([(await sources.water()).value, graph.water]);
  try {
    const { kind, features } = isochrones(
      {
        graph: traveller.graph,
        search: traveller.search,
        origins,
        within: request.within,
        accessSpeedMps: traveller.accessSpeedMps,
        ...(travel.maxAccessM === undefined ? {} : { maxAccessM: travel.maxAccessM }),
        // Nobody walks over a shut area, no more than over water.
        water: joinedWater([water, shutGround(graph)]),
        demand: demand === null ? null : { snaps: demand.snaps, people: demand.demand.people },
      },
      task,
    );
    const ids = sites.map(({ id }) => id);
    return {
      result: {
        kind,
        features: features.map((feature) => ({ ...feature, id: ids[feature.origin] ?? String(feature.origin) })),
      },
      warnings: [
        ...unconnectedWarning('warn-unconnected-origins', ids, origins, travel),
        ...shutOriginsWarning(ids, origins),
        ...passedOverWarning([origins], travel),
        ...(sources === null || isWaterIn(water, boxOfPlaces(graph.lonLat)) ? [] : [note('warn-no-water')]),
      ],
    };
  } catch (error) {
    throw error instanceof AnalysisError ? error.within(at) : error;
  }
}

function shutGround({ overlay }: Graph): GeoJSONGeometry | null {
  const shut = overlay?.shut ?? [];
  const coordinates = shut.map(({ rings }) => rings.map((ring) => ring.map((position) => [...position])));
  return coordinates.length === 0 ? null : { type: 'MultiPolygon', coordinates };
}

/** Where nodes have places, areas are made, in which people walk metres: no unit, no area. */
function checkUnit({ lonLat, meta: { costUnit } }: Graph): void {
  if (metresAUnit(costUnit, 1) !== null || lonLat.every(Number.isNaN)) return;
  throw new AnalysisError(
    'isochrone-unit',
    STUDY['isochrone-unit'],
    { unit: costUnit === '' ? STUDY['unit-unknown'] : { zh: costUnit, en: costUnit }, units: KNOWN_UNITS.join(', ') },
    { at: '/network/costUnit' },
  );
}
