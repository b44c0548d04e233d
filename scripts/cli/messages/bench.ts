import type { Text } from '../../../tiles/layer/layer.ts';

type Messages = Readonly<Record<string, Text>>;

/** What `npm run bench` says. */
export const BENCH = {
  usage: {
    zh: '不认识的参数：{argument}\n用法：npm run bench -- [--only start,tiles,nearby,search,find,load] [--database embedded,server] [--quick] [--json 文件]',
    en: 'Unknown argument: {argument}\nUsage: npm run bench -- [--only start,tiles,nearby,search,find,load] [--database embedded,server] [--quick] [--json FILE]',
  },
  failed: { zh: '测试未能完成：{reason}', en: 'The benchmark could not be finished: {reason}' },
  step: { zh: '{seconds} 秒  {step}', en: '{seconds} s  {step}' },
  'step-of-database': { zh: '{database}：{step}', en: '{database}: {step}' },
  written: { zh: '结果已写入 {file}', en: 'Result written to {file}' },
  machine: {
    zh: '本机：{cores} 核（{cpu}），内存 {memory} GB，Node {node}，{system}；测前一分钟负载 {busy}',
    en: 'This machine: {cores} cores ({cpu}), {memory} GB of memory, Node {node}, {system}; load of the minute before: {busy}',
  },
  'database-line': {
    zh: '{database}：PostgreSQL {postgresql}，PostGIS {postgis}',
    en: '{database}: PostgreSQL {postgresql}, PostGIS {postgis}',
  },
  figure: { zh: '项目', en: 'Figure' },
  embedded: { zh: '内嵌数据库', en: 'embedded' },
  server: { zh: 'PostgreSQL', en: 'PostgreSQL' },
  measured: { zh: '实测', en: 'measured' },
  target: { zh: '目标', en: 'target' },
  met: { zh: '达标', en: 'met' },
  missed: { zh: '未达标', en: 'MISSED' },
  'per-second': { zh: '次/秒', en: 'per s' },
  verdict: {
    zh: '有目标的 {count} 项中，{met} 项达标。发出请求的程序与服务同在本机，共用处理器。',
    en: '{met} of {count} figures with a target met. Requests come from this machine and share its cores with the service.',
  },
  lacks: {
    zh: '本机未安装{database}，未测：apt-get install -y postgresql postgresql-postgis',
    en: '{database} is not installed here and was not measured: apt-get install -y postgresql postgresql-postgis',
  },
  quick: {
    zh: '--quick：次数很少，只说明各部分能运行，数值不足为凭。',
    en: '--quick: so few requests show that everything runs, and little else.',
  },
} as const satisfies Messages;

/** The steps of a run. */
export const BENCH_STEPS = {
  prepare: { zh: '准备干净的源码副本和空数据库', en: 'preparing a fresh checkout and an empty database' },
  'first-start': { zh: '首次启动', en: 'first start' },
  'later-start': { zh: '再次启动', en: 'later starts' },
  tiles: { zh: '瓦片', en: 'tiles' },
  nearby: { zh: '附近', en: 'nearby' },
  search: { zh: '搜索', en: 'search' },
  find: { zh: '找设施', en: 'finding facilities' },
  load: { zh: '导入数据', en: 'loading data' },
} as const satisfies Messages;

/** Names of the figures. */
export const BENCH_FIGURES = {
  'start-first': {
    zh: '首次启动（含构建网页、生成并载入全部数据）',
    en: 'first start (page built, all data generated and loaded)',
  },
  'start-later': { zh: '再次启动（中位数）', en: 'later start (median)' },
  'tiles-all': { zh: '瓦片，未缓存，8 个连接', en: 'tiles, uncached, 8 connections' },
  'tiles-zoom': { zh: '瓦片，{detail} 级', en: 'tiles of zoom {detail}' },
  'tiles-p50': { zh: '瓦片，{detail} 级，中位用时', en: 'tiles of zoom {detail}, median' },
  'tiles-p95': { zh: '瓦片，{detail} 级，95% 不超过', en: 'tiles of zoom {detail}, 95th percentile' },
  'tiles-size': { zh: '瓦片，{detail} 级，平均大小（已压缩）', en: 'tiles of zoom {detail}, mean size as sent' },
  'tiles-unchanged': { zh: '瓦片，未改动（304）', en: 'tiles, unchanged (304)' },
  health: { zh: '/healthz，8 个连接', en: '/healthz, 8 connections' },
  'tiles-against-health': { zh: '瓦片与 /healthz 之比', en: 'tiles against /healthz' },
  'tiles-against-embedded': { zh: '瓦片，PostgreSQL 与内嵌数据库之比', en: 'tiles, PostgreSQL against embedded' },
  'nearby-rate': { zh: '附近，{detail} 个连接', en: 'nearby, connections: {detail}' },
  'nearby-p50': { zh: '附近，{detail} 个连接，中位用时', en: 'nearby, connections: {detail}, median' },
  'nearby-p95': { zh: '附近，{detail} 个连接，95% 不超过', en: 'nearby, connections: {detail}, 95th percentile' },
  'search-rate': { zh: '搜索，{detail} 个连接', en: 'search, connections: {detail}' },
  'search-p50': { zh: '搜索，{detail} 个连接，中位用时', en: 'search, connections: {detail}, median' },
  'search-p95': { zh: '搜索，{detail} 个连接，95% 不超过', en: 'search, connections: {detail}, 95th percentile' },
  'search-kind': { zh: '搜索，{detail}，95% 不超过', en: 'search, {detail}, 95th percentile' },
  'find-p50': { zh: '找设施，{detail}，中位用时', en: 'finding facilities, {detail}, median' },
  'find-p95': { zh: '找设施，{detail}，95% 不超过', en: 'finding facilities, {detail}, 95th percentile' },
  'load-time': { zh: '导入 {detail} 个点', en: 'loading {detail} points' },
  'load-rate': { zh: '导入 {detail} 个点，每秒点数', en: 'loading {detail} points, points a second' },
} as const satisfies Messages;

/** What is typed into the search, and what is looked for on `/find`. */
export const BENCH_DETAILS = {
  chinese: { zh: '汉字', en: 'Chinese' },
  pinyin: { zh: '全拼', en: 'pinyin' },
  initials: { zh: '拼音首字母', en: 'pinyin initials' },
  english: { zh: '英文', en: 'English' },
  typos: { zh: '有错字', en: 'mistyped' },
  toilets: { zh: '1200 座公厕', en: '1,200 toilets' },
  parking: { zh: '12000 个停车场', en: '12,000 car parks' },
} as const satisfies Messages;
