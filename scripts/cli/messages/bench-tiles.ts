import type { Text } from '../../../tiles/layer/layer.ts';

type Messages = Readonly<Record<string, Text>>;

/** What `npm run bench:tiles` says. */
export const TILES_BENCH = {
  usage: {
    zh: '不认识的参数：{argument}\n用法：npm run bench:tiles -- [--only bounded,costs,uncached,cached,freshness,downloads,overload,others,export] [--points 个数] [--quick] [--json 文件]',
    en: 'Unknown argument: {argument}\nUsage: npm run bench:tiles -- [--only bounded,costs,uncached,cached,freshness,downloads,overload,others,export] [--points N] [--quick] [--json FILE]',
  },
  'no-postgres': {
    zh: '本测试需要 PostgreSQL 和 PostGIS：apt-get install -y postgresql postgresql-postgis',
    en: 'This benchmark needs PostgreSQL with PostGIS: apt-get install -y postgresql postgresql-postgis',
  },
  failed: {
    zh: '未能启动，未作比较：{problem}',
    en: 'Did not start, so not compared: {problem}',
  },
  absent: {
    zh: '本机未安装 {names}，未作比较。安装：{commands}',
    en: '{names} not installed here, so not compared. To install: {commands}',
  },
} as const satisfies Messages;

export const TILES_STEPS = {
  prepare: {
    zh: '准备源码副本、空数据库和演示数据',
    en: 'preparing a checkout, an empty database and the demonstration data',
  },
  city: { zh: '生成大量点', en: 'making the many points' },
  bounded: { zh: '各级瓦片的大小和用时', en: 'size and time of tiles at every zoom' },
  uncached: { zh: '未缓存的瓦片，与 pgbench 对比', en: 'uncached tiles beside pgbench' },
  cached: { zh: '缓存的瓦片，与裸 node:http 对比', en: 'cached tiles beside a bare node:http' },
  freshness: { zh: '修改之后多久更新', en: 'how soon an edit shows' },
  costs: { zh: '单位成本：重启、磁盘、内存、处理器', en: 'unit costs: restart, disk, memory, processor' },
  downloads: { zh: '整个图层的各种文件，与 ogr2ogr 对比', en: 'the whole layer in every format, beside ogr2ogr' },
  overload: { zh: '过载、离开的客户端、丢失的数据库', en: 'overload, clients that leave, a lost database' },
  others: { zh: '与其他瓦片服务对比', en: 'other tile servers' },
  export: { zh: '导出全部切片', en: 'export of all tiles' },
} as const satisfies Messages;

