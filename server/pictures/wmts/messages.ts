import type { Text } from '../../../tiles/layer/layer.ts';

/** Texts of the exception reports. */
export const WMTS = {
  missing: { zh: '缺少参数 {name}。', en: 'Parameter {name} is missing.' },
  'not-a-value': {
    zh: '参数 {name} 不能是“{value}”，可用的有：{values}。',
    en: 'Parameter {name} cannot be “{value}”. There are: {values}.',
  },
} as const satisfies Record<string, Text>;
