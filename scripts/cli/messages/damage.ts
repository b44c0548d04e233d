import type { Damage } from '../../../server/platform/db/errors.ts';
import type { Text } from '../../../tiles/layer/layer.ts';

/** What is wrong with a file of the embedded database. */
export const DAMAGE: Readonly<Record<Damage, Text>> = {
  missing: { zh: '内嵌数据库缺少文件 {path}。', en: 'The embedded database lacks the file {path}.' },
  'cut-off': {
    zh: '内嵌数据库的文件 {path} 被截断了。',
    en: 'The file {path} of the embedded database is cut off.',
  },
  overwritten: {
    zh: '内嵌数据库的文件 {path} 的内容被覆盖了。',
    en: 'The file {path} of the embedded database was overwritten.',
  },
  unreadable: {
    zh: '内嵌数据库的文件 {path} 不能读取：{detail}。请先检查它的权限和磁盘。',
    en: 'The file {path} of the embedded database cannot be read: {detail}. See to its rights and the disk first.',
  },
  'other-release': {
    zh: '内嵌数据库（{folder}）是 PostgreSQL {detail} 的格式，此版本不能读取。',
    en: 'The embedded database ({folder}) has the format of PostgreSQL {detail}, which this version cannot read.',
  },
  engine: {
    zh: '内嵌数据库不能从 {path} 启动，其中的文件可能已损坏（引擎报告：{detail}）。请先检查磁盘、内存和目录的权限。',
    en: 'The embedded database cannot start from {path}; its files may be damaged (the engine says: {detail}). See to the disk, the memory and the rights on the folder first.',
  },
};

/** What to do, after any of these. */
export const WHAT_TO_DO = {
  damaged: {
    zh: '没有删除任何文件。请把整个目录 {folder} 移到别处保存，再恢复最近的备份：npm run restore -- 备份文件。没有备份时，移走后 npm start 从空的数据库开始：演示数据会重新装入，您自己的数据不会。',
    en: 'Nothing was removed. Move the whole folder {folder} away and keep it, then restore the latest backup: npm run restore -- FILE. Without a backup, npm start begins with an empty database once the folder is moved: it loads the demonstration again, and not your own data.',
  },
  'other-release': {
    zh: '没有改动任何文件。请用建立它的版本备份（npm run backup -- 文件），把目录 {folder} 移到别处，再用此版本恢复（npm run restore -- 文件）。',
    en: 'No file was changed. Back it up by the version that has made it (npm run backup -- FILE), move the folder {folder} away, and restore by this version (npm run restore -- FILE).',
  },
} as const satisfies Readonly<Record<string, Text>>;
