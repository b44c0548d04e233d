import type { Text } from '../../../tiles/layer/layer.ts';
import { UNKNOWN_OPTION } from './command.ts';

/** What `npm run doctor` says. */
export const DOCTOR = {
  usage: {
    zh: '用法：npm run doctor\n  用与服务相同的环境变量；什么都不改动。有使服务无法工作的问题时退出状态为 1',
    en: 'Usage: npm run doctor\n  with the same environment variables as the service; changes nothing. Exit status 1 where something keeps it from working',
  },
  'unknown-option': UNKNOWN_OPTION,
  good: { zh: '[正常]', en: '[good] ' },
  note: { zh: '[留意]', en: '[note] ' },
  weak: { zh: '[隐患]', en: '[weak] ' },
  wrong: { zh: '[故障]', en: '[wrong]' },
  'end-good': { zh: '没有发现问题。', en: 'Nothing is wrong.' },
  'end-weak': {
    zh: '可以工作；有 {weak} 处隐患应当处理。',
    en: 'It works; mend what is weak ({weak}) before it hurts.',
  },
  'end-wrong': {
    zh: '{wrong} 处故障使服务无法工作，另有隐患 {weak} 处。',
    en: 'The service cannot work like this: {wrong} wrong, {weak} weak.',
  },
  city: { zh: '城市 {city}：{layers} 个图层，文件无误', en: 'City {city}: {layers} layers, and its files can be read' },
  'not-built': { zh: '页面还没有构建：启动时会构建', en: 'The pages are not built yet: the next start builds them' },
  memory: {
    zh: '内存 {has} GB，设置至多用 {asked} GB',
    en: 'Memory: {has} GB, of which the settings allow {asked} GB',
  },
  'memory-short': {
    zh: '内存 {has} GB，而设置允许用到 {asked} GB：请减少 WORKERS、ANALYSIS_THREADS、ANALYSIS_MEMORY_MB 或 TILE_CACHE_MB，否则系统可能强制结束进程',
    en: 'Memory: {has} GB, but the settings allow {asked} GB. Lower WORKERS, ANALYSIS_THREADS, ANALYSIS_MEMORY_MB or TILE_CACHE_MB, or the system may end processes',
  },
  'workers-many': {
    zh: 'WORKERS={workers} 多于处理器核数 {cores}：不会更快',
    en: 'WORKERS={workers} is more than the {cores} cores there are: that answers no sooner',
  },
  'files-few': {
    zh: '每个进程至多打开 {files} 个文件和连接：请设为 {least} 以上（systemd：LimitNOFILE；shell：ulimit -n）',
    en: 'A process may have {files} files and connections open: allow {least} or more (systemd: LimitNOFILE, shell: ulimit -n)',
  },
  disk: { zh: '{home} 所在磁盘还有 {free} GB', en: 'The disk of {home} has {free} GB free' },
  'disk-short': {
    zh: '{home} 所在磁盘只剩 {free} GB：请腾出空间',
    en: 'The disk of {home} has only {free} GB free: make room',
  },
  'disk-full': {
    zh: '{home} 所在磁盘只剩 {free} GB：内嵌数据库和任务很快无法写入，请立即腾出空间',
    en: 'The disk of {home} has {free} GB free: soon nothing can be written. Make room now',
  },
  'home-unwritable': {
    zh: '无法写入 CHENGTU_HOME（{home}）：{reason}。请把该文件夹交给运行服务的用户（chown），或改设 CHENGTU_HOME',
    en: 'Nothing can be written to CHENGTU_HOME ({home}): {reason}. Give the folder to the user that runs the service (chown), or name another one',
  },
  'open-host': {
    zh: '监听 {host}，对外开放：请置于带 TLS 的反向代理之后，并设置 TRUST_PROXY=true',
    en: 'It listens at {host}, open to the network: put it behind a proxy with TLS, and set TRUST_PROXY=true',
  },
  'no-token': {
    zh: '在代理之后而没有设置 OPERATOR_TOKEN：运维专用的地址只应答从本机直接发来的请求',
    en: 'Behind a proxy and without OPERATOR_TOKEN: what is for operators answers requests straight from this machine alone',
  },
  server: {
    zh: '数据库 {database}（{host}:{port}，角色 {user}）：PostgreSQL {version}，{size} GB',
    en: 'Database {database} at {host}:{port} as {user}: PostgreSQL {version}, {size} GB',
  },
  owner: { zh: '所有者（DATABASE_OWNER_URL）可以连接', en: 'The owner (DATABASE_OWNER_URL) can connect' },
  schema: {
    zh: '数据库结构与此版本相符，图层齐全',
    en: 'The schema is that of this version, and all layers are there',
  },
  roles: { zh: '服务角色有所需的权限', en: 'The role that serves has the rights it needs' },
  embedded: { zh: '内嵌数据库在 {home} 运行', en: 'The embedded database runs in {home}' },
  'embedded-rests': {
    zh: '内嵌数据库（{home}）没有运行：随服务启动，故未检查其中的内容',
    en: 'The embedded database in {home} does not run, as it starts with the service: what it holds was not looked at',
  },
  'connections-few': {
    zh: '各台机器（HOSTS）的各进程共可开 {wanted} 条连接，而数据库只允许 {has} 条：请减小 WORKERS 或 DATABASE_CONNECTIONS，或调大 max_connections',
    en: 'All processes of all machines (HOSTS) together may open {wanted} connections, and the database allows {has}: lower WORKERS or DATABASE_CONNECTIONS, or raise max_connections',
  },
  superuser: {
    zh: '服务以超级用户 {user} 连接数据库：请按“两个角色”换成只有所需权限的角色（npm run migrate -- --grants 角色）',
    en: 'The service connects as the superuser {user}: use a role with the rights it needs (npm run migrate -- --grants ROLE)',
  },
  'autovacuum-off': {
    zh: '数据库关闭了 autovacuum：表和统计会越来越差，请打开',
    en: 'The database has autovacuum off: tables and statistics decay. Switch it on',
  },
  collation: {
    zh: '系统的排序规则与建立索引时不同：请在 {database} 中执行 REINDEX DATABASE，再执行 ALTER DATABASE … REFRESH COLLATION VERSION',
    en: 'The system sorts otherwise than when the indexes were made: run REINDEX DATABASE in {database}, then ALTER DATABASE … REFRESH COLLATION VERSION',
  },
  clock: {
    zh: '本机与数据库的时钟相差 {seconds} 秒：请让两者都与时间服务器同步',
    en: 'The clocks of this machine and of the database differ by {seconds} s: keep both by a time server',
  },
  archive: {
    zh: 'WAL 已归档，最近一次在 {seconds} 秒前',
    en: 'The write-ahead log is archived, last {seconds} s ago',
  },
  'archive-empty': {
    zh: 'archive_mode 已打开，还没有归档过文件：写入很少时请设置 archive_timeout',
    en: 'archive_mode is on, and nothing was archived yet: set archive_timeout where little is written',
  },
  'archive-failing': {
    zh: 'WAL 文件 {file} 归档失败：此后的改动不在归档中，数据库的磁盘也会写满。原因在 PostgreSQL 的日志中，请检查 archive_command',
    en: 'The file {file} of the write-ahead log could not be archived: what was written since is not in the archive, and the disk of the database fills up. The log of PostgreSQL says why; look at archive_command',
  },
  'archive-none': {
    zh: 'WAL 没有归档：数据库毁坏时会失去上次备份以后的全部改动，也不能恢复到某一时刻。见运维文档“基础备份与 WAL 归档”',
    en: 'The write-ahead log is not archived: with the database all is lost that came after the last backup, and no moment can be restored. See “Base backups and the archive of the log” in the operations document',
  },
  standby: {
    zh: '备库 {place} 可读，落后 {seconds} 秒',
    en: 'The standby {place} is read, {seconds} s behind',
  },
  'standby-late': {
    zh: '备库 {place} 落后 {seconds} 秒：在它跟上之前从主库读。请检查复制',
    en: 'The standby {place} is {seconds} s behind: until it catches up the primary is read. Look at its replication',
  },
  'standby-cut-off': {
    zh: '备库 {place} 没有在接收主库的变更：它越来越旧，有变更后改读主库。请检查 primary_conninfo、网络和主库的 pg_stat_replication',
    en: 'The standby {place} receives nothing from its primary and grows old: after the next change the primary is read. Look at primary_conninfo, the network, and pg_stat_replication of the primary',
  },
  'standby-of-another': {
    zh: 'DATABASE_READ_URLS 中的 {place} 属于另一个集群（{own}），而不是主库的集群（{cluster}）：不予读取。请改为这个主库的备库',
    en: '{place} of DATABASE_READ_URLS is of another cluster ({own}) than the primary ({cluster}), and is not read: name a standby of this primary',
  },
  'standby-primary': {
    zh: 'DATABASE_READ_URLS 中的 {place} 不是备库，而是主库：可以读，但不会分担',
    en: '{place} of DATABASE_READ_URLS is no standby but a primary: it can be read, and takes nothing off it',
  },
  'standby-feedback': {
    zh: '备库 {place} 没有设置 hot_standby_feedback：较长的读取可能被重放中断',
    en: 'The standby {place} has hot_standby_feedback off: what it replays may cut off long reads',
  },
  'standby-several': {
    zh: '{address} 后面有 {count} 台服务器，各按自己的进度读取：{servers}',
    en: '{address} leads to {count} servers, each read as far as it is itself: {servers}',
  },
  'standby-pooler': {
    zh: '{address} 的连接池按事务分配连接，而后面有 {count} 台服务器（{servers}）：落到别的服务器的事务改由主库应答。请改为 pool_mode = session、改用 HAProxy，或逐台列出备库',
    en: 'The pooler at {address} gives each transaction to any of {count} servers ({servers}): those that go astray are answered by the primary. Set pool_mode = session, use HAProxy, or name each standby',
  },
  answers: { zh: '{url} 应答正常，版本 {version}', en: '{url} answers, version {version}' },
  'not-ready': {
    zh: '{url} 应答 {status}：请看上面数据库的各行和服务的日志',
    en: '{url} answers {status}: see what is said of the database, and the log of the service',
  },
  'other-version': {
    zh: '正在运行的是版本 {version}，此处的程序是 {own}：重新启动后生效',
    en: 'Version {version} is running, and the program here is {own}: start it again',
  },
  'not-running': { zh: '{url} 没有应答：服务没有运行', en: '{url} does not answer: the service does not run' },
  'port-of-another': {
    zh: '{url} 由另一个程序应答：请更换 PORT，或结束那个程序',
    en: 'Another program answers at {url}: choose another PORT, or end that program',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type DoctorMessage = keyof typeof DOCTOR;
