import type { Text } from '../../tiles/layer/layer.ts';

/** What files say of themselves. */
export const FORMATS_TEXT = {
  source: { zh: '来源', en: 'Source' },
  licence: { zh: '许可', en: 'Licence' },
  made: { zh: '生成时间', en: 'Made at' },
  selection: { zh: '筛选条件', en: 'Selection' },
  'licence-unknown': { zh: '许可未注明', en: 'Licence not given' },
  'no-index': {
    zh: '本文件没有空间索引：要素超过 {most} 个。',
    en: 'This file has no spatial index: it has more than {most} features.',
  },
  'crs-name': { zh: '坐标系', en: 'Coordinate system' },
  'names-head': { zh: '字段名\t属性名\t标题', en: 'Field\tAttribute\tTitle' },
  'names-intro': {
    zh: 'Shapefile 的字段名至多 10 个字节。下表列出每个字段对应的属性：',
    en: 'Field names of a shapefile have at most 10 bytes. This table has the attribute of each field:',
  },
  'cut-texts': {
    zh: 'Shapefile 的文本至多 254 个字节。以下字段有文本被截短（字段名：个数）：',
    en: 'Texts of a shapefile have at most 254 bytes. Texts of these fields were cut short (field: how many):',
  },
  'parts-intro': {
    zh: '一个 Shapefile 只能有一种几何类型，本压缩包按类型分为：',
    en: 'A shapefile has one kind of geometry. The files of this archive, by kind:',
  },
  'no-features': { zh: '没有要素。', en: 'No features.' },
} as const satisfies Readonly<Record<string, Text>>;
