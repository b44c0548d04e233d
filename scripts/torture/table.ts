/** Lays out what came of the attacks, and how each failure is repeated. */
import { say, type Lang } from '../../server/platform/messages/index.ts';
import { machineLines } from '../bench/table.ts';
import { TORTURE } from '../cli/messages/torture.ts';
import { didHarm } from './attack.ts';
import type { AttackResult, TortureResult } from './run.ts';

export function renderResult({ seed, machine, results }: TortureResult, lang: Lang): string {
  const text = (key: keyof typeof TORTURE, values = {}): string => say(TORTURE[key], lang, values);
  const head = ['attack', 'database', 'tried', 'survived', 'lost', 'wrong', 'worst-wait'] as const;
  const rows = results.map((result) => rowOf(result, lang));
  const total = totalOf(results);
  return [
    ...[head.map((key) => text(`column-${key}`)), head.map(() => '---'), ...rows, [text('total'), '', ...total]].map(
      (cells) => `| ${cells.join(' | ')} |`,
    ),
    '',
    ...results.flatMap(({ attack, database, outcome: { notes } }) =>
      notes.map((note) => text('note', { attack, database: TORTURE[database], note })),
    ),
    ...machineLines(machine, lang),
    text('seed', { seed }),
    ...results.flatMap((result) => failuresOf(result, seed, lang)),
    text(results.some(({ outcome }) => didHarm(outcome)) ? 'harmed' : 'unharmed'),
  ].join('\n');
}

function rowOf({ attack, about, database, outcome }: AttackResult, lang: Lang): string[] {
  const { tried, survived, lost, wrong, worstWaitMs, skipped } = outcome;
  const name = `${attack}: ${about[lang]}`;
  const kind = say(TORTURE[database], lang);
  if (skipped !== null) return [name, kind, say(TORTURE.skipped, lang, { reason: skipped }), '', '', '', ''];
  return [
    name,
    kind,
    ...[tried, survived, lost, wrong].map((count) => count.toLocaleString('en-US')),
    waitOf(worstWaitMs),
  ];
}

function totalOf(results: readonly AttackResult[]): string[] {
  const sum = (pick: (outcome: AttackResult['outcome']) => number): string =>
    results.reduce((all, { outcome }) => all + pick(outcome), 0).toLocaleString('en-US');
  const worst = Math.max(0, ...results.map(({ outcome }) => outcome.worstWaitMs));
  return [
    sum((each) => each.tried),
    sum((each) => each.survived),
    sum((each) => each.lost),
    sum((each) => each.wrong),
    waitOf(worst),
  ];
}

function waitOf(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function failuresOf({ attack, database, outcome: { failures } }: AttackResult, seed: number, lang: Lang): string[] {
  return failures.map(({ harm, what, input }) =>
    say(TORTURE.failure, lang, {
      harm: TORTURE[harm],
      what,
      command: `npm run torture -- --only ${attack} --database ${database} --seed ${seed} --input ${input}`,
    }),
  );
}
