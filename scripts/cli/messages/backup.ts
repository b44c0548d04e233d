import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run backup` and `npm run restore` say. */
export const BACKUP = {
  'usage-backup': {
    zh: '用法：npm run backup -- 文件 [--force]，或 npm run backup -- --check 文件\n  把服务保管的一切写入一个文件；--force 替换已有文件；--check 只核对一个备份文件，不连接数据库',
    en: 'Usage: npm run backup -- FILE [--force], or npm run backup -- --check FILE\n  writes all that the service keeps into one file. --force replaces a file that is there. --check only verifies a backup, without a database',
  },
  'usage-restore': {
    zh: '用法：npm run restore -- 文件 [--replace]，或 npm run restore -- --check 文件\n  把备份放回数据库；--replace 允许替换数据库中已有的数据；--check 只核对备份文件，不改动任何东西',
    en: 'Usage: npm run restore -- FILE [--replace], or npm run restore -- --check FILE\n  puts a backup into the database. --replace lets it replace the data that is there. --check only verifies the file and changes nothing',
  },
  'unknown-option': UNKNOWN_OPTION,
  'one-file': {
    zh: '请给出一个文件名（收到 {count} 个），如 /var/backups/chengtu/city-2026-12-01.gz。',
    en: 'Name one file ({count} are named), such as /var/backups/chengtu/city-2026-12-01.gz.',
  },
  'reading-table': { zh: '{table}：已读 {rows} 行', en: '{table}: {rows} rows read' },
  'phase-check': { zh: '核对备份文件：{rows} 行', en: 'Verifying the backup: {rows} rows' },
  'phase-load': { zh: '写入数据库：{rows} 行', en: 'Writing to the database: {rows} rows' },
  'phase-compare': { zh: '与备份逐行比较：{rows} 行', en: 'Comparing with the backup: {rows} rows' },
  'phase-finish': { zh: '更新结构、重算聚合', en: 'Bringing tables up to date, counting clusters' },
  'table-line': { zh: '  {table} {rows} 行', en: '  {table}: {rows} rows' },
  'backup-done': {
    zh: '已备份到 {file}：{tables} 张表共 {rows} 行，{size} MB，{seconds} 秒。内容为 {moment}（UTC）的状态。',
    en: 'Backed up to {file}: {tables} tables with {rows} rows, {size} MB, {seconds} s. It holds the state of {moment} (UTC).',
  },
  sound: {
    zh: '{file} 完好：版本 {product} 于 {moment}（UTC）备份自 {database}，{city}，{tables} 张表共 {rows} 行，{size} MB。',
    en: '{file} is sound: version {product} made it on {moment} (UTC) from {database}, {city}, {tables} tables with {rows} rows, {size} MB.',
  },
  'restore-done': {
    zh: '已从 {file} 恢复 {moment}（UTC）的状态：{tables} 张表共 {rows} 行，与备份逐行一致，{seconds} 秒。现在可以启动服务。',
    en: 'Restored the state of {moment} (UTC) from {file}: {tables} tables with {rows} rows, equal to the backup by hash, {seconds} s. The service can be started now.',
  },
  'erased-again': {
    zh: '数据库中有备份之后清除的要素，已按清除记录再次清除 {count} 个。',
    en: 'Features that were erased after the backup were erased again: {count}.',
  },
  'no-city': { zh: '城市未注明', en: 'no city named' },
  exists: { zh: '{file} 已存在。若要替换，请加 --force。', en: '{file} exists. Add --force to replace it.' },
  'is-folder': { zh: '{file} 不是普通文件。请给出文件名。', en: '{file} is not a plain file. Name a file.' },
  'no-folder': {
    zh: '目录 {folder} 不存在。请先建立它。',
    en: 'There is no folder {folder}. Make it first.',
  },
  'no-file': {
    zh: '没有文件 {file}。请检查路径。',
    en: 'There is no file {file}. Check the path.',
  },
  unwritable: {
    zh: '不能写入 {file}：{reason}。请检查目录的权限。',
    en: '{file} cannot be written: {reason}. Check the rights on its folder.',
  },
  unreadable: {
    zh: '不能读取 {file}：{reason}。请检查文件的权限。',
    en: '{file} cannot be read: {reason}. Check the rights on it.',
  },
  'disk-full': {
    zh: '{folder} 所在的磁盘空间不足，未写入备份。请腾出空间，或写到别的磁盘。',
    en: 'The disk of {folder} is full; no backup was written. Make room, or write to another disk.',
  },
  'nothing-to-keep': {
    zh: '数据库中没有本产品的表，没有可备份的内容。请检查 DATABASE_URL 或 CHENGTU_HOME。',
    en: 'The database has no tables of this product: there is nothing to back up. Check DATABASE_URL or CHENGTU_HOME.',
  },
  'backup-interrupted': { zh: '已中断，未写入 {file}。', en: 'Interrupted; {file} was not written.' },
  'restore-interrupted': {
    zh: '已中断，数据库保持原样。',
    en: 'Interrupted; the database is as it was before.',
  },
  'not-a-backup': {
    zh: '{file} 不是可用的备份（{detail}）。数据库保持原样。',
    en: '{file} is not a backup that can be used ({detail}). Nothing was changed.',
  },
  damaged: {
    zh: '{file} 已损坏（{detail}），不能用来恢复。数据库保持原样。请使用另一份备份，或备份的另一个副本。',
    en: '{file} is damaged ({detail}) and cannot be restored from. Nothing was changed. Use another backup, or another copy of this one.',
  },
  'newer-product': {
    zh: '{file} 由版本 {made} 备份，比本机的 {product} 新。数据库保持原样。请先升级到 {made} 或更新的版本，再恢复。',
    en: '{file} was made by version {made}, which is newer than {product}. Nothing was changed. Upgrade to {made} or later first, then restore.',
  },
  'other-city': {
    zh: '{file} 是城市 {held} 的备份，而 CHENGTU_CITY 指向城市 {city}。数据库保持原样。请把 CHENGTU_CITY 设为备份所属城市的文件夹。',
    en: '{file} is a backup of the city {held}, and CHENGTU_CITY names the city {city}. Nothing was changed. Set CHENGTU_CITY to the folder of the city that was backed up.',
  },
  'not-empty': {
    zh: '数据库中已有数据（如表 {table}），未作改动。若要用 {file} 替换全部现有数据，请加 --replace（建议先备份现有数据）。',
    en: 'The database holds data (such as in the table {table}); nothing was changed. Add --replace to replace all of it by {file}, best after a backup of what is there.',
  },
  'other-version': {
    zh: '{file} 由版本 {made} 备份，表的结构到 {last}；数据库的结构到 {held}，两者不同，不能替换。数据库保持原样。请恢复到一个空的数据库（PostgreSQL：新建一个并装好扩展；内嵌数据库：把 CHENGTU_HOME 中的 pgdata 移到别处），恢复时会自动升级。',
    en: '{file} was made by version {made}, with tables as of {last}; those of the database are as of {held} and cannot be replaced. Nothing was changed. Restore into an empty database (PostgreSQL: make one, with its extensions; embedded: move pgdata out of CHENGTU_HOME): a restore upgrades it.',
  },
  'in-use': {
    zh: '有 {sessions} 个连接属于正在使用此数据库的服务或命令。请先停止服务，再恢复：它在内存中的切片和计数会与恢复后的数据不符。',
    en: 'Services or commands use this database ({sessions} connections). Stop the service first, then restore: the tiles and counts in its memory would not be those of the restored data.',
  },
  differs: {
    zh: '恢复后的表 {table} 与备份不一致，已撤销，数据库保持原样。请确认数据库的结构没有被改动过，再恢复到一个空的数据库。',
    en: 'The restored table {table} differs from the backup; all was undone and the database is as it was before. See whether the tables of the database were altered, and restore into an empty one.',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type BackupMessage = keyof typeof BACKUP;
