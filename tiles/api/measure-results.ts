/** Answers of the measures of how well people are served. */
import Type from 'typebox';
import { ACCESSIBILITY_RESULT_SCHEMAS, type AccessibilityResult } from './accessibility-results.ts';
import { geometry } from './place.ts';
import { demandPlace, groupKey, id, people } from './result-fields.ts';
import {
  byName,
  literal,
  number,
  numberOrNan,
  numberOrNull,
  orNull,
  strict,
  string,
  textOrNull,
  tuple,
  whole,
  wholeOrNull,
} from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { STUDY_LIMITS } from './vocabulary.ts';

const areaM2 = number('面积（平方米）。', 'Area in square metres.');
const group = {
  key: groupKey,
  people,
  areaM2,
};

const CoverageResultSchema = strict(
  {
    kind: literal('coverage'),
    people: number('总人数。', 'People altogether.'),
    areaM2: number('总面积（平方米）。', 'Area altogether, in square metres.'),
    within: Type.Array(
      strict(
        {
          cost: number('代价上限。', 'The cost.'),
          people: number('其内人数。', 'People within.'),
          peopleShare: number('其内人数占比，0 至 1。', 'Share of people, 0 to 1.'),
          areaM2: number('其内面积（平方米）。', 'Area within, in square metres.'),
          areaShare: number('其内面积占比，0 至 1。', 'Share of area, 0 to 1.'),
        },
        says('一个代价之内。', 'Within one of the costs.'),
      ),
      says('按所问的各代价。', 'By the costs asked for.'),
    ),
    groups: Type.Optional(
      Type.Array(
        strict(
          {
            ...group,
            within: Type.Array(
              strict(
                { cost: number('代价上限。', 'The cost.'), people, areaM2 },
                says('一个代价之内。', 'Within one of the costs.'),
              ),
              says('按所问的各代价。', 'By the costs asked for.'),
            ),
          },
          says('一组。', 'A group.'),
        ),
        says('各组，在要求分组时给出。', 'Groups, where asked for.'),
      ),
    ),
    costs: Type.Optional(
      Type.Array(
        numberOrNull('代价。', 'A cost.'),
        says(
          '每个需求单元到最近设施的代价；不可达为 null。',
          'Cost of the nearest facility by demand; null where none can be reached.',
        ),
      ),
    ),
  },
  named('CoverageResult', '覆盖。', 'Coverage.'),
);
export type CoverageResult = Of<typeof CoverageResultSchema>;

export const GapAreaSchema = strict(
  {
    rank: whole('按人数的名次，从 1 起。', 'Rank by people, from 1.'),
    people,
    areaM2,
    cells: Type.Array(whole('序号。', 'Index.'), says('需求单元的序号。', 'Indexes of demand cells.')),
    lon: numberOrNan(
      '按人口加权的中心经度（度）；没有位置时为 null。',
      'Longitude of the centre weighted by people, in degrees; null where it has no place.',
    ),
    lat: numberOrNan(
      '按人口加权的中心纬度（度）；没有位置时为 null。',
      'Latitude of the centre weighted by people, in degrees; null where it has no place.',
    ),
    district: textOrNull('多数人所在的区市。', 'District of most of its people.'),
    subdistrict: textOrNull('多数人所在的街道。', 'Subdistrict of most of its people.'),
    nearest: orNull(
      strict(
        {
          facility: string('对多数人最近的设施。', 'Facility that is the nearest to most of its people.'),
          cost: number('人均最近代价。', 'Mean cost of its people to their nearest one.'),
        },
        says('最近的设施。', 'The nearest facility.'),
      ),
      says('最近的设施；均不可达时为 null。', 'The nearest facility; null where none can be reached.'),
    ),
  },
  named('GapArea', '一片未覆盖区域。', 'An area that is not served.'),
);
export type GapArea = Of<typeof GapAreaSchema>;

const GapsResultSchema = strict(
  {
    kind: literal('gaps'),
    people: number('未覆盖人数。', 'People not served.'),
    areaM2: number('未覆盖面积（平方米）。', 'Area not served, in square metres.'),
    unreachablePeople: number(
      '完全不可达的人数，已计入 people。',
      'People in cells that no facility can be reached from at all, counted among people too.',
    ),
    leftOut: strict(
      { areas: whole('片数。', 'Areas.'), people },
      says('因 minPeople 或 most 未列出的。', 'What minPeople or most has left out.'),
    ),
    areas: Type.Array(GapAreaSchema, says('各片，人数多的在前。', 'Areas, those with most people first.')),
  },
  named('GapsResult', '未覆盖区域。', 'Areas that are not served.'),
);
export type GapsResult = Of<typeof GapsResultSchema>;

const AllocationSchema = strict(
  {
    demand: string('需求的编号。', 'Id of the demand.'),
    facility: textOrNull(
      '去的设施的编号；没有时为 null。',
      'Id of the facility that it goes to; null where there is none.',
    ),
    cost: numberOrNull('代价；没有设施时为 null。', 'Its cost; null where there is no facility.'),
    people: number('人数。', 'People.'),
    ...demandPlace,
  },
  named('Allocation', '一个需求去哪个设施。', 'Where a demand goes.'),
);
export type Allocation = Of<typeof AllocationSchema>;

