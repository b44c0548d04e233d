/** Standards as data (`data/standards/*.json`, one file a standard), and how a city is checked against them. */
import Type, { type TProperties } from 'typebox';
import { TextSchema } from './common.ts';
import {
  aboveZero,
  choice,
  literal,
  name,
  number,
  numberOrNull,
  strict,
  string,
  textOrNull,
  tuple,
  whole,
} from './schema-kit.ts';
import { named, says, type Of } from './schema.ts';
import { CERTAINTIES } from '../layer/layer.ts';
import { LAND_USES, STUDY_LIMITS as L, type LandUse } from './vocabulary.ts';

const plain = (zh: string, en: string) => Type.String({ minLength: 1, ...says(zh, en) });
const slug = (zh: string, en: string) => Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', ...says(zh, en) });
const positive = (zh: string, en: string) => Type.Number({ exclusiveMinimum: 0, ...says(zh, en) });
const written = (zh: string, en: string) =>
  strict(
    {
      zh: Type.String({ pattern: '\\S', ...says('中文。', 'Chinese.') }),
      en: Type.String({ pattern: '\\S', ...says('英文。', 'English.') }),
    },
    says(zh, en),
  );
const CertaintySchema = choice(
  CERTAINTIES,
  says(
    'text：已通读原文；quoted：具名的公开网页给出同一数值，未见原文；unverified：未核实。',
    'text: read in full; quoted: a named public page gives the same number, the text was not seen; unverified.',
  ),
);
const SourceSchema = strict(
  {
    page: written('出处：哪一页、哪家发布。', 'Which page it is, and whose.'),
    url: Type.Optional(
      Type.String({ pattern: '^https?://', ...says('网址；没有留存时缺省。', 'Its address. Default: not kept.') }),
    ),
    seen: Type.String({
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      ...says('查看的日期，如 2026-11-30。', 'The day it was looked at, such as 2026-11-30.'),
    }),
  },
  says('数值的出处。', 'Where a number was found.'),
);
export const BindingSchema = strict(
  {
    city: Type.Optional(plain('城市代码；缺省为全国。', 'Code of the city. Default: the whole country.')),
    place: written('在哪里。', 'Where that is.'),
  },
  says(
    '有约束力，且在哪里有约束力；缺省为推荐性，让位于有约束力的规定。',
    'That it binds, and where. Default: it is recommended, and yields to what binds.',
  ),
);
export type Binding = Of<typeof BindingSchema>;

const least = Type.Optional(
  Type.Number({ minimum: 0, ...says('下限；缺省没有。', 'At least. Default: no such limit.') }),
);
const most = Type.Optional(
  Type.Number({ minimum: 0, ...says('上限；缺省没有。', 'At most. Default: no such limit.') }),
);
const share = Type.Optional(
  Type.Number({
    exclusiveMinimum: 0,
    maximum: 1,
    ...says('占比下限，1 为全部；缺省没有。', 'Least share; 1 for all. Default: no such limit.'),
  }),
);
const of = Type.Optional(
  choice(
    ['people', 'ground'],
    says('占人口或用地面积的比例；缺省 people。', 'Share of people, or of ground. Default people.'),
  ),
);
const by = choice(['district', 'subdistrict'], says('逐区市或逐街道。', 'By district or by subdistrict.'));
const branch = <P extends TProperties>(properties: P, zh: string, en: string) => strict(properties, says(zh, en));

