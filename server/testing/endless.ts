import type { Study } from '../../tiles/api/study.ts';

/** An analysis that takes minutes, and looks up now and then. */
export const ENDLESS = {
  kind: 'moran',
  values: { values: Array.from({ length: 3000 }, (_, i) => (i * 7919) % 1000) },
  permutations: 99_999,
  neighbours: { given: Array.from({ length: 3000 }, (_, i) => [i, (i + 1) % 3000, 1] as const) },
} as const satisfies Study['analyses'][number];
