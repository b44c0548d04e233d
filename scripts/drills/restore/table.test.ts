import { describe, expect, it } from 'vitest';
import type { Restore } from './look.ts';
import { brokenPromises } from './table.ts';

const GOOD: Restore = {
  to: 'moment',
  copyS: 1,
  replayS: 1,
  serveS: 1,
  timeline: 2,
  expected: 100,
  lost: 0,
  lossS: 0,
  holes: [],
  unwanted: [],
  counts: null,
  wrongTiles: [],
  heldTiles: [],
  isExportAlike: true,
  complaints: [],
};
const broken = (...restores: readonly Partial<Restore>[]): readonly string[] =>
  brokenPromises({ log: 'sync', restores: restores.map((change) => ({ ...GOOD, ...change })) }).map(
    ({ promise }) => promise,
  );

describe('the promises of a restore', () => {
  it('hold where all is back, and timelines have numbers of their own', () => {
    expect(broken({ to: 'end' }, { timeline: 3 })).toEqual([]);
    expect(broken({ to: 'end' }, {})).toEqual(['timeline']);
  });

  it('allow the last edits to be lost where nobody waited for the log', () => {
    const restores = [{ ...GOOD, to: 'end', lost: 3 } as const];
    expect(brokenPromises({ log: 'stream', restores })).toEqual([]);
    expect(brokenPromises({ log: 'sync', restores })).toEqual([{ promise: 'sync', to: 'end', said: '3' }]);
  });

  it.each([
    ['edits', { lost: 1 }],
    ['edits', { holes: ['edit-1'] }],
    ['edits', { unwanted: ['edit-1'] }],
    ['counts', { counts: 'toilets: 1' }],
    ['tiles', { wrongTiles: ['/tiles/toilets/8/1/1.mvt'] }],
    ['browsers', { heldTiles: ['/tiles/toilets/8/1/1.mvt'] }],
    ['export', { isExportAlike: false }],
    ['doctor', { complaints: ['[weak]'] }],
    ['timeline', { timeline: 1 }],
  ] as const)('%s is broken by %o', (promise, change) => {
    expect(broken(change)).toEqual([promise]);
  });
});
