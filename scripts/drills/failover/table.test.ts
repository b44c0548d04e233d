import { describe, expect, it } from 'vitest';
import { describeMachine } from '../../bench/machine.ts';
import type { RoundResult } from './run.ts';
import { brokenPromises, renderResult } from './table.ts';

const GOOD: RoundResult = {
  round: 1,
  loss: 'node',
  withoutWritesMs: 21_000,
  reads: { reads: 100, failed: 0, stale: 20, wrong: 0, slowestMs: 500 },
  ready: { asked: 50, late: 0, notForReads: 0, notForWrites: 10, readOnly: 10 },
  edits: 100,
  lostEdits: 0,
  load: { outcome: 'refused', said: 'The database cannot be reached.' },
  study: { outcome: 'done', said: '' },
  lagMs: 20,
  rejoined: 'rewound',
  said: [],
};
const broken = (change: Partial<RoundResult>): readonly string[] =>
  brokenPromises({ rounds: [{ ...GOOD, ...change }] }).map(({ promise }) => promise);

describe('the promises of a failover', () => {
  it('hold where reads go on and writes are back in time', () => {
    expect(broken({})).toEqual([]);
  });

  it.each([
    ['writes', { withoutWritesMs: 30_001 }],
    ['writes', { withoutWritesMs: null }],
    ['reads', { reads: { ...GOOD.reads, failed: 1 } }],
    ['fresh', { reads: { ...GOOD.reads, wrong: 1 } }],
    ['edits', { lostEdits: 1 }],
    ['load', { load: { outcome: 'half', said: 'all of it' } }],
    ['load', { load: { outcome: 'refused', said: '' } }],
    ['study', { study: { outcome: 'lost', said: '404' } }],
    ['ready', { ready: { ...GOOD.ready, late: 1 } }],
    ['ready', { ready: { ...GOOD.ready, notForReads: 1 } }],
    ['ready', { ready: { ...GOOD.ready, notForWrites: 0 } }],
  ] as const)('%s is broken by %o', (promise, change) => {
    expect(broken(change)).toEqual([promise]);
  });

  it('tell questions without an answer apart from those answered by 503', () => {
    const ready = { asked: 50, late: 2, notForReads: 3, notForWrites: 10, readOnly: 10 };
    const table = renderResult(
      { seed: 1, startedAt: '', machine: describeMachine(), rounds: [{ ...GOOD, ready }] },
      'en',
    );
    expect(table).toContain('| 2 / 3 / 10 / 50 |');
  });
});
