import type { Text } from '../../../tiles/layer/layer.ts';

/** What can be wrong with the public transport of a study. */
export const TRANSIT = {
  none: {
    zh: '还没有公共交通时刻表。请先导入：npm run transit:import -- 文件.zip --id 编号。',
    en: 'There are no timetables of public transport yet. Import some: npm run transit:import -- FEED.zip --id ID.',
  },
  unknown: {
    zh: '没有名为“{id}”的公共交通时刻表。可用的有：{ids}。',
    en: 'There are no timetables “{id}”. There are: {ids}.',
  },
} as const satisfies Readonly<Record<string, Text>>;
