import type { Text } from '../../tiles/layer/layer.ts';

export const CHANGES = {
  'too-many-listeners': {
    zh: '接收实时变化的连接已满，请稍后再试。',
    en: 'No more connections can listen to changes now. Try again later.',
  },
  'get-events': { zh: '图层的实时变化', en: 'Changes of layers as they happen' },
  events: { zh: '服务器推送事件，直到连接关闭。', en: 'Server-sent events, until the connection is closed.' },
} as const satisfies Readonly<Record<string, Text>>;
