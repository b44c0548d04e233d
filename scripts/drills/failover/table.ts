/** Lays out what each failover cost, and whether the promises held. */
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { machineLines } from '../../bench/table.ts';
import { FAILOVER } from '../../cli/messages/drill-failover.ts';
import type { FailoverResult, RoundResult } from './run.ts';

/** The longest that nobody may be able to write. */
const WRITES_BACK_MS = 30_000;

const COLUMNS = [
  'round',
  'loss',
  'without-writes',
  'reads',
  'failed',
  'stale',
  'wrong',
  'edits',
  'lost',
  'load',
  'study',
  'not-ready',
  'lag',
  'rejoined',
] as const;

export function renderResult(result: FailoverResult, lang: Lang): string {
  const { rounds, machine, seed } = result;
  const text = (key: keyof typeof FAILOVER, values = {}): string => say(FAILOVER[key], lang, values);
  const head = COLUMNS.map((column) => text(`column-${column}`));
  const broken = brokenPromises(result);
  return [
    ...[head, head.map(() => '---'), ...rounds.map((round) => rowOf(round, lang))].map(
      (cells) => `| ${cells.join(' | ')} |`,
    ),
    '',
    ...machineLines(machine, lang),
    text('seed', { seed }),
    ...broken.map(({ promise, round, said }) =>
      text('broken', { promise: FAILOVER[`promise-${promise}`], round, said }),
    ),
    text(broken.length === 0 ? 'kept' : 'not-kept'),
  ].join('\n');
}

export type Promised = 'writes' | 'reads' | 'fresh' | 'edits' | 'load' | 'study' | 'ready';

export interface BrokenPromise {
  readonly promise: Promised;
  readonly round: number;
  readonly said: string;
}

/** What did not hold, round by round. */
export function brokenPromises({ rounds }: Pick<FailoverResult, 'rounds'>): readonly BrokenPromise[] {
  return rounds.flatMap((round) => {
    const { withoutWritesMs, reads, ready, lostEdits, load, study, said } = round;
    const all = said.join('\n');
    const held: Readonly<Record<Promised, boolean>> = {
      writes: withoutWritesMs !== null && withoutWritesMs <= WRITES_BACK_MS,
      reads: reads.failed === 0,
      fresh: reads.wrong === 0,
      edits: lostEdits === 0,
      load: load.outcome !== 'half' && (load.outcome === 'whole' || load.said !== ''),
      study: study.outcome !== 'lost',
      ready: ready.late === 0 && ready.notForReads === 0 && ready.notForWrites > 0 && ready.readOnly > 0,
    };
    const saidOf = { load: load.said, study: study.said };
    return (Object.keys(held) as Promised[])
      .filter((promise) => !held[promise])
      .map((promise) => ({
        promise,
        round: round.round,
        said: promise === 'load' || promise === 'study' ? saidOf[promise] : all,
      }));
  });
}

function rowOf(round: RoundResult, lang: Lang): string[] {
  const { withoutWritesMs, reads, ready, edits, lostEdits, load, study, lagMs, rejoined } = round;
  const counts = [reads.reads, reads.failed, reads.stale, reads.wrong, edits, lostEdits];
  return [
    String(round.round),
    say(FAILOVER[`loss-${round.loss}`], lang),
    withoutWritesMs === null ? '–' : `${(withoutWritesMs / 1000).toFixed(1)} s`,
    ...counts.map((count) => count.toLocaleString('en-US')),
    say(FAILOVER[`load-${load.outcome}`], lang),
    say(FAILOVER[`study-${study.outcome}`], lang),
    `${ready.late} / ${ready.notForReads} / ${ready.notForWrites} / ${ready.asked}`,
    `${Math.round(lagMs)} ms`,
    say(FAILOVER[rejoined], lang),
  ];
}
