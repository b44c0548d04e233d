/** Parts of a layer's definition, as `GET /layers` gives them. */
import Type from 'typebox';
import { CERTAINTIES, FACILITY_KINDS } from '../layer/layer.ts';
import { TextSchema } from './common.ts';
import { named, says } from './schema.ts';

const text = (zh: string, en: string) => ({ ...TextSchema, ...says(zh, en) });
const ids = (zh: string, en: string) => Type.Array(Type.String(), says(zh, en));

export const AttributeSchema = Type.Object(
  {
    type: Type.Enum(['string', 'integer', 'number', 'boolean'], says('值的类型。', 'Type of its values.')),
    title: text('名称。', 'Name.'),
    unit: Type.Optional(text('单位。', 'Unit.')),
    values: Type.Optional({
      type: 'object',
      additionalProperties: TextSchema,
      ...says('已知的值及其名称。', 'Known values, with their names.'),
    }),
    closed: Type.Optional(Type.Boolean(says('是否只能取这些值。', 'Whether it has no other values.'))),
    aliases: Type.Optional(
      Type.Array(Type.String(), says('加载的表格中这一列的其他名称。', 'What tables to be loaded call the column.')),
    ),
    english: Type.Optional({
      type: 'object',
      additionalProperties: { type: 'string' },
      ...says('已知值的英文。', 'English of known values.'),
    }),
    display: Type.Optional(
      Type.Literal('hours', says('24 小时百分比，按柱形显示。', '24 percentages by hour, drawn as bars.')),
    ),
    format: Type.Optional(
      Type.Enum(['date', 'date-time', 'district', 'subdistrict', 'url'], says('文本的格式。', 'Format of its texts.')),
    ),
    pattern: Type.Optional(Type.String(says('文本须符合的正则表达式。', 'Regular expression of its texts.'))),
    minimum: Type.Optional(Type.Number(says('最小值。', 'Smallest value.'))),
    maximum: Type.Optional(Type.Number(says('最大值。', 'Largest value.'))),
    maxLength: Type.Optional(Type.Integer(says('最大长度。', 'Longest text.'))),
    description: Type.Optional(text('说明。', 'What it means.')),
  },
  named('Attribute', '图层的一个属性。', 'An attribute of a layer.'),
);

const ColorSchema = Type.Object(
  {
    light: Type.String({ pattern: '^#[0-9a-fA-F]{6}$', ...says('浅色主题中的颜色。', 'In the light theme.') }),
    dark: Type.String({ pattern: '^#[0-9a-fA-F]{6}$', ...says('深色主题中的颜色。', 'In the dark theme.') }),
  },
  named('Color', '两种主题中的颜色。', 'A colour in both themes.'),
);

const ColorClassesSchema = Type.Object(
  {
    attribute: Type.String(says('据以着色的属性。', 'Attribute to colour by.')),
    values: Type.Optional({
      type: 'object',
      additionalProperties: ColorSchema,
      ...says('按值着色。', 'Colours by value.'),
    }),
    steps: Type.Optional(
      Type.Array(
        Type.Object({ from: Type.Number(says('起始值。', 'First value of the class.')), color: ColorSchema }),
        says('按分级着色。', 'Colours by class.'),
      ),
    ),
  },
  named('ColorClasses', '按属性着色。', 'Colours by an attribute.'),
);

export const LayerStyleSchema = Type.Object(
  {
    color: ColorSchema,
    by: Type.Optional(ColorClassesSchema),
    alternatives: Type.Optional(
      Type.Array(ColorClassesSchema, says('可改用的着色方式。', 'Further ways to colour it.')),
    ),
    order: Type.Number(says('绘制顺序，大者在上。', 'Draw order; higher lies on top.')),
    size: Type.Optional(Type.Number(says('14 级时的半径或线宽（像素）。', 'Radius or width in px at zoom 14.'))),
    fillOpacity: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, ...says('填充不透明度。', 'Opacity of the fill.') }),
    ),
    dash: Type.Optional(Type.Array(Type.Number(), says('虚线。', 'Dashes.'))),
    glyph: Type.Optional(Type.Union([Type.String(), TextSchema], says('点标记中的文字。', 'Characters in the mark.'))),
    glyphAttribute: Type.Optional(
      Type.String(says('其值写在点标记中的属性。', 'Attribute whose value is drawn in the mark.')),
    ),
    label: Type.Optional(
      Type.Object(
        { minzoom: Type.Number(says('开始显示名称的级别。', 'First zoom with names.')) },
        says('名称标注。', 'Names beside features.'),
      ),
    ),
  },
  named('LayerStyle', '图层的样式。', 'How a layer is drawn.'),
);