export const allocationField = Type.Optional(
  Type.Array(
    AllocationSchema,
    says(
      '逐个需求的去处，在要求 perDemand 时给出。一个需求分到几处设施时，每处一行；无人服务的人另有一行。',
      'Where each demand goes, where perDemand asks for it. One that is divided has a row for each facility, and one for the people whom none serves.',
    ),
  ),
);

const AssignmentResultSchema = strict(
  {
    kind: literal('assignment'),
    facilities: Type.Array(
      strict(
        {
          id,
          people: number('分配到的人数。', 'People assigned to it.'),
          cells: whole('分配到的单元数。', 'Cells assigned to it.'),
          meanCost: numberOrNull('人均代价；没有人时为 null。', 'Mean cost by people; null where nobody is assigned.'),
          maxCost: numberOrNull(
            '有人单元的最大代价；没有人时为 null。',
            'Greatest cost of cells with people; null where nobody is assigned.',
          ),
        },
        says('一处设施。', 'A facility.'),
      ),
      says('各设施。', 'By facility.'),
    ),
    unassignedPeople: number('不可达的人数。', 'People who can reach none.'),
    meanCost: numberOrNull('人均代价；没有人时为 null。', 'Mean cost by people; null where nobody is assigned.'),
    maxCost: numberOrNull(
      '有人单元的最大代价；没有人时为 null。',
      'Greatest cost of cells with people; null where nobody is assigned.',
    ),
    gini: numberOrNull(
      '代价的基尼系数：两人之差的均值除以均值的两倍；均值为 0 时为 null。',
      'Gini coefficient of cost over people: mean difference of two people over twice the mean; null where the mean is 0.',
    ),
    lorenz: orNull(
      Type.Array(
        tuple<readonly [peopleShare: number, costShare: number]>(
          [Type.Number(), Type.Number()],
          says('人口占比与代价占比。', 'Share of people and of cost.'),
        ),
      ),
      says(
        '洛伦兹曲线，每 1% 人口一点，近者在前，从 [0, 0] 到 [1, 1]；gini 为 null 时也为 null。',
        'Lorenz curve at every percent of people, the nearest first, from [0, 0] to [1, 1]; null with gini.',
      ),
    ),
    perDemand: Type.Optional(
      Type.Array(
        whole('序号。', 'Index.'),
        says('每个需求单元的设施序号；不可达为 -1。', 'Index of the facility by demand; -1 where none can be reached.'),
      ),
    ),
    allocation: allocationField,
  },
  named('AssignmentResult', '分配。', 'Assignment.'),
);
export type AssignmentResult = Of<typeof AssignmentResultSchema>;

const OverlapResultSchema = strict(
  {
    kind: literal('overlap'),
    facilities: Type.Array(
      strict(
        {
          id,
          people: number('可及人数。', 'People within reach.'),
          exclusivePeople: number('仅它可及的人数。', 'People within reach of it alone.'),
        },
        says('一处设施。', 'A facility.'),
      ),
      says('各设施。', 'By facility.'),
    ),
    peopleByCount: Type.Array(
      people,
      says(
        '按可及设施数的人数，从 0 起；最后一项含更多的。',
        'People by number of facilities within reach, from 0; the last counts that many and more.',
      ),
    ),
    backup: Type.Optional(
      strict(
        {
          atLeast: whole('至少几处设施。', 'So many facilities.'),
          people: number('至少有这么多设施可及的人数。', 'People within reach of so many.'),
          peopleShare: number('其占比，0 至 1。', 'Their share, 0 to 1.'),
          coveredPeople: number('至少有一处可及的人数。', 'People within reach of at least one.'),
        },
        says('后备覆盖，在要求 atLeast 时给出。', 'Backup coverage, where atLeast asks for it.'),
      ),
    ),
    groups: Type.Optional(
      Type.Array(
        strict(
          {
            key: groupKey,
            people,
            coveredPeople: number('至少有一处可及的人数。', 'People within reach of at least one.'),
            backupPeople: Type.Optional(
              number(
                '至少有 atLeast 处可及的人数，在要求 atLeast 时给出。',
                'People within reach of atLeast or more, where asked for.',
              ),
            ),
          },
          says('一组。', 'A group.'),
        ),
        says('各组，在要求分组时给出。', 'Groups, where asked for.'),
      ),
    ),
    perDemand: Type.Optional(
      Type.Array(
        whole('设施数。', 'Facilities.'),
        says('每个需求单元可及的设施数。', 'Facilities within reach, by demand.'),
      ),
    ),
  },
  named('OverlapResult', '重叠。', 'Overlap.'),
);
export type OverlapResult = Of<typeof OverlapResultSchema>;

