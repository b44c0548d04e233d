/** Requests: the values that spatial statistics are computed from, and which values are neighbours. */
import Type from 'typebox';
import { AreaChoiceSchema, AreasSchema, FacilitiesSchema, filterField, id, placeFields } from './place.ts';
import { aboveZero, byKey, choice, count, name, number, strict, tuple } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { orFile } from './study-files.ts';
import { STUDY_LIMITS as L } from './vocabulary.ts';

export const cellM = Type.Optional(
  aboveZero(
    '网格边长（米）；与 areas 二选一，缺省为面。',
    'Side of the grid cells in metres. Default: areas, one of both.',
  ),
);

export const areas = Type.Optional(AreaChoiceSchema);

const ValuesAtPointsSchema = strict(
  {
    points: Type.Array(
      strict(
        { ...placeFields, value: number('该点的值，单位任意。', 'The value there, in any unit.') },
        says('一个点。', 'A point.'),
      ),
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

const ValuesOfAreasSchema = strict(
  {
    areas: Type.Array(
      strict(
        {
          id: Type.Optional(id('面的编号；缺省按顺序编号。', 'Id of the area. Default: areas are numbered.')),
          geometry: AreasSchema,
          value: number('该面的值，单位任意。', 'The value there, in any unit.'),
        },
        says('一个带值的面。', 'An area with a value.'),
      ),
      { minItems: 1, maxItems: L.areas, ...says('带值的面。', 'Areas with values.') },
    ),
  },
  named(
    'ValuesOfAreas',
    '面的值；邻接关系可按面的边界（contiguity）或中心。',
    'Values of areas, whose neighbours are found by their borders (contiguity) or by their centres.',
  ),
);

const ValuesOfLayerSchema = strict(
  {
    layer: name('图层编号，见 /layers。', 'Id of the layer; see /layers.'),
    value: name('作为值的数值属性。', 'The numeric attribute that is the value.'),
    filter: filterField,
  },
  named(
    'ValuesOfLayer',
    '图层要素的数值属性；没有该属性的要素略去。',
    'A numeric attribute of the features of a layer. Features without it are left out.',
  ),
);

const ValuesOfDemandSchema = strict(
  {
    demand: choice(
      ['people', 'density'],
      says(
        'people：每个需求单元的人数；density：每平方千米的人数。',
        'people: those of each demand cell; density: people per km².',
      ),
    ),
  },
  named(
    'ValuesOfDemand',
    '研究的需求单元的值；邻接关系可按单元的边界（contiguity）。',
    'Values of the study’s demand, whose neighbours may be found by borders (contiguity).',
  ),
);

/** Values at places, of areas, of a layer, of the demand, of features counted in cells or areas, or alone. */
export const SpatialValuesSchema = byKey(
  [
    ValuesAtPointsSchema,
    CountedValuesSchema,
    ValuesAloneSchema,
    ValuesOfAreasSchema,
    ValuesOfLayerSchema,
    ValuesOfDemandSchema,
  ],
  { ...named('SpatialValues', '空间统计的值。', 'Values of a spatial statistic.'), ...orFile('values') },
);

export type SpatialValues = Of<typeof SpatialValuesSchema>;

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
        '相接的网格、面或需求单元为邻居，权重为 1：用于按网格或面计数、面的值、需求单元的值。边界相距 0.000001 度（约 10 厘米）以内视为相接。',
        'Grid cells, areas or demand cells that touch are neighbours of weight 1: for counts in cells or areas, for values of areas and of the demand. Borders within 0.000001° (some 10 cm) of one another touch.',
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
  { ...named('Neighbours', '谁与谁相邻。', 'Who is whose neighbour.'), ...orFile('neighbours') },
);

export type Neighbours = Of<typeof NeighboursSchema>;
