/** Answers about how points and values are spread over the ground. */
import Type from 'typebox';
import { choice, literal, number, numberOrNull, strict, string, tuple, whole } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { gini, id } from './result-fields.ts';

/**
 * Ground that is counted: cells of a grid that hold the centre of a demand cell; without demand, all cells of the
 * rectangle around the points; or the areas of a layer.
 */
const CountDomainSchema = choice(
  ['demand', 'points', 'areas'],
  says(
    '计数的范围：demand 为含有需求单元中心的网格，points 为点的外接矩形中的全部网格，areas 为图层的各个面。',
    'Ground that is counted: demand, grid cells that hold the centre of a demand cell; points, all cells of the rectangle around the points; areas, those of a layer.',
  ),
);

export type CountDomain = Of<typeof CountDomainSchema>;

const counted = {
  domain: Type.Optional(CountDomainSchema),
  outside: Type.Optional(
    whole(
      '不在任何网格或面中的要素数；仅在值为计数时给出。',
      'Features in none of the cells or areas, where values are counts.',
    ),
  ),
};

const valueIds = Type.Optional(
  Type.Array(id, says('各值的编号；只有值时没有。', 'Ids by value; not for values alone.')),
);
const pPermutation = Type.Optional(
  Type.Array(
    number('p 值。', 'A p value.'),
    says('条件置换的双侧 p 值，在要求置换时给出。', 'Two-sided p by conditional permutations, where asked for.'),
  ),
);
const countedAreas = Type.Optional(
  Type.Array(
    strict(
      {
        id,
        value: number('计数。', 'The count.'),
        lon: number('中心经度（度）。', 'Longitude of the centre in degrees.'),
        lat: number('中心纬度（度）。', 'Latitude of the centre in degrees.'),
      },
      says('一个网格或面。', 'A cell or area.'),
    ),
    says('计数的网格或面；仅在值为计数时给出。', 'What was counted in, where values are counts.'),
  ),
);

const HotspotsResultSchema = strict(
  {
    kind: literal('hotspots'),
    z: Type.Array(
      number('z 值。', 'A z score.'),
      says(
        '各值的 Gi*（z 值）；邻域为全部值，或没有邻居时为 0（p 为 1）。',
        'Gi* (z score) by value; 0 (and p 1) where the neighbourhood is all values, or empty.',
      ),
    ),
    p: Type.Array(number('p 值。', 'A p value.'), says('双侧 p 值。', 'Two-sided p.')),
    pPermutation,
    class: Type.Array(
      Type.Unsafe<-1 | 0 | 1>({ type: 'integer', minimum: -1, maximum: 1 }),
      says('1 为热点，-1 为冷点，0 均不是。', '1 hot, -1 cold, 0 neither, at the false discovery rate asked for.'),
    ),
    threshold: number('判定为显著的最大 p 值；没有时为 0。', 'Greatest p that counts as found; 0 where none does.'),
    islands: whole('没有邻居的值的个数。', 'Values without neighbours.'),
    ids: valueIds,
    areas: countedAreas,
    ...counted,
  },
  named('HotspotsResult', '冷热点。', 'Hot and cold spots.'),
);

export type HotspotsResult = Of<typeof HotspotsResultSchema>;

export type SpatialArea = NonNullable<HotspotsResult['areas']>[number];

const both = {
  normality: number('正态假设下。', 'Under normality.'),
  randomisation: number('随机化假设下。', 'Under randomisation.'),
};

const MoranResultSchema = strict(
  {
    kind: literal('moran'),
    i: number('Moran’s I。', 'Moran’s I.'),
    count: whole('值的个数。', 'Number of values.'),
    expected: number('期望值 -1/(n-1)。', 'Expectation, -1/(n-1).'),
    variance: strict(both, says('方差。', 'Variance.')),
    z: strict(
      both,
      says(
        'z 值；所有值互为同等邻居时为 0（p 为 1）：值怎样排列结果都相同。',
        'z scores; 0 (and p 1) where all values are neighbours alike: every order of them gives the same.',
      ),
    ),
    p: strict(
      { ...both, permutation: Type.Optional(number('置换检验的 p 值。', 'By permutations.')) },
      says('双侧 p 值。', 'Two-sided p values.'),
    ),
    islands: whole(
      '没有邻居的值的个数：计入均值和方差，不计入任何一对。',
      'Values without neighbours: they count in the mean and the variance, and in no pair.',
    ),
    ...counted,
  },
  named('MoranResult', '空间自相关。', 'Spatial autocorrelation.'),
);

export type MoranResult = Of<typeof MoranResultSchema>;

const QUADRANTS = ['high-high', 'low-low', 'high-low', 'low-high', 'none'] as const;

