import type { Cql2ErrorCode, Cql2Term } from '../../tiles/filter/cql2/error.ts';
import type { QueryableType } from '../../tiles/filter/cql2/queryables.ts';
import type { Text } from '../../tiles/layer/layer.ts';

/** What is wrong with a filter. `{where}` begins the sentence: which parameter, and which place of it. */
export const CQL2_ERRORS = {
  'cql2-expected': {
    zh: '{where}此处应为{expected}，却是 {found}。',
    en: '{where}expected {expected}, but found {found}.',
  },
  'cql2-incomplete': {
    zh: '{where}条件没有写完，还应有{expected}。',
    en: '{where}the filter ends too soon: expected {expected}.',
  },
  'cql2-bad-character': { zh: '{where}不能使用字符 {found}。', en: '{where}the character {found} cannot be used.' },
  'cql2-full-width': {
    zh: "{where}“{found}”是全角符号，请改用半角符号，例如 = < > ( ) ' '。",
    en: "{where}“{found}” is a full-width sign; use the plain one, such as = < > ( ) ' '.",
  },
  'cql2-open-string': {
    zh: '{where}文本缺少结尾的单引号。文本里的单引号要写两次。',
    en: '{where}the text lacks its closing quote. A quote inside a text is written twice.',
  },
  'cql2-open-name': {
    zh: '{where}属性名缺少结尾的双引号。文本请用单引号。',
    en: '{where}the name lacks its closing double quote. Texts take single quotes.',
  },
  'cql2-bad-number': { zh: '{where}数字 {found} 过大。', en: '{where}the number {found} is too large.' },
  'cql2-too-long': { zh: '{where}筛选条件最长 {max} 个字符。', en: '{where}a filter takes at most {max} characters.' },
  'cql2-too-deep': {
    zh: '{where}括号或 NOT 嵌套超过 {max} 层。',
    en: '{where}brackets or NOT are nested more than {max} deep.',
  },
  'cql2-too-large': {
    zh: '{where}筛选条件超过 {max} 个部分，请简化。',
    en: '{where}the filter has more than {max} parts; make it simpler.',
  },
  'cql2-too-many-positions': {
    zh: '{where}几何图形超过 {max} 个点，请简化。',
    en: '{where}the geometries have more than {max} positions; simplify them.',
  },
  'cql2-too-costly': {
    zh: '{where}对每个要素的计算量为 {cost}，上限是 {max}。请减少条件、日期比较和 CASEI、ACCENTI，或简化几何图形。',
    en: '{where}the filter costs {cost} for each feature, and may cost {max}. Use fewer conditions, dates, CASEI and ACCENTI, or a simpler geometry.',
  },
  'cql2-too-costly-together': {
    zh: '{where}各图层筛选条件的计算量合计为 {cost}，上限是 {max}。请一次少请求几个图层，或简化条件。',
    en: '{where}the filters of all layers together cost {cost}, and may cost {max}. Ask for fewer layers at a time, or simplify.',
  },
  'cql2-unknown-function': {
    zh: '{where}没有函数 {name}。可用的有 CASEI、ACCENTI、DATE、TIMESTAMP、INTERVAL、BBOX、S_… 和 T_…。',
    en: '{where}there is no function {name}. There are CASEI, ACCENTI, DATE, TIMESTAMP, INTERVAL, BBOX, S_… and T_….',
  },
  'cql2-no-arithmetic': {
    zh: '{where}不支持算术运算。请把数值算好再写。',
    en: '{where}arithmetic is not supported. Write the number worked out.',
  },
  'cql2-no-arrays': {
    zh: '{where}不支持数组函数；属性都是单个的值。',
    en: '{where}array functions are not supported: attributes are single values.',
  },
  'cql2-no-null-literal': {
    zh: '{where}要判断没有值，请写 IS NULL。',
    en: '{where}to ask for no value, write IS NULL.',
  },
  'cql2-bad-date': {
    zh: '{where}“{found}”不是日期，写法如 2017-03-01。',
    en: '{where}“{found}” is no date. Write it like 2017-03-01.',
  },
  'cql2-bad-timestamp': {
    zh: '{where}“{found}”不是时间，写法如 2017-03-01T08:00:00Z。',
    en: '{where}“{found}” is no time. Write it like 2017-03-01T08:00:00Z.',
  },
  'cql2-bad-interval-end': {
    zh: '{where}“{found}”不能作为时段的端点，应为日期、时间或 ..（不限）。',
    en: '{where}“{found}” is no end of an interval: that is a date, a time, or .. for none.',
  },
  'cql2-reversed-interval': { zh: '{where}时段的开始晚于结束。', en: '{where}the interval begins after it ends.' },
  'cql2-mixed-interval': {
    zh: '{where}时段的两端应同为日期或同为时间。',
    en: '{where}the ends of an interval are both dates or both times.',
  },
  'cql2-instant-where-interval': {
    zh: '{where}{name} 的两个参数都应是 INTERVAL(…)。要找某段时间内的日期，请用 T_INTERSECTS。',
    en: '{where}{name} takes two intervals, INTERVAL(…). For dates within an interval, use T_INTERSECTS.',
  },
  'cql2-bad-pattern': {
    zh: '{where}LIKE 的模式 {found} 不能以反斜杠结尾。',
    en: '{where}the pattern {found} of LIKE must not end with a backslash.',
  },
  'cql2-outside-world': {
    zh: '{where}坐标 {lon} {lat} 超出范围：经度在前（-180 到 180），纬度在后（-90 到 90）。',
    en: '{where}the position {lon} {lat} is out of range: longitude first (-180 to 180), then latitude (-90 to 90).',
  },
  'cql2-reversed-box': { zh: '{where}范围的南边界大于北边界。', en: '{where}the south of the box is above its north.' },
  'cql2-box-numbers': {
    zh: '{where}BBOX 应有四个或六个数，收到 {count} 个。',
    en: '{where}a box takes four or six numbers; this one has {count}.',
  },
  'cql2-ring-open': {
    zh: '{where}多边形的环没有闭合，首尾两点应相同。',
    en: '{where}a ring of the polygon is open: its last position must be its first.',
  },
  'cql2-ring-short': {
    zh: '{where}多边形的环至少要有四个点，首尾相同。',
    en: '{where}a ring of a polygon has at least four positions, the last like the first.',
  },
  'cql2-line-short': {
    zh: '{where}线至少要有两个不同的点。',
    en: '{where}a line has at least two different positions.',
  },
  'cql2-ring-crosses': {
    zh: '{where}多边形的边界自相交。',
    en: '{where}a ring of the polygon crosses or touches itself.',
  },
  'cql2-rings-cross': { zh: '{where}多边形的环互相交叉或重叠。', en: '{where}rings of the polygon cross or overlap.' },
  'cql2-hole-outside': { zh: '{where}多边形的洞在外环之外。', en: '{where}a hole of the polygon lies outside it.' },
  'cql2-polygons-overlap': { zh: '{where}多个多边形互相重叠。', en: '{where}the polygons overlap.' },
  'cql2-too-tangled': {
    zh: '{where}图形过于复杂（边与边大量重叠），无法检查。请简化边界后重试。',
    en: '{where}the area is too intricate to check: too many of its sides lie beside each other. Simplify its border.',
  },
  'cql2-mixed-collection': {
    zh: '{where}点、线、面混合的集合只能用于 S_INTERSECTS 和 S_DISJOINT。',
    en: '{where}a collection of points, lines and areas mixed can be used in S_INTERSECTS and S_DISJOINT only.',
  },
  'cql2-json-syntax': { zh: '{where}不是有效的 JSON。', en: '{where}this is not valid JSON.' },
  'cql2-json-op': { zh: '{where}没有运算“{found}”。', en: '{where}there is no op “{found}”.' },
  'cql2-unknown-property': {
    zh: '{where}图层“{layer}”没有属性“{name}”。可用的有：{choices}。',
    en: '{where}layer “{layer}” has no attribute “{name}”. It has: {choices}.',
  },
  'cql2-unknown-property-near': {
    zh: '{where}图层“{layer}”没有属性“{name}”。相近的有：{near}。',
    en: '{where}layer “{layer}” has no attribute “{name}”. Close to it: {near}.',
  },
  'cql2-wrong-type': {
    zh: '{where}图层“{layer}”的属性“{name}”是{type}，此处应为{wanted}。',
    en: '{where}the attribute “{name}” of layer “{layer}” is {type}; here {wanted} is expected.',
  },
  'cql2-wrong-value': {
    zh: '{where}图层“{layer}”的属性“{name}”是{type}，不能与 {found}（{wanted}）比较。',
    en: '{where}the attribute “{name}” of layer “{layer}” is {type}, which {found} ({wanted}) cannot be compared with.',
  },
  'cql2-not-comparable': {
    zh: '{where}{type}与{otherType}不能比较。',
    en: '{where}{type} cannot be compared with {otherType}.',
  },
  'cql2-not-a-date': {
    zh: '{where}“{found}”不是日期或时间，不能与日期比较。写法如 2017-03-01 或 2017-03-01T08:00:00Z。',
    en: '{where}“{found}” is no date or time to compare a date with. Write it like 2017-03-01 or 2017-03-01T08:00:00Z.',
  },
} as const satisfies Readonly<
  Record<`cql2-${Cql2ErrorCode | 'incomplete' | 'unknown-property-near' | 'wrong-value'}`, Text>
