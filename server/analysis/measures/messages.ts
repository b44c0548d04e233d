import type { Text } from '../../../tiles/layer/layer.ts';

/** Messages of the measures: errors, assumptions, and what was left out. */
export const MEASURES = {
  // Errors of the request.
  'catchment-wrong': {
    zh: '服务范围 catchment 应大于 0，现为 {value}。',
    en: 'The catchment should be above 0; it is {value}.',
  },
  'steps-wrong': {
    zh: '衰减分段（decay.steps）第 {step} 段有误：至少一段，upTo 依次增大，weight 不小于 0。',
    en: 'Step {step} of decay.steps is wrong: there is at least one, “upTo” grows from step to step, and weights are at least 0.',
  },
  'weight-negative': {
    zh: '设施 {id} 的权重为负（{value}）：能力或属性应不小于 0。',
    en: 'Facility {id} weighs {value}: capacities and attributes should be at least 0.',
  },
  'triple-wrong': {
    zh: '第 {triple} 条邻接关系 {value} 有误：应为 [起, 止, 权重]，起止为 0 至 {last} 的序号，权重为有限的数。',
    en: 'Neighbours: triple {triple}, {value}, should be [from, to, weight] with indexes from 0 to {last} and a finite weight.',
  },
  'too-many-neighbours': {
    zh: '邻接关系超过 {most} 对。请缩短 withinM，或改用 {"nearest": 8}。',
    en: 'There are more than {most} pairs of neighbours. Use a shorter withinM, or {"nearest": 8}.',
  },
  'neighbours-need-places': {
    zh: '只有数值、没有位置，无法按距离找邻居。请用 neighbours.given 给出邻接关系，或改用 values.points。',
    en: 'Values without places have no neighbours by distance. Give the neighbours in neighbours.given, or use values.points.',
  },
  'place-missing': {
    zh: '第 {point} 个点没有经纬度，无法按距离找邻居。',
    en: 'Point {point} has no longitude and latitude, so its neighbours cannot be found by distance.',
  },
  'point-unplaced': {
    zh: '点 {id} 没有经纬度，无法统计。请给出 lon 和 lat。',
    en: 'Point {id} has no longitude and latitude, so it cannot be counted. Give its lon and lat.',
  },
  'contiguity-needs-grid': {
    zh: '共边（rook）、共点（queen）的邻接需要边界：用于按网格或面计数、面的值或需求单元的值。这些值没有边界，请改用 {"withinM": …} 或 {"nearest": …}。',
    en: 'Contiguity (rook, queen) needs borders: it is for counts in cells or areas, values of areas and of the demand. These values have none: use {"withinM": …} or {"nearest": …}.',
  },
  'values-choice': {
    zh: 'values 应且只应给出 points、count、values、areas、layer、demand 之一。',
    en: 'Give one of “points”, “count”, “values”, “areas”, “layer” and “demand” in values, and one alone.',
  },
  'no-values-demand': {
    zh: '值取自需求单元，但研究没有人口。请给出 demand。',
    en: 'The values are those of the demand, but the study has none. Give “demand”.',
  },
  'no-density': {
    zh: '需求 {id} 没有面积，无法计算密度。请改用 {"demand": "people"}，或给出 areaM2。',
    en: 'Demand {id} has no area, so that it has no density. Use {"demand": "people"}, or give its areaM2.',
  },
  'no-values': {
    zh: '图层“{layer}”中没有要素有“{attribute}”的数值。请检查属性和筛选条件。',
    en: 'No feature of layer “{layer}” has a number in “{attribute}”. Check the attribute and the filter.',
  },
  'values-negative': {
    zh: '第 {value} 个值为负（{found}）：全局 G 只用于不小于 0 的值。请改用 moran。',
    en: 'Value {value} is negative ({found}): the general G is of values of at least 0. Use moran.',
  },
  'cells-choice': {
    zh: '应且只应给出 cellM（网格边长，米）或 areas（面图层）之一。',
    en: 'Give either cellM (side of the cells in metres) or areas (a layer of polygons).',
  },
  'values-few': {
    zh: '只有 {count} 个数值，太少：热点分析至少 3 个，莫兰指数至少 4 个。',
    en: 'There are only {count} values: hot spots need 3 at least, Moran’s I needs 4.',
  },
  'values-equal': {
    zh: '所有数值都是 {value}，没有差异，该统计量无定义。',
    en: 'All values are {value}: without differences the statistic is not defined.',
  },
  'no-neighbours': {
    zh: '没有任何邻接关系。请加大 withinM，或改用 {"nearest": 8}。',
    en: 'Nobody has a neighbour. Use a longer withinM, or {"nearest": 8}.',
  },
  'grid-too-fine': {
    zh: '边长 {cellM} 米的网格有 {cells} 格，超过 {most} 格。请加大 cellM。',
    en: 'Cells of {cellM} m would be {cells}, more than {most}. Use a larger cellM.',
  },
  'no-points': {
    zh: '没有任何点可供分析。请检查图层和筛选条件。',
    en: 'There are no points to look at. Check the layer and its filter.',
  },
  'no-areas': {
    zh: '没有任何面可供统计。请检查面图层。',
    en: 'There are no areas to count in. Check the layer of areas.',
  },
  // Assumed.
  'cells-whole': {
    zh: '每个网格作为整体计算：网格中心在范围内，其人口和面积全部计入。',
    en: 'A cell counts whole: with its centre within, all its people and ground are.',
  },
  'gaps-touch': {
    zh: '未覆盖网格共边者合并为一片，仅共角不合并；按人口排序。',
    en: 'Cells not within are one area where they share an edge; a shared corner does not join. Ranked by people.',
  },
  'nearest-each': {
    zh: '每个人都去最近的设施，不考虑容量。',
    en: 'Everybody goes to the nearest facility, whatever its capacity.',
  },
  'supply-one': { zh: '设施没有容量数据，每处供给按 1 计。', en: 'Facilities have no capacity here: each supplies 1.' },
  'e2sfca-weights': {
    zh: '可达性按 E2SFCA（Luo & Qi 2009）计算；衰减：{decay}。',
    en: 'Access by E2SFCA (Luo & Qi 2009); decay: {decay}.',
  },
  'opportunities-weights': {
    zh: '可及机会按 Hansen 1959 计算，不计竞争；衰减：{decay}。',
    en: 'Opportunities after Hansen 1959, without competition; decay: {decay}.',
  },
  'huff-shares': {
    zh: '人按 Huff 1963 的概率分到各设施：吸引力的 {alpha} 次方乘衰减；衰减：{decay}。',
    en: 'People choose by Huff 1963: attractiveness to the power of {alpha} times decay; decay: {decay}.',
  },
  'equity-palma': {
    zh: 'Palma 比为服务最好的 10% 人口与最差的 40% 人口的平均可达性之比，至少为 1；人群可重叠。',
    en: 'The Palma ratio is that of the mean access of the tenth of the people served best and of the two fifths served worst, at least 1; groups may overlap.',
  },
  'decay-cumulative': { zh: '累积（上限之内计 1）', en: 'cumulative (1 up to the limit)' },
  'decay-exponential': { zh: '负指数，β = {beta}', en: 'negative exponential, β = {beta}' },
  'decay-gaussian': { zh: '高斯（Dai 2010）', en: 'Gaussian (Dai 2010)' },
  'decay-gaussian-sigma': { zh: '高斯，σ = {sigma}', en: 'Gaussian, σ = {sigma}' },
  'decay-logistic': {
    zh: '逻辑斯蒂（Bauer & Groneberg 2016），拐点 {median}，标准差 {sd}',
    en: 'logistic (Bauer & Groneberg 2016), inflection at {median}, standard deviation {sd}',
  },
  'decay-power': { zh: '幂，β = {beta}，{scale} 以内计 1', en: 'inverse power, β = {beta}, 1 up to {scale}' },
  'decay-steps': { zh: '分段', en: 'steps' },
  'gi-star': {
    zh: '热点按 Getis–Ord {statistic}（Ord & Getis 1995）的正态近似检验，双侧，错误发现率 {fdr}（Benjamini–Hochberg）。',
    en: 'Hot spots by Getis–Ord {statistic} (Ord & Getis 1995), normal approximation, two-sided, at a false discovery rate of {fdr} (Benjamini–Hochberg).',
  },
  'conditional-permutations': {
    zh: '显著性按 {permutations} 次条件置换判定：本值不动，邻居由其余各值中随机抽取（种子 {seed}）。',
    en: 'What is found is decided by {permutations} conditional permutations: each value stays, and its neighbours are drawn from all others (seed {seed}).',
  },
  'local-moran': {
    zh: '局部莫兰指数（Anselin 1995）的 p 值为双侧，错误发现率 {fdr}（Benjamini–Hochberg）。',
    en: 'Local Moran’s I (Anselin 1995): p values are two-sided, at a false discovery rate of {fdr} (Benjamini–Hochberg).',
  },
  'general-g': {
    zh: '全局 G（Getis & Ord 1992）按随机化假设检验，p 值为双侧。',
    en: 'The general G (Getis & Ord 1992) is tested under randomisation; p values are two-sided.',
  },
  'moran-two-sided': {
    zh: '莫兰指数的各 p 值均为双侧（Cliff & Ord 1981）。',
    en: 'All p values of Moran’s I are two-sided (Cliff & Ord 1981).',
  },
  'kde-edges': {
    zh: '核密度（{kernel}，带宽 {bandwidthM} 米）在投影平面上按格中心计算，边缘不作校正：落在海上或市域外的部分不计回。',
    en: 'Kernel density ({kernel}, bandwidth {bandwidthM} m) in the projection’s plane at the centres of cells; edges are not corrected: what falls on the sea or beyond the city is not put back.',
  },
  'kernel-quartic': { zh: '四次核', en: 'quartic' },
  'kernel-gaussian': { zh: '高斯核', en: 'Gaussian' },
  'half-open': {
    zh: '网格半开：边界上的点只计入其东北侧的一格。',
    en: 'Cells are half-open: a point on a border counts in the cell to its north-east alone.',
  },
  'first-area': {
    zh: '位于多个面或其公共边界上的点，只计入次序在先的一个面。',
    en: 'A point in several areas, or on a border that they share, counts in the first of them alone.',
  },
  'domain-demand': {
    zh: '只统计含有需求网格中心的网格（空网格也计入）。',
    en: 'Counted are the cells that hold the centre of a demand cell, empty ones too.',
  },
  'domain-points': {
    zh: '统计范围是包住所有点的矩形（空网格也计入）。',
    en: 'Counted are all cells of the rectangle around the points, empty ones too.',
  },
  // Left out.
  'without-capacity': {
    zh: '{count} 处设施没有容量数据，供给按 0 计。',
    en: '{count} facilities have no capacity and supply nothing.',
  },
  'without-weight': {
    zh: '{count} 处设施没有权重（能力或属性），按 0 计。',
    en: '{count} facilities have no weight (capacity or attribute) and count 0.',
  },
  'weight-one': { zh: '设施没有能力数据，每处计 1。', en: 'Facilities have no capacity here: each counts 1.' },
  'no-groups': {
    zh: '人口数据没有分人群，只有全体的数字。可在需求中给出 groups，或在导入时用 --groups。',
    en: 'The demand has no groups of people: the figures are of everybody alone. Give it groups, or import it with --groups.',
  },
  'reach-none': {
    zh: '{people} 人一个机会也不可及，按 0 计入平均值。',
    en: '{people} people reach no opportunity and count with 0 in the means.',
  },
  undrawn: {
    zh: '{people} 人在上限内没有设施，未分到任何设施。',
    en: '{people} people have no facility within the limit and are in no market.',
  },
  'facilities-outside': {
    zh: '{count} 处设施不在任何分组范围内，未计入。',
    en: '{count} facilities are in no group and were not counted.',
  },
  'unreached-supply': {
    zh: '{facilities} 处设施在服务范围内没有人口，其供给 {supply} 未计入。',
    en: '{facilities} facilities have nobody in their catchment; their supply of {supply} is not counted.',
  },
  unassigned: {
    zh: '{people} 人无法到达任何设施，未计入平均值。',
    en: '{people} people can reach no facility and are in no mean.',
  },
  islands: { zh: '{count} 个数值没有邻居。', en: '{count} values have no neighbours.' },
  'points-outside': { zh: '{count} 个点不在统计范围内，未计入。', en: '{count} points are outside what is counted.' },
} as const satisfies Readonly<Record<string, Text>>;
