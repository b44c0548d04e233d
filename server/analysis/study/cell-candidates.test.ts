import { describe, expect, it } from 'vitest';
import { distanceM } from '../../../tiles/tile/spheroid.ts';
import { demandGrid } from '../../testing/demand-grids.ts';
import { randomFrom } from '../../testing/random.ts';
import type { Demand } from '../types.ts';
import { sitesOfCells } from './cell-candidates.ts';

/** A town of 60 by 60 cells whose people live, nine of ten, in one corner. */
function town(): Demand {
  const random = randomFrom(7);
  const demand = demandGrid({ columns: 60, rows: 60, people: 1 });
  return {
    ...demand,
    people: Float64Array.from(demand.people, (_, cell) => {
      const isDense = cell % 60 < 15 && cell < 900;
      return Math.round((isDense ? 500 : 5) * (1 + random.next()));
    }),
  };
}

const NO_NODE = (): null => null;
const placeOf = (demand: Demand, cell: number) => ({
  lon: demand.lonLat[2 * cell] as number,
  lat: demand.lonLat[2 * cell + 1] as number,
});

describe('candidates of cells', () => {
  it.each([10, 40, 200, 1000])('cover the whole town where %i are wanted, not its densest part', (max) => {
    const demand = town();
    const { sites, cells, spacingM } = sitesOfCells(demand, { minPeople: 3, spacingM: 50, max }, NO_NODE);
    expect(cells).toBe(3600);
    expect(sites.length).toBeLessThanOrEqual(max);
    expect(sites.length).toBeGreaterThan(max * 0.6);
    for (let cell = 0; cell < demand.count; cell += 1) {
      const nearestM = Math.min(...sites.map((site) => distanceM(site, placeOf(demand, cell))));
      expect(nearestM).toBeLessThanOrEqual(spacingM);
    }
  });

  it('are those with most people first, and apart, where they are fewer than wanted', () => {
    const demand = town();
    const { sites, spacingM } = sitesOfCells(demand, { minPeople: 900, spacingM: 250, max: 1000 }, NO_NODE);
    expect(spacingM).toBe(250);
    const cells = sites.map(({ id }) => Number(id.slice('cell-'.length)));
    expect(Math.max(...cells.map((cell) => demand.people[cell] as number))).toBe(Math.max(...demand.people));
    sites.forEach((a, i) => {
      for (const b of sites.slice(i + 1)) expect(distanceM(a, b)).toBeGreaterThanOrEqual(250);
    });
  });

  it('are all cells where nothing else is asked', () => {
    const demand = town();
    expect(sitesOfCells(demand, {}, NO_NODE).sites).toHaveLength(3600);
  });

  it('are one where one is wanted', () => {
    expect(sitesOfCells(town(), { max: 1 }, NO_NODE).sites).toHaveLength(1);
  });
});
