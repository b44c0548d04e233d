import { describe, expect, it } from 'vitest';
import { ChangeLog } from './in-flight-tiles.ts';
import type { Change } from '../layers/change.ts';

const change = (revision: number, boxes = 1): Change => ({
  layer: 'toilets',
  revision,
  boxes: Array.from({ length: boxes * 4 }, () => 0),
  isReset: false,
});
const revisions = (changes: readonly Change[]): number[] => changes.map(({ revision }) => revision);

describe('the log of changes', () => {
  it('gives what came after a position, in order, until that is forgotten', () => {
    const log = new ChangeLog();
    for (const revision of [1, 2]) log.add(change(revision));
    const position = log.end;
    for (const revision of [3, 4, 5]) log.add(change(revision));
    expect(revisions(log.since(position))).toEqual([3, 4, 5]);
    log.forget(position + 1);
    expect(revisions(log.since(position + 1))).toEqual([4, 5]);
    log.forget(log.end);
    expect([log.since(log.end), log.end]).toEqual([[], 5]);
  });

  it('counts the oldest as changes of whole layers where there are too many boxes', () => {
    const log = new ChangeLog(100);
    for (let revision = 1; revision <= 5; revision += 1) log.add(change(revision, 40));
    expect(log.since(0).map(({ boxes }) => boxes?.length ?? null)).toEqual([null, null, null, 160, 160]);
    log.add(change(6, 500));
    expect(log.since(0).map(({ boxes }) => boxes)).toEqual(Array(6).fill(null));
    log.forget(5);
    log.add(change(7, 100));
    expect(log.since(5).map(({ boxes }) => boxes?.length ?? null)).toEqual([null, 400]);
  });
});
