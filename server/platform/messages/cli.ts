import { fill } from '../../../tiles/i18n.ts';
import type { Lang, PlainValues } from './index.ts';

/** The few sentences that all commands share. */
const zh = {
  migrated: '数据库已更新（{count} 个文件）：{names}',
  'nothing-to-migrate': '数据库结构已是最新。',
  'database-locked': '内嵌数据库（{home}）正被进程 {pid} 使用。请先结束该进程，或用 CHENGTU_HOME 指定另一个目录。',
  'database-unavailable': '无法连接数据库：{reason}。请检查 DATABASE_URL 以及数据库是否正在运行。',
  'database-too-old': '{product} {found} 版本过低，需要 {needed} 以上。',
  'database-of-other-city':
    '数据库中是 {held} 的数据，不能再用于 {city}，否则两座城市的图层会混在一起。请为每座城市使用各自的数据库（DATABASE_URL；内嵌数据库用 CHENGTU_HOME）。',
  failed: '失败：{reason}',
  'database-restarts': '内嵌数据库意外退出（{reason}），{ms} 毫秒后重新启动。',
  'database-hung-silent': '内嵌数据库的进程已有 {seconds} 秒没有响应，已强制结束，{ms} 毫秒后重新启动。',
  'database-hung-statement':
    '内嵌数据库执行一条语句超过 {seconds} 秒，其他请求都在等待，已强制结束，{ms} 毫秒后重新启动。已提交的数据不受影响。',
  'database-disk-full':
    '内嵌数据库所在的磁盘已满（{folder}，剩余 {freeMb} MB，至少需要 {neededMb} MB），数据库无法工作。请腾出空间，或用 CHENGTU_HOME 指定其他磁盘上的目录。',
  'database-waits-for-room': '磁盘有空间后，数据库会自动恢复，无需重启服务。',
  generating: '正在生成演示数据：{name}',
  generated: '已生成 {layers} 个图层、{features} 个要素，写入 {folder}（{seconds} 秒）。',
  'generated-before': '演示数据已是最新（{folder}）。',
  'demo-loading': '正在加载演示数据：{layer}（{done}/{total}）',
  'demo-kept': '图层 {layer} 含有您自己的数据，未用演示数据覆盖。',
  'demo-loaded': '已加载 {layers} 个图层、{features} 个要素（{seconds} 秒）。',
  'demo-current': '数据库中的演示数据已是最新。',
  'base-loading': '正在加载城市的基础数据：{layer}（{done}/{total}）',
  'base-kept': '图层 {layer} 含有您自己的数据，未用基础数据覆盖。',
  'base-current': '城市的基础数据已是最新。',
  'filled-nothing': 'DEMO=off：未加载任何数据。',
  'demo-network-loading': '正在加载演示数据：街道网',
  'demo-demand-loading': '正在加载演示数据：人口',
  'demo-network-loaded': '已加载演示街道网 {id}（{seconds} 秒）。',
  'demo-demand-loaded': '已加载演示人口 {id}（{seconds} 秒）。',
  'demo-network-kept': '街道网 {id} 是您自己导入的，未用演示数据覆盖。',
  'demo-demand-kept': '人口 {id} 是您自己导入的，未用演示数据覆盖。',
  'demo-transit-loading': '正在加载演示数据：地铁时刻表',
  'demo-transit-loaded': '已加载演示地铁时刻表 {id}（{seconds} 秒）。',
  'demo-transit-kept': '时刻表 {id} 是您自己导入的，未用演示数据覆盖。',
};

export type CliMessage = keyof typeof zh;

const en: Readonly<Record<CliMessage, string>> = {
  migrated: 'Updated the database from {count} files: {names}',
  'nothing-to-migrate': 'The database schema is up to date.',
  'database-locked':
    'The embedded database in {home} is in use by process {pid}. End that process first, or name another folder with CHENGTU_HOME.',
  'database-unavailable': 'The database cannot be reached: {reason}. Check DATABASE_URL, and that the database runs.',
  'database-too-old': '{product} {found} is too old: {needed} or later is needed.',
  'database-of-other-city':
    'The database holds {held}: {city} cannot use it as well, as the layers of both would mix. Give every city a database of its own (DATABASE_URL, or CHENGTU_HOME for the embedded one).',
  failed: 'Failed: {reason}',
  'database-restarts': 'The embedded database ended unexpectedly ({reason}) and starts again in {ms} ms.',
  'database-hung-silent':
    'The process of the embedded database has not responded for {seconds} s; it is ended by force and starts again in {ms} ms.',
  'database-hung-statement':
    'The embedded database worked on one statement for more than {seconds} s while all others waited; it is ended by force and starts again in {ms} ms. What was committed is safe.',
  'database-disk-full':
    'The disk of the embedded database is full ({folder}, {freeMb} MB free, at least {neededMb} MB needed), so it cannot work. Make room, or name a folder on another disk with CHENGTU_HOME.',
  'database-waits-for-room':
    'The database starts again by itself once there is room; the service need not be restarted.',
  generating: 'Generating demonstration data: {name}',
  generated: 'Generated {layers} layers with {features} features into {folder} ({seconds} s).',
  'generated-before': 'The demonstration data is up to date ({folder}).',
  'demo-loading': 'Loading demonstration data: {layer} ({done}/{total})',
  'demo-kept': 'Layer {layer} holds data of your own and was not replaced by demonstration data.',
  'demo-loaded': 'Loaded {layers} layers with {features} features ({seconds} s).',
  'demo-current': 'The demonstration data in the database is up to date.',
  'base-loading': 'Loading the base data of the city: {layer} ({done}/{total})',
  'base-kept': 'Layer {layer} holds data of your own and was not replaced by base data.',
  'base-current': 'The base data of the city in the database is up to date.',
  'filled-nothing': 'DEMO=off: no data was loaded.',
  'demo-network-loading': 'Loading demonstration data: streets',
  'demo-demand-loading': 'Loading demonstration data: people',
  'demo-network-loaded': 'Loaded the street network {id} of the demonstration ({seconds} s).',
  'demo-demand-loaded': 'Loaded the people {id} of the demonstration ({seconds} s).',
  'demo-network-kept':
    'The street network {id} is one that you have imported and was not replaced by demonstration data.',
  'demo-demand-kept': 'The people {id} are ones that you have imported and were not replaced by demonstration data.',
  'demo-transit-loading': 'Loading demonstration data: timetables of the metro',
  'demo-transit-loaded': 'Loaded the metro timetables {id} of the demonstration ({seconds} s).',
  'demo-transit-kept':
    'The timetables {id} are ones that you have imported and were not replaced by demonstration data.',
};

const MESSAGES: Readonly<Record<Lang, Readonly<Record<CliMessage, string>>>> = { zh, en };

export function cliMessage(language: Lang, id: CliMessage, params?: PlainValues): string {
  return fill(MESSAGES[language][id], params);
}