export const TILES_FIGURES = {
  'city-fill': {
    zh: '一条 SQL 插入 {detail} 个点（含聚合）',
    en: 'inserting {detail} points by one SQL statement, clusters included',
  },
  'tile-largest': { zh: '最大的瓦片，0–22 级（gzip）', en: 'largest tile, z0–z22, gzip' },
  'cold-low': { zh: '未缓存，0–9 级中最慢一级的 95%', en: 'cold tile, p95 of the slowest zoom of z0–z9' },
  'cold-any': { zh: '未缓存，所有级别中最慢一级的 95%', en: 'cold tile, p95 of the slowest zoom of all' },
  'cold-zoom': { zh: '未缓存，{detail} 级，95%', en: 'cold tile, z{detail}, p95' },
  'size-zoom': { zh: '最大的瓦片，{detail} 级（gzip）', en: 'largest tile, z{detail}, gzip' },
  'uncached-sql': { zh: 'pgbench 同一 SQL，8 个连接：{detail}', en: 'pgbench, identical SQL, 8 connections: {detail}' },
  'uncached-http': { zh: '经 HTTP，未缓存，8 个连接：{detail}', en: 'over HTTP, uncached, 8 connections: {detail}' },
  'uncached-share': { zh: '两者之比：{detail}', en: 'share of it: {detail}' },
  'cached-size': { zh: '缓存的瓦片大小', en: 'size of the cached tile' },
  'cached-bare': { zh: '裸 node:http，同样的字节，256 个连接', en: 'bare node:http, same bytes, 256 connections' },
  'cached-http': { zh: '缓存的瓦片，256 个连接', en: 'cached tile, 256 connections' },
  'cached-share': { zh: '两者之比', en: 'share of it' },
  'cached-bare-p99': {
    zh: '裸 node:http，256 个连接、三成速率时，99%',
    en: 'bare node:http, 256 connections at 30 % of its rate, p99',
  },
  'cached-p99': { zh: '缓存的瓦片，同上，99%', en: 'cached tile, likewise, p99' },
  'unchanged-http': { zh: '未改动的瓦片（304），256 个连接', en: 'unchanged tile (304), 256 connections' },
  'fresh-p50': {
    zh: '提交之后到两个进程都给出新瓦片，中位',
    en: 'from commit to the new tile in both of two processes, median',
  },
  'fresh-p99': {
    zh: '提交之后到两个进程都给出新瓦片，99%',
    en: 'from commit to the new tile in both of two processes, p99',
  },
  'event-p99': { zh: '提交之后到 /events 告知，99%', en: 'from commit to the event, p99' },
  'edit-p50': {
    zh: '修改一个点（含聚合和历史），中位',
    en: 'an edit of one point, clusters and history included, median',
  },
  'edit-p95': { zh: '修改一个点（含聚合和历史），95%', en: 'an edit of one point, clusters and history included, p95' },
  'edit-work-p50': {
    zh: '修改一个点，不等磁盘，中位',
    en: 'an edit of one point, without the wait for the disk, median',
  },
  'edit-work-p95': { zh: '修改一个点，不等磁盘，95%', en: 'an edit of one point, without the wait for the disk, p95' },
  'cost-restart': { zh: '重启到应答', en: 'restart until it answers' },
  'cost-restart-cpu': { zh: '重启到应答的处理器时间', en: 'processor time until it answers' },
  'cost-disk': { zh: '每 100 万要素的磁盘（含索引）', en: 'disk of a million features, indexes included' },
  'cost-disk-clusters': { zh: '每 100 万要素的聚合的磁盘', en: 'disk of the clusters of a million features' },
  'cost-memory': { zh: '启动后服务的内存，所有进程', en: 'memory of the service after its start, all processes' },
  'cost-memory-after': { zh: '切片之后服务的内存', en: 'memory of the service after the tiles' },
  'cost-tile-kb': { zh: '切片的平均大小（gzip），10–16 级', en: 'size of a tile on average, gzip, z10–z16' },
  'cost-tile-service': { zh: '一张未缓存切片的处理器时间：服务', en: 'processor time of a cold tile: service' },
  'cost-tile-database': { zh: '一张未缓存切片的处理器时间：数据库', en: 'processor time of a cold tile: database' },
  'cost-cached': { zh: '一张缓存切片的处理器时间', en: 'processor time of a tile from memory' },
  'export-tiles': { zh: '导出的切片：{detail}', en: 'tiles exported: {detail}' },
  'export-rate': {
    zh: '导出：{detail}，服务和数据库每一处理器秒的切片数',
    en: 'export of {detail}: tiles for each second of a processor, command and database',
  },
  'export-service': { zh: '导出：{detail}，命令的处理器时间', en: 'export of {detail}: processor time of the command' },
  'export-database': {
    zh: '导出：{detail}，数据库的处理器时间',
    en: 'export of {detail}: processor time of the database',
  },
  'download-rate': { zh: '下载整个图层，{detail}', en: 'the whole layer as {detail}, features' },
  'download-size': { zh: '文件大小，{detail}', en: 'size of the file, {detail}' },
  'download-memory': { zh: '下载时增加的内存，{detail}', en: 'memory added meanwhile, {detail}' },
  'download-ogr': { zh: 'ogr2ogr 由 PostGIS 写 GeoJSON', en: 'ogr2ogr from PostGIS to GeoJSON, features' },
  'download-ogr-share': { zh: '城图与 ogr2ogr 之比，GeoJSON', en: 'Chengtu against ogr2ogr, GeoJSON' },
  'overload-capacity': { zh: '不过载时，16 个连接', en: 'capacity, 16 connections' },
  'overload-offered': { zh: '过载：收到的请求', en: 'overload: requests answered in all, 503 among them' },
  'overload-answered': { zh: '过载：得到瓦片的请求', en: 'overload: answered with a tile' },
  'overload-refused-p50': { zh: '过载：503 的用时，中位', en: 'overload: time of a 503, median' },
  'overload-refused-p99': { zh: '过载：503 的用时，99%', en: 'overload: time of a 503, p99' },
  'overload-memory': { zh: '过载：内存增加', en: 'overload: memory added' },
  'cancel-worst': { zh: '客户端离开之后查询停止，最慢', en: 'a client leaves until its query ends, worst' },
  'lost-noticed': { zh: '数据库丢失之后 /readyz 告知', en: 'database lost until /readyz says so' },
  'lost-served': {
    zh: '数据库丢失之后缓存的瓦片照常给出并标明（1 为是）',
    en: 'database lost: cached tile served, marked stale (1 = yes)',
  },
  'rival-points-theirs': { zh: '{detail}，未缓存，点', en: '{detail}, uncached, points' },
  'rival-points-ours': { zh: '城图，与 {detail} 交替测得，点', en: 'Chengtu, by turns with {detail}, points' },
  'rival-points-share': { zh: '城图与 {detail} 之比，点', en: 'Chengtu against {detail}, points' },
  'rival-points-tables': {
    zh: '城图直接读同一张表，与 {detail} 交替测得，点',
    en: 'Chengtu on the same table, by turns with {detail}, points',
  },
  'rival-points-tables-share': {
    zh: '城图直接读同一张表，与 {detail} 之比，点',
    en: 'Chengtu on the same table against {detail}, points',
  },
  'rival-lines-theirs': { zh: '{detail}，未缓存，线', en: '{detail}, uncached, lines' },
  'rival-lines-ours': { zh: '城图，与 {detail} 交替测得，线', en: 'Chengtu, by turns with {detail}, lines' },
  'rival-lines-share': { zh: '城图与 {detail} 之比，线', en: 'Chengtu against {detail}, lines' },
  'rival-lines-tables': {
    zh: '城图直接读同一张表，与 {detail} 交替测得，线',
    en: 'Chengtu on the same table, by turns with {detail}, lines',
  },
  'rival-lines-tables-share': {
    zh: '城图直接读同一张表，与 {detail} 之比，线',
    en: 'Chengtu on the same table against {detail}, lines',
  },
  'rival-areas-theirs': { zh: '{detail}，未缓存，面', en: '{detail}, uncached, areas' },
  'rival-areas-ours': { zh: '城图，与 {detail} 交替测得，面', en: 'Chengtu, by turns with {detail}, areas' },
  'rival-areas-share': { zh: '城图与 {detail} 之比，面', en: 'Chengtu against {detail}, areas' },
  'rival-areas-tables': {
    zh: '城图直接读同一张表，与 {detail} 交替测得，面',
    en: 'Chengtu on the same table, by turns with {detail}, areas',
  },
  'rival-areas-tables-share': {
    zh: '城图直接读同一张表，与 {detail} 之比，面',
    en: 'Chengtu on the same table against {detail}, areas',
  },
  'rival-several-theirs': { zh: '{detail}，未缓存，三个图层', en: '{detail}, uncached, three layers' },
  'rival-several-ours': {
    zh: '城图，与 {detail} 交替测得，三个图层',
    en: 'Chengtu, by turns with {detail}, three layers',
  },
  'rival-several-share': { zh: '城图与 {detail} 之比，三个图层', en: 'Chengtu against {detail}, three layers' },
  'rival-several-tables': {
    zh: '城图直接读同一张表，与 {detail} 交替测得，三个图层',
    en: 'Chengtu on the same table, by turns with {detail}, three layers',
  },
  'rival-several-tables-share': {
    zh: '城图直接读同一张表，与 {detail} 之比，三个图层',
    en: 'Chengtu on the same table against {detail}, three layers',
  },
} as const satisfies Messages;

export const TILES_DETAILS = {
  'one-1': { zh: '一个图层，一个进程', en: 'one layer, one process' },
  'one-2': { zh: '一个图层，两个进程', en: 'one layer, two processes' },
  'several-1': { zh: '三个图层，一个进程', en: 'three layers, one process' },
  points: { zh: '大量点的图层', en: 'the layer of many points' },
  city: { zh: '演示城市的全部图层', en: 'all layers of the demonstration city' },
} as const satisfies Messages;

/** How the servers to compare with are installed. */
export const INSTALL = {
  martin: 'cargo install martin --locked --version 1.14.0 --no-default-features --features postgres',
  pg_tileserv: 'go install github.com/CrunchyData/pg_tileserv@latest',
  ogr2ogr: 'apt-get install -y gdal-bin',
  tegola: 'go install github.com/go-spatial/tegola/cmd/tegola@latest',
} as const;
