/** Contiguous catchments with capacities, such as school districts: the request, and the answer. */
import Type from 'typebox';
import { travel, whose } from './measure-fields.ts';
import { allocationField } from './measure-results.ts';
import {
  aboveZero,
  choice,
  flag,
  literal,
  number,
  numberOrNan,
  numberOrNull,
  strict,
  string,
  whole,
} from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { SitingStepSchema } from './siting.ts';
import { DISTRICTS_STATUSES, DISTRICT_UNITS } from './vocabulary.ts';

const UnitSchema = choice(
  DISTRICT_UNITS,
  says(
    '不可拆分的单位：cell 人口单元，subdistrict 街道，district 区市；不属于任何街道（区市）的单元各自为一个单位；缺省 cell。',
    'What is not divided: cells, subdistricts or districts. A cell in none of these is a unit of its own. Default cell.',
  ),
);

export const DistrictsRequestSchema = strict(
  {
    kind: literal('districts'),
    travel,
    for: whose,
    by: Type.Optional(UnitSchema),
    useCapacities: Type.Optional(
      flag(
        '每处设施的片区人数不超过其能力，每个设施须有 capacity；缺省 false。',
        'No zone has more people than its facility’s capacity, which each needs. Default false.',
      ),
    ),
    overCapacity: Type.Optional(
      choice(
        ['refuse', 'scale'],
        says(
          '总能力不足时：refuse 拒绝，并说明差多少；scale 各处能力按同一倍数提高到总人数的 1.05 倍。缺省 refuse。',
          'Where all capacities together are too small: refuse, saying by how much, or scale, which raises them by one factor to 1.05 times the people. Default refuse.',
        ),
      ),
    ),
    balance: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        ...says(
          '各片区人数与其应占份额之差至多为份额的几成（0 至 1，如 0.1 为 ±10%）；份额按能力（useCapacities 时）或平均分配；缺省不限。',
          'By how much of its part a zone may have more or fewer people, 0 to 1: 0.1 is 10% either way. Parts go by capacity with useCapacities, else they are equal. Default: no limit.',
        ),
      }),
    ),
    perDemand: Type.Optional(
      flag(
        '是否逐个列出每个单元属于哪个片区；缺省 false。',
        'Whether every cell is listed with its zone. Default false.',
      ),
    ),
    gap: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        ...says(
          '与下界的相对差距（0 至 1）不超过此值即停止；0 要求证明最优；缺省 0.005。',
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
    'Districts',
    '划片（如学区）：每个单元归一处设施，每片连续且包含设施所在的单元，人数在限度之内，人数 × 代价之和最小（Caro 等 2004）。',
    'Zones such as school districts: every cell goes to one facility, each zone hangs together around its facility and keeps to its limits of people, at the least people × cost (Caro et al. 2004).',
  ),
);
export type DistrictsRequest = Of<typeof DistrictsRequestSchema>;

const people = number('人数。', 'People.');
const cells = whole('单元数。', 'Cells.');

export const DistrictsResultSchema = strict(
  {
    kind: literal('districts'),
    by: UnitSchema,
    units: whole('单位数。', 'Units.'),
    status: choice(
      DISTRICTS_STATUSES,
      says(
        'optimal 已证明最优；gap 达到所要求的差距；feasible 满足全部限制，差距见 gap；time、cancelled 为截止时的最好结果；unmet 未找到满足人数限制的划法，超出或不足的人数见 excess；infeasible 已证明没有这样的划法，给出超出最少的。',
        'optimal: proven; gap: as close as asked for; feasible: keeps to all limits, with the gap told; time, cancelled: the best by then; unmet: no zones were found that keep to the limits, excess says by how many people; infeasible: it is proven that there are none, and those found break them least.',
      ),
    ),
    zones: Type.Array(
      strict(
        {
          id: string('片区的编号，即其（第一处）设施的编号。', 'Id of the zone: that of its first facility.'),
          facilities: Type.Array(
            string('编号。', 'Id.'),
            says(
              '片区的设施；同在一个单位里的设施共用一个片区。',
              'Facilities of the zone: those in the same unit share one.',
            ),
          ),
          people,
          cells,
          atLeast: numberOrNull('人数下限；没有时为 null。', 'People at least; null without such a limit.'),
          atMost: numberOrNull('人数上限；没有时为 null。', 'People at most; null without such a limit.'),
          capacity: numberOrNull('服务能力；没有时为 null。', 'Capacity; null where it has none.'),
          meanCost: numberOrNull('人均代价；没有人时为 null。', 'Mean cost by people; null where there are none.'),
          areaM2: number('面积（平方米）。', 'Area in square metres.'),
        },
        says('一个片区。', 'A zone.'),
      ),
      says('各片区，按设施的次序。', 'Zones, in the order of their facilities.'),
    ),
    objective: numberOrNan('人数 × 代价之和。', 'People × cost.'),
    bound: numberOrNan(
      '已证明的下界：任何连续的划法都不会更低。',
      'No contiguous zones within the limits cost less: a proven bound.',
    ),
    gap: numberOrNan(
      '与界的相对差距：|objective − bound| / max(|objective|, |bound|)；不满足限制时为 null。',
      'Relative distance from the bound: |objective − bound| / max(|objective|, |bound|); null where the limits are not kept to.',
    ),
    meanCost: numberOrNull('人均代价；没有人时为 null。', 'Mean cost by people; null where there are none.'),
    nearestMeanCost: numberOrNull(
      '不计能力和连续，人人去最近设施时的人均代价；没有人时为 null。',
      'Mean cost if everybody went to the nearest facility, without limits and contiguity; null where there are none.',
    ),
    excess: number(
      '各片区超出上限或不足下限的人数之和。',
      'People beyond the limits of their zones, or short of them.',
    ),
    unassigned: strict(
      { cells, people },
      says(
        '不属于任何片区的单元：与任何设施所在的地面都不相连（孤岛）。',
        'Cells in no zone: pieces of ground that no facility is on, and that nothing joins to others.',
      ),
    ),
    unreachable: strict(
      { cells, people },
      says(
        '有人、属于某片区，但没有路到其设施的单元；计入人数，不计入代价。',
        'Cells with people that are in a zone but have no way to its facility: they count among its people and in no cost.',
      ),
    ),
    allocation: allocationField,
    steps: Type.Array(SitingStepSchema, says('求解过程。', 'Steps of the search.')),
  },
  named('DistrictsResult', '划片结果。', 'Result of districting.'),
);
export type DistrictsResult = Of<typeof DistrictsResultSchema>;
