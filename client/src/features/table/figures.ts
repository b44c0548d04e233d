/** Figures of the rows by district or subdistrict. */
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { measureArea, type AreaValue, type Tally } from '../../format/area-measure.ts';
import type { Measure } from '../../state/codecs/casedata.ts';
import type { TableRows } from './rows.ts';

export interface AreaRow {
  /** Null for rows that name no area. */
  readonly code: string | null;
  /** Of the measures asked for, in their order. */
  readonly values: readonly AreaValue[];
}

/** What a layer can be measured by: records and records per 1,000 people; of case data how far they are dealt with. */
export function measuresOf({ caseData }: Pick<LayerInfo, 'caseData'>): readonly Measure[] {
  const rates: Measure[] = (caseData?.closedStates ?? []).length > 0 ? [{ kind: 'closed' }] : [];
  const means = (caseData?.figures ?? []).map((attribute): Measure => ({ kind: 'mean', attribute }));
  return [{ kind: 'count' }, { kind: 'rate' }, ...rates, ...means];
}

export interface AreaQuestion {
  readonly rows: TableRows;
  readonly layer: Pick<LayerInfo, 'caseData'>;
  /** The attribute with the code of a row's area. */
  readonly attribute: string;
  readonly measures: readonly Measure[];
  /** By code; undefined where the people are not known. */
  readonly people: Readonly<Record<string, number>> | undefined;
  /** Areas to list even where no row names them. */
  readonly areas: readonly string[];
}

export function areaRows({ rows, layer, attribute, measures, people, areas }: AreaQuestion): readonly AreaRow[] {
  const { caseData } = layer;
  const members = new Map<string | null, number[]>(areas.map((code) => [code, []]));
  for (let row = 0; row < rows.count; row += 1) {
    const value = rows.value(attribute, row);
    const code = typeof value === 'string' && value !== '' ? value : null;
    const known = members.get(code);
    if (known === undefined) members.set(code, [row]);
    else known.push(row);
  }
  const isClosed = (row: number): boolean =>
    caseData !== undefined && (caseData.closedStates ?? []).includes(String(rows.value(caseData.state, row)));
  const tally = (measure: Measure, own: readonly number[]): Tally => {
    const closed = measure.kind === 'closed' ? own.filter(isClosed).length : 0;
    const figures = 'attribute' in measure ? own.map((row) => rows.value(measure.attribute, row)) : [];
    const known = figures.filter((figure) => typeof figure === 'number');
    return { records: own.length, closed, known: known.length, sum: known.reduce((sum, each) => sum + each, 0) };
  };
  return [...members].map(([code, own]) => ({
    code,
    values: measures.map((measure) => measureArea(measure, tally(measure, own), people?.[code ?? ''])),
  }));
}

/** By one of the values, those without one last; equal ones by the order of codes. Rows that name no area come last. */
export function sortedAreas(areas: readonly AreaRow[], measure: number, descending: boolean): readonly AreaRow[] {
  const sign = descending ? -1 : 1;
  return [...areas].sort((a, b) => {
    const [x, y] = [a.values[measure]?.value ?? null, b.values[measure]?.value ?? null];
    if (a.code === null || b.code === null) return Number(a.code === null) - Number(b.code === null);
    if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0) || (a.code < b.code ? -1 : 1);
    return sign * (x - y) || (a.code < b.code ? -1 : 1);
  });
}
