import type { LandUse } from '../../../../tiles/api/vocabulary.ts';
import { createWaves } from '../network/waves.ts';
import type { Rng } from '../types.ts';

/** What is known of a cell when its use is chosen. */
export interface Site {
  /** Metres. */
  readonly x: number;
  readonly y: number;
  /** Distance between roads, which tells how central a place is. */
  readonly blockM: number;
  /** Metres of street in the cell: of wide roads, and of village lanes. */
  readonly wideM: number;
  readonly laneM: number;
}

/** People of a cell of a use, against those of a residential one that is otherwise alike. */
export const CROWDING: Readonly<Record<LandUse, number>> = {
  residential: 1,
  commercial: 0.45,
  public: 0.3,
  transport: 0.2,
  industrial: 0.12,
  utility: 0.08,
  green: 0.04,
  other: 0.1,
};

const CORE_BLOCK_M = 270;
const TOWN_BLOCK_M = 620;

/**
 * A plausible use for a cell, in patches: factories at the edges of towns, business along wide roads in their midst,
 * parks here and there.
 */
export function createLandUse(rng: Rng): (site: Site) => LandUse {
  const works = createWaves(rng, 4200),
    business = createWaves(rng, 1500),
    parks = createWaves(rng, 900);
  return ({ x, y, blockM, wideM, laneM }) => {
    const draw = rng.next();
    if (laneM > 0) return draw < 0.03 ? 'public' : draw < 0.05 ? 'commercial' : draw < 0.06 ? 'other' : 'residential';
    if (parks(x, y) > 1.35) return 'green';
    if (blockM > 300 && blockM < TOWN_BLOCK_M && works(x, y) > 0.75)
      return draw < 0.9 ? 'industrial' : draw < 0.95 ? 'utility' : 'transport';
    if (blockM < CORE_BLOCK_M && business(x, y) > 0.9) return draw < 0.8 ? 'commercial' : 'public';
    if (wideM > 90)
      return draw < 0.22 ? 'commercial' : draw < 0.34 ? 'transport' : draw < 0.42 ? 'public' : 'residential';
    return draw < 0.07
      ? 'public'
      : draw < 0.11
        ? 'commercial'
        : draw < 0.13
          ? 'green'
          : draw < 0.135
            ? 'utility'
            : 'residential';
  };
}
