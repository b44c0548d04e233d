/** Standards as data (`data/standards/*.json`, one file a standard), and how a city is checked against them. */
import Type, { type TProperties } from 'typebox';
import { choice, literal, name, number, numberOrNull, strict, string, textOrNull, tuple, whole } from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { CERTAINTIES, LAND_USES, STUDY_LIMITS as L, type LandUse } from './vocabulary.ts';

const plain = (zh: string, en: string) => Type.String({ minLength: 1, ...says(zh, en) });
const slug = (zh: string, en: string) => Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', ...says(zh, en) });
const metres = (zh: string, en: string) => Type.Number({ exclusiveMinimum: 0, ...says(zh, en) });
const CertaintySchema = choice(
  CERTAINTIES,
  says('verified：已读原文；unverified：未核对原文。', 'verified: read in the text of the standard; unverified: not.'),
);
const written = (zh: string, en: string) =>
  strict(
    {
      zh: Type.String({ pattern: '\\S', ...says('中文。', 'Chinese.') }),
      en: Type.String({ pattern: '\\S', ...says('英文。', 'English.') }),
    },
    says(zh, en),
  );
const least = Type.Optional(
  Type.Number({ minimum: 0, ...says('下限；缺省没有。', 'At least. Default: no such limit.') }),
);
const most = Type.Optional(
  Type.Number({ minimum: 0, ...says('上限；缺省没有。', 'At most. Default: no such limit.') }),
);
const eitherEnd = { anyOf: [{ required: ['min'] }, { required: ['max'] }] };
const branch = <P extends TProperties>(properties: P, zh: string, en: string, options: object = {}) =>
  strict(properties, { ...says(zh, en), ...options });

const DEMANDED = [
  branch(
    { kind: literal('density'), min: least, max: most },
    '所列用地上每平方千米的设施数。',
    'Facilities per km² of the land uses named.',
    eitherEnd,
  ),
  branch(
    {
      kind: literal('within'),
      metres: metres('沿道路的距离（米）。', 'Metres along the roads.'),
      share: Type.Number({
        exclusiveMinimum: 0,
        maximum: 1,
        ...says('其内人数占比，1 为全部。', 'Share of people within; 1 for all.'),
      }),
    },
    '沿道路一定距离内有设施的人口比例。',
    'Share of people with a facility within metres along the roads.',
  ),
  branch(
    {
      kind: literal('per-thousand'),
      min: Type.Number({ minimum: 0, ...says('下限。', 'At least.') }),
      capacity: Type.Optional(
        plain('作为能力的属性；缺省计设施数。', 'Attribute that is summed. Default: facilities are counted.'),
      ),
    },
    '每千人的设施数或能力。',
    'Facilities, or the sum of their capacity, per 1,000 people.',
  ),
  branch(
    {
      kind: literal('ratio'),
      of: plain('分子属性。', 'Attribute that is divided.'),
      to: plain('分母属性。', 'Attribute that it is divided by.'),
      min: least,
      max: most,
    },
    '两个属性之和的比，仅计两者都有的设施。',
    'Sum of one attribute over that of another, over all facilities that have both.',
    eitherEnd,
  ),
] as const;

export type Demanded = Of<(typeof DEMANDED)[number]>;

/** What a rule demands. */
const DemandedSchema = Type.Unsafe<Demanded>({
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: DEMANDED,
  ...says('要求。', 'What the rule demands.'),
});

const RuleSchema = strict(
  {
    id: slug(
      '在标准中唯一的编号，如 toilets-residential。',
      'Unique within the standard, such as toilets-residential.',
    ),
    title: written('名称。', 'Title.'),
    clause: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      pattern: '\\S',
      ...says(
        '条文号，如 5.2.1；不知道时为 null。',
        'As the standard numbers it, such as 5.2.1; null where not known.',
      ),
    }),
    layer: plain('所针对的图层。', 'Layer of the catalogue that the rule is about.'),
    filter: Type.Optional(plain('要素的 CQL2 条件；缺省为全部。', 'A CQL2 filter of its features. Default: all.')),
    landUse: Type.Optional(
      Type.Unsafe<readonly LandUse[]>({
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { enum: Object.keys(LAND_USES) },
        ...says('仅计这些用地；缺省为全部。', 'Only ground of these uses. Default: all.'),
      }),
    ),
    demanded: DemandedSchema,
    unit: written('单位。', 'Unit of the figure.'),
    certainty: CertaintySchema,
    note: Type.Optional(written('说明。', 'Note.')),
  },
  says('一条规定。', 'A rule.'),
);
export type StandardRule = Of<typeof RuleSchema>;

