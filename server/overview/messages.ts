import type { Text } from '../../tiles/layer/layer.ts';

export const OVERVIEW = {
  'get-overview': {
    zh: '全市概况：按街道的几项指标',
    en: 'The city at a glance: some figures by subdistrict',
  },
  density: { zh: '居住用地人口密度', en: 'Population density of inhabited land' },
  'overview-partial': {
    zh: '概况未能在时限内算完。请稍后再试。',
    en: 'The overview could not be computed in time. Try again later.',
  },
} as const satisfies Readonly<Record<string, Text>>;
