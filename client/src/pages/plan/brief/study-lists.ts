/** What the service lists pair by pair: who goes where, and the costs of the nearest facilities. */
import type { Allocation, MatrixResult } from '../../../../../tiles/api/measure-results.ts';
import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { AnalysisRequest } from '../../../../../tiles/api/study.ts';
import { ApiError } from '../../../data/errors.ts';
import { LIMIT_S } from '../data/coverage.ts';
import { studyOf } from '../session/question.ts';
import { followJob } from '../session/run.ts';
import type { CsvValue } from '../../../format/csv.ts';
import { cellGeometry, type Feature } from './geojson.ts';
import type { Subject } from './subject.ts';
import { degrees, minutesOf, type Table } from './tables.ts';

export const LISTS = ['allocation', 'matrix'] as const;
export type ListId = (typeof LISTS)[number];

/** Facilities of each cell in the matrix: the whole of a city has a hundred million pairs. */
const NEAREST = 3;

const REQUESTS: Readonly<Record<ListId, AnalysisRequest>> = {
  allocation: { kind: 'assignment', perDemand: true },
  matrix: { kind: 'matrix', nearest: NEAREST, within: LIMIT_S },
};

export interface StudyList {
  readonly table: Table;
  /** By cell; null for pairs, which have no place. */
  readonly features: Iterable<Feature> | null;
}

/** Asks the service for the scenario's list. Rejects as the requests do, with the job's own error, and when aborted. */
export async function studyList(subject: Subject, id: ListId, abort: AbortSignal): Promise<StudyList> {
  const {
    results: [result],
  } = await answered(subject, REQUESTS[id], abort);
  if (result?.kind === 'matrix') return { table: matrixTable(subject, result.pairs), features: null };
  const rows = result?.kind === 'assignment' ? result.allocation : undefined;
  if (rows === undefined) throw new ApiError({ code: 'bad-answer' });
  return { table: allocationTable(subject, rows), features: allocationFeatures(subject, rows) };
}

async function answered(
  { session: { api }, asked, changes, scenario }: Subject,
  analysis: AnalysisRequest,
  abort: AbortSignal,
): Promise<StudyResult> {
  const { id } = await api.startJob({ title: scenario, ...studyOf(asked, changes, [analysis]) }, abort);
  const cancel = (): void => void api.cancelJob(id).catch(() => undefined);
  abort.addEventListener('abort', cancel, { once: true });
  try {
    const source = { ask: (signal: AbortSignal) => api.job(id, signal), events: () => null };
    const { error } = await followJob(source, () => undefined, abort);
    if (error !== null) throw new ApiError({ code: error.code, message: error.message });
    return await api.jobResult(id, abort);
  } finally {
    abort.removeEventListener('abort', cancel);
  }
}

function allocationTable({ app }: Subject, rows: readonly Allocation[]): Table {
  const {
    i18n: { t },
  } = app;
  const columns = ['demand', 'facility', 'costMinutes', 'people', 'lon', 'lat'] as const;
  return {
    header: columns.map((column) => t(`plan.column.${column}`)),
    rows: rows.map(({ demand, facility, cost, people, lon, lat }): CsvValue[] => [
      demand,
      facility,
      cost === null ? null : minutesOf(cost),
      people,
      lon === null ? null : degrees(lon),
      lat === null ? null : degrees(lat),
    ]),
  };
}

function* allocationFeatures({ cells }: Subject, rows: readonly Allocation[]): Generator<Feature> {
  for (const [cell, { demand, facility, cost, people }] of rows.entries()) {
    yield {
      type: 'Feature',
      id: demand,
      geometry: cellGeometry(cells, cell),
      properties: { demand, facility, minutes: cost === null ? null : minutesOf(cost), people },
    };
  }
}

function matrixTable({ app }: Subject, pairs: MatrixResult['pairs']): Table {
  const {
    i18n: { t },
  } = app;
  const columns = ['demand', 'facility', 'costMinutes', 'nearness'] as const;
  return {
    header: columns.map((column) => t(`plan.column.${column}`)),
    rows: pairs.map(({ demand, facility, cost, rank }): CsvValue[] => [demand, facility, minutesOf(cost), rank]),
  };
}
