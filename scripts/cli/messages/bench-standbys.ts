import type { Text } from '../../../tiles/layer/layer.ts';

type Messages = Readonly<Record<string, Text>>;

/** What `npm run bench:standbys` says. */
export const STANDBYS_BENCH = {
  usage: {
    zh: '不认识的参数：{argument}\n用法：npm run bench:standbys -- [--only scaling,freshness] [--points 个数] [--share 5–100] [--quick] [--json 文件]',
    en: 'Unknown argument: {argument}\nUsage: npm run bench:standbys -- [--only scaling,freshness] [--points N] [--share 5–100] [--quick] [--json FILE]',
  },
  'no-postgres': {
    zh: '本测试需要 PostgreSQL 和 PostGIS：apt-get install -y postgresql postgresql-postgis',
    en: 'This benchmark needs PostgreSQL with PostGIS: apt-get install -y postgresql postgresql-postgis',
  },
  limited: {
    zh: '测扩展时每个备库固定在自己的核上，用控制组只给该核的 {share} %，服务和负载发生器另有余量。',
    en: 'For scaling each standby is pinned to a core of its own and gets {share} % of it by a control group, so that the service and the load have room.',
  },
  pinned: {
    zh: '测扩展时每个备库固定在自己的核上，未设份额：服务和负载发生器与它们争用同样的核。',
    en: 'For scaling each standby is pinned to a core of its own without a share: the service and the load take from the same cores.',
  },
} as const satisfies Messages;

export const STANDBYS_STEPS = {
  prepare: {
    zh: '准备源码副本、空数据库和演示数据',
    en: 'preparing a checkout, an empty database and the demonstration data',
  },
  city: { zh: '生成大量点和两个备库', en: 'making the many points and two standbys' },
  freshness: { zh: '修改之后多久从备库更新', en: 'how soon an edit shows from a standby' },
  scaling: { zh: '一个备库与两个备库，同样的负载', en: 'the same load on one standby and on two' },
} as const satisfies Messages;

export const STANDBYS_DETAILS = {
  tiles: { zh: '未缓存的切片', en: 'cold tiles' },
  items: { zh: '要素', en: 'items' },
  direct: { zh: '直接连备库', en: 'standbys named' },
  haproxy: { zh: '经 HAProxy', en: 'through HAProxy' },
} as const satisfies Messages;

export const STANDBYS_FIGURES = {
  'one-rate': { zh: '一个备库，一个核：{detail}', en: 'one standby on one core: {detail}' },
  'two-rate': { zh: '两个备库，两个核：{detail}', en: 'two standbys on two cores: {detail}' },
  scaling: { zh: '两者之比，各轮的中位：{detail}', en: 'ratio, median of the rounds: {detail}' },
  'scaling-least': { zh: '两者之比，最小一轮：{detail}', en: 'ratio, least of the rounds: {detail}' },
  'one-cpu': { zh: '一个备库时备库占的核：{detail}', en: 'of a core, standbys, with one: {detail}' },
  'two-cpu': { zh: '两个备库时备库占的核：{detail}', en: 'of a core, standbys, with two: {detail}' },
  'service-cpu': { zh: '两个备库时服务占的核：{detail}', en: 'of a core, the service, with two: {detail}' },
  'primary-cpu': { zh: '两个备库时主库占的核：{detail}', en: 'of a core, the primary, with two: {detail}' },
  'fresh-p50': {
    zh: '提交到备库给出新切片，中位：{detail}',
    en: 'commit to the new tile from a standby, median: {detail}',
  },
  'fresh-p99': {
    zh: '提交到备库给出新切片，99%：{detail}',
    en: 'commit to the new tile from a standby, p99: {detail}',
  },
  'fresh-most': {
    zh: '提交到备库给出新切片，最久：{detail}',
    en: 'commit to the new tile from a standby, most: {detail}',
  },
  'from-standby': { zh: '其间从备库读的比例：{detail}', en: 'share of reads from standbys meanwhile: {detail}' },
} as const satisfies Messages;
