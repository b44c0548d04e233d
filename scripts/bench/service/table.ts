/** Lays the figures of the service out, a row a figure and a column a database. */
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { BENCH, BENCH_DETAILS, BENCH_FIGURES } from '../../cli/messages/bench.ts';
import { alignedTable, machineLines, nameOf, targetOf, valueOf, verdictOf } from '../table.ts';
import type { ServiceFigure } from './figures.ts';
import type { BenchResult } from './run.ts';

export function renderResult({ machine, figures, quick, missing }: BenchResult, lang: Lang): string {
  const databases = (['embedded', 'server'] as const).filter((database) => machine.databases[database] !== undefined);
  const header = [BENCH.figure, ...databases.map((database) => BENCH[database]), BENCH.target];
  const rows = rowsOf(figures).map((row) => [
    nameOf(row[0], { figures: BENCH_FIGURES, details: BENCH_DETAILS }, lang),
    ...databases.map((database) => {
      const figure = row.find((each) => each.database === database);
      return figure === undefined ? '–' : valueOf(figure, lang);
    }),
    targetOf(row.find(({ atMost }) => atMost !== undefined) ?? row[0], lang),
  ]);
  return [
    ...machineLines(machine, lang),
    '',
    ...alignedTable([header.map((text) => say(text, lang)), ...rows]),
    '',
    verdictOf(figures, lang),
    ...missing.map((database) => say(BENCH.lacks, lang, { database: BENCH[database] })),
    ...(quick ? [say(BENCH.quick, lang)] : []),
  ].join('\n');
}

type FigureRow = readonly [ServiceFigure, ...ServiceFigure[]];

/** Figures of one name and detail, in the order in which they were first measured. */
function rowsOf(figures: readonly ServiceFigure[]): FigureRow[] {
  const rows = new Map<string, [ServiceFigure, ...ServiceFigure[]]>();
  for (const figure of figures) {
    const key = `${figure.name} ${figure.detail ?? ''}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [figure]);
    else row.push(figure);
  }
  return [...rows.values()];
}
