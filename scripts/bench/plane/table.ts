/** Lays the figures out as a table in Markdown, so that it can stand in the README as it is. */
import { say, type Lang } from '../../../server/messages/index.ts';
import { BENCH } from '../../messages/bench.ts';
import { INSTALL, PLANE_BENCH, PLANE_DETAILS, PLANE_FIGURES } from '../../messages/bench-tiles.ts';
import { isMet, type PlaneFigure } from './figures.ts';
import type { PlaneResult } from './run.ts';

export function renderPlane({ machine, figures, quick, absent }: PlaneResult, lang: Lang): string {
  const { cores, cpu, memoryGb, node, system, busyBefore, databases } = machine;
  const head = [say(PLANE_BENCH['head-figure'], lang), say(PLANE_BENCH['head-value'], lang), say(PLANE_BENCH['head-target'], lang)];
  const held = figures.map(isMet).filter((met) => met !== null);
  return [
    say(BENCH.machine, lang, { cores, cpu, memory: memoryGb, node, system, busy: busyBefore.toFixed(1) }),
    ...(databases.server ? [say(BENCH['database-line'], lang, { database: say(BENCH.server, lang), ...databases.server })] : []),
    '',
    ...[head, head.map(() => '---'), ...figures.map((figure) => rowOf(figure, lang))].map((cells) => `| ${cells.join(' | ')} |`),
    '',
    say(BENCH.verdict, lang, { met: held.filter(Boolean).length, count: held.length }),
    ...(absent.length > 0 ? [say(PLANE_BENCH.absent, lang, { names: absent.join(', '), commands: absent.map((name) => `\`${INSTALL[name]}\``).join(', ') })] : []),
    ...(quick ? [say(BENCH.quick, lang)] : []),
  ].join('\n');
}

function rowOf(figure: PlaneFigure, lang: Lang): string[] {
  const { name, detail = '', value, unit, atMost, atLeast } = figure;
  const known = typeof detail === 'string' ? (isDetail(detail) ? say(PLANE_DETAILS[detail], lang) : detail) : detail.toLocaleString('en-US');
  const met = isMet(figure);
  const verdict = met === null ? '' : ` ${say(met ? BENCH.met : BENCH.missed, lang)}`;
  const target = atMost === undefined ? (atLeast === undefined ? '' : `≥ ${atLeast} ${unitOf(unit, lang)}`) : `≤ ${atMost} ${unitOf(unit, lang)}`;
  return [say(PLANE_FIGURES[name], lang, { detail: known }), `${numberOf(value)} ${unitOf(unit, lang)}`.trim() + verdict, target.trim()];
}

function isDetail(detail: string): detail is keyof typeof PLANE_DETAILS {
  return Object.hasOwn(PLANE_DETAILS, detail);
}

function unitOf(unit: PlaneFigure['unit'], lang: Lang): string {
  return unit === '/s' ? say(BENCH['per-second'], lang) : unit;
}

function numberOf(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 10) return String(value);
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value >= 10 ? 1 : 2);
}
