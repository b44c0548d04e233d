/** A demand from people by cell. */
import type { Demand, DemandMeta, DemandShape } from '../types.ts';
import { ringAreaM2 } from '../../../tiles/tile/spheroid.ts';
import { cornersOf, h3Centre, squareOfKey } from './cells.ts';
import { numberNames, sealDemand } from './codec.ts';
import { createProjection } from './projection.ts';

export type LonLat = readonly [lon: number, lat: number];

/** What is known of the ground: codes of the areas a place lies in, null for none. */
export interface Ground {
  readonly districtAt: (lon: number, lat: number) => string | null;
  readonly subdistrictAt: (lon: number, lat: number) => string | null;
}

interface CellOptions {
  readonly meta: Omit<DemandMeta, 'key'>;
  readonly ground: Ground;
}

/** People of squares by `squareKey`; cells in order of rows, then columns. */
export function squareDemand(
  people: ReadonlyMap<number, number>,
  landUse: ReadonlyMap<number, string>,
  grid: { readonly sizeM: number; readonly proj: string },
  options: CellOptions,
): Demand {
  const keys = Float64Array.from(people.keys()).sort();
  const projection = createProjection(grid.proj);
  const cells = Array.from(keys, squareOfKey);
  const shape: DemandShape = {
    kind: 'square',
    ...grid,
    column: Int32Array.from(cells, ([column]) => column),
    row: Int32Array.from(cells, ([, row]) => row),
  };
  return cellDemand(shape, {
    ...options,
    centres: cells.map(([column, row]) => projection.inverse((column + 0.5) * grid.sizeM, (row + 0.5) * grid.sizeM)),
    people: Float64Array.from(keys, (key) => people.get(key) as number),
    landUse: Array.from(keys, (key) => landUse.get(key)),
  });
}

/** People of H3 cells of one resolution; cells ascending by id. */
export function h3Demand(
  people: ReadonlyMap<string, number>,
  landUse: ReadonlyMap<string, string>,
  resolution: number,
  options: CellOptions,
): Demand {
  const ids = [...people.keys()].sort();
  return cellDemand(
    { kind: 'h3', resolution, ids },
    {
      ...options,
      centres: ids.map(h3Centre),
      people: Float64Array.from(ids, (id) => people.get(id) as number),
      landUse: ids.map((id) => landUse.get(id)),
    },
  );
}

interface Contents extends CellOptions {
  readonly centres: readonly LonLat[];
  readonly people: Float64Array;
  readonly landUse: readonly (string | undefined)[];
}

/**
 * Cells belong to the district and subdistrict that their centre lies in. A cell of the shore whose centre is at sea
 * belongs to that of its first corner on land.
 */
function cellDemand(shape: DemandShape, { meta, ground, centres, people, landUse }: Contents): Demand {
  const corners = cornersOf(shape);
  const areaOf = (find: (lon: number, lat: number) => string | null) =>
    centres.map((centre, cell) => areaAt(find, centre, () => corners(cell)));
  const [districts, subdistricts, landUses] = [areaOf(ground.districtAt), areaOf(ground.subdistrictAt), landUse].map(
    numbered,
  ) as [Numbered, Numbered, Numbered];
  return sealDemand({
    count: centres.length,
    people,
    shape,
    meta,
    lonLat: Float64Array.from(centres.flatMap(([lon, lat]) => [lon, lat])),
    areaM2: Float64Array.from(centres, (_, cell) => cornersAreaM2(corners(cell))),
    district: districts.index,
    subdistrict: subdistricts.index,
    landUse: landUses.index,
    districts: districts.names,
    subdistricts: subdistricts.names,
    landUses: landUses.names,
  });
}

function areaAt(
  find: (lon: number, lat: number) => string | null,
  centre: LonLat,
  ring: () => readonly LonLat[],
): string | undefined {
  const own = find(...centre);
  if (own !== null) return own;
  for (const corner of ring()) {
    const area = find(...corner);
    if (area !== null) return area;
  }
  return undefined;
}

type Numbered = NonNullable<ReturnType<typeof numberNames>>;

function numbered(values: readonly (string | undefined)[]): Numbered {
  const found = numberNames(values);
  if (found === null) throw new RangeError('There are more areas than a cell can number.');
  return found;
}

/**
 * Square metres on the spheroid of a small ring of degrees, counter-clockwise, not closed. H3's own `cellArea` takes
 * degrees of the spheroid for those of a sphere, which is 0.3 % off in the tropics.
 */
export function cornersAreaM2(corners: readonly (readonly [lon: number, lat: number])[]): number {
  const [first] = corners;
  return first === undefined ? 0 : ringAreaM2([...corners, first]);
}
