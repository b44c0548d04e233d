/** Answers of the measures that weigh facilities by how far they are. */
import Type from 'typebox';
import { demandPlace, gini, groupKey, id, people } from './result-fields.ts';
import {
  choice,
  literal,
  number,
  numberOrNull,
  orNull,
  strict,
  string,
  textOrNull,
  whole,
  wholeOrNull,
} from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';

const E2sfcaResultSchema = strict(
  {
    kind: literal('e2sfca'),
    ratios: Type.Array(
      strict(
        {
          id,
          ratio: numberOrNull(
            '供给与加权人口之比；无人可及时为 null。',
            'Supply to weighted people; null where it reaches nobody.',
          ),
        },
        says('一处设施。', 'A facility.'),
      ),
      says('各设施。', 'By facility.'),
    ),
    mean: number(
      '人均可达性（每人的供给），等于可及供给除以人口。',
      'People-weighted mean of accessibility, in supply per person: reached supply over people.',
    ),
    reachedSupply: number('有人可及的设施的供给。', 'Supply of facilities that reach somebody.'),
    unreachedSupply: number('无人可及的设施的供给。', 'Supply of facilities that reach nobody.'),
    withoutCapacity: wholeOrNull(
      '没有能力、供给为 0 的设施数；均无能力、各计 1 时为 null。',
      'Facilities without a capacity, which supply nothing; null where none has one and each supplies 1.',
    ),
    gini,
    access: Type.Optional(
      Type.Array(
        number('可达性。', 'Accessibility.'),
        says('每个需求单元的可达性（每人的供给）。', 'Supply per person, by demand.'),
      ),
    ),
  },
  named('E2sfcaResult', '两步移动搜索法可达性。', 'Accessibility by E2SFCA.'),
);
export type E2sfcaResult = Of<typeof E2sfcaResultSchema>;

const withoutWeight = wholeOrNull(
  '没有能力或属性值、计为 0 的设施数；均无能力、各计 1 时为 null。',
  'Facilities without a capacity or the attribute, which count 0; null where none has one and each counts 1.',
);
const reached = {
  people,
  mean: numberOrNull('人均可及的机会；没有人时为 null。', 'Mean opportunities by people; null where there is nobody.'),
  median: numberOrNull('按人口的中位数；没有人时为 null。', 'Median over people; null where there is nobody.'),
  none: number('一个机会也不可及的人数。', 'People who reach none.'),
};

const OpportunitiesResultSchema = strict(
  {
    kind: literal('opportunities'),
    total: number('全部设施的机会之和。', 'Opportunities of all facilities.'),
    withoutWeight,
    ...reached,
    gini,
    groups: Type.Optional(
      Type.Array(
        strict(
          {
            key: groupKey,
            ...reached,
          },
          says('一组。', 'A group.'),
        ),
        says('各组，在要求分组时给出。', 'Groups, where asked for.'),
      ),
    ),
    access: Type.Optional(
      Type.Array(
        number('机会。', 'Opportunities.'),
        says('每个需求单元可及的机会。', 'Opportunities that are reached, by demand.'),
      ),
    ),
  },
  named('OpportunitiesResult', '可及的机会。', 'Opportunities that are reached.'),
);
export type OpportunitiesResult = Of<typeof OpportunitiesResultSchema>;