const DEMANDED = [
  branch(
    { kind: literal('density'), min: least, max: most },
    '所列用地上每平方千米的设施数。',
    'Facilities per km² of the land uses named.',
  ),
  branch(
    {
      kind: literal('within'),
      metres: Type.Optional(positive('距离（米）；与 minutes 二者取一。', 'Distance in metres; or else minutes.')),
      minutes: Type.Optional(positive('时间（分钟）；与 metres 二者取一。', 'Time in minutes; or else metres.')),
      along: Type.Optional(
        choice(
          ['walk', 'drive', 'line'],
          says(
            'walk 沿步行路网，drive 驾车（限 minutes），line 直线距离（限 metres）；缺省 walk。',
            'walk: along the roads on foot; drive: by car, minutes only; line: straight, metres only. Default walk.',
          ),
        ),
      ),
      direction: Type.Optional(
        choice(
          ['to-facility', 'from-facility'],
          says(
            '人去设施，或设施（如消防车）到人；缺省 to-facility。',
            'People go there, or the facility comes to them, as a fire engine does. Default to-facility.',
          ),
        ),
      ),
      of,
      share,
    },
    '一定距离或时间内有设施的人口或用地比例。',
    'Share of people, or of ground, with a facility within a distance or a time.',
  ),
  branch(
    {
      kind: literal('within-by-size'),
      attribute: plain('表示规模的数值属性。', 'Number that tells the size of a facility.'),
      classes: Type.Array(
        strict(
          {
            from: Type.Number({ minimum: 0, ...says('规模自（含）。', 'Size from, included.') }),
            below: Type.Optional(
              Type.Number({ minimum: 0, ...says('规模不足；缺省不限。', 'Size below. Default: any.') }),
            ),
            metres: positive('该规模的服务半径（米）。', 'How far such a facility serves, in metres.'),
          },
          says('一个规模等级。', 'A size class.'),
        ),
        { minItems: 1, ...says('规模等级，各有服务半径。', 'Size classes, each with its radius.') },
      ),
      along: Type.Optional(
        choice(
          ['walk', 'line'],
          says(
            'walk 沿步行路网，line 直线距离；缺省 walk。',
            'walk: along the roads on foot; line: straight. Default walk.',
          ),
        ),
      ),
      of,
      share,
    },
    '按规模等级的服务半径，覆盖的人口或用地比例。',
    'Share of people, or of ground, within the radius of a facility of any of the size classes.',
  ),
  branch(
    {
      kind: literal('per-thousand'),
      min: least,
      max: most,
      per: Type.Optional(positive('每多少人；缺省 1000。', 'Per so many people. Default 1,000.')),
      capacity: Type.Optional(
        plain('作为能力的属性；缺省计设施数。', 'Attribute that is summed. Default: facilities are counted.'),
      ),
    },
    '每千人（或每 per 人）的设施数或能力。',
    'Facilities, or the sum of their capacity, per 1,000 people, or per so many.',
  ),
  branch(
    {
      kind: literal('people-per-facility'),
      people: positive('每处设施最多服务的人数。', 'Most people for each facility.'),
      size: Type.Optional(
        strict(
          {
            attribute: plain('表示规模的数值属性。', 'Number that tells the size of a facility.'),
            min: Type.Number({ minimum: 0, ...says('规模下限（含）。', 'Least size, included.') }),
          },
          says('仅计达到此规模的设施；缺省为全部。', 'Only facilities of this size count. Default: all.'),
        ),
      ),
    },
    '每多少人一处设施：设施数 × people ≥ 人数即达标；指标值为每 people 人的设施数。',
    'One facility for so many people: met where facilities × people ≥ people there. The value is facilities per `people`.',
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
  ),
  branch(
    {
      kind: literal('area-per-person'),
      attribute: plain('表示面积（平方米）的属性。', 'Attribute that holds square metres.'),
      min: least,
      max: most,
    },
    '人均面积（平方米/人）。',
    'Square metres per person.',
  ),
  branch(
    {
      kind: literal('area-per-household'),
      attribute: plain('表示面积（平方米）的属性。', 'Attribute that holds square metres.'),
      per: positive('每多少户。', 'Per so many households.'),
      households: strict(
        {
          layer: plain('有户数的图层。', 'Layer that has numbers of households.'),
          attribute: plain('表示户数的属性。', 'Its attribute with them.'),
        },
        says(
          '户数从何而来；研究给出 peoplePerHousehold 时不用。',
          'Where households are counted. Not read where a study gives peoplePerHousehold.',
        ),
      ),
      min: least,
      max: most,
    },
    '每 per 户的面积（平方米）。',
    'Square metres per so many households.',
  ),
  branch(
    {
      kind: literal('share'),
      attribute: plain('属性。', 'The attribute.'),
      values: Type.Unsafe<readonly (string | number | boolean)[]>({
        type: 'array',
        minItems: 1,
        uniqueItems: true,
        items: { type: ['string', 'number', 'boolean'] },
        ...says('视为具备的值，如 true、first。', 'Values that count as having it, such as true or first.'),
      }),
      min: share,
    },
    '具备某属性的设施占比；属性未填的设施不计。',
    'Share of facilities that have an attribute. Those where it is not known are left out.',
  ),
  branch(
    { kind: literal('not-computed') },
    '本服务没有算法，只说明需要什么数据。',
    'The service has no way to compute it. The rule says which data it takes.',
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
    source: Type.Optional(SourceSchema),
    binds: Type.Optional(BindingSchema),
    reportOnly: Type.Optional(
      Type.Boolean(says('只报告，没有限值；缺省 false。', 'Reported without a threshold. Default false.')),
    ),
    needs: Type.Optional(
      written(
        '需要的数据；有此项的规定在数据缺失时仍列出。',
        'The data that it takes. A rule that says so is listed where a city lacks them.',
      ),
    ),
    missing: Type.Optional(
      written(
        '本城缺少什么，因而无法计算；由服务给出。',
        'What this city lacks, so that it cannot be computed. The service says so; no file does.',
      ),
    ),
    note: Type.Optional(written('说明。', 'Note.')),
  },
  says('一条规定。', 'A rule.'),
);
export type StandardRule = Of<typeof RuleSchema>;

