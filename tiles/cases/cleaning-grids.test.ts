import { describe, expect, it } from 'vitest';
import { cleaningGrids, cleaningStaff } from './cleaning-grids.ts';

describe('cleaning grids', () => {
  it('are one for about 300 households, with one cleaner each and a collector for every three', () => {
    expect(cleaningStaff(900)).toEqual({ grids: 3, cleaners: 3, collectors: 1 });
    expect(cleaningStaff(1_000)).toEqual({ grids: 3, cleaners: 3, collectors: 1 });
    expect(cleaningStaff(1_100)).toEqual({ grids: 4, cleaners: 4, collectors: 2 });
  });

  it('would be 410 for the 123,000 households of the old communities, and 169 for 50,677 households', () => {
    expect(cleaningStaff(123_000)).toEqual({ grids: 410, cleaners: 410, collectors: 137 });
    expect(cleaningStaff(50_677)).toEqual({ grids: 169, cleaners: 169, collectors: 57 });
  });

  it('are one in a small community and none where nobody lives', () => {
    expect(cleaningStaff(12)).toEqual({ grids: 1, cleaners: 1, collectors: 1 });
    expect(cleaningGrids.compute({ households: 0 })).toEqual({
      grids: 0,
      cleaners: 0,
      collectors: 0,
      householdsPerGrid: 0,
    });
  });

  it('refuse half a household', () => {
    expect(() => cleaningGrids.compute({ households: 10.5 })).toThrow(/^households: 10.5 is not a whole number/);
  });
});