export const LayerFilterSchema = Type.Object(
  {
    attribute: Type.String(says('筛选的属性。', 'Attribute to filter by.')),
    kind: Type.Enum(['choice', 'range', 'flag', 'date', 'text'], says('控件类型。', 'Kind of control.')),
  },
  named('LayerFilter', '一个筛选控件。', 'A control of the filter form.'),
);

export const StandardSchema = Type.Object(
  {
    number: Type.String(says('标准号。', 'Number of the standard.')),
    title: text('标准名称。', 'Title of the standard.'),
    version: Type.Optional(Type.String(says('版本。', 'Version.'))),
    clause: Type.Optional(Type.String(says('条款。', 'Clause.'))),
    certainty: Type.Enum(
      [...CERTAINTIES],
      says(
        'text 已通读原文，quoted 转引自公开网页，unverified 未核实。',
        'text: read in full; quoted from a public page; unverified.',
      ),
    ),
    source: Type.Optional(
      Type.Object(
        {
          page: text('哪一页。', 'Which page.'),
          url: Type.Optional(Type.String(says('网址。', 'Its address.'))),
          seen: Type.String(says('查看的日期。', 'The day it was looked at.')),
        },
        says('转引的出处。', 'The page that is quoted.'),
      ),
    ),
    note: Type.Optional(text('备注。', 'Note.')),
  },
  named('LayerStandard', '图层所依据的标准。', 'The standard a layer follows.'),
);

const attribute = (zh: string, en: string) => Type.Optional(Type.String(says(zh, en)));

export const FacilitySchema = Type.Object(
  {
    kind: Type.Enum([...FACILITY_KINDS], says('设施种类。', 'Kind of facility.')),
    only: Type.Optional(
      Type.Object(
        {
          attribute: Type.String(says('属性。', 'The attribute.')),
          values: Type.Array(Type.String(), says('面向公众的取值。', 'Its values of what is for the public.')),
        },
        says('属性取这些值的要素才面向公众。', 'Only features with one of these values are for the public.'),
      ),
    ),
    hours: attribute('开放时间所在属性。', 'Attribute with the opening hours.'),
    accessible: attribute('无障碍所在属性。', 'Attribute that says whether wheelchairs can use it.'),
    services: Type.Optional(
      ids('服务项目所在属性，常用者在前。', 'Attributes of what it offers, the most asked for first.'),
    ),
    fee: attribute('收费所在属性，0 为免费。', 'Attribute with the price; 0 is free.'),
    level: attribute('学段、机构类别所在属性。', 'Attribute with the stage of a school or the kind of an institution.'),
    address: Type.Optional(
      Type.Object(
        {
          zh: Type.String(says('中文地址所在属性。', 'Attribute with the address in Chinese.')),
          en: attribute('英文地址所在属性。', 'Attribute with the address in English.'),
        },
        says('地址所在属性。', 'Attributes with the address.'),
      ),
    ),
    phone: attribute('电话所在属性。', 'Attribute with the telephone number.'),
    maxHeight: attribute('限高（米）所在属性。', 'Attribute with the height limit, in metres.'),
    shared: Type.Optional(
      Type.Object(
        {
          spaces: Type.String(says('共享泊位个数所在属性。', 'Attribute with the number of shared spaces.')),
          hours: Type.String(says('共享时段所在属性。', 'Attribute with the hours of sharing.')),
          occupancy: attribute('分时利用率所在属性。', 'Attribute with the occupancy by hour.'),
        },
        says(
          '共享泊位的个数、时段和分时利用率所在属性。',
          'Attributes of shared spaces: count, hours, occupancy by hour.',
        ),
      ),
    ),
  },
  named('Facility', '面向公众的设施：各属性的角色。', 'A facility for the public: roles of its attributes.'),
);

export const CaseDataSchema = Type.Object(
  {
    date: Type.String(says('事件日期所在属性。', 'Attribute with the date of the event.')),
    category: Type.String(says('类别所在属性。', 'Attribute with the category.')),
    state: Type.String(says('状态所在属性。', 'Attribute with the state.')),
    closedStates: Type.Optional(ids('视为办结的状态。', 'States that count as dealt with.')),
    dimensions: ids('其他可筛选的属性。', 'Further attributes to filter by.'),
    figures: ids('可作柱高的数值属性。', 'Numeric attributes for the height of columns.'),
    areas: Type.Object(
      {},
      {
        additionalProperties: { type: 'string' },
        ...says('按区域汇总所用的属性。', 'Attributes with the codes of areas to add up by.'),
      },
    ),
  },
  named('CaseData', '作为案件数据分析时各属性的角色。', 'Roles of attributes when a layer is analysed as case data.'),
);
