/** Case data small enough to count by hand; for tests. */
import type { CaseData } from '../../../../../tiles/layer/layer.ts';
import type { Columns } from '../../../../../tiles/api/wire.ts';
import { readDataset, type Dataset } from './dataset.ts';
import { toDay } from '../../../../../tiles/day.ts';

export const CASE_DATA: CaseData = {
  date: 'date',
  category: 'category',
  state: 'state',
  closedStates: ['solved'],
  dimensions: ['district'],
  figures: ['days'],
  areas: { grid: 'grid', subdistrict: 'subdistrict' },
};

type Row = readonly [
  category: string,
  state: string,
  district: string,
  date: string | null,
  days: number | null,
  lon: number,
  lat: number,
];

export function datasetOf(rows: readonly Row[]): Dataset {
  const dictionary = (pick: (row: Row) => string | null) => {
    const values = [...new Set(rows.map(pick).filter((value) => value !== null))];
    return { kind: 'dictionary' as const, values, data: rows.map((row) => values.indexOf(pick(row) ?? '')) };
  };
  const columns: Columns = {
    layer: 'reports',
    count: rows.length,
    ids: rows.map((_, index) => `r${index}`),
    lon: rows.map((row) => row[5]),
    lat: rows.map((row) => row[6]),
    columns: {
      category: dictionary((row) => row[0]),
      state: dictionary((row) => row[1]),
      district: dictionary((row) => row[2]),
      subdistrict: dictionary((row) => `${row[2]}001`),
      grid: dictionary((row) => (row[2] === '370203' ? '370203001001001' : null)),
      date: { kind: 'date', data: rows.map((row) => (row[3] === null ? null : toDay(row[3]))) },
      days: { kind: 'number', data: rows.map((row) => row[4]) },
    },
  };
  return readDataset(columns, CASE_DATA);
}

export const FIVE = datasetOf([
  ['litter', 'solved', '370202', '2017-01-02', 4, 120.38, 36.06],
  ['litter', 'open', '370202', '2017-01-09', null, 120.39, 36.07],
  ['order', 'solved', '370203', '2017-01-09', 2, 120.37, 36.09],
  ['order', 'solved', '370203', '2017-02-01', 6, 120.36, 36.1],
  ['litter', 'open', '370203', null, null, 119.9, 36.8],
]);
