/** Lays figures out beside what the project promises. */
import { say, type Lang } from '../../server/platform/messages/index.ts';
import type { Text } from '../../tiles/layer/layer.ts';
import { BENCH } from '../cli/messages/bench.ts';
import { isMet, type Figure, type Unit } from './figures.ts';
import type { Machine } from './machine.ts';

export interface FigureTexts<Name extends string> {
  readonly figures: Readonly<Record<Name, Text>>;
  /** Texts of details; one that is not here stands as it is. */
  readonly details?: Readonly<Record<string, Text>>;
}

/** A table in Markdown, so that it can stand in a document as it is. */
export function markdownTable<Name extends string>(
  figures: readonly Figure<Name>[],
  texts: FigureTexts<Name>,
  lang: Lang,
): string[] {
  const head = [say(BENCH.figure, lang), say(BENCH.measured, lang), say(BENCH.target, lang)];
  const rows = figures.map((figure) => [nameOf(figure, texts, lang), valueOf(figure, lang), targetOf(figure, lang)]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** The machine, and a line for each of its databases. */
export function machineLines(
  { cores, cpu, memoryGb, node, system, busyBefore, databases = {} }: Omit<Machine, 'databases'> & Partial<Machine>,
  lang: Lang,
): string[] {
  return [
    say(BENCH.machine, lang, { cores, cpu, memory: memoryGb, node, system, busy: busyBefore.toFixed(1) }),
    ...(['embedded', 'server'] as const).flatMap((database) => {
      const versions = databases[database];
      return versions === undefined
        ? []
        : [say(BENCH['database-line'], lang, { database: BENCH[database], ...versions })];
    }),
  ];
}

export function verdictOf(figures: readonly Figure[], lang: Lang): string {
  const held = figures.map(isMet).filter((met) => met !== null);
  return say(BENCH.verdict, lang, { met: held.filter(Boolean).length, count: held.length });
}

export function nameOf<Name extends string>(
  { name, detail = '' }: Figure<Name>,
  { figures, details = {} }: FigureTexts<Name>,
  lang: Lang,
): string {
  const text = typeof detail === 'string' && Object.hasOwn(details, detail) ? details[detail] : undefined;
  return say(figures[name], lang, { detail: text ?? detail.toLocaleString('en-US') });
}

/** The value with its unit, and whether it meets its target. */
export function valueOf(figure: Figure, lang: Lang): string {
  const met = isMet(figure);
  const verdict = met === null ? '' : ` ${say(met ? BENCH.met : BENCH.missed, lang)}`;
  return `${numberOf(figure.value)} ${unitOf(figure.unit, lang)}`.trim() + verdict;
}

/** Empty where the figure has no target. */
export function targetOf({ atMost, atLeast, unit }: Figure, lang: Lang): string {
  if (atMost !== undefined) return `≤ ${atMost} ${unitOf(unit, lang)}`.trim();
  return atLeast === undefined ? '' : `≥ ${atLeast} ${unitOf(unit, lang)}`.trim();
}

function unitOf(unit: Unit, lang: Lang): string {
  return unit === '/s' ? say(BENCH['per-second'], lang) : unit;
}

function numberOf(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 10) return String(value);
  return value >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toFixed(value >= 10 ? 1 : value >= 0.1 ? 2 : 4);
}

/** Columns as wide as their widest cell; all but the first stand at the right. */
export function alignedTable(rows: readonly (readonly string[])[]): string[] {
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
