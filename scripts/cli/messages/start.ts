import type { Text } from '../../../tiles/layer/layer.ts';

/** What `npm start` says. */
export const START = {
  'old-node': {
    zh: '城图需要 Node.js {needed} 以上，当前为 {found}。',
    en: 'Chengtu needs Node.js {needed} or later; this is {found}.',
  },
  head: { zh: '城图 {version} 正在启动', en: 'Chengtu {version} is starting' },
  city: { zh: '城市：{name}（{folder}）', en: 'City: {name} ({folder})' },
  embedded: { zh: '内嵌数据库：{home}', en: 'Embedded database: {home}' },
  server: { zh: '数据库：DATABASE_URL', en: 'Database: DATABASE_URL' },
  building: { zh: '正在构建网页', en: 'Building the web page' },
  built: { zh: '网页已构建', en: 'Web page built' },
  'database-opening': {
    zh: '正在启动数据库（首次约需 15 秒）',
    en: 'Starting the database (the first time takes about 15 s)',
  },
  'database-untouched': {
    zh: 'MIGRATE=off：数据库符合此版本的需要，启动时未作改动',
    en: 'MIGRATE=off: the database is what this version needs, and the start has changed nothing in it',
  },
  'database-open': { zh: '数据库已就绪', en: 'Database ready' },
  'other-start': {
    zh: '另一个服务正在准备同一个数据库，等待其完成',
    en: 'Another start is preparing the same database; waiting for it',
  },
  'generated-file-broken': {
    zh: '演示数据文件 {path} 不完整或已损坏（{reason}）。请删除此文件后重新启动，演示数据会重新生成。',
    en: 'The demonstration data file {path} is incomplete or damaged ({reason}). Remove it and start again: the data will be generated anew.',
  },
  'city-file-broken': {
    zh: '城市数据文件 {path} 无法读取（{reason}）。请换成完整、正确的文件后重新启动。',
    en: 'The city file {path} cannot be read ({reason}). Put a complete and correct one in its place and start again.',
  },
  'workers-starting': { zh: '正在启动 {count} 个工作进程', en: 'Starting {count} workers' },
  'worker-hung': {
    zh: '工作进程 {worker}（进程号 {pid}）已有 {seconds} 秒没有响应，已强制结束并重新启动。',
    en: 'Worker {worker} (process {pid}) has not responded for {seconds} s; it is ended by force and started again.',
  },
  'worker-hung-at-start': {
    zh: '工作进程 {worker}（进程号 {pid}）启动时停住，{seconds} 秒后仍未就绪，已强制结束。请检查磁盘、城市文件夹和数据库是否有响应，以及机器是否过于繁忙。',
    en: 'Worker {worker} (process {pid}) hung while it started and was not ready after {seconds} s; it is ended by force. See whether the disk, the folder of the city and the database respond, and whether the machine is too busy.',
  },
  'workers-started': {
    zh: '{count} 个工作进程已就绪，共用最多 {connections} 个数据库连接',
    en: '{count} workers are ready, with up to {connections} connections to the database together',
  },
  'worker-failed': {
    zh: '有工作进程连续 {attempts} 次无法启动，服务已停止：{reason}',
    en: 'The service has stopped: a worker could not start, {attempts} times in a row: {reason}',
  },
  ready: {
    zh: '城图已就绪：{url}  （用时 {seconds} 秒，按 Ctrl+C 停止）',
    en: 'Chengtu is ready: {url}  (after {seconds} s; Ctrl+C stops it)',
  },
  exposed: {
    zh: '注意：HOST={host} 使本机以外也能访问此服务；对外提供时请置于带 TLS 的反向代理之后。',
    en: 'Note: HOST={host} makes the service reachable from other machines; put it behind a reverse proxy with TLS.',
  },
  'disk-full': {
    zh: '磁盘已满，或超出了配额：{path}（{reason}）。请腾出空间后重试，已写的半成品会被清理。',
    en: 'The disk is full, or over its quota: {path} ({reason}). Make room and try again; what was half written is removed.',
  },
  'port-taken': {
    zh: '端口 {port} 已被占用。请停止占用它的程序，或用 PORT=8081 npm start 换一个端口。',
    en: 'Port {port} is taken. Stop what uses it, or choose another: PORT=8081 npm start.',
  },
  'host-unusable': {
    zh: '不能在 HOST={host} 上提供服务：{reason}。应为本机的地址，如 127.0.0.1 或 0.0.0.0。',
    en: 'The service cannot listen on HOST={host}: {reason}. Give an address of this machine, such as 127.0.0.1 or 0.0.0.0.',
  },
  'generate-failed': {
    zh: '演示数据生成失败（状态 {status}），原因见上文。',
    en: 'Generating the demonstration data failed (status {status}); the reason is above.',
  },
} as const satisfies Readonly<Record<string, Text>>;