const LocalMoranResultSchema = strict(
  {
    kind: literal('local-moran'),
    i: Type.Array(number('局部 I。', 'A local I.'), says('各值的局部 Moran’s I。', 'Local Moran’s I by value.')),
    z: Type.Array(
      number('z 值。', 'A z score.'),
      says(
        '给定本值时的 z 值（条件置换的均值和方差）；没有邻居，或所有其他值都是其同等邻居时为 0（p 为 1）：其他值怎样排列结果都相同。',
        'z score given the value itself (moments of conditional permutations); 0 (and p 1) without neighbours, or where all other values are neighbours alike: every order of them gives the same.',
      ),
    ),
    p: Type.Array(number('p 值。', 'A p value.'), says('双侧 p 值。', 'Two-sided p.')),
    pPermutation,
    quadrant: Type.Array(
      choice(QUADRANTS, says('象限。', 'A quadrant.')),
      says(
        'Moran 散点图的象限：先本值、后邻居，高或低于均值；没有邻居或等于均值的为 none。',
        'Quadrant of the Moran scatterplot: the value, then its neighbours, above or below the mean; none without neighbours, or at the mean.',
      ),
    ),
    class: Type.Array(
      choice(QUADRANTS, says('类别。', 'A class.')),
      says('显著者的象限，其余为 none。', 'The quadrant of those found at the false discovery rate, none of others.'),
    ),
    threshold: number('判定为显著的最大 p 值；没有时为 0。', 'Greatest p that counts as found; 0 where none does.'),
    islands: whole('没有邻居的值的个数。', 'Values without neighbours.'),
    ids: valueIds,
    areas: countedAreas,
    ...counted,
  },
  named('LocalMoranResult', '局部空间自相关。', 'Local spatial autocorrelation.'),
);

export type LocalMoranResult = Of<typeof LocalMoranResultSchema>;

const GeneralGResultSchema = strict(
  {
    kind: literal('general-g'),
    g: number('全局 G。', 'The general G.'),
    count: whole('值的个数。', 'Number of values.'),
    expected: number('期望值。', 'Expectation.'),
    variance: number('随机化假设下的方差。', 'Variance under randomisation.'),
    z: number(
      'z 值：高值聚集为正，低值聚集为负；所有值互为同等邻居时为 0（p 为 1）：值怎样排列结果都相同。',
      'z score: above 0 where high values cluster, below 0 where low ones do; 0 (and p 1) where all values are neighbours alike: every order of them gives the same.',
    ),
    p: strict(
      {
        randomisation: number('随机化假设下。', 'Under randomisation.'),
        permutation: Type.Optional(number('置换检验的 p 值。', 'By permutations.')),
      },
      says('双侧 p 值。', 'Two-sided p values.'),
    ),
    islands: whole('没有邻居的值的个数。', 'Values without neighbours.'),
    ...counted,
  },
  named('GeneralGResult', '全局 G。', 'The general G.'),
);

export type GeneralGResult = Of<typeof GeneralGResultSchema>;

const KdeResultSchema = strict(
  {
    kind: literal('kde'),
    values: Type.Array(
      number('密度。', 'A density.'),
      says(
        '各网格中心每平方千米的点数，从西南角起逐行。',
        'Points per km² at the centres of the cells, row by row from the south-west.',
      ),
    ),
    columns: whole('列数。', 'Columns.'),
    rows: whole('行数。', 'Rows.'),
    cellM: number('网格边长（米）。', 'Side of the cells in metres.'),
    corners: Type.Array(
      tuple<readonly [lon: number, lat: number]>(
        [Type.Number(), Type.Number()],
        says('经纬度（度）。', 'Longitude and latitude in degrees.'),
      ),
      says(
        '四角网格的中心：西南、东南、东北、西北。',
        'Centres of the four corner cells: south-west, south-east, north-east, north-west.',
      ),
    ),
    bandwidthM: number('带宽（米）。', 'Bandwidth in metres.'),
  },
  named('KdeResult', '核密度。', 'Kernel density.'),
);

export type KdeResult = Of<typeof KdeResultSchema>;

const BalanceResultSchema = strict(
  {
    kind: literal('balance'),
    domain: CountDomainSchema,
    cells: Type.Array(
      strict(
        {
          key: string(
            '面的编号，或投影中网格的列和行。',
            'Id of the area, or column and row of the cell in the projection.',
          ),
          count: whole('点数。', 'Points.'),
        },
        says('一个网格或面。', 'A cell or area.'),
      ),
      says('各网格或面，含空的。', 'Cells or areas, empty ones too.'),
    ),
    points: whole('点数。', 'Points.'),
    mean: number('平均每格点数。', 'Mean count.'),
    cv: numberOrNull(
      '变异系数（总体标准差除以均值）；均值为 0 时为 null。',
      'Standard deviation of the population over the mean; null where the mean is 0.',
    ),
    gini,
    max: number('最多的点数。', 'Greatest count.'),
    outside: Type.Array(id, says('不在任何网格或面中的点。', 'Ids of points in no cell.')),
  },
  named('BalanceResult', '均衡程度。', 'How evenly points are spread.'),
);

export type BalanceResult = Of<typeof BalanceResultSchema>;

export const SPATIAL_RESULT_SCHEMAS = [
  HotspotsResultSchema,
  MoranResultSchema,
  LocalMoranResultSchema,
  GeneralGResultSchema,
  KdeResultSchema,
  BalanceResultSchema,
] as const;
export type SpatialResult =
  | HotspotsResult
  | MoranResult
  | LocalMoranResult
  | GeneralGResult
  | KdeResult
  | BalanceResult;
