/** Who travels, of those that come with the service: a city has others of its own (`layers/travel-profiles.ts`). */
import type { TravelProfile } from '../../../tiles/api/travel-profile.ts';

const BUILT_IN = { zh: '本服务自带', en: 'Comes with the service' };

/**
 * Limits of a wheelchair: slopes of ramps up to 1:12 (ADA Standards 2010, 405.2) and their clear width of 915 mm
 * (405.5). Streets that say nothing are used.
 */
export const PROFILES: readonly TravelProfile[] = [
  {
    id: 'wheelchair',
    title: { zh: '轮椅', en: 'Wheelchair' },
    source: BUILT_IN,
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
    source: BUILT_IN,
    mode: 'walk',
    rules: { avoid: ['steps'] },
  },
];
