import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run sources` says. */
export const SOURCES_COMMAND = {
  usage: {
    zh: '用法：npm run sources [-- list [数据源 | 数据源.模式.表]…]\n  列出 SOURCES 和 city.json 中各数据库的全部表：已提供的图层，或没有提供的原因和解法',
    en: 'Usage: npm run sources [-- list [SOURCE | SOURCE.SCHEMA.TABLE]…]\n  lists all tables of the databases of SOURCES and city.json: served, or why not and what removes the obstacle',
  },
  'unknown-option': UNKNOWN_OPTION,
  'unknown-task': { zh: '没有“{task}”这个操作，可用的有：list', en: 'There is no task “{task}”; there is: list' },
  none: {
    zh: '没有数据源。请设置 SOURCES，如 SOURCES=gis=postgres://reader@主机/数据库（见 data/docs/sources.md）。',
    en: 'There are no sources. Set SOURCES, such as SOURCES=gis=postgres://reader@host/database (see data/docs/sources.en.md).',
  },
  'not-found': { zh: '没有找到 {name}。', en: '{name} was not found.' },
  source: {
    zh: '{name}（{title}）：{count} 张表，其中 {served} 张已提供；以角色 {role} 读取',
    en: '{name} ({title}): {count} tables, {served} of them served; read as the role {role}',
  },
  unread: { zh: '{name}（{title}）：未能读取', en: '{name} ({title}): not read' },
  head: {
    zh: '表\t图层\t种类\t几何\tSRID\t行数\t主键\t权限\t状态',
    en: 'table\tlayer\tkind\tgeometry\tSRID\trows\tkey\trights\tstate',
  },
  served: { zh: '已提供', en: 'served' },
  'not-served': { zh: '未提供', en: 'not served' },
  'may-select': { zh: '可读', en: 'select' },
  'may-not-select': { zh: '无', en: 'none' },
  about: { zh: '约 {rows}', en: '~{rows}' },
  table: { zh: '表', en: 'table' },
  partitioned: { zh: '分区表', en: 'partitioned' },
  view: { zh: '视图', en: 'view' },
  'materialized-view': { zh: '物化视图', en: 'materialised view' },
  foreign: { zh: '外部表', en: 'foreign table' },
  'not-served-table': { zh: '✗ {table} 未提供：', en: '✗ {table} is not served:' },
  'served-table': { zh: '· {table} 可以改进：', en: '· {table} could be better:' },
} as const satisfies Readonly<Record<string, Text>>;

export type SourcesMessage = keyof typeof SOURCES_COMMAND;
