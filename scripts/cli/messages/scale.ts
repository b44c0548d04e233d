import type { Text } from '../../../tiles/layer/layer.ts';

/** What `npm run scale` says. */
export const SCALE = {
  city: { zh: '城市', en: 'city' },
  province: { zh: '省', en: 'province' },
  country: { zh: '全国，每省（共 {parts} 个）', en: 'country, each province of {parts}' },
  unknown: { zh: '不认识的参数：{argument}', en: 'Unknown argument: {argument}' },
  features: { zh: '要素', en: 'features' },
  people: { zh: '人口', en: 'people' },
  tiles: { zh: '高峰的切片（CDN 之后）', en: 'tiles at the peak, after the CDN' },
  questions: { zh: '高峰的搜索与附近', en: 'searches and “nearby” at the peak' },
  hits: { zh: '内存命中', en: 'from memory' },
  service: { zh: '服务的核数', en: 'cores of the service' },
  database: { zh: '数据库的核数', en: 'cores of the database' },
  wait: { zh: '等待，95%：算得 / 模拟', en: 'wait, p95: computed / simulated' },
  disk: { zh: '磁盘', en: 'disk' },
  memory: { zh: '服务的内存', en: 'memory of the service' },
  load: { zh: '装入（SQL）', en: 'loading by SQL' },
  edits: { zh: '高峰的修改占用', en: 'edits at the peak' },
  bandwidth: { zh: '带宽', en: 'bandwidth' },
  machines: { zh: '16 核机器，合计（含每处一台备用）', en: 'machines of 16 cores, all together, one to spare in each' },
  'per-second': { zh: '{n} / 秒', en: '{n} / s' },
  hours: { zh: '{n} 小时', en: '{n} h' },
  cores: { zh: '{n} 核', en: '{n} cores' },
  head: { zh: '每一处', en: 'each' },
} as const satisfies Readonly<Record<string, Text>>;
