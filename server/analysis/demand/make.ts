/** A demand from people by cell. */
import type { Demand, DemandMeta, DemandShape } from '../types.ts';
import { ringAreaM2 } from '../../../tiles/tile/spheroid.ts';
import { cornersOf, h3Centre, squareOfKey } from './cells.ts';
import { numberNamesOf, sealDemand, type Named } from './codec.ts';
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

/** People by key of their cell, as a `Map` has them. */
export interface PeopleByKey<Key> {
  readonly size: number;
  keys(): Iterable<Key>;
  get(key: Key): number | undefined;
}

/** People of squares by `squareKey`; cells in order of rows, then columns. */
export function squareDemand(
  people: PeopleByKey<number>,
  landUse: ReadonlyMap<number, string>,
  grid: { readonly sizeM: number; readonly proj: string },
  options: CellOptions,
): Demand {
  const keys = new Float64Array(people.size);
  let count = 0;
  for (const key of people.keys()) {
    keys[count] = key;
    count += 1;
  }
  keys.sort();
  const projection = createProjection(grid.proj);
  const [column, row] = [new Int32Array(count), new Int32Array(count)];
  const lonLat = new Float64Array(2 * count);
  for (let cell = 0; cell < count; cell += 1) {
    const [c, r] = squareOfKey(keys[cell] as number);
    column[cell] = c;
    row[cell] = r;
    lonLat.set(projection.inverse((c + 0.5) * grid.sizeM, (r + 0.5) * grid.sizeM), 2 * cell);
  }
  return cellDemand(
    { kind: 'square', ...grid, column, row },
    {
      ...options,
      lonLat,
      people: keys.map((key) => people.get(key) as number),
      landUseOf: (cell) => landUse.get(keys[cell] as number),
    },
  );
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
      lonLat: Float64Array.from(ids.flatMap(h3Centre)),
      people: Float64Array.from(ids, (id) => people.get(id) as number),
      landUseOf: (cell) => landUse.get(ids[cell] as string),
    },
  );
}

interface Contents extends CellOptions {
  /** Centres, pairs of degrees. */
  readonly lonLat: Float64Array;
  readonly people: Float64Array;
  readonly landUseOf: (cell: number) => string | undefined;
}

/**
 * Cells belong to the district and subdistrict that their centre lies in. A cell of the shore whose centre is at sea
 * belongs to that of its first corner on land.
 */
function cellDemand(shape: DemandShape, { meta, ground, lonLat, people, landUseOf }: Contents): Demand {
  const count = people.length;
  const corners = cornersOf(shape);
  const areaOf = (find: (lon: number, lat: number) => string | null) => (cell: number) =>
    areaAt(find, [lonLat[2 * cell] as number, lonLat[2 * cell + 1] as number], () => corners(cell));
  const [districts, subdistricts, landUses] = [areaOf(ground.districtAt), areaOf(ground.subdistrictAt), landUseOf].map(
    (nameOf) => numbered(count, nameOf),
  ) as [Named, Named, Named];
  const areaM2 = new Float64Array(count);
  for (let cell = 0; cell < count; cell += 1) areaM2[cell] = cornersAreaM2(corners(cell));
  return sealDemand({
    count,
    people,
    shape,
    meta,
    lonLat,
    areaM2,
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

function numbered(count: number, nameOf: (cell: number) => string | undefined): Named {
  const found = numberNamesOf(count, nameOf);
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
