/** Who travels: rules by the name of who they are for. */
import type { Mode, TRAVEL_PROFILES } from '../../../tiles/api/vocabulary.ts';
import type { TravelRules } from '../../../tiles/api/travel-rules.ts';
import type { Text } from '../../../tiles/layer/layer.ts';

export interface TravelProfile {
  readonly id: (typeof TRAVEL_PROFILES)[number];
  readonly title: Text;
  readonly mode: Mode;
  readonly rules: TravelRules;
}

/**
 * Limits of a wheelchair: slopes of ramps up to 1:12 (ADA Standards 2010, 405.2) and their clear width of 915 mm
 * (405.5). Streets that say nothing are used.
 */
export const PROFILES: readonly TravelProfile[] = [
  {
    id: 'wheelchair',
    title: { zh: '轮椅', en: 'Wheelchair' },
    mode: 'walk',
    rules: {
      avoid: ['steps'],
      wheelchair: 'not-denied',
      avoidBadSurface: true,
      minWidthM: 0.915,
      maxSlope: 1 / 12,
    },
  },
  {
    id: 'no-stairs',
    title: { zh: '婴儿车（不走台阶）', en: 'Pram (no steps)' },
    mode: 'walk',
    rules: { avoid: ['steps'] },
  },
];
