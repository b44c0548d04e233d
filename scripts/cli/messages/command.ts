import type { Text } from '../../../tiles/layer/layer.ts';

/** What commands say of arguments that they cannot read; see `parseCommand`. */
export const UNKNOWN_OPTION = {
  zh: '无法识别参数：{detail}',
  en: 'The arguments cannot be read: {detail}',
} as const satisfies Text;
