import type { Text } from '../../../tiles/layer/layer.ts';

/** Descriptions in the published schema of a study and of the interface. */
export const SCHEMA = {
  study: {
    zh: '一项研究：人在哪里、怎样出行、设施在哪里、要算什么。使用街道网络时代价单位为秒；自带网络或代价矩阵时为其自身单位。经纬度为 WGS 84 / CGCS2000，单位度。',
    en: 'A study: where people are, how they travel, where facilities stand, and what is to be found out. Costs are seconds where a network of streets is travelled, else in the unit of the network or matrix given. Degrees of WGS 84 / CGCS2000.',
  },
  timeLimitS: {
    zh: '整项研究最多用时（秒）；到时给出已算出的部分，并标明不完整。',
    en: 'Seconds that the whole may take; what is found by then is answered, marked partial.',
  },
  storedNetwork: {
    zh: '已导入本服务的街道网络，见 /analysis/catalogue。',
    en: 'A street network that was imported into this service; see /analysis/catalogue.',
  },
  givenNetwork: {
    zh: '研究自带的网络：节点和边，代价单位任意但须一致；除 oneWay 外双向通行。',
    en: 'A network of the study’s own: nodes and edges, costs in any one unit, both ways unless oneWay.',
  },
  travel: {
    zh: '出行方式：步行 1.0 m/s、骑行 4.0 m/s；驾车按道路等级计时。',
    en: 'How people travel: on foot 1.0 m/s, cycling 4.0 m/s; driving is timed by class of street.',
  },
  speedMps: {
    zh: '代替默认速度（米/秒），不用于驾车。',
    en: 'In place of the default speed, in m/s; not for driving.',
  },
  direction: {
    zh: '人去设施，或设施（如消防车）到人；单行道使两者不同。',
    en: 'People go to the facility, or the facility comes to them, as a fire engine does.',
  },
  storedDemand: {
    zh: '已导入本服务的人口数据，见 /analysis/catalogue。',
    en: 'People that were imported into this service; see /analysis/catalogue.',
  },
  givenDemand: { zh: '研究自带的需求点及其人数。', en: 'Demand points of the study’s own, with people.' },
  layer: {
    zh: '图层中的要素作为设施，可用 CQL2 条件筛选。',
    en: 'Features of a layer as facilities, those of a CQL2 filter where given.',
  },
  filter: { zh: 'CQL2 文本或 JSON 条件。', en: 'A filter in CQL2 text or JSON.' },
  capacityAttribute: { zh: '作为服务能力的数值属性。', en: 'The numeric attribute that is the capacity.' },
  givenFacilities: {
    zh: '研究自带的点：坐标或网络节点；有代价矩阵时可都不给。',
    en: 'Points of the study’s own: by coordinates or by a node; by neither with a matrix of costs.',
  },
  cells: {
    zh: '以人数不少于 minPeople、彼此相距不小于 spacingM 的需求单元作为候选点。',
    en: 'Demand cells of at least minPeople, at least spacingM apart, as candidates.',
  },
  matrix: {
    zh: 'costs[i][j] 为需求 i 到设施 j 的代价，现有设施在前、候选点在后；null 表示不通。',
    en: 'costs[i][j] is the cost from demand i to facility j, existing ones first, then candidates; null where there is no way.',
  },
  place: {
    zh: '由经纬度或自带网络的节点给出的位置。',
    en: 'A place by longitude and latitude, or by a node of the study’s own network.',
  },
  by: { zh: '按区市、街道或用地分组。', en: 'Grouped by district, street or land use.' },
  gaussian: { zh: '高斯衰减（Dai 2010）。', en: 'Gaussian decay (Dai 2010).' },
  steps: {
    zh: '分级衰减（Luo 和 Qi 2009）：代价不超过 upTo 时权重为 weight。',
    en: 'Decay by steps (Luo & Qi 2009): weight up to each cost.',
  },
  counted: {
    zh: '把设施计入边长 cellM 米的网格，或计入面图层 areas 的各个面。',
    en: 'Facilities counted in grid cells of cellM metres, or in the areas of a layer of polygons.',
  },
  areas: { zh: '面图层的编号，或研究自带的面。', en: 'Id of a layer of polygons, or areas of the study’s own.' },
  neighboursGiven: {
    zh: '三元组：起、止（值的序号，从 0 起）和权重。',
    en: 'Triples of from, to (indexes of values, from 0) and weight.',
  },
  coverage: { zh: '在各代价之内的人口和面积比例。', en: 'Share of people and of area within each of the costs.' },
  gaps: {
    zh: '代价超出 within 的单元，相邻的合并成片，按人数排序。',
    en: 'Cells not within, merged to areas where they touch, ranked by people.',
  },
  assignment: { zh: '每个单元分配到最近的设施。', en: 'Every cell to its nearest facility.' },
  overlap: {
    zh: '各设施服务的人口，以及只有它能服务的人口。',
    en: 'People within reach of each facility, and those within reach of no other.',
  },
  supply: {
    zh: '每千人的服务能力（无能力则按设施数）。',
    en: 'Capacity per 1,000 people; facilities where they have none.',
  },
  density: { zh: '每平方千米的设施数。', en: 'Facilities per km².' },
  e2sfca: {
    zh: '增强型两步移动搜索法可达性（Luo 和 Qi 2009）。',
    en: 'Accessibility by the enhanced two-step floating catchment area (Luo & Qi 2009).',
  },
  hotspots: { zh: 'Getis–Ord Gi* 冷热点，按错误发现率判定。', en: 'Getis–Ord Gi* with a false discovery rate.' },
  moran: { zh: '全局 Moran’s I。', en: 'Moran’s I.' },
  kde: { zh: '核密度，每平方千米的点数。', en: 'Kernel density, points per km².' },
  balance: { zh: '点在网格或面中分布的均衡程度。', en: 'How evenly points are spread over grid cells or areas.' },
  isochrones: {
    zh: '起点在各代价之内的街道和范围，不越过水面：默认为从哪里能到起点；direction 为 from-facility 时为从起点能到哪里。',
    en: 'Streets and ground within each cost of each origin, never over water: from where one comes to it, or with the direction from-facility where one gets from it.',
  },
  siting: {
    zh: '新设施选址，现有设施保留：lscp 最少设施全覆盖，mclp 最大覆盖，p-median 总代价最小，p-center 最差者最好。',
    en: 'Where new facilities go, beside the existing ones: lscp (fewest that cover all), mclp (most people), p-median (least total cost), p-center (least cost of the worst served).',
  },
  compliance: { zh: '按一部标准检查，逐区市或街道。', en: 'A standard checked by district or street.' },
  coverageRequest: {
    zh: '全市覆盖情况，以及一组修改带来的变化；每次请求带上整个方案。',
    en: 'How the city as a whole is served, and what edits change; every request carries the whole scenario.',
  },
  isochronesRequest: { zh: '从一处或几处出发的等时圈。', en: 'Isochrones of one place or some.' },
  'get-catalogue': {
    zh: '有哪些街道网络、人口数据、设施图层和标准可用',
    en: 'Networks, demands, layers of facilities and standards there are',
  },
  'get-cells': {
    zh: '人口单元（二进制帧，见 tiles/api/columnar-message.ts）',
    en: 'Cells of a demand (a binary frame)',
  },
  'post-coverage': {
    zh: '全市覆盖与方案修改（二进制帧）',
    en: 'Coverage of the city and of edits to it (a binary frame)',
  },
  'post-isochrones': { zh: '等时圈', en: 'Isochrones' },
  'post-studies': { zh: '小型研究，立即作答', en: 'A small study, answered at once' },
  'post-jobs': { zh: '提交研究任务', en: 'A study as a job' },
  'get-job': { zh: '任务状态', en: 'State of a job' },
  'delete-job': { zh: '取消任务', en: 'Calls a job off' },
  'get-events': { zh: '任务进度（server-sent events：job、end）', en: 'Progress of a job as server-sent events' },
  'get-result': { zh: '任务结果', en: 'Result of a job' },
  'get-schema': { zh: '研究文件的 JSON Schema', en: 'JSON Schema of a study' },
  'get-openapi': { zh: '本文档', en: 'This document' },
  'api-title': { zh: '城图 规划分析接口', en: 'Chengtu, coverage analysis' },
  'lang-parameter': {
    zh: '文字所用语言；缺省按 Accept-Language，再缺省为中文。',
    en: 'Language of texts; else by Accept-Language, else Chinese.',
  },
  'id-demand': { zh: '人口数据的编号', en: 'Id of the demand' },
  'id-job': { zh: '任务编号', en: 'Id of the job' },
  frame: {
    zh: 'CTF1 帧：小端；头部为 JSON，随后是类型数组',
    en: 'A frame CTF1, little-endian: a header of JSON, then typed arrays',
  },
  error: {
    zh: '出错说明；研究的每处问题列在 faults 中',
    en: 'What is wrong; every fault of a study is listed in faults',
  },
  result: { zh: '研究结果', en: 'Result of a study' },
  job: { zh: '任务', en: 'Job' },
  'no-content': { zh: '已取消，或早已结束', en: 'Called off, or over before' },
  key: {
    zh: '研究与其所读数据的 SHA-256：相同则结果相同',
    en: 'SHA-256 of the study and the data it read: equal for equal answers',
  },
  warning: { zh: '假设或提示，中英文', en: 'An assumption or warning, in both languages' },
} as const satisfies Readonly<Record<string, Text>>;

export type SchemaText = keyof typeof SCHEMA;
