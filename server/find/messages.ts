import type { Text } from '../../tiles/layer/layer.ts';

export const FIND = {
  'get-nearby': { zh: '附近的要素，由近到远', en: 'Features nearby, nearest first' },
  'get-results': {
    zh: '附近的公共设施，按步行距离由近到远',
    en: 'Public facilities nearby, by the way on foot, nearest first',
  },
  'unknown-facility': {
    zh: '图层“{layer}”中没有编号为“{id}”的设施。请从 /find/results 取得编号。',
    en: 'The layer “{layer}” has no facility with the id “{id}”. Take ids from /find/results.',
  },
  'get-route': { zh: '到一处设施的步行路线', en: 'The way on foot to a facility' },
} as const satisfies Readonly<Record<string, Text>>;
