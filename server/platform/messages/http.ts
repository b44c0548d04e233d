import type { Text } from '../../../tiles/layer/layer.ts';

/** Texts of the description of the interface. */
export const HTTP = {
  location: { zh: '新建内容的地址。', en: 'Address of what was made.' },
} as const satisfies Readonly<Record<string, Text>>;
