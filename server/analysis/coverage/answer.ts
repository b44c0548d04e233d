/** The message that answers a request for a coverage. */
import type {
  CoverageFacility,
  CoverageHeader,
  CoverageRequest,
  CoverageSummary,
  DistrictFigures,
} from '../../../tiles/api/coverage.ts';
import type { ScenarioEdit } from '../../../tiles/api/study.ts';
import { encodeColumnar } from '../../../tiles/api/columnar-message.ts';
import { packCoverage } from '../../../tiles/api/packed-messages.ts';
import { gaps } from '../measures/gaps.ts';
import { outsideWarning, shutWarning, unconnectedPeople } from '../study/warnings.ts';
import type { Demand, Nearest } from '../types.ts';
import type { Derived } from '../engine/derived.ts';
import type { Coverage } from './compare.ts';
import type { CoverageBase } from './base.ts';
import type { Evaluated } from './way.ts';

/** Gap areas that are listed and drawn. */
const MOST_GAPS = 200;

export function answerOf(
  request: CoverageRequest,
  base: CoverageBase,
  { coverage, streets }: Evaluated,
  { key, startedMs, derived }: { readonly key: string; readonly startedMs: number; readonly derived: Derived },
): Uint8Array<ArrayBuffer> {
  const { demand, features } = base;
  const facilities = facilitiesOf(request, base, coverage);
  const indexOf = new Map(coverage.facilities.map(({ handle }, index) => [handle, index]));
  const nearest = coverage.nearest.map((handle) => (handle === -1 ? -1 : (indexOf.get(handle) as number)));
  const isSummary = request.cells === 'summary';
  const areas = isSummary
    ? []
    : gapAreas(request, base, { nearest: { cost: coverage.cost, facility: nearest }, facilities }, derived);
  const header: CoverageHeader = {
    key,
    demandKey: demand.meta.key,
    facilities: isSummary ? [] : facilities,
    summary: {
      ...summaryOf(request, base, coverage, {
        facilities: facilities.length,
        unconnectedFacilities: facilities.filter(({ unconnected }) => unconnected).length,
      }),
      ...(streets === null ? {} : { unconnectedPeople: unconnectedPeople(demand, streets.demandSnaps) }),
    },
    before: summaryOf(request, base, coverage.before, {
      facilities: features.ids.length,
      unconnectedFacilities: base.way.unconnectedFacilities,
    }),
    ...(request.district === undefined ? {} : { district: figuresIn(request.district, request, demand, coverage) }),
    gainedPeople: coverage.gainedPeople,
    lostPeople: coverage.lostPeople,
    gaps: areas,
    assumptions: [...base.assumptions, ...(streets?.assumptions ?? [])],
    warnings: [
      // What was said of the base is said anew of its edited streets.
      ...base.warnings.filter(({ code }) => streets?.warnings.some((each) => each.code === code) !== true),
      ...(streets?.warnings ?? []),
      ...(streets === null ? [] : shutWarning(demand, streets.demandSnaps, [streets.facilitySnaps])),
      ...outside(base, facilities, request.edits ?? [], derived),
    ],
    tookMs: performance.now() - startedMs,
  };
  if (isSummary) return encodeColumnar({ header, arrays: {} });
  if (request.cells === 'all')
    return encodeColumnar({ header, arrays: { cost: Float32Array.from(coverage.cost), nearest } });
  if (request.cells === 'packed')
    return encodeColumnar(packCoverage({ header, arrays: { cost: Float32Array.from(coverage.cost), nearest } }));
  const cell = coverage.changed;
  return encodeColumnar({
    header,
    arrays: {
      cell,
      cost: Float32Array.from(cell, (each) => coverage.cost[each] as number),
      nearest: Int32Array.from(cell, (each) => nearest[each] as number),
    },
  });
}

/** Areas that are not served, none larger than what one facility could serve. */
function gapAreas(
  { withinS }: CoverageRequest,
  { demand, way }: CoverageBase,
  { nearest, facilities }: { readonly nearest: Nearest; readonly facilities: readonly CoverageFacility[] },
  derived: Derived,
): CoverageHeader['gaps'] {
  return gaps(
    { demand, nearest, facilities: { ids: facilities.map(({ id }) => id) } },
    { within: withinS, minPeople: Number.MIN_VALUE, most: MOST_GAPS },
    derived.touching(demand),
    withinS * way.reachMps,
  ).areas;
}

function facilitiesOf(
  { edits = [] }: CoverageRequest,
  { features }: CoverageBase,
  coverage: Coverage,
): CoverageFacility[] {
  const moved = new Map(edits.filter((edit) => edit.kind !== 'remove').map(({ id, lon, lat }) => [id, { lon, lat }]));
  return coverage.facilities.map(({ handle, id, added, people, exclusivePeople, unconnected }) => {
    const { lon, lat } = moved.get(id) ?? {
      lon: features.lonLat[handle * 2] as number,
      lat: features.lonLat[handle * 2 + 1] as number,
    };
    return { id, lon, lat, existing: !added, people, exclusivePeople, unconnected };
  });
}

function summaryOf(
  { withinS }: CoverageRequest,
  { total }: CoverageBase,
  covered: Pick<Coverage, 'coveredPeople' | 'coveredAreaM2'>,
  counts: Pick<CoverageSummary, 'facilities' | 'unconnectedFacilities'>,
): CoverageSummary {
  return {
    withinS,
    ...total,
    coveredPeople: covered.coveredPeople,
    coveredAreaM2: covered.coveredAreaM2,
    ...counts,
  };
}

function figuresIn(
  district: string,
  { withinS }: CoverageRequest,
  demand: Demand,
  { cost }: Pick<Coverage, 'cost'>,
): DistrictFigures | null {
  const index = demand.districts.indexOf(district);
  if (index === -1) return null;
  let [people, areaM2, coveredPeople, coveredAreaM2] = [0, 0, 0, 0];
  for (let cell = 0; cell < demand.count; cell += 1) {
    if (demand.district[cell] !== index) continue;
    people += demand.people[cell] as number;
    areaM2 += demand.areaM2[cell] as number;
    if ((cost[cell] as number) > withinS) continue;
    coveredPeople += demand.people[cell] as number;
    coveredAreaM2 += demand.areaM2[cell] as number;
  }
  return { district, people, coveredPeople, areaM2, coveredAreaM2 };
}

/** For facilities that no edit has touched the answer is known. */
function outside(
  { demand, outside: before }: CoverageBase,
  facilities: readonly CoverageFacility[],
  edits: readonly ScenarioEdit[],
  derived: Derived,
): CoverageHeader['warnings'] {
  if (demand.shape.kind === 'points') return [];
  const edited = new Set(edits.map(({ id }) => id));
  const placed = facilities.filter(({ id }) => edited.has(id));
  const cells = derived.locate(demand, Float64Array.from(placed.flatMap(({ lon, lat }) => [lon, lat])));
  const cellOf = new Map(placed.map(({ id }, index) => [id, cells[index] as number]));
  return outsideWarning(
    facilities.map(({ id }) => id),
    Int32Array.from(facilities, ({ id }) => cellOf.get(id) ?? (before.has(id) ? -1 : 0)),
  );
}
