import { DEFAULT_DETOUR, DEFAULT_MODE, DEFAULT_SPEED_MPS, type STRAIGHT_UNITS } from '../../../tiles/api/vocabulary.ts';
import type { Study, Travel } from '../../../tiles/api/study.ts';

export interface StraightTravel {
  readonly detour: number;
  readonly costUnit: (typeof STRAIGHT_UNITS)[number];
  /** Of seconds. */
  readonly speedMps: number;
}

/** Null for a study that travels otherwise. */
export function straightTravel({ network }: Pick<Study, 'network'>, travel: Travel): StraightTravel | null {
  if (network === undefined || !('straight' in network)) return null;
  const { detour = DEFAULT_DETOUR, costUnit = 's' } = network.straight;
  return { detour, costUnit, speedMps: travel.speedMps ?? DEFAULT_SPEED_MPS[travel.mode ?? DEFAULT_MODE] };
}
