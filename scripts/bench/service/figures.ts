/** What a benchmark measured, and the targets it is held to. */
import type { BENCH_FIGURES } from '../../cli/messages/bench.ts';
import type { Figure } from '../figures.ts';
import type { DatabaseKind } from '../place.ts';
import type { Part } from './options.ts';
import type { Run } from './requests.ts';

export type FigureName = keyof typeof BENCH_FIGURES;

export interface ServiceFigure extends Figure<FigureName> {
  readonly part: Part;
  readonly database: DatabaseKind;
}

/** Promises of the project, on two cores. */
export const TARGETS = {
  firstStartS: 60,
  laterStartS: 8,
  /** 100,000 points into PostgreSQL. */
  loadS: 60,
  /** 95th percentile of nearby and search on the demonstration city. */
  answerMs: 50,
  /** 95th percentile of `/find/results` among 1,200 toilets and 12,000 car parks, one reader after the other. */
  findMs: 100,
} as const;

/** How many times faster PostgreSQL makes tiles than the embedded database, for the figures of one run. */
export function compareDatabases(figures: readonly ServiceFigure[]): ServiceFigure[] {
  const rateOf = (database: DatabaseKind): number | undefined =>
    figures.find((figure) => figure.name === 'tiles-all' && figure.database === database)?.value;
  const embedded = rateOf('embedded');
  const server = rateOf('server');
  if (embedded === undefined || server === undefined) return [];
  return [{ part: 'tiles', name: 'tiles-against-embedded', database: 'server', value: server / embedded, unit: '×' }];
}

/** Rate and percentiles of queries that are promised within `TARGETS.answerMs`. */
export function answerFigures(
  part: 'nearby' | 'search',
  database: DatabaseKind,
  connections: number,
  run: Run,
): ServiceFigure[] {
  const common = { part, detail: connections, database };
  return [
    { ...common, name: `${part}-rate`, value: run.perSecond, unit: '/s' },
    { ...common, name: `${part}-p50`, value: run.p50Ms, unit: 'ms' },
    { ...common, name: `${part}-p95`, value: run.p95Ms, unit: 'ms', atMost: TARGETS.answerMs },
  ];
}
