import type { Text } from '../../../tiles/layer/layer.ts';

/** Messages of a standards check. */
export const STANDARDS = {
  'unknown-rule': {
    zh: '{standard} 没有规则 {rule}。现有：{choices}。',
    en: '{standard} has no rule {rule}. There are: {choices}.',
  },
  'rules-unverified': {
    zh: '{standard} 有 {count} 条规则未经核对原文（标注“未核实”），引用前请查对标准文本。',
    en: '{count} rules of {standard} were not read in its text (marked “unverified”): look them up before quoting them.',
  },
  'rules-quoted': {
    zh: '{standard} 有 {count} 条规则的数值转引自公开网页（标注“转引”），未见原文。',
    en: 'The numbers of {count} rules of {standard} are quoted from public pages (marked “quoted”); the text was not seen.',
  },
  'rules-missing': {
    zh: '{standard} 有 {count} 条规则因缺数据没有计算：{rules}。',
    en: '{count} rules of {standard} were not computed for want of data: {rules}.',
  },
  'missing-layer': { zh: '没有图层 {layer}', en: 'there is no layer {layer} in the catalogue' },
  'missing-attribute': {
    zh: '图层 {layer} 没有属性 {attribute}',
    en: 'the layer {layer} has no attribute {attribute}',
  },
  'missing-number': {
    zh: '图层 {layer} 的属性 {attribute} 不是数值',
    en: 'the attribute {attribute} of {layer} is no number',
  },
  'missing-value': {
    zh: '图层 {layer} 的属性 {attribute} 没有取值 {value}',
    en: 'the attribute {attribute} of {layer} is never {value}',
  },
  'missing-points': { zh: '图层 {layer} 不是点', en: 'the layer {layer} has no points' },
  'missing-filter': {
    zh: '条件 {filter} 不适用于图层 {layer}：{detail}',
    en: 'its filter {filter} does not fit {layer}: {detail}',
  },
  'missing-filter-value': {
    zh: '条件要求 {attribute} 为 {value}，图层 {layer} 没有这个取值',
    en: 'its filter asks for {attribute} = {value}, which {layer} does not have',
  },
  'missing-households': {
    zh: '没有户数：研究没有给出 peoplePerHousehold。{lacks}',
    en: 'Households are not known: the study gives no peoplePerHousehold. {lacks}',
  },
  'missing-method': { zh: '本服务没有算法', en: 'the service has no way to compute it' },
  'no-such-ground': {
    zh: '规则“{rule}”涉及的用地在数据中不存在，无法判定。',
    en: 'The rule “{rule}” is about land uses that the data do not have: it cannot be judged.',
  },
  'facilities-off-ground': {
    zh: '规则“{rule}”：{count} 处设施不在其涉及的用地上，未计入。',
    en: 'The rule “{rule}”: {count} facilities stand on other ground than it is about, and are not counted.',
  },
  'values-missing': {
    zh: '规则“{rule}”：{count} 处设施缺少所需属性，未计入。',
    en: 'The rule “{rule}”: {count} facilities lack the attributes it needs, and are not counted.',
  },
  'along-streets': { zh: '距离沿路网计算。', en: 'Distances are along the streets.' },
  'straight-line': {
    zh: '注明直线距离的规则，距离为椭球面上的直线距离。',
    en: 'Where a rule says straight, distances are straight lines on the spheroid.',
  },
  'walking-speed': {
    zh: '以分钟计的步行规则，步行速度为 {mps} 米/秒。',
    en: 'Rules in minutes on foot take a walk of {mps} m/s.',
  },
  'households-given': {
    zh: '户数按研究给出的户均 {people} 人折算。',
    en: 'Households are people divided by the {people} people per household that the study gives.',
  },
  'ground-of-cells': {
    zh: '用地面积按网格的主要用地合计，设施按所在网格的用地计入。',
    en: 'Ground adds up by the main use of each cell; a facility counts on the use of the cell it stands in.',
  },
} as const satisfies Readonly<Record<string, Text>>;
