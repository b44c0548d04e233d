import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run sources` says. */
export const SOURCES_COMMAND = {
  usage: {
    zh: '用法：npm run sources [-- list [数据源 | 数据源.模式.表]…]\n  列出 SOURCES 和 city.json 中各数据库的全部表和瓦片函数：已提供的图层，或没有提供的原因和解法\n      npm run sources -- watch | unwatch 数据源.模式.表 [--apply] [--as postgres://表的所有者@主机/库] [--column 几何列]\n  显示让该表在一秒内通报每次修改的 SQL（触发器和模式 chengtu_watch 中的记录表）；加 --apply 才执行，unwatch 撤销',
    en: 'Usage: npm run sources [-- list [SOURCE | SOURCE.SCHEMA.TABLE]…]\n  lists all tables and tile functions of the databases of SOURCES and city.json: served, or why not and what removes the obstacle\n       npm run sources -- watch | unwatch SOURCE.SCHEMA.TABLE [--apply] [--as postgres://owner@host/db] [--column GEOMETRY]\n  shows the SQL that makes the table tell of each edit within a second (a trigger, and a table of notes in the schema chengtu_watch); --apply runs it, unwatch takes it back',
  },
  'unknown-option': UNKNOWN_OPTION,
  'unknown-task': {
    zh: '没有“{task}”这个操作，可用的有：list、watch、unwatch',
    en: 'There is no task “{task}”; there are: list, watch, unwatch',
  },
  'not-a-table': {
    zh: '“{name}”不是一张表的名称，应写为 数据源.模式.表，如 gis.planning.wc。',
    en: '“{name}” is no name of a table: write SOURCE.SCHEMA.TABLE, such as gis.planning.wc.',
  },
  unwatchable: {
    zh: '{name} 是视图、物化视图或外部表，无法加触发器；服务仍会每隔几秒查看它是否有变化。',
    en: '{name} is a view, a materialised view or a foreign table, which takes no such trigger. The service looks every few seconds whether it has changed.',
  },
  several: {
    zh: '{name} 有多个几何列，请用 --column 指明一个。',
    en: '{name} has several columns of geometries: name one with --column.',
  },
  'shown-only': {
    zh: '-- 以上 SQL 尚未执行。加 --apply 执行；执行者须是表的所有者并可建模式（可用 --as 指定）。',
    en: '-- This SQL was not run. --apply runs it, as a role that owns the table and may make a schema (--as names one).',
  },
  applied: { zh: '-- 已执行。', en: '-- This SQL was run.' },
  refused: {
    zh: '数据库拒绝执行，什么也没有改变：{reason}。请由表的所有者执行上面的 SQL，或用 --as 指定其连接地址。',
    en: 'The database refused, and nothing was changed: {reason}. Have the owner of the table run the SQL above, or name a connection of theirs with --as.',
  },
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
  'head-functions': { zh: '函数\t图层\t参数\t权限\t状态', en: 'function\tlayer\targuments\trights\tstate' },
  'may-execute': { zh: '可调用', en: 'execute' },
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
