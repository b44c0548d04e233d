/** Which facilities to close: the request, and the answer. */
import Type from 'typebox';
import { travel, whose } from './measure-fields.ts';
import { allocationField } from './measure-results.ts';
import { id } from './place.ts';
import { aboveZero, amount, choice, count, flag, literal, number, numberOrNull, strict, string } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { period, SitingStepSchema } from './siting.ts';
import { CLOSURE_MODELS, STUDY_LIMITS as L } from './vocabulary.ts';

const ModelSchema = choice(
  CLOSURE_MODELS,
  says(
    '损失怎样计：mclp 覆盖的人最多，p-median 总代价最小，p-center 最差者最好。',
    'What is to be lost least: mclp, people covered; p-median, total cost; p-center, cost of the worst served.',
  ),
);

export const ClosureRequestSchema = strict(
  {
    kind: literal('closure'),
    travel,
    for: whose,
    model: ModelSchema,
    close: count(
      1,
      L.facilities,
      '关闭的现有设施数，恰好这么多。',
      'Number of existing facilities that close, exactly.',
    ),
    fixed: Type.Optional(
      Type.Array(id('设施的编号。', 'Id of a facility.'), {
        maxItems: L.facilities,
        ...says('不可关闭的设施；缺省没有。', 'Facilities that stay. Default: none.'),
      }),
    ),
    p: Type.Optional(
      count(
        0,
        L.candidates,
        '同时在候选点新开的设施数（迁址），至多这么多；缺省 0。',
        'Number of candidates that may open at the same time, at most, as where facilities move. Default 0.',
      ),
    ),
    within: Type.Optional(
      amount(
        '服务的代价上限；使用道路网络时单位为秒，否则为自带网络或矩阵的单位；mclp 必需，其余缺省不限。',
        'Nobody is served from farther: seconds along a road network, else in the unit of the network or matrix given. Needed for mclp; for the others the default is no limit.',
      ),
    ),
    useCapacities: Type.Optional(
      flag(
        '设施服务的人数不超过其能力；每个设施和候选点须有 capacity；缺省 false。',
        'Nobody beyond a facility’s capacity is served by it. Every facility and candidate needs a capacity. Default false.',
      ),
    ),
    wholeCells: Type.Optional(
      flag(
        '计能力时，一个单元的人是否须由同一设施服务；缺省 false，即可分到几处。',
        'With capacities: whether everybody of a cell goes to one facility. Default false: they may be divided among several.',
      ),
    ),
    perDemand: Type.Optional(
      flag(
        '是否逐个列出每个需求由哪个设施服务、代价和人数；缺省 false。',
        'Whether every demand is listed with the facility that serves it, cost and people. Default false.',
      ),
    ),
    gap: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        ...says(
          '与界的相对差距（0 至 1）不超过此值即停止；0 要求证明最优；缺省 0.005。',
          'Ends once the proven relative gap, 0 to 1, is this small; 0 asks for the proven optimum. Default 0.005.',
        ),
      }),
    ),
    timeLimitS: Type.Optional(
      aboveZero(
        '此项最多用时（秒）；缺省与整项研究相同。',
        'Seconds that it may take at most. Default: those of the whole study.',
      ),
    ),
  },
  named(
    'Closure',
    '关闭哪几处现有设施损失最小，可同时在候选点新开（ReVelle、Murray 和 Serra 2007）。',
    'Which of the existing facilities to close so that least is lost, and which sites to open in their place (ReVelle, Murray & Serra 2007).',
  ),
);
export type ClosureRequest = Of<typeof ClosureRequestSchema>;

const { chosen: _chosen, sites, before, ...figures } = period;

export const ClosureResultSchema = strict(
  {
    kind: literal('closure'),
    model: ModelSchema,
    closed: Type.Array(
      strict(
        {
          id: string('设施编号。', 'Id of the facility.'),
          lon: numberOrNull('经度（度）；没有位置时为 null。', 'Longitude in degrees; null where it has no place.'),
          lat: numberOrNull('纬度（度）；没有位置时为 null。', 'Latitude in degrees; null where it has no place.'),
          people: number('现在由它服务的人数。', 'People whom it serves today.'),
        },
        says('关闭的一处。', 'One that closes.'),
      ),
      says('关闭的设施，按设施的次序。', 'Facilities that close, in their order.'),
    ),
    opened: sites,
    ...figures,
    before,
    today: strict(
      {
        served: figures.served,
        meanCost: figures.meanCost,
      },
      says('现状：全部现有设施都在时。', 'As it is today, with all facilities.'),
    ),
    allocation: allocationField,
    steps: Type.Array(SitingStepSchema, says('求解过程。', 'Steps of the search.')),
  },
  named('ClosureResult', '关闭设施的结果。', 'Result of closing facilities.'),
);
export type ClosureResult = Of<typeof ClosureResultSchema>;
