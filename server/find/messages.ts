import type { Text } from '../../tiles/layer/layer.ts';

export const FIND = {
  'get-nearby': { zh: '附近的要素，由近到远', en: 'Features nearby, nearest first' },
} as const satisfies Readonly<Record<string, Text>>;
