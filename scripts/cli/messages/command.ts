import type { Text } from '../../../tiles/layer/layer.ts';

/** Message of every command for arguments that it cannot read; see `parseCommand`. */
export const UNKNOWN_OPTION = {
  zh: '无法识别参数：{detail}',
  en: 'The arguments cannot be read: {detail}',
} as const satisfies Text;
