import type { Text } from '../../../tiles/layer/layer.ts';

export const METRICS = {
  'get-health': { zh: '进程是否在运行', en: 'Whether the process runs' },
  'get-ready': { zh: '服务是否可用；不可用时为 503', en: 'Whether the service can answer; 503 where it cannot' },
  'get-metrics': { zh: 'Prometheus 指标', en: 'Figures for Prometheus' },
  metrics: { zh: 'Prometheus 文本格式。', en: 'The text format of Prometheus.' },
} as const satisfies Readonly<Record<string, Text>>;
