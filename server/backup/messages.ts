import type { Text } from '../../tiles/layer/layer.ts';

/** Why a file is no backup that can be restored. */
export const UNREADABLE = {
  'not-compressed': { zh: '不是压缩文件', en: 'it is not compressed as a backup is' },
  'too-short': { zh: '太短', en: 'it is too short' },
  seal: { zh: '内容与末尾的 SHA-256 不符', en: 'its content is not that of the SHA-256 at its end' },
  'first-line': { zh: '第一行不是备份的开头', en: 'its first line is not that of a backup' },
  format: {
    zh: '由版本 {product} 以更新的格式写成，请用该版本或更新的版本恢复',
    en: 'version {product} has made it in a newer format; restore it by that version or a later one',
  },
  gzip: { zh: '无法解压：{reason}', en: 'it cannot be decompressed: {reason}' },
  line: { zh: '有一行不能识别', en: 'a line is neither a row nor the head of a table' },
  'no-table': { zh: '有些行不属于任何表', en: 'rows stand before the head of their table' },
  'no-manifest': { zh: '缺少清单', en: 'its manifest is missing' },
  'no-end': { zh: '最后一行不完整', en: 'its last line has no end' },
  rows: { zh: '表 {table} 的内容与清单不符', en: 'the rows of {table} are not those of its manifest' },
} as const satisfies Readonly<Record<string, Text>>;
