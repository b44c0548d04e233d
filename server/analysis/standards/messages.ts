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
  'ground-of-cells': {
    zh: '用地面积按网格的主要用地合计，设施按所在网格的用地计入。',
    en: 'Ground adds up by the main use of each cell; a facility counts on the use of the cell it stands in.',
  },
} as const satisfies Readonly<Record<string, Text>>;
