/** Requests for the measures of how well people are served, and of how points lie. */
import Type from 'typebox';
import { ACCESSIBILITY_SCHEMAS } from './accessibility.ts';
import { CostsSchema, GroupingSchema, perDemand, travel, whose, within } from './measure-fields.ts';
import { FacilitiesSchema, PlaceSchema } from './place.ts';
import { aboveZero, amount, choice, count, flag, literal, strict } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { STUDY_LIMITS as L } from './vocabulary.ts';
import { SpatialValuesSchema, NeighboursSchema, cellM, areas } from './spatial-values.ts';

const permuted = {
  permutations: Type.Optional(
    count(0, 99_999, '随机置换次数；缺省 0，不做置换检验。', 'Random permutations. Default 0: no such test.'),
  ),
  seed: Type.Optional(count(0, 2 ** 31, '随机数种子；缺省 1。', 'Seed of the random numbers. Default 1.')),
};
const byRow = Type.Optional(
  flag('是否按行标准化权重；缺省 false。', 'Whether the weights of each row are made to add up to 1. Default false.'),
);
const fdr = Type.Optional(
  Type.Number({
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    ...says('错误发现率，0 至 1；缺省 0.05。', 'False discovery rate, 0 to 1. Default 0.05.'),
  }),
);

export const MEASURE_SCHEMAS = [
  strict(
    {
      kind: literal('coverage'),
      within: CostsSchema,
      travel,
      for: whose,
      by: Type.Optional(GroupingSchema),
      perDemand,
    },
    named('CoverageMeasure', '在各代价之内的人口和面积比例。', 'Share of people and of area within each of the costs.'),
  ),
  strict(
    {
      kind: literal('gaps'),
      within,
      travel,
      for: whose,
      minPeople: Type.Optional(amount('每片的最少人数；缺省 0。', 'Fewest people of an area. Default 0.')),
      most: Type.Optional(count(1, 100_000, '最多列出几片；缺省全部。', 'Areas listed at most. Default: all.')),
    },
    named(
      'GapsMeasure',
      '代价超出 within 的单元，相邻的合并成片，按人数排序。',
      'Cells not within, merged to areas where they touch, ranked by people.',
    ),
  ),
  strict(
    {
      kind: literal('assignment'),
      travel,
      for: whose,
      perDemand: Type.Optional(
        flag(
          '是否逐个列出每个需求去哪个设施、代价和人数；缺省 false。',
          'Whether every demand is listed with its facility, cost and people. Default false.',
        ),
      ),
    },
    named('AssignmentMeasure', '每个单元分配到最近的设施。', 'Every cell to its nearest facility.'),
  ),
  strict(
    {
      kind: literal('matrix'),
      travel,
      of: Type.Optional(
        choice(
          ['facilities', 'candidates', 'all'],
          says(
            '哪些点的代价：现有设施、候选点，或两者；缺省 facilities。',
            'Costs of the existing facilities, of the candidates, or of all. Default facilities.',
          ),
        ),
      ),
      nearest: Type.Optional(
        count(
          1,
          L.nearest,
          '每个需求只列最近的几个；等距时取次序在先的；缺省全部。',
          'So many of each demand, the nearest; of equally near ones the first. Default: all.',
        ),
      ),
      within: Type.Optional(
        amount(
          '只列代价不超过此值的；使用道路网络时单位为秒，否则为自带网络或矩阵的单位；缺省不限。',
          'Pairs up to this cost: seconds along a road network, else in the unit of the network or matrix given. Default: no limit.',
        ),
      ),
    },
    named(
      'MatrixMeasure',
      '代价矩阵：需求与设施两两之间的代价，逐对列出。',
      'The matrix of costs between demand and facilities, pair by pair.',
    ),
  ),
  strict(
    {
      kind: literal('cells'),
      outlines: Type.Optional(
        flag('是否给出边界；缺省 false。', 'Whether the outline of each is given. Default false.'),
      ),
    },
    named(
      'CellsMeasure',
      '逐个列出需求单元：编号、位置、人数、面积和所属的组。',
      'Every demand cell: its id, place, people, area and groups.',
    ),
  ),
  strict(
    {
      kind: literal('overlap'),
      within,
      travel,
      for: whose,
      atLeast: Type.Optional(
        count(
          2,
          1000,
          '后备覆盖：至少几处设施可及的人口（Hogan 和 ReVelle 1986）；缺省不算。',
          'Backup coverage: people within reach of so many facilities (Hogan & ReVelle 1986). Default: not asked for.',
        ),
      ),
      by: Type.Optional(GroupingSchema),
      perDemand,
    },
    named(
      'OverlapMeasure',
      '各设施服务的人口，只有它能服务的人口，以及后备覆盖。',
      'People within reach of each facility, those within reach of no other, and backup coverage.',
    ),
  ),
  strict(
    { kind: literal('supply'), for: whose, by: GroupingSchema },
    named(
      'SupplyMeasure',
      '每千人的服务能力（无能力则按设施数）。',
      'Capacity per 1,000 people; facilities where they have none.',
    ),
  ),
  strict(
    { kind: literal('density'), by: GroupingSchema },
    named('DensityMeasure', '每平方千米的设施数。', 'Facilities per km².'),
  ),
  ...ACCESSIBILITY_SCHEMAS,
  strict(
    {
      kind: literal('hotspots'),
      values: SpatialValuesSchema,
      neighbours: NeighboursSchema,
      self: Type.Optional(
        flag(
          'true 为 Gi*；false 为 Gi，不含自身。缺省 true。',
          'True for Gi*; false for Gi, which leaves each value out of its own neighbourhood. Default true.',
        ),
      ),
      fdr,
      ...permuted,
    },
    named(
      'HotspotsMeasure',
      'Getis–Ord Gi* 冷热点，按错误发现率判定；给出 permutations 时按条件置换判定。',
      'Getis–Ord Gi* with a false discovery rate; decided by conditional permutations where asked for.',
    ),
  ),
  strict(
    {
      kind: literal('moran'),
      values: SpatialValuesSchema,
      neighbours: NeighboursSchema,
      rowStandardised: byRow,
      ...permuted,
    },
    named('MoranMeasure', '全局 Moran’s I。', 'Moran’s I.'),
  ),
  strict(
    {
      kind: literal('local-moran'),
      values: SpatialValuesSchema,
      neighbours: NeighboursSchema,
      rowStandardised: byRow,
      ...permuted,
      fdr,
    },
    named(
      'LocalMoranMeasure',
      '局部 Moran’s I（LISA，Anselin 1995）：每个值与其邻居是否相似；给出 permutations 时按条件置换判定，否则按正态分布。',
      'Local Moran’s I (LISA, Anselin 1995): how like its neighbours each value is. Conditional permutations decide what is found where asked for, else the normal distribution.',
    ),
  ),
  strict(
    { kind: literal('general-g'), values: SpatialValuesSchema, neighbours: NeighboursSchema, ...permuted },
    named(
      'GeneralGMeasure',
      '全局 G（Getis 和 Ord 1992）：高值还是低值聚集；只用于不小于 0 的值。',
      'The general G (Getis & Ord 1992): whether high values or low ones cluster. Of values of at least 0.',
    ),
  ),
  strict(
    {
      kind: literal('kde'),
      of: FacilitiesSchema,
      bandwidthM: aboveZero(
        '带宽（米）：四次核在此为零；高斯核以此为标准差。',
        'Metres: where the quartic kernel ends; the standard deviation of the Gaussian.',
      ),
      cellM: aboveZero('网格边长（米）。', 'Side of the grid cells in metres.'),
      kernel: Type.Optional(
        choice(['quartic', 'gaussian'], says('核函数；缺省 quartic。', 'The kernel. Default quartic.')),
      ),
    },
    named(
      'KdeMeasure',
      '核密度，每平方千米的点数；不做边缘校正。',
      'Kernel density, points per km². Edges are not corrected.',
    ),
  ),
  strict(
    { kind: literal('balance'), of: FacilitiesSchema, cellM, areas },
    named(
      'BalanceMeasure',
      '点在网格或面中分布的均衡程度。网格半开：边上的点属于其东北的网格；面则取最先包含该点的。',
      'How evenly points are spread over grid cells or areas. Cells are half-open: a point on a border is in the cell to its north-east. A point counts in the first area that it lies in or on.',
    ),
  ),
  strict(
    {
      kind: literal('isochrones'),
      travel,
      origins: Type.Array(PlaceSchema, { minItems: 1, maxItems: L.origins, ...says('起点。', 'The origins.') }),
      within: CostsSchema,
    },
    named(
      'IsochronesMeasure',
      '起点在各代价之内的道路和范围，不越过水面：默认为从哪里能到起点；direction 为 from-facility 时为从起点能到哪里。',
      'Roads and ground within each cost of each origin, never over water: from where one comes to it, or with the direction from-facility where one gets from it.',
    ),
  ),
] as const;

export type MeasureRequest = Of<(typeof MEASURE_SCHEMAS)[number]>;