/** A file of `data/standards/`. */
export const StandardSchema = strict(
  {
    id: slug('文件名，如 gb-t-50337-2018。', 'Name of its file, such as gb-t-50337-2018.'),
    number: plain('标准号。', 'Number of the standard.'),
    year: Type.Integer({ minimum: 1949, maximum: 2100, ...says('年份。', 'Year.') }),
    title: written('名称。', 'Title.'),
    rules: Type.Array(RuleSchema, { minItems: 1, ...says('各条规定。', 'Its rules.') }),
    walkingCircles: Type.Optional(
      Type.Array(
        strict(
          {
            minutes: Type.Integer({ minimum: 1, ...says('步行分钟数。', 'Minutes on foot.') }),
            minM: metres('距离下限（米）。', 'Metres at least.'),
            maxM: metres('距离上限（米）。', 'Metres at most.'),
            certainty: CertaintySchema,
          },
          says('一个生活圈。', 'A walking circle.'),
        ),
        says(
          '标准对步行若干分钟的定义；缺省没有。',
          'What the standard calls so many minutes on foot. Default: nothing.',
        ),
      ),
    ),
  },
  named('Standard', '一部标准。', 'A standard.'),
);
export type Standard = Of<typeof StandardSchema>;

export const ComplianceRequestSchema = strict(
  {
    kind: literal('compliance'),
    standard: name('标准的编号，见 /analysis/catalogue。', 'Id of the standard; see /analysis/catalogue.'),
    rules: Type.Optional(
      Type.Array(name('规定的编号。', 'Id of a rule.'), {
        minItems: 1,
        maxItems: L.rules,
        ...says('要检查的规定；缺省为全部。', 'Rules that are checked. Default: all of the standard.'),
      }),
    ),
    by: choice(['district', 'subdistrict'], says('逐区市或逐街道。', 'By district or by subdistrict.')),
  },
  named('Compliance', '按一部标准检查，逐区市或街道。', 'A standard checked by district or subdistrict.'),
);
export type ComplianceRequest = Of<typeof ComplianceRequestSchema>;

const ComplianceRowSchema = strict(
  {
    rule: string('规定的编号。', 'Id of the rule.'),
    scope: choice(
      ['whole', 'area'],
      says(
        'whole 为全市，area 为一个区市或街道；各区之和等于全市，不属于任何区的也在内。',
        'The whole, or an area. Areas add up to the whole: people, ground and facilities, those in no area as well.',
      ),
    ),
    area: textOrNull(
      '区市或街道；全市和不属于任何区的为 null。',
      'District or subdistrict; null for the whole, and for what is in none.',
    ),
    value: numberOrNull('指标值，单位同规定；within 为 0 至 1 的占比。', 'In the rule’s unit; within: a share of 1.'),
    verdict: choice(
      ['met', 'below', 'above', 'not-applicable'],
      says('met 达标，below 不足，above 超出，not-applicable 不适用。', 'met, below, above or not-applicable.'),
    ),
    people: number('规定所涉范围的人数。', 'People of the ground the rule is about.'),
    areaM2: number('规定所涉范围的面积（平方米）。', 'Area of the ground the rule is about, in square metres.'),
    facilities: whole('设施数。', 'Facilities.'),
    numerator: number('分子。', 'What is divided.'),
    denominator: number('分母。', 'What it is divided by.'),
    cells: Type.Array(
      tuple<readonly [from: number, to: number]>([Type.Integer(), Type.Integer()], says('[起, 止)。', '[from, to).')),
      says(
        '所涉需求单元序号的区间 [起, 止)，由小到大。',
        'Indexes of the demand cells of the figure, as ranges [from, to) in ascending order.',
      ),
    ),
  },
  says('一行。', 'A row.'),
);
export type ComplianceRow = Of<typeof ComplianceRowSchema>;

export const ComplianceResultSchema = strict(
  {
    kind: literal('compliance'),
    standard: StandardSchema,
    outside: Type.Array(
      strict(
        { rule: string('规定的编号。', 'Id of the rule.'), facilities: whole('设施数。', 'Facilities.') },
        says('一条规定。', 'A rule.'),
      ),
      says(
        '按规定：不在所涉范围内、未计入的设施。',
        'By rule: facilities that stand on none of the ground looked at and count nowhere.',
      ),
    ),
    rows: Type.Array(
      ComplianceRowSchema,
      says('按规定，先全市，再逐区。', 'By rule, the whole first, then area by area.'),
    ),
  },
  named('ComplianceResult', '标准检查结果。', 'Result of a standards check.'),
);
export type ComplianceResult = Of<typeof ComplianceResultSchema>;
