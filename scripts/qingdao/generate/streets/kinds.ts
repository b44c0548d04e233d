import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import type { Kind } from '../types.ts';

type Speeds = Readonly<Partial<Record<Mode, number>>>;

const WALK = 1;
const CYCLE = 4;

/**
 * Metres a second. Driving is slower than allowed, as junctions hold it up; a mode that is absent may not use the
 * street.
 */
export const SPEED_MPS: Readonly<Record<Kind, Speeds>> = {
  trunk: { walk: WALK, cycle: CYCLE, drive: 14 },
  primary: { walk: WALK, cycle: CYCLE, drive: 11 },
  secondary: { walk: WALK, cycle: CYCLE, drive: 9.5 },
  tertiary: { walk: WALK, cycle: CYCLE, drive: 8 },
  residential: { walk: WALK, cycle: CYCLE, drive: 6.5 },
  local: { walk: WALK, cycle: 3.5, drive: 4.5 },
  lane: { walk: WALK, cycle: 3, drive: 4 },
  pedestrian: { walk: WALK, cycle: 1.5 },
  steps: { walk: 0.5 },
};

/** A street, of which edges are pieces. */
export interface Street {
  readonly kind: Kind;
  /** For driving, along its edges as they are drawn. */
  readonly oneWay: boolean;
}
