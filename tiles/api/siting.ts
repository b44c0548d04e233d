/** Where the next facility goes: the request to the optimiser, and its answer. */
import Type from 'typebox';
import { allocationField } from './measure-results.ts';
import { travel, whose } from './measure-fields.ts';
import { AreasSchema } from './place.ts';
import {
  aboveZero,
  amount,
  choice,
  count,
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
import { SITING_MODELS, SITING_PHASES, SITING_STATUSES, STUDY_LIMITS as L } from './vocabulary.ts';

const ModelSchema = choice(
  SITING_MODELS,
  says(
    '模型：lscp 最少设施全覆盖（Toregas 等 1971）；mclp 最大覆盖（Church 和 ReVelle 1974）；p-median 总代价最小（Hakimi 1964）；p-center 最差者最好。都先服务尽可能多的人。',
    'Model: lscp, fewest facilities that cover all (Toregas et al. 1971); mclp, most people covered (Church & ReVelle 1974); p-median, least total cost (Hakimi 1964); p-center, least cost of the worst served. Each serves as many people as can be served first.',
  ),
);

const newSites = count(
  0,
  L.candidates,
  '新设施数（现有设施之外）至多多少；lscp 不用，其余模型须给出 p 或 budget，也可同时给出；缺省只限 budget。',
  'New facilities at most, beside the existing ones. Not for lscp; the other models need p or a budget, and take both together. Default: the budget alone.',
);
const budget = amount(
  '设置费用总额上限，代替 p 或与 p 同时限定；每个候选点须有 cost；不用于 lscp；缺省只限 p。',
  'Total opening cost at most, in place of p or beside it, in the unit of the candidates’ cost, which each needs. Not for lscp. Default: p alone.',
);
const share = Type.Number({
  exclusiveMinimum: 0,
  maximum: 1,
  ...says(
    '要覆盖的人口占全部人口的比例（0 至 1），只用于 lscp：求覆盖这一比例的最少设施（部分集合覆盖，Daskin 和 Owen 1999），设施一样多时取覆盖人数最多者；缺省为所有能覆盖到的人。',
    'Share of all people to be covered, 0 to 1, for lscp: the fewest that cover it (partial set covering, Daskin & Owen 1999), of as few those that cover most. Default: everybody who can be covered.',
  ),
});

export const SitingRequestSchema = strict(
  {
    kind: literal('siting'),
    model: ModelSchema,
    travel,
    for: whose,
    p: Type.Optional(newSites),
    share: Type.Optional(share),
    within: Type.Optional(
      amount(
        '服务的代价上限；使用道路网络时单位为秒，否则为自带网络或矩阵的单位；lscp 和 mclp 必需，p-median 和 p-center 缺省不限。',
        'Nobody is served from farther: seconds along a road network, else in the unit of the network or matrix given. Needed for lscp and mclp; for p-median and p-center the default is no limit.',
      ),
    ),
    budget: Type.Optional(budget),
    periods: Type.Optional(
      Type.Array(
        strict(
          { p: Type.Optional(newSites), budget: Type.Optional(budget), share: Type.Optional(share) },
          says('一期的限制。', 'Limits of a period.'),
        ),
        {
          minItems: 1,
          maxItems: L.periods,
          ...says(
            '分期建设，代替 p、budget 和 share：先前各期选中的保留，每一期在此之上求最优；缺省只有一期。',
            'Periods, one after the other, in place of p, budget and share: what earlier ones chose stays, and each chooses the best beside it. Default: a single one.',
          ),
        },
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
    forbidden: Type.Optional(
      Type.Array(AreasSchema, {
        maxItems: L.forbidden,
        ...says('这些面内不设候选点；缺省没有。', 'No candidate inside these areas. Default: none.'),
      }),
    ),
    gap: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        ...says(
          '与上限的相对差距（0 至 1）不超过此值即停止；0 要求证明最优；缺省 0.005。',
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
    'Siting',
    '新设施选址，现有设施保留：lscp 最少设施全覆盖，mclp 最大覆盖，p-median 总代价最小，p-center 最差者最好。',
    'Where new facilities go, beside the existing ones: lscp (fewest that cover all), mclp (most people), p-median (least total cost), p-center (least cost of the worst served).',
  ),
);
export type SitingRequest = Of<typeof SitingRequestSchema>;

const known = (zh: string, en: string) =>
  numberOrNull(`${zh}；尚不知道时为 null。`, `${en}; null where nothing is known yet.`);

const servedField = strict(
  {
    people: number('人数。', 'People.'),
    share: number('占全部人口的比例，0 至 1。', 'Share of all people, 0 to 1.'),
  },
  says('由现有设施和选中的设施服务的人。', 'People whom the existing facilities and those chosen serve.'),
);

/** What is known after a step. */
export const SitingStepSchema = strict(
  {
    phase: choice(
      SITING_PHASES,
      says(
        '阶段：reduce 化简，greedy 贪心，interchange 交换，bound 求界，exact 精确求解。',
        'Phase: reduce, greedy, interchange, bound, exact.',
      ),
    ),
    atMs: number('自开始起的毫秒数。', 'Milliseconds since it began.'),
    objective: known('目标值', 'The objective'),
    bound: known('已证明的界', 'The proven bound'),
    gap: known('差距', 'The gap'),
  },
  named('SitingStep', '求解的一步。', 'A step of the search.'),
);
export type SitingStep = Of<typeof SitingStepSchema>;

/** What is told of every choice. */
export const period = {
  status: choice(
    SITING_STATUSES,
    says(
      'optimal 已证明最优；gap 达到所要求的差距；time、cancelled 为截止时的最好结果；infeasible 无可行方案，原因见 warnings。',
      'optimal: proven; gap: as close as asked for; time, cancelled: the best by then; infeasible: no choice fulfils it, and a warning says what stands in the way.',
    ),
  ),
  chosen: Type.Array(
    string('编号。', 'Id.'),
    says('选中的候选点，按候选点的次序。', 'Ids of the candidates chosen, in the order of candidates.'),
  ),
  sites: Type.Array(
    strict(
      {
        id: string('候选点编号。', 'Id of the candidate.'),
        lon: numberOrNull('经度（度）；没有位置时为 null。', 'Longitude in degrees; null where it has no place.'),
        lat: numberOrNull('纬度（度）；没有位置时为 null。', 'Latitude in degrees; null where it has no place.'),
        people: number('由它服务的人数。', 'People served by it.'),
        cost: numberOrNull(
          '设置费用，单位与预算相同；候选点没有费用时为 null。',
          'Cost of opening it, in the unit of the budget; null where candidates have none.',
        ),
      },
      says('一处新设施。', 'A new facility.'),
    ),
    says('选中的候选点。', 'The candidates chosen.'),
  ),
  objective: numberOrNan(
    '目标值，含现有设施：lscp 为新设施数（或设置费用），mclp 为覆盖人数，p-median 为人数 × 代价，p-center 为代价。',
    'lscp: new facilities (or their opening cost); mclp: people within; p-median: people × cost; p-center: cost. Existing facilities counted in.',
  ),
  bound: numberOrNan(
    '已证明的界：在这些候选点中不可能有更好的目标值。',
    'No choice of these candidates is better than this.',
  ),
  gap: numberOrNan(
    '与界的相对差距：|objective − bound| / max(|objective|, |bound|)；都为 0 时为 0。',
    'Relative distance from the bound: |objective − bound| / max(|objective|, |bound|); 0 where both are 0.',
  ),
  before: numberOrNull(
    '不新增设施时的目标值；没有时为 null。',
    'The objective without new facilities; null where it has none.',
  ),
  meanCost: numberOrNull(
    '被服务者的平均代价；没有人被服务或尚在求解时为 null。lscp 和 mclp 在覆盖相同的方案中取此值最小者。',
    'Mean cost of those served; null where nobody is, and while the search goes on. Of choices that cover the same people lscp and mclp give one for which it is least.',
  ),
  served: servedField,
};

export const SitingResultSchema = strict(
  {
    kind: literal('siting'),
    model: ModelSchema,
    candidates: whole(
      '参与选址的候选点数（禁建范围外）。界与“无法服务”只对这些候选点成立。',
      'Candidates that were chosen among, outside forbidden areas. The bound, and who cannot be served, hold for these alone.',
    ),
    ...period,
    isNearest: Type.Optional(
      flag(
        'lscp 和 mclp 不计能力时：是否已证明覆盖相同的方案中没有平均代价更小的。',
        'For lscp and mclp without capacities: whether it is proven that no choice that covers the same people has a lower mean cost.',
      ),
    ),
    periods: Type.Optional(
      Type.Array(
        strict(period, says('一期。', 'A period.')),
        says(
          '各期的选择和数字，在要求 periods 时给出；status、bound 和 gap 是在先前各期已定的条件下的，不证明整个次序最优。整个结果的目标值、界和差距为最后一期的，status 取各期中最差的。',
          'What each period chose and comes to, where periods are asked for. Its status, bound and gap hold given the earlier ones; it is not proven that the chain as a whole is the best. The objective, bound and gap of the whole result are those of the last period, its status is the worst of all.',
        ),
      ),
    ),
    unservable: strict(
      { cells: whole('单元数。', 'Cells.'), people: number('人数。', 'People.') },
      says(
        '现有设施和这些候选点均无法服务的需求。',
        'Demand that no existing facility and none of these candidates can serve.',
      ),
    ),
    allocation: allocationField,
    steps: Type.Array(SitingStepSchema, says('求解过程。', 'Steps of the search.')),
  },
  named('SitingResult', '选址结果。', 'Result of siting.'),
);
export type SitingResult = Of<typeof SitingResultSchema>;
