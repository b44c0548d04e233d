import type { Column, Columns, LayerInfo } from '../../../../../tiles/api/wire.ts';
import type { CaseData } from '../../../../../tiles/layer/layer.ts';
import { areaAttribute } from '../../../format/area-layers.ts';
import { mercatorX, mercatorY } from '../../../format/mercator.ts';
import { AREA_KINDS, type AreaKind, type Display } from '../../../state/codecs/casedata.ts';
import type { DayRange } from './time.ts';

/** A layer that can be analysed. */
export type CaseLayer = LayerInfo & { readonly caseData: CaseData };

/** An attribute of few values: `codes[i]` indexes `values`, -1 where a row has none. */
export interface Dimension {
  readonly id: string;
  readonly values: readonly string[];
  readonly codes: Int32Array;
}

/** Case data in typed arrays, one entry a row: what every chart and every picture is counted from. */
export interface Dataset {
  readonly layer: string;
  readonly count: number;
  readonly ids: readonly string[];
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** Web Mercator, the world as 0–1, y downwards. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Days since 1970-01-01; `NO_DAY` where a row has none. */
  readonly day: Int32Array;
  /** First and last day of all; null where no row has one. */
  readonly days: DayRange | null;
  readonly dimensions: ReadonlyMap<string, Dimension>;
  /** NaN where a row has none. */
  readonly figures: ReadonlyMap<string, Float64Array>;
}

export const NO_DAY = -0x8000_0000;

/** The attribute with the code of the area that a row lies in; null where the layer does not analyse by it. */
export function areaAttributeOf({ caseData, attributes }: Pick<CaseLayer, 'caseData' | 'attributes'>, kind: AreaKind) {
  if (kind !== 'district') return caseData.areas[kind];
  const district = areaAttribute({ attributes }, 'district');
  return district !== null && dimensionsOf(caseData).includes(district) ? district : null;
}

/** The areas that a picture can add up by: unit grids are too small to see as coloured areas. */
export function areaKindsOf(layer: Pick<CaseLayer, 'caseData' | 'attributes'>, display: Display): readonly AreaKind[] {
  return AREA_KINDS.filter(
    (kind) => areaAttributeOf(layer, kind) !== null && (kind !== 'grid' || display === 'columns'),
  );
}

/** The attributes to filter and count by, each once, in the order the charts stand in. */
export function dimensionsOf({ category, state, dimensions, areas }: CaseData): readonly string[] {
  return [...new Set([category, state, ...dimensions, areas.subdistrict, areas.grid])];
}

export function propertiesOf(caseData: CaseData): readonly string[] {
  return [...dimensionsOf(caseData), caseData.date, ...caseData.figures];
}

export function readDataset(columns: Columns, caseData: CaseData): Dataset {
  const { count } = columns;
  const days = Int32Array.from(numbersOf(columns.columns[caseData.date], count), (day) =>
    Number.isNaN(day) ? NO_DAY : day,
  );
  return {
    layer: columns.layer,
    count,
    ids: columns.ids,
    lon: Float64Array.from(columns.lon),
    lat: Float64Array.from(columns.lat),
    x: Float64Array.from(columns.lon, mercatorX),
    y: Float64Array.from(columns.lat, mercatorY),
    day: days,
    days: extentOf(days),
    dimensions: new Map(dimensionsOf(caseData).map((id) => [id, readDimension(id, columns.columns[id], count)])),
    figures: new Map(caseData.figures.map((id) => [id, numbersOf(columns.columns[id], count)])),
  };
}

function readDimension(id: string, column: Column | undefined, count: number): Dimension {
  if (column?.kind === 'dictionary') return { id, values: column.values, codes: Int32Array.from(column.data) };
  // Few distinct numbers, such as a class, can be counted by as well.
  const numbers = numbersOf(column, count);
  const values = [...new Set(numbers)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const codes = new Map(values.map((value, code) => [value, code]));
  return { id, values: values.map(String), codes: Int32Array.from(numbers, (value) => codes.get(value) ?? -1) };
}

function numbersOf(column: Column | undefined, count: number): Float64Array {
  if (column === undefined || column.kind === 'dictionary') return new Float64Array(count).fill(NaN);
  return Float64Array.from(column.data, (value) => value ?? NaN);
}

function extentOf(days: Int32Array): DayRange | null {
  let [from, to] = [Infinity, -Infinity];
  for (const day of days) {
    if (day === NO_DAY) continue;
    if (day < from) from = day;
    if (day > to) to = day;
  }
  return from <= to ? { from, to } : null;
}
