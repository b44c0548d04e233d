import { describe, expect, it } from 'vitest';
import { nearMatches } from './near-matches.ts';

const KNOWN = ['toilets', 'tourism', 'schools', 'unit-grids', 'responsibility-grids', 'extension-grids', 'roads'];

describe('near matches', () => {
  it('forgive mistyped letters', () => {
    expect(nearMatches('toilet', KNOWN)).toEqual(['toilets']);
    expect(nearMatches('Shcools', KNOWN)).toEqual(['schools']);
  });

  it('find a part of a name, at most three', () => {
    expect(nearMatches('grids', KNOWN)).toEqual(['extension-grids', 'responsibility-grids', 'unit-grids']);
  });

  it('are none for what resembles nothing, however long', () => {
    expect(nearMatches('xyz', KNOWN)).toEqual([]);
    expect(nearMatches('a'.repeat(100_000), KNOWN)).toEqual([]);
  });
});
