/**
 * Figures beside what the project promises, laid out as a table in Markdown, so that it can stand in the README as it
 * is.
 */
import type { Text } from '../../../tiles/layer/layer.ts';
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { BENCH } from '../../cli/messages/bench.ts';

export type PromisedUnit = 's' | 'ms' | '/s' | 'KB' | 'MB' | '%' | '×' | '';

export interface PromisedFigure<Name extends string = string> {
  readonly name: Name;
  /** Tells figures of one name apart: a zoom, a number of connections, a size. */
  readonly detail?: string | number;
  readonly value: number;
  readonly unit: PromisedUnit;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface FigureTexts<Name extends string> {
  readonly figures: Readonly<Record<Name, Text>>;
  /** Texts of details; one that is not here stands as it is. */
  readonly details?: Readonly<Record<string, Text>>;
}

export function isMet({ value, atMost, atLeast }: PromisedFigure): boolean | null {
  if (atMost === undefined && atLeast === undefined) return null;
  return value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
}

export function markdownTable<Name extends string>(
  figures: readonly PromisedFigure<Name>[],
  texts: FigureTexts<Name>,
  lang: Lang,
): string[] {
  const head = [say(BENCH.figure, lang), say(BENCH.measured, lang), say(BENCH.target, lang)];
  return [head, head.map(() => '---'), ...figures.map((figure) => rowOf(figure, texts, lang))].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
}

export function verdictOf(figures: readonly PromisedFigure[], lang: Lang): string {
  const held = figures.map(isMet).filter((met) => met !== null);
  return say(BENCH.verdict, lang, { met: held.filter(Boolean).length, count: held.length });
}

function rowOf<Name extends string>(
  figure: PromisedFigure<Name>,
  { figures, details = {} }: FigureTexts<Name>,
  lang: Lang,
): string[] {
  const { name, detail = '', value, unit, atMost, atLeast } = figure;
  const text = typeof detail === 'string' && Object.hasOwn(details, detail) ? details[detail] : undefined;
  const known = text === undefined ? detail.toLocaleString('en-US') : say(text, lang);
  const met = isMet(figure);
  const verdict = met === null ? '' : ` ${say(met ? BENCH.met : BENCH.missed, lang)}`;
  const target =
    atMost === undefined
      ? atLeast === undefined
        ? ''
        : `≥ ${atLeast} ${unitOf(unit, lang)}`
      : `≤ ${atMost} ${unitOf(unit, lang)}`;
  return [
    say(figures[name], lang, { detail: known }),
    `${numberOf(value)} ${unitOf(unit, lang)}`.trim() + verdict,
    target.trim(),
  ];
}

function unitOf(unit: PromisedUnit, lang: Lang): string {
  return unit === '/s' ? say(BENCH['per-second'], lang) : unit;
}

function numberOf(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 10) return String(value);
  return value >= 100
    ? Math.round(value).toLocaleString('en-US')
    : value.toFixed(value >= 10 ? 1 : value >= 0.1 ? 2 : 4);
}
