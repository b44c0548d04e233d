import type { Text } from '../../../tiles/layer/layer.ts';

type Messages = Readonly<Record<string, Text>>;

/** What `npm run bench:province` says. */
export const PROVINCE_BENCH = {
  usage: {
    zh: '不认识的参数：{argument}\n用法：npm run bench:province -- [--share 0.001–1] [--quick] [--json 文件]',
    en: 'Unknown argument: {argument}\nUsage: npm run bench:province -- [--share 0.001–1] [--quick] [--json FILE]',
  },
  'no-postgres': {
    zh: '本机未安装 PostgreSQL 和 PostGIS：apt-get install -y postgresql postgresql-postgis',
    en: 'PostgreSQL and PostGIS are not installed here: apt-get install -y postgresql postgresql-postgis',
  },
  'made-up': {
    zh: '道路和人口都是生成的（全省的 {share} %）：城镇为扰动的方格网，其间有道路相连。',
    en: 'Streets and people are made up ({share} % of the province): towns are shaken grids with roads between them.',
  },
} as const satisfies Messages;

export const PROVINCE_STEPS = {
  files: { zh: '生成道路和人口文件', en: 'making the files of streets and people' },
  streets: { zh: 'network:import', en: 'network:import' },
  people: { zh: 'demand:import', en: 'demand:import' },
  nearest: { zh: '最近设施', en: 'nearest facilities' },
} as const satisfies Messages;

export const PROVINCE_FIGURES = {
  'streets-time': { zh: 'network:import，{detail} 条边', en: 'network:import of {detail} edges' },
  'streets-memory': { zh: '……其进程的最大内存', en: '… most memory of its process' },
  'people-time': { zh: 'demand:import，{detail} 个单元', en: 'demand:import of {detail} cells' },
  'people-memory': { zh: '……其进程的最大内存', en: '… most memory of its process' },
  'graph-rows': { zh: '路网首次从数据库读入', en: 'network read from the database, the first time' },
  'graph-file': { zh: '路网从文件读入', en: 'network read from its file' },
  demand: { zh: '单元从数据库读入', en: 'cells read from the database' },
  index: { zh: '为道路各段建索引（一次）', en: 'index of the streets’ segments, once' },
  snap: { zh: '把全部单元连到道路（一次）', en: 'all cells connected to streets, once' },
  'search-graph': { zh: '驾车的搜索图（一次）', en: 'graph to be searched by car, once' },
  nearest: { zh: '每个单元在 {detail} 个设施中的最近一个', en: 'the nearest of {detail} facilities for all cells' },
  'nearest-cpu': { zh: '……其中处理器用时', en: '… of it time of the processor' },
  'nearest-memory': { zh: '……其进程的最大内存', en: '… most memory of its process' },
} as const satisfies Messages;
