import { cornersAreaM2 } from '../analysis/demand/make.ts';
import { squareCorners } from '../analysis/demand/cells.ts';
import { createProjection, gaussKruger } from '../analysis/demand/projection.ts';
import { sealDemand } from '../analysis/demand/codec.ts';
import type { Demand } from '../analysis/types.ts';

export interface DemandGrid {
  readonly columns: number;
  readonly rows: number;
  /** By cell; the same for all where it is one number. Default 100. */
  readonly people?: number | readonly number[] | ((column: number, row: number) => number);
  /** Default 100. */
  readonly sizeM?: number;
  /** Column and row of the cell in the south-west. The default is on the central meridian, 120° E, in Qingdao. */
  readonly origin?: readonly [column: number, row: number];
  /** Names by cell; none by default. */
  readonly district?: (column: number, row: number) => string | null;
  readonly subdistrict?: (column: number, row: number) => string | null;
  readonly landUse?: (column: number, row: number) => string | null;
}

/**
 * A perfect grid of demand cells: cell r × columns + c is column c from the west and row r from the south, both from 0,
 * and `lonLat` its centre in the plane of EPSG:4549.
 */
export function demandGrid({
  columns,
  rows,
  people = 100,
  sizeM = 100,
  origin = [5000, 40_000],
  district,
  subdistrict,
  landUse,
}: DemandGrid): Demand {
  const proj = gaussKruger(120);
  const projection = createProjection(proj);
  const [column0, row0] = origin;
  const cells = Array.from({ length: columns * rows }, (_, cell): readonly [number, number] => [
    cell % columns,
    Math.floor(cell / columns),
  ]);
  const names = (
    of: ((column: number, row: number) => string | null) | undefined,
  ): { readonly list: readonly string[]; readonly index: Int16Array } => {
    const values = cells.map(([c, r]) => of?.(c, r) ?? null);
    const list = [...new Set(values.filter((value) => value !== null))].sort((a, b) => (a < b ? -1 : 1));
    return { list, index: Int16Array.from(values, (value) => (value === null ? -1 : list.indexOf(value))) };
  };
  const districts = names(district),
    subdistricts = names(subdistrict),
    landUses = names(landUse);
  return sealDemand({
    count: cells.length,
    lonLat: Float64Array.from(
      cells.flatMap(([c, r]) => [...projection.inverse((column0 + c + 0.5) * sizeM, (row0 + r + 0.5) * sizeM)]),
    ),
    people: Float64Array.from(cells, ([c, r], cell) =>
      typeof people === 'function' ? people(c, r) : typeof people === 'number' ? people : (people[cell] ?? 0),
    ),
    areaM2: Float64Array.from(cells, ([c, r]) =>
      cornersAreaM2(squareCorners(projection, sizeM, column0 + c, row0 + r)),
    ),
    district: districts.index,
    subdistrict: subdistricts.index,
    landUse: landUses.index,
    districts: districts.list,
    subdistricts: subdistricts.list,
    landUses: landUses.list,
    shape: {
      kind: 'square',
      sizeM,
      proj,
      column: Int32Array.from(cells, ([c]) => column0 + c),
      row: Int32Array.from(cells, ([, r]) => row0 + r),
    },
    meta: {
      id: 'grid',
      title: { zh: '方格', en: 'Grid' },
      provenance: 'synthetic',
      source: { zh: '测试', en: 'Test' },
    },
  });
}
