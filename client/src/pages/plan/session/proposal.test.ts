import { describe, expect, it } from 'vitest';
import type { SitingResult } from '../../../../../tiles/api/siting.ts';
import { changedCoverage, wholeCoverage } from '../data/coverage.ts';
import { answer, ASKED, CELLS, lonOfCell, PEOPLE, STEP_S } from '../fixture.ts';
import { proposalOf, proposedSites } from './proposal.ts';
import { NO_CHANGES } from '../state/scenarios.ts';
import { coverageRequest } from './question.ts';
import type { RunState } from './run.ts';

const WITHIN_S = STEP_S;
const site = (id: string, cell: number, people: number) => ({ id, lon: lonOfCell(cell), lat: 36.07, people });

function runOf(sites: readonly ReturnType<typeof site>[]): RunState {
  const found = { kind: 'siting', sites } as unknown as SitingResult;
  const run = { result: { results: [found] }, study: {} } as unknown;
  return run as RunState;
}

describe('proposed sites', () => {
  // People by cell are 10, 20, 30, 40, 0, 50, and a facility stands on the first.
  const proposal = proposalOf(runOf([site('c1', 1, 20), site('c5', 5, 50), site('c3', 3, 40)]));
  if (proposal === null) throw new Error('nothing is proposed');

  it('stand in the order of what they add, which is the people whom they bring within the time', () => {
    const request = coverageRequest(ASKED, NO_CHANGES, WITHIN_S, 'all');
    const before = wholeCoverage(answer(request), CELLS);
    const after = changedCoverage(before, answer(coverageRequest(ASKED, proposal.after, WITHIN_S, 'changes')), CELLS);
    const sites = proposedSites(proposal, { before, after, people: CELLS.people, withinS: WITHIN_S });
    const gained = PEOPLE.reduce<number>(
      (sum, people, cell) =>
        (after.cost[cell] ?? Infinity) <= WITHIN_S && (before.cost[cell] ?? Infinity) > WITHIN_S ? sum + people : sum,
      0,
    );
    expect(gained).toBeGreaterThan(0);
    expect(sites.reduce((sum, { gain }) => sum + (gain ?? NaN), 0)).toBe(gained);
    expect(sites.map(({ number }) => number)).toEqual([1, 2, 3]);
    const gains = sites.map(({ gain }) => gain ?? NaN);
    expect(gains).toEqual([...gains].sort((a, b) => b - a));
    // The second cell was within reach already.
    expect(sites.at(-1)?.id).toBe('c1');
  });

  it('stand in the order of whom they serve while that is not known', () => {
    expect(proposedSites(proposal, null).map(({ id, gain }) => [id, gain])).toEqual([
      ['c5', null],
      ['c3', null],
      ['c1', null],
    ]);
  });

  it('are none where nothing was found', () => {
    expect(proposalOf(runOf([]))).toBeNull();
  });
});
