import type { Text } from '../../tiles/layer/layer.ts';

export const CASES = {
  'unknown-case': {
    zh: '没有编号为“{id}”的案例。全部案例见 /cases。',
    en: 'There is no case “{id}”. See /cases for all of them.',
  },
  'get-cases': { zh: '全部成文案例', en: 'All documented cases' },
  'get-case': { zh: '一个成文案例', en: 'One documented case' },
} as const satisfies Readonly<Record<string, Text>>;