const HuffResultSchema = strict(
  {
    kind: literal('huff'),
    withoutWeight,
    people: number('各设施吸引的人数之和。', 'People whom the facilities draw, all together.'),
    undrawnPeople: number('没有设施吸引的人数，不在 people 中。', 'People whom no facility draws, not among people.'),
    facilities: Type.Array(
      strict(
        {
          id,
          people: number('预期人数。', 'People expected.'),
          share: numberOrNull(
            '市场份额，0 至 1；没有人时为 null。',
            'Share of the market, 0 to 1; null where there is nobody.',
          ),
          meanCost: numberOrNull(
            '其人均代价；没有人时为 null。',
            'Mean cost of its people; null where it draws nobody.',
          ),
          dominantCells: whole('它所占份额最大的单元数。', 'Cells in which its share is the greatest.'),
        },
        says('一处设施。', 'A facility.'),
      ),
      says('各设施。', 'By facility.'),
    ),
    dominant: Type.Optional(
      Type.Array(
        strict(
          {
            demand: string('需求的编号。', 'Id of the demand.'),
            facility: textOrNull(
              '份额最大的设施；没有时为 null。',
              'Facility of the greatest share; null where there is none.',
            ),
            share: numberOrNull(
              '其份额，0 至 1；没有设施时为 null。',
              'Its share, 0 to 1; null where there is no facility.',
            ),
            cost: numberOrNull('到它的代价；没有设施时为 null。', 'Its cost; null where there is no facility.'),
            people,
            ...demandPlace,
          },
          says('一个需求。', 'A demand.'),
        ),
        says(
          '逐个需求的主导设施，在要求 perDemand 时给出。',
          'The dominant facility of each demand, where perDemand asks for it.',
        ),
      ),
    ),
  },
  named('HuffResult', 'Huff 模型的概率份额。', 'Shares by the model of Huff.'),
);
export type HuffResult = Of<typeof HuffResultSchema>;

const EquityResultSchema = strict(
  {
    kind: literal('equity'),
    of: choice(
      ['cost', 'opportunities'],
      says(
        '可达性：到最近设施的代价，或可及的机会。',
        'Access: cost of the nearest facility, or opportunities reached.',
      ),
    ),
    groups: Type.Array(
      strict(
        {
          group: textOrNull('人群；全体为 null。', 'Group of people; null for everybody.'),
          people,
          mean: numberOrNull('人均可达性；没有人时为 null。', 'Mean access by people; null where there is nobody.'),
          median: numberOrNull('中位数；没有人时为 null。', 'Median; null where there is nobody.'),
          gini,
          palma: numberOrNull(
            'Palma 比：服务最好的 10% 与最差的 40% 的均值之比，大者除以小者；除数为 0 时为 null。',
            'Palma ratio: means of the tenth served best and of the two fifths served worst, the greater over the lesser; null where that is 0.',
          ),
          worstPeople: number(
            '最差者人数：代价超过 within 或不可达的，或一个机会也没有的。',
            'People served worst: beyond within or cut off, or without any opportunity.',
          ),
          worstShare: numberOrNull(
            '其占比，0 至 1；没有人时为 null。',
            'Their share, 0 to 1; null where there is nobody.',
          ),
          unreachablePeople: numberOrNull(
            '不可达任何设施的人数，不在均值中；按机会时为 null。',
            'People who can reach no facility and are in no mean; null for opportunities.',
          ),
          meanDifference: numberOrNull(
            '均值与全体之差；全体为 null。',
            'Mean less that of everybody; null for everybody.',
          ),
          meanRatio: numberOrNull('均值与全体之比；全体为 null。', 'Mean over that of everybody; null for everybody.'),
        },
        says('全体或一个人群。', 'Everybody, or a group.'),
      ),
      says('全体在前，然后各人群。', 'Everybody first, then the groups.'),
    ),
    gap: orNull(
      strict(
        {
          best: string('均值最好的人群。', 'Group of the best mean.'),
          worst: string('均值最差的人群。', 'Group of the worst mean.'),
          difference: number('最差的均值减最好的均值。', 'The worst mean less the best.'),
          ratio: numberOrNull(
            '最差的均值除以最好的均值；除数为 0 时为 null。',
            'The worst mean over the best; null where that is 0.',
          ),
        },
        says('人群间的差距。', 'The gap between groups.'),
      ),
      says('人群间的差距；不足两个人群时为 null。', 'The gap between groups; null for fewer than two.'),
    ),
  },
  named('EquityResult', '公平。', 'Equity.'),
);
export type EquityResult = Of<typeof EquityResultSchema>;

export const ACCESSIBILITY_RESULT_SCHEMAS = [
  E2sfcaResultSchema,
  OpportunitiesResultSchema,
  HuffResultSchema,
  EquityResultSchema,
] as const;
export type AccessibilityResult = E2sfcaResult | OpportunitiesResult | HuffResult | EquityResult;
