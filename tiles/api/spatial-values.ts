/** Requests: the values that spatial statistics are computed from, and which values are neighbours. */
import Type from 'typebox';
import { FacilitiesSchema, placeFields, AreaChoiceSchema } from './place.ts';
import { aboveZero, byKey, choice, count, number, strict, tuple } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { STUDY_LIMITS as L } from './vocabulary.ts';

export const cellM = Type.Optional(
  aboveZero('网格边长（米）；与 areas 二选一。', 'Side of the grid cells in metres. Either this or areas.'),
);

export const areas = Type.Optional(AreaChoiceSchema);

const ValuesAtPointsSchema = strict(
  {
    points: Type.Array(
      strict({ ...placeFields, value: number('该点的值。', 'The value there.') }, says('一个点。', 'A point.')),
      { minItems: 1, maxItems: L.values, ...says('带值的点。', 'Points with values.') },
    ),
  },
  named('ValuesAtPoints', '各点上的值。', 'Values at points.'),
);

const CountedValuesSchema = strict(
  {
    count: strict({ of: FacilitiesSchema, cellM, areas }, says('数什么、在哪里数。', 'What is counted, and in what.')),
  },
  named(
    'CountedValues',
    '把设施计入边长 cellM 米的网格，或计入面图层 areas 的各个面。',
    'Facilities counted in grid cells of cellM metres, or in the areas of a layer of polygons.',
  ),
);

const ValuesAloneSchema = strict(
  { values: Type.Array(Type.Number(), { minItems: 1, maxItems: L.values, ...says('各个值。', 'The values.') }) },
  named(
    'ValuesAlone',
    '只有值，邻接关系由 neighbours.given 给出。',
    'Values alone: neighbours.given says who is whose neighbour.',
  ),
);

/** Values at places, or of features counted in cells or areas, or alone. */
export const SpatialValuesSchema = byKey(
  [ValuesAtPointsSchema, CountedValuesSchema, ValuesAloneSchema],
  named('SpatialValues', '空间统计的值。', 'Values of a spatial statistic.'),
);

/** The properties of exactly one of the three. */
export type SpatialValues = Partial<
  Of<typeof ValuesAtPointsSchema> & Of<typeof CountedValuesSchema> & Of<typeof ValuesAloneSchema>
>;

export const NeighboursSchema = byKey(
  [
    strict(
      {
        withinM: aboveZero(
          '距离上限（米）；其内各值权重为 1。',
          'Metres: everybody at most so far away is a neighbour of weight 1.',
        ),
      },
      named('NeighboursWithin', '一定距离之内的为邻居。', 'Neighbours by distance.'),
    ),
    strict(
      {
        nearest: count(
          1,
          10_000,
          '邻居个数，权重为 1；等距时取序号在前的。',
          'So many nearest ones, of weight 1; of equally near ones the first in order.',
        ),
      },
      named('NeighboursNearest', '最近的若干个为邻居。', 'The nearest ones are neighbours.'),
    ),
    strict(
      {
        contiguity: choice(
          ['rook', 'queen'],
          says('rook：共边；queen：共边或共角。', 'rook: a common edge; queen: a common edge or corner.'),
        ),
      },
      named(
        'NeighboursContiguity',
        '相接的网格为邻居，权重为 1；仅用于按 cellM 网格计数。',
        'Grid cells that touch are neighbours of weight 1. For counts in cells of cellM alone.',
      ),
    ),
    strict(
      {
        given: Type.Array(
          tuple<readonly [from: number, to: number, weight: number]>(
            [
              Type.Integer({ minimum: 0, maximum: L.values }),
              Type.Integer({ minimum: 0, maximum: L.values }),
              Type.Number(),
            ],
            says('起、止（值的序号，从 0 起）和权重。', 'From, to (indexes of values, from 0) and weight.'),
          ),
          {
            maxItems: L.neighbours,
            ...says('三元组；同一对出现多次时权重相加。', 'Triples. Weights of one pair add up.'),
          },
        ),
      },
      named(
        'NeighboursGiven',
        '三元组：起、止（值的序号，从 0 起）和权重。',
        'Triples of from, to (indexes of values, from 0) and weight.',
      ),
    ),
  ],
  named('Neighbours', '谁与谁相邻。', 'Who is whose neighbour.'),
);

export type Neighbours = Of<typeof NeighboursSchema>;