>;

/** Where an error is. */
export const CQL2_PLACES = {
  whole: { zh: '筛选 {parameter}：', en: 'Filter {parameter}: ' },
  position: { zh: '筛选 {parameter} 第 {position} 个字符：', en: 'Filter {parameter}, character {position}: ' },
  path: { zh: '筛选 {parameter} 的 {path}：', en: 'Filter {parameter}, at {path}: ' },
} as const satisfies Readonly<Record<string, Text>>;

type Sign = '(' | ')' | ',' | 'AND' | 'NULL';

export const CQL2_TERMS = {
  condition: { zh: '条件，例如 score >= 80', en: 'a condition, such as score >= 80' },
  operand: { zh: '属性名或值', en: 'a name or a value' },
  comparison: {
    zh: '比较：= <> < <= > >=、LIKE、IN、BETWEEN 或 IS NULL',
    en: 'a comparison: = <> < <= > >=, LIKE, IN, BETWEEN or IS NULL',
  },
  'and-or-end': { zh: ' AND、OR 或结尾', en: 'AND, OR or the end' },
  string: { zh: '单引号中的文本', en: 'a text in single quotes' },
  number: { zh: '数字', en: 'a number' },
  property: { zh: '属性名', en: 'the name of an attribute' },
  text: { zh: '文本或文本属性', en: 'a text or an attribute that is one' },
  pattern: { zh: "单引号中的模式，例如 '%海%'", en: "a pattern in single quotes, such as '%bay%'" },
  geometry: {
    zh: '几何图形，例如 geom、BBOX(…)、POINT(…) 或 POLYGON(…)',
    en: 'a geometry, such as geom, BBOX(…), POINT(…) or POLYGON(…)',
  },
  time: {
    zh: '日期属性、DATE(…)、TIMESTAMP(…) 或 INTERVAL(…)',
    en: 'an attribute that is a date, DATE(…), TIMESTAMP(…) or INTERVAL(…)',
  },
  'interval-end': { zh: '单引号中的日期、时间或 ..', en: 'a date, a time or .. in single quotes' },
  'like-between-in': { zh: ' LIKE、BETWEEN 或 IN', en: 'LIKE, BETWEEN or IN' },
  list: { zh: '不为空的列表', en: 'a list that is not empty' },
  one: { zh: '一项的列表', en: 'a list of one' },
  two: { zh: '两项的列表', en: 'a list of two' },
  three: { zh: '三项的列表', en: 'a list of three' },
} as const satisfies Readonly<Record<Exclude<Cql2Term, Sign>, Text>>;

export const CQL2_TYPES = {
  string: { zh: '文本', en: 'a text' },
  number: { zh: '数字', en: 'a number' },
  boolean: { zh: '是否值（TRUE 或 FALSE）', en: 'TRUE or FALSE' },
  instant: { zh: '日期', en: 'a date' },
  geometry: { zh: '几何图形', en: 'a geometry' },
  value: { zh: '文本、数字、日期或是否值', en: 'a text, a number, a date or TRUE or FALSE' },
} as const satisfies Readonly<Record<QueryableType | 'value', Text>>;
