import type { Text } from '../../../tiles/layer/layer.ts';

type Messages = Readonly<Record<string, Text>>;

/** What `npm run bench:analysis` says. */
export const ANALYSIS_BENCH = {
  usage: {
    zh: '不认识的参数：{argument}\n用法：npm run bench:analysis -- [--only network,edits,streets,transit,siting,page] [--quick] [--json 文件]',
    en: 'Unknown argument: {argument}\nUsage: npm run bench:analysis -- [--only network,edits,streets,transit,siting,page] [--quick] [--json FILE]',
  },
} as const satisfies Messages;

export const ANALYSIS_STEPS = {
  city: { zh: '生成路网和人口', en: 'making streets and people' },
  network: { zh: '读入路网、等时圈、最近设施', en: 'reading a network, isochrones, nearest facilities' },
  edits: { zh: '逐个移动、增加、删除设施', en: 'facilities moved, added and removed one by one' },
  streets: { zh: '逐条新建、封闭、修改街道', en: 'streets built, closed and changed one by one' },
  transit: { zh: '公共交通', en: 'public transport' },
  siting: { zh: '选址', en: 'siting' },
  page: { zh: '规划页面', en: 'the planner’s page' },
} as const satisfies Messages;

export const ANALYSIS_FIGURES = {
  'graph-load': {
    zh: '读入 {detail} 个节点的路网文件，至可以搜索（中位）',
    en: 'network file of {detail} nodes read until it can be searched, median',
  },
  'isochrone-search': { zh: '1 公里内可达的路段和人口，95%', en: 'streets and people within 1 km, p95' },
  'isochrone-area': {
    zh: '1 公里等时圈，含按比例截断的路段和面，95%',
    en: '1 km isochrone with streets cut by fraction and its area, p95',
  },
  'isochrone-water': {
    zh: '1 公里等时圈，四处是湖岸，面上扣除水面，95%',
    en: '1 km isochrone among lakes, its area less their water, p95',
  },
  nearest: {
    zh: '每处人口在 {detail} 个设施中的最近一个（中位）',
    en: 'the nearest of {detail} facilities for all people, median',
  },
  'cost-matrix': { zh: '15 分钟内的全部用时，{detail}（中位）', en: 'all costs within 15 minutes, {detail}, median' },
  opportunities: {
    zh: '每个单元 15 分钟内的机会，负指数衰减，含全部用时的计算，{detail}（中位）',
    en: 'opportunities per cell within 15 minutes, negative exponential, all costs computed, {detail}, median',
  },
  snap: { zh: '把 {detail} 个点连到道路（中位）', en: '{detail} points connected to streets, median' },
  'edit-p50': {
    zh: '移动、增加或删除 {detail} 个设施之一，中位',
    en: 'one of {detail} facilities moved, added or removed, median',
  },
  'edit-p95': {
    zh: '移动、增加或删除 {detail} 个设施之一，95%',
    en: 'one of {detail} facilities moved, added or removed, p95',
  },
  'edit-full': { zh: '全部重算（中位）', en: 'everything computed anew, median' },
  'edit-share': { zh: '全部重算与一次修改之比', en: 'computing anew against an edit' },
  'edit-differing': {
    zh: '与全部重算逐位对照 {detail} 次，不同的次数',
    en: 'differing in any bit from computing anew, of {detail} held against it',
  },
  'street-edit-p50': {
    zh: '新建、封闭或修改一条街道，中位',
    en: 'a street built, closed or changed, median',
  },
  'street-edit-p95': {
    zh: '新建、封闭或修改一条街道，95%',
    en: 'a street built, closed or changed, p95',
  },
  'shut-p50': { zh: '封闭一个区域，中位', en: 'an area shut, median' },
  'shut-p95': { zh: '封闭一个区域，95%', en: 'an area shut, p95' },
  'street-edit-full': {
    zh: '在修改后的路网上全部重算最近设施（中位）',
    en: 'the nearest facilities on the edited network computed anew, median',
  },
  'drive-counted-p95': {
    zh: '驾车，新建、封闭或修改一条街道，算出各设施人数，95%',
    en: 'driving: a street built, closed or changed, with the people of each facility, p95',
  },
  'drive-edit-p50': {
    zh: '驾车，新建、封闭或修改一条街道，中位',
    en: 'driving: a street built, closed or changed, median',
  },
  'drive-edit-p95': {
    zh: '驾车，新建、封闭或修改一条街道，95%',
    en: 'driving: a street built, closed or changed, p95',
  },
  'drive-shut-p95': { zh: '驾车，封闭一个区域，95%', en: 'driving: an area shut, p95' },
  'street-edit-differing': {
    zh: '街道修改与全部重算逐位对照 {detail} 次，不同的次数',
    en: 'street edits differing in any bit from computing anew, of {detail} held against it',
  },
  'transit-walks': {
    zh: '公共交通：由单元到站、站间的步行（{detail} 个站点/停靠），保留备用',
    en: 'public transport: ways on foot to stops and between them ({detail} stops / calls), kept from then on',
  },
  'transit-departure': {
    zh: '公共交通：全部单元，一次出发（{detail} 个站点/停靠）',
    en: 'public transport: all cells, one departure ({detail} stops / calls)',
  },
  'transit-window': {
    zh: '公共交通：全部单元，{detail} 次出发',
    en: 'public transport: all cells, {detail} departures',
  },
  'transit-drag-p95': {
    zh: '规划页面：公共交通，拖动一处设施的结果，{detail} 次出发，95%',
    en: 'page: public transport, answer to a facility dragged, {detail} departures, p95',
  },
  'straight-drag-p95': {
    zh: '规划页面：直线出行，拖动一处设施的结果，95%',
    en: 'page: straight lines, answer to a facility dragged, p95',
  },
  'siting-time': { zh: '选址：{detail}，用时', en: 'siting: {detail}, time' },
  'siting-gap': { zh: '选址：{detail}，已证明的差距', en: 'siting: {detail}, proven gap' },
  'networks-time': {
    zh: '{detail}，100–900 个节点的路网，证明最优，最慢一个',
    en: '{detail} on networks of 100–900 nodes to the proven optimum, the slowest',
  },
  'networks-unproven': { zh: '{detail}，其中未能证明最优的', en: '{detail}, of these not proven' },
  'page-first': {
    zh: '规划页面：首次全市结果（服务端，路网已读入）',
    en: 'page: first city-wide answer of the service, streets read already',
  },
  'page-edit-p50': { zh: '规划页面：一次修改的结果（经 HTTP），中位', en: 'page: answer to an edit over HTTP, median' },
  'page-edit-p95': { zh: '规划页面：一次修改的结果（经 HTTP），95%', en: 'page: answer to an edit over HTTP, p95' },
  'page-slider': {
    zh: '规划页面：拖动时间滑块，重新着色，95%',
    en: 'page: time slider moved, cells coloured anew, p95',
  },
} as const satisfies Messages;

export const ANALYSIS_DETAILS = {
  city: {
    zh: '最大覆盖，1,000 个候选、1,200 个现状、72,000 个单元',
    en: 'most people covered, 1,000 candidates, 1,200 existing, 72,000 cells',
  },
  dense: {
    zh: '最大覆盖，500 个候选、20,000 个单元，覆盖稠密',
    en: 'most people covered, 500 candidates, 20,000 cells, dense covers',
  },
  'city-median': {
    zh: 'p-中位，1,000 个候选、1,200 个现状、72,000 个单元',
    en: 'p-median, 1,000 candidates, 1,200 existing, 72,000 cells',
  },
  'p-median': { zh: 'p-中位', en: 'p-median' },
  'p-center': { zh: 'p-中心', en: 'p-center' },
} as const satisfies Messages;
