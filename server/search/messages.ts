import type { Text } from '../../tiles/layer/layer.ts';

export const SEARCH = {
  'get-search': {
    zh: '按名称、拼音、首字母、代码或地址查找',
    en: 'Find by name, pinyin, initials, code or address',
  },
} as const satisfies Readonly<Record<string, Text>>;
