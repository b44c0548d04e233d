/** Demand by demand: where each is, and who goes where. */
import type { Allocation, CellsResult } from '../../../tiles/api/measure-results.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { cornersOf } from '../demand/cells.ts';
import { demandIds } from '../demand/ids.ts';
import type { Demand, SitingFlows } from '../types.ts';

/** Share of the people of a demand. */
const ROUNDING = 1e-6;

/** `facility`: index by demand, -1 for none; `cost` is read where there is one. */
export function allocationOf(
  demand: Demand,
  ids: readonly string[],
  { facility, cost }: { readonly facility: Int32Array; readonly cost: Float64Array },
): Allocation[] {
  return demandIds(demand).map((id, d) => {
    const chosen = facility[d] as number;
    return {
      demand: id,
      facility: ids[chosen] ?? null,
      cost: chosen < 0 ? null : (cost[d] as number),
      people: demand.people[d] as number,
      ...placeOf(demand, d),
    };
  });
}

/**
 * Demand that may be divided: a row for each facility that serves people of it, and one without a facility for those
 * whom none serves.
 */
export function flowsAllocation(demand: Demand, ids: readonly string[], flows: SitingFlows): Allocation[] {
  const rowsOf = Array.from({ length: demand.count }, (): number[] => []);
  flows.demand.forEach((d, row) => rowsOf[d]?.push(row));
  return demandIds(demand).flatMap((id, d) => {
    const place = placeOf(demand, d);
    const rows = (rowsOf[d] ?? []).map((row) => ({
      demand: id,
      facility: ids[flows.facility[row] as number] ?? null,
      cost: flows.cost[row] as number,
      people: flows.people[row] as number,
      ...place,
    }));
    const people = demand.people[d] as number;
    const left = people - rows.reduce((sum, row) => sum + row.people, 0);
    // What a solver leaves by rounding is nobody.
    const isServed = rows.length > 0 && left <= ROUNDING * people;
    return isServed ? rows : [...rows, { demand: id, facility: null, cost: null, people: left, ...place }];
  });
}

/** All of the demand, cell by cell. Points have no outlines. */
export function cellsOf(demand: Demand, { outlines = false }: { readonly outlines?: boolean }): CellsResult {
  const outline = outlines ? outlineOf(demand) : () => null;
  return {
    kind: 'cells',
    cells: demandIds(demand).map((id, d) => {
      const geometry = outline(d);
      return {
        id,
        ...placeOf(demand, d),
        people: demand.people[d] as number,
        ...(demand.groups === undefined
          ? {}
          : { groups: Object.fromEntries(demand.groups.map(({ name, people }) => [name, people[d] as number])) }),
        areaM2: demand.areaM2[d] as number,
        district: demand.districts[demand.district[d] as number] ?? null,
        subdistrict: demand.subdistricts[demand.subdistrict[d] as number] ?? null,
        landUse: demand.landUses[demand.landUse[d] as number] ?? null,
        ...(geometry === null ? {} : { geometry }),
      };
    }),
  };
}

function placeOf({ lonLat }: Demand, d: number): { readonly lon: number | null; readonly lat: number | null } {
  const [lon, lat] = [lonLat[2 * d] as number, lonLat[2 * d + 1] as number];
  return { lon: Number.isNaN(lon) ? null : lon, lat: Number.isNaN(lat) ? null : lat };
}

function outlineOf({ shape }: Demand): (cell: number) => GeoJSONGeometry | null {
  if (shape.kind === 'points') return () => null;
  if (shape.kind === 'areas') return (cell) => shape.geometries[cell] ?? null;
  const corners = cornersOf(shape);
  return (cell) => {
    const ring = corners(cell).map((corner) => [...corner]);
    return { type: 'Polygon', coordinates: [[...ring, ring[0] ?? []]] };
  };
}