/** A file of `data/standards/`. */
export const StandardSchema = strict(
  {
    id: slug('文件名，如 gb-t-50337-2018。', 'Name of its file, such as gb-t-50337-2018.'),
    number: plain('标准号；法规为其名称。', 'Number of the standard; of a regulation, its name.'),
    version: Type.Optional(
      plain(
        '所依据的版本，如修正日期；缺省按年份。',
        'The version, such as the day it was amended. Default: the year.',
      ),
    ),
    checkup: Type.Optional(
      Type.Boolean(
        says('是否为生活圈体检的指标；缺省 false。', 'Whether a check-up of living circles has them. Default false.'),
      ),
    ),
    source: Type.Optional(SourceSchema),
    binds: Type.Optional(BindingSchema),
    year: Type.Integer({ minimum: 1949, maximum: 2100, ...says('年份。', 'Year.') }),
    title: written('名称。', 'Title.'),
    rules: Type.Array(RuleSchema, { minItems: 1, ...says('各条规定。', 'Its rules.') }),
    walkingCircles: Type.Optional(
      Type.Array(
        strict(
          {
            minutes: Type.Integer({ minimum: 1, ...says('步行分钟数。', 'Minutes on foot.') }),
            minM: positive('距离下限（米）。', 'Metres at least.'),
            maxM: positive('距离上限（米）。', 'Metres at most.'),
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
    by,
    peoplePerHousehold: Type.Optional(
      aboveZero(
        '户均人口（人/户），用于按户的规定；缺省用数据中的户数，都没有则不计算。',
        'People per household, for rules by household. Default: households from the data; without both they are not computed.',
      ),
    ),
  },
  named(
    'Compliance',
    '按一部标准检查，逐区市或街道；涉及研究的设施图层的规定计入 edits。',
    'A standard checked by district or subdistrict. Rules about the layer of the study’s facilities count its edits.',
  ),
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
    value: numberOrNull('指标值，单位同规定；占比为 0 至 1。', 'In the rule’s unit; shares are shares of 1.'),
    verdict: choice(
      ['met', 'below', 'above', 'reported', 'not-applicable'],
      says(
        'met 达标，below 不足，above 超出，reported 只报告，not-applicable 不适用。',
        'met, below, above, reported (no threshold) or not-applicable.',
      ),
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
    covered: Type.Optional(
      Type.Array(
        tuple<readonly [from: number, to: number]>([Type.Integer(), Type.Integer()], says('[起, 止)。', '[from, to).')),
        says(
          '覆盖类规定的全市一行：其中有设施可达的单元的区间。',
          'In the row of the whole, for shares within reach: those of the cells that have a facility.',
        ),
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
    by,
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
    missing: Type.Array(
      strict(
        {
          rule: string('规定的编号。', 'Id of the rule.'),
          needs: TextSchema,
          lacks: TextSchema,
        },
        says('一条规定需要什么数据，缺少什么。', 'What a rule takes, and what is not there.'),
      ),
      says('因缺数据而没有计算的规定。', 'Rules that were not computed for want of data.'),
    ),
    rows: Type.Array(
      ComplianceRowSchema,
      says('按规定，先全市，再逐区。', 'By rule, the whole first, then area by area.'),
    ),
  },
  named('ComplianceResult', '标准检查结果。', 'Result of a standards check.'),
);
export type ComplianceResult = Of<typeof ComplianceResultSchema>;
