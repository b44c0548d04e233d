/** Requests for the measures that weigh facilities by how far they are. */
import Type from 'typebox';
import { DecaySchema } from './decay.ts';
import { GroupingSchema, perDemand, travel, whose, within as cost } from './measure-fields.ts';
import { amount, flag, literal, name, strict } from './schema-kit.ts';
import { named, says } from './schema.ts';
import { DEFAULT_HUFF_ALPHA, MOST_HUFF_ALPHA, STUDY_LIMITS } from './vocabulary.ts';

const within = Type.Optional(
  amount(
    '代价上限，更远的设施不计；使用道路网络时单位为秒，否则为自带网络或矩阵的单位；缺省不限。',
    'Facilities farther than this count for nothing: seconds along a road network, else in the unit of the network or matrix given. Default: no limit.',
  ),
);
const attribute = Type.Optional(
  name(
    '设施图层中代替服务能力的数值属性，如岗位数；缺省用服务能力，都没有能力时每处计 1。',
    'Numeric attribute of the facilities’ layer in place of their capacity, such as jobs. Default: the capacity; where none has any, each counts 1.',
  ),
);

export const ACCESSIBILITY_SCHEMAS = [
  strict(
    {
      kind: literal('e2sfca'),
      travel,
      catchment: amount(
        '服务范围的代价上限，单位同 within。',
        'The cost up to which a facility serves, in the unit of within.',
      ),
      decay: DecaySchema,
      for: whose,
      perDemand,
    },
    named(
      'E2sfcaMeasure',
      '增强型两步移动搜索法可达性（Luo 和 Qi 2009）。',
      'Accessibility by the enhanced two-step floating catchment area (Luo & Qi 2009).',
    ),
  ),
  strict(
    {
      kind: literal('opportunities'),
      travel,
      within,
      decay: DecaySchema,
      attribute,
      for: whose,
      by: Type.Optional(GroupingSchema),
      perDemand,
    },
    named(
      'OpportunitiesMeasure',
      '每个单元可及的机会（设施数、座位、岗位），按代价加权（Hansen 1959），不计竞争。',
      'Opportunities that can be reached from each cell (facilities, seats, jobs), weighted by cost (Hansen 1959), whoever else reaches them.',
    ),
  ),
  strict(
    {
      kind: literal('huff'),
      travel,
      within,
      alpha: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: MOST_HUFF_ALPHA,
          ...says(
            `吸引力的指数，没有单位；缺省 ${DEFAULT_HUFF_ALPHA}。`,
            `Exponent of the attractiveness, without a unit. Default ${DEFAULT_HUFF_ALPHA}.`,
          ),
        }),
      ),
      decay: Type.Optional(DecaySchema),
      attribute,
      for: whose,
      perDemand: Type.Optional(
        flag(
          '是否逐个列出每个需求的主导设施及其份额；缺省 false。',
          'Whether every demand is listed with its dominant facility and the share of it. Default false.',
        ),
      ),
    },
    named(
      'HuffMeasure',
      'Huff 1963：人按吸引力与距离的概率分到各设施。',
      'Huff 1963: people choose among facilities with probabilities by attractiveness and distance.',
    ),
  ),
  strict(
    {
      kind: literal('equity'),
      travel,
      within: cost,
      decay: Type.Optional(DecaySchema),
      attribute,
      groups: Type.Optional(
        Type.Array(name('需求的人群。', 'A group of the demand.'), {
          minItems: 1,
          maxItems: STUDY_LIMITS.groups,
          ...says(
            '比较哪些人群；缺省为需求的全部人群。',
            'Groups of people to compare. Default: all that the demand has.',
          ),
        }),
      ),
    },
    named(
      'EquityMeasure',
      '公平：全体和各人群的可达性分布（均值、中位数、基尼系数、Palma 比、最差者占比）及人群间的差距；没有 decay 时为到最近设施的代价，有则为可及的机会。',
      'Equity: how access is spread over everybody and within groups of people (mean, median, Gini, Palma ratio, share of worst served), and the gap between groups. Access is the cost of the nearest facility, or with a decay the opportunities that are reached.',
    ),
  ),
] as const;
