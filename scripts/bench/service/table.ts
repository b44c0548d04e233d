/** Lays the figures of a benchmark out as a table, a row a figure and a column a database. */
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { BENCH, BENCH_DETAILS, BENCH_FIGURES } from '../../cli/messages/bench.ts';
import { isMet, type Figure } from './figures.ts';
import type { DatabaseKind } from './options.ts';
import type { BenchResult } from './run.ts';

export function renderResult({ machine, figures, quick, missing }: BenchResult, lang: Lang): string {
  const databases = (['embedded', 'server'] as const).filter((database) => machine.databases[database] !== undefined);
  const header = [
    say(BENCH.figure, lang),
    ...databases.map((database) => say(BENCH[database], lang)),
    say(BENCH.target, lang),
  ];
  const rows = rowsOf(figures).map((row) => [
    nameOf(row[0], lang),
    ...databases.map((database) => cell(row, database, lang)),
    target(row, lang),
  ]);
  const notes = [
    ...missing.map((database) => say(BENCH.lacks, lang, { database: say(BENCH[database], lang) })),
    ...(quick ? [say(BENCH.quick, lang)] : []),
  ];
  return [...machineLines(machine, lang), '', ...layOut([header, ...rows]), '', verdict(figures, lang), ...notes].join(
    '\n',
  );
}

function machineLines(
  { cores, cpu, memoryGb, node, system, busyBefore, databases }: BenchResult['machine'],
  lang: Lang,
): string[] {
  const line = (database: DatabaseKind): string[] => {
    const versions = databases[database];
    return versions === undefined
      ? []
      : [say(BENCH['database-line'], lang, { database: say(BENCH[database], lang), ...versions })];
  };
  return [
    say(BENCH.machine, lang, { cores, cpu, memory: memoryGb, node, system, busy: busyBefore.toFixed(1) }),
    ...line('embedded'),
    ...line('server'),
  ];
}

type FigureRow = readonly [Figure, ...Figure[]];

/** Figures of one name and detail, in the order in which they were first measured. */
function rowsOf(figures: readonly Figure[]): FigureRow[] {
  const rows = new Map<string, [Figure, ...Figure[]]>();
  for (const figure of figures) {
    const key = `${figure.name} ${figure.detail ?? ''}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [figure]);
    else row.push(figure);
  }
  return [...rows.values()];
}

function nameOf({ name, detail = '' }: Figure, lang: Lang): string {
  const known =
    typeof detail === 'string' && isDetail(detail) ? say(BENCH_DETAILS[detail], lang) : detail.toLocaleString('en-US');
  return say(BENCH_FIGURES[name], lang, { detail: known });
}

function isDetail(detail: string): detail is keyof typeof BENCH_DETAILS {
  return Object.hasOwn(BENCH_DETAILS, detail);
}

function cell(row: FigureRow, database: DatabaseKind, lang: Lang): string {
  const figure = row.find((each) => each.database === database);
  if (figure === undefined) return '–';
  const met = isMet(figure);
  return `${format(figure.value)} ${unitOf(figure, lang)}${met === null ? '' : ` ${say(met ? BENCH.met : BENCH.missed, lang)}`}`;
}

function target(row: FigureRow, lang: Lang): string {
  const figure = row.find(({ atMost }) => atMost !== undefined);
  return figure?.atMost === undefined ? '' : `≤ ${figure.atMost} ${unitOf(figure, lang)}`;
}

function unitOf({ unit }: Figure, lang: Lang): string {
  return unit === '/s' ? say(BENCH['per-second'], lang) : unit;
}

function format(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2);
}

function verdict(figures: readonly Figure[], lang: Lang): string {
  const held = figures.map(isMet).filter((met) => met !== null);
  return say(BENCH.verdict, lang, { met: held.filter(Boolean).length, count: held.length });
}

/** Columns as wide as their widest cell; all but the first stand at the right. */
function layOut(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((text, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - widthOf(text));
        return column === 0 ? text + gap : gap + text;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Terminal columns: a Chinese character or full-width sign takes two. */
function widthOf(text: string): number {
  return [...text].reduce(
    (width, character) => width + (/[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/u.test(character) ? 2 : 1),
    0,
  );
}
