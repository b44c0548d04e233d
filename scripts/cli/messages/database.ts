import type { ConnectCause } from '../../../server/platform/db/connect-problem.ts';
import type { Text } from '../../../tiles/layer/layer.ts';

/** Why the database of DATABASE_URL cannot be used, and what to do. `reason` is what the server said. */
export const DATABASE: Readonly<Record<ConnectCause, Text>> = {
  'no-such-host': {
    zh: '找不到数据库主机 {host}。请检查 DATABASE_URL 中的主机名和本机的域名解析。',
    en: 'The database host {host} is not known. Check the host name in DATABASE_URL, and name resolution on this machine.',
  },
  refused: {
    zh: '{host}:{port} 拒绝连接：那里没有程序在监听。请确认 PostgreSQL 正在运行，并检查 DATABASE_URL 中的主机和端口；对方还须在 listen_addresses 中允许本机访问。',
    en: '{host}:{port} refuses connections: nothing listens there. See that PostgreSQL runs, check host and port in DATABASE_URL, and that its listen_addresses lets this machine in.',
  },
  unreachable: {
    zh: '到数据库主机 {host}:{port} 没有网络通路：{reason}。请检查 DATABASE_URL 中的地址、路由和防火墙。',
    en: 'No network leads to the database host {host}:{port}: {reason}. Check the address in DATABASE_URL, routes and firewalls.',
  },
  silent: {
    zh: '数据库主机 {host}:{port} 没有回应。请检查 DATABASE_URL 中的地址，以及途中是否有防火墙丢弃数据包。',
    en: 'The database host {host}:{port} does not answer at all. Check the address in DATABASE_URL, and whether a firewall on the way drops packets.',
  },
  mute: {
    zh: '{host}:{port} 接受了连接，却一直不回应：那里可能不是 PostgreSQL，或数据库已僵死。请检查 DATABASE_URL 中的端口和该服务器的状态。',
    en: '{host}:{port} accepts connections and then says nothing: it is no PostgreSQL, or one that hangs. Check the port in DATABASE_URL and the state of that server.',
  },
  'not-postgres': {
    zh: '{host}:{port} 上的程序不是 PostgreSQL。请检查 DATABASE_URL 中的端口（PostgreSQL 通常为 5432）。',
    en: 'What answers at {host}:{port} is not PostgreSQL. Check the port in DATABASE_URL (that of PostgreSQL is usually 5432).',
  },
  'hung-up': {
    zh: '{host}:{port} 接受连接后随即断开，一言不发：可能是代理后面暂无可用的数据库（如正在故障切换），也可能那里不是 PostgreSQL。请稍后再试，或检查 DATABASE_URL 和代理的状态。',
    en: '{host}:{port} takes a connection and ends it without a word: a proxy without a database behind it (as during a failover), or no PostgreSQL. Try again in a while, or check DATABASE_URL and the proxy.',
  },
  'no-socket': {
    zh: '没有套接字 {host}/.s.PGSQL.{port}。请确认 PostgreSQL 正在本机运行，并检查 DATABASE_URL 中的 host 与端口。',
    en: 'There is no socket {host}/.s.PGSQL.{port}. See that PostgreSQL runs on this machine, and check host and port in DATABASE_URL.',
  },
  'tls-missing': {
    zh: '{host}:{port} 的 PostgreSQL 不支持加密连接。请在该服务器上启用 TLS，或去掉 DATABASE_URL 中的 sslmode。',
    en: 'PostgreSQL at {host}:{port} does not offer encryption. Turn TLS on there, or take sslmode out of DATABASE_URL.',
  },
  'tls-refused': {
    zh: '与 {host}:{port} 的加密连接失败：{reason}。请检查该服务器的证书及其有效期，或在 DATABASE_URL 中用 sslmode=require 加密而不验证证书。',
    en: 'No encrypted connection to {host}:{port} came about: {reason}. Check the certificate of that server and its dates, or encrypt without verifying it by sslmode=require in DATABASE_URL.',
  },
  'tls-untrusted': {
    zh: '{host}:{port} 的证书不是由已知的机构签发的：{reason}。请在 DATABASE_URL 中加上 sslrootcert=文件，给出签发机构的证书（自签名时即服务器的证书）；或用 sslmode=require 加密而不验证证书。',
    en: 'No known authority has signed the certificate of {host}:{port}: {reason}. Add sslrootcert=FILE to DATABASE_URL, with the certificate of the authority that did (of the server itself where it is self-signed), or encrypt without verifying it by sslmode=require.',
  },
  'tls-other-name': {
    zh: '{host}:{port} 的证书上是另一个主机名：{reason}。请在 DATABASE_URL 中改用证书上的主机名，或用 sslmode=verify-ca 只验证签发机构。',
    en: 'The certificate of {host}:{port} is for another host name: {reason}. Use the host name of the certificate in DATABASE_URL, or verify the authority alone by sslmode=verify-ca.',
  },
  'tls-file': {
    zh: '读不了连接 {host}:{port} 所需的证书或密钥文件：{reason}。请检查 DATABASE_URL 中的 sslrootcert、sslcert、sslkey。',
    en: 'A certificate or key for {host}:{port} cannot be read: {reason}. Check sslrootcert, sslcert and sslkey in DATABASE_URL.',
  },
  'tls-root-missing': {
    zh: '对 {host}:{port} 使用 sslmode=verify-ca 时，须在 DATABASE_URL 中用 sslrootcert=文件 给出签发机构的证书（或放在 ~/.postgresql/root.crt）。',
    en: 'sslmode=verify-ca for {host}:{port} needs the certificate of the authority that signed the one of the server: add sslrootcert=FILE to DATABASE_URL (or put it into ~/.postgresql/root.crt).',
  },
  'password-missing': {
    zh: '{host}:{port} 的数据库用户 {user} 需要口令。请写入 DATABASE_URL（postgres://{user}:口令@…），或用 PGPASSWORD 提供。',
    en: 'The database user {user} at {host}:{port} needs a password. Give it in DATABASE_URL (postgres://{user}:PASSWORD@…) or in PGPASSWORD.',
  },
  'password-wrong': {
    zh: '{host}:{port} 的数据库用户 {user} 口令不对，或没有这个用户。请检查 DATABASE_URL；口令中的特殊字符须写成 %40 这样的形式。',
    en: 'The password of the database user {user} at {host}:{port} is wrong, or there is no such user. Check DATABASE_URL; special characters of a password are written like %40.',
  },
  'not-admitted': {
    zh: '{host}:{port} 不接受用户 {user} 连接数据库 {database}：{reason}。请检查 DATABASE_URL 中的用户名，并在该服务器的 pg_hba.conf 中允许它；若对方只接受加密连接，请加上 ?sslmode=require。',
    en: '{host}:{port} does not admit the user {user} to the database {database}: {reason}. Check the user in DATABASE_URL and let it in by pg_hba.conf of that server; where only encrypted connections are let in, add ?sslmode=require.',
  },
  'no-such-database': {
    zh: '{host}:{port} 上没有数据库 {database}。请先建立：createdb -h {host} -p {port} -U {user} {database}，或改正 DATABASE_URL。',
    en: 'There is no database {database} at {host}:{port}. Make it (createdb -h {host} -p {port} -U {user} {database}) or correct DATABASE_URL.',
  },
  'no-connection-left': {
    zh: '{host}:{port} 的连接已满。请减小 DATABASE_CONNECTIONS 或 WORKERS，关闭不用的连接，或提高该服务器的 max_connections。',
    en: '{host}:{port} has no connection left. Lower DATABASE_CONNECTIONS or WORKERS, close connections that nobody uses, or raise max_connections there.',
  },
  starting: {
    zh: '{host}:{port} 的 PostgreSQL 正在启动、恢复或停止，暂不接受连接：{reason}。请稍后再试。',
    en: 'PostgreSQL at {host}:{port} is starting, recovering or stopping and takes no connections yet: {reason}. Try again in a while.',
  },
  'no-such-extension': {
    zh: '{host}:{port} 的 PostgreSQL 没有安装所需的扩展：{reason}。请在该服务器上安装 PostGIS 与 contrib 扩展（Debian：apt-get install postgresql-postgis postgresql-contrib）。',
    en: 'PostgreSQL at {host}:{port} lacks an extension: {reason}. Install PostGIS and the contrib extensions on that server (Debian: apt-get install postgresql-postgis postgresql-contrib).',
  },
  'rights-missing': {
    zh: '用户 {user} 在 {host}:{port} 的数据库 {database} 中权限不足：{reason}。请用该数据库的所有者连接，或请管理员授权：create extension if not exists postgis; create extension if not exists pg_trgm; grant create on schema public to {user};',
    en: 'The user {user} lacks rights in the database {database} at {host}:{port}: {reason}. Connect as the owner of that database, or have its administrator run: create extension if not exists postgis; create extension if not exists pg_trgm; grant create on schema public to {user};',
  },
  'read-only': {
    zh: '{host}:{port} 的数据库 {database} 是只读的（备用服务器，或设了 default_transaction_read_only）。请在 DATABASE_URL 中指定主服务器。',
    en: 'The database {database} at {host}:{port} is read only (a standby, or default_transaction_read_only is set). Name the primary in DATABASE_URL.',
  },
  standby: {
    zh: '{host}:{port} 的数据库 {database} 是只读的备用服务器。本服务自己的数据库须可写：请在 DATABASE_URL 中指定主服务器。',
    en: 'The database {database} at {host}:{port} is a standby, which is read only. The database of the service itself is written to: name the primary in DATABASE_URL.',
  },
  'not-utf8': {
    zh: '{host}:{port} 的数据库 {database} 以 {reason} 编码存储文字，本服务需要 UTF8。请新建数据库：createdb -h {host} -p {port} -U {user} -E UTF8 -T template0 名称，并写入 DATABASE_URL。什么也没有改动。',
    en: 'The database {database} at {host}:{port} keeps text as {reason}, and the service needs UTF8. Make another one (createdb -h {host} -p {port} -U {user} -E UTF8 -T template0 NAME) and name it in DATABASE_URL. Nothing was changed.',
  },
  'no-answer': {
    zh: '{host}:{port} 接受了用户 {user} 的登录，30 秒内却没有回应：数据库已僵死，或中间的连接池没有空闲连接。使用 PgBouncer 时请把 default_pool_size 设为 4 以上。',
    en: '{host}:{port} let the user {user} in and then gave no answer for 30 s: the database hangs, or a pooler has no connection free. With PgBouncer, set default_pool_size to 4 or more.',
  },
  'pooler-statements': {
    zh: '{host}:{port} 的连接池每条语句换一个连接（pool_mode = statement），事务无法进行。请在 PgBouncer 中设 pool_mode = transaction 或 session，或在 DATABASE_URL 中直接连接 PostgreSQL。',
    en: 'The pooler at {host}:{port} gives every statement another connection (pool_mode = statement), so that there are no transactions. Set pool_mode = transaction or session in PgBouncer, or let DATABASE_URL name PostgreSQL itself.',
  },
  'pooler-parameter': {
    zh: '{host}:{port} 的连接池不接受连接参数：{reason}。请从 DATABASE_URL（或 PGOPTIONS）中去掉 options，或在 PgBouncer 的 ignore_startup_parameters 中加上它。',
    en: 'The pooler at {host}:{port} refuses a parameter: {reason}. Take options out of DATABASE_URL (or PGOPTIONS), or add it to ignore_startup_parameters of PgBouncer.',
  },
  'disk-full': {
    zh: '{host}:{port} 的数据库磁盘已满：{reason}。请在该服务器上腾出空间，再试一次。',
    en: 'The disk of the database at {host}:{port} is full: {reason}. Make room on that server and try again.',
  },
};