const ratio = {
  groups: Type.Array(
    strict(
      {
        ...group,
        facilities: whole('设施数。', 'Facilities.'),
        capacity: numberOrNull('服务能力之和；均无能力时为 null。', 'Sum of capacities; null where none has any.'),
        ratio: numberOrNull(
          'supply：每千人的服务能力或设施数；density：每平方千米的设施数；分母为 0 时为 null。',
          'supply: capacity or facilities per 1,000 people; density: facilities per km²; null where it would be divided by 0.',
        ),
      },
      says('一组。', 'A group.'),
    ),
    says('各组。', 'By group.'),
  ),
  outside: whole('不属于任何组的设施数，例如在海上的。', 'Facilities in no group, such as at sea.'),
  withoutCapacity: wholeOrNull(
    '他处有能力而自身没有能力的设施数，不计入；均无能力时为 null。',
    'Facilities without a capacity where others have one: they add nothing to it. Null where none has.',
  ),
};
const SupplyResultSchema = strict(
  { kind: literal('supply'), ...ratio },
  named('SupplyResult', '千人指标。', 'Supply per 1,000 people.'),
);
const DensityResultSchema = strict(
  { kind: literal('density'), ...ratio },
  named('DensityResult', '设施密度。', 'Density of facilities.'),
);
export type RatioResult = Omit<Of<typeof SupplyResultSchema>, 'kind'> & { readonly kind: 'supply' | 'density' };

const IsochronesResultSchema = strict(
  {
    kind: literal('isochrones'),
    features: Type.Array(
      strict(
        {
          origin: whole('起点的序号，从 0 起。', 'Index of the origin, from 0.'),
          id: Type.Optional(string('起点的编号。', 'Id of the origin.')),
          within: number('代价上限。', 'The cost.'),
          area: geometry('范围，不越过水面。', 'Ground within reach, never over water.'),
          edges: geometry('可及的道路，按比例截断。', 'Roads within reach, cut by fraction.'),
          areaM2,
          lengthM: number('可及道路的长度（米）。', 'Length of the roads within reach, in metres.'),
          people: numberOrNull('其内人数；没有人口数据时为 null。', 'People within; null where nobody is counted.'),
        },
        says('一个等时圈。', 'An isochrone.'),
      ),
      says('按起点和代价。', 'By origin and cost.'),
    ),
  },
  named('IsochronesResult', '等时圈。', 'Isochrones.'),
);
export type IsochronesResult = Of<typeof IsochronesResultSchema>;

const MatrixResultSchema = strict(
  {
    kind: literal('matrix'),
    pairs: Type.Array(
      strict(
        {
          demand: string('需求的编号。', 'Id of the demand.'),
          facility: string('设施或候选点的编号。', 'Id of the facility or candidate.'),
          cost: number('代价。', 'The cost.'),
          rank: whole('在该需求的各设施中由近到远的名次，从 1 起。', 'Rank among those of the demand, the nearest 1.'),
        },
        says('一对。', 'A pair.'),
      ),
      says(
        '按需求的次序，各需求由近到远；不通的不列。',
        'By demand in its order, the nearest first; pairs without a way are not listed.',
      ),
    ),
    without: strict(
      { cells: whole('单元数。', 'Cells.'), people },
      says('一对也没有的需求。', 'Demand that has no pair.'),
    ),
  },
  named('MatrixResult', '代价矩阵。', 'The matrix of costs.'),
);
export type MatrixResult = Of<typeof MatrixResultSchema>;

const CellsResultSchema = strict(
  {
    kind: literal('cells'),
    cells: Type.Array(
      strict(
        {
          id: string(
            '编号：研究或图层给出的；H3 单元为其 H3 编号；其余为 cell- 加序号（从 0 起）。',
            'Id: that of the study or layer; that of H3 for its cells; else cell- and the index from 0.',
          ),
          ...demandPlace,
          people,
          groups: Type.Optional(
            byName(
              people,
              STUDY_LIMITS.groups,
              says('各人群的人数，需求有人群时给出。', 'People by group, where the demand has any.'),
            ),
          ),
          areaM2,
          district: textOrNull('区市；没有时为 null。', 'District; null where there is none.'),
          subdistrict: textOrNull('街道；没有时为 null。', 'Subdistrict; null where there is none.'),
          landUse: textOrNull('用地类别；没有时为 null。', 'Land use; null where there is none.'),
          geometry: Type.Optional(
            geometry('边界，在要求 outlines 时给出；点没有。', 'Outline, where asked for; points have none.'),
          ),
        },
        says('一个需求单元。', 'A demand cell.'),
      ),
      says('各需求单元。', 'All demand cells.'),
    ),
  },
  named('CellsResult', '需求单元。', 'The demand cells.'),
);
export type CellsResult = Of<typeof CellsResultSchema>;

export const REACH_RESULT_SCHEMAS = [
  CoverageResultSchema,
  GapsResultSchema,
  AssignmentResultSchema,
  OverlapResultSchema,
  SupplyResultSchema,
  DensityResultSchema,
  ...ACCESSIBILITY_RESULT_SCHEMAS,
  IsochronesResultSchema,
  MatrixResultSchema,
  CellsResultSchema,
] as const;
export type ReachResult =
  | CoverageResult
  | GapsResult
  | AssignmentResult
  | OverlapResult
  | RatioResult
  | AccessibilityResult
  | IsochronesResult
  | MatrixResult
  | CellsResult;
