import { DISTRICT, JIAOZHOU_UNIT_NAMES, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'paired-communities',
  title: { zh: '结对社区', en: 'Paired communities' },
  description: {
    zh: '与胶州市部门单位结对开展志愿服务的55个社区。',
    en: 'The 55 communities of Jiaozhou that departments are paired with for voluntary service.',
  },
  theme: 'livelihood',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    community: { type: 'string', title: { zh: '社区代码', en: 'Community code' }, pattern: '^3702\\d{8}$' },
    unit: { type: 'string', title: { zh: '牵头单位', en: 'Lead unit' }, maxLength: 60, english: JIAOZHOU_UNIT_NAMES },
    units: {
      type: 'integer',
      title: { zh: '结对单位数', en: 'Units paired' },
      unit: { zh: '个', en: 'units' },
      minimum: 1,
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'unit', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['unit', 'community'],
  owner: { zh: '胶州市创建文明城市工作机构', en: 'Jiaozhou office for the civilised city' },
  visibility: 'public',
  source: {
    zh: '社区名称与代码为公开区划，位置与结对关系为合成数据，数量依据案例1',
    en: 'Names and codes of the public register; places and pairings synthetic, to the count of case 1',
  },
  minzoom: 9,
  maxzoom: 16,
  tileAttributes: ['unit', 'units'],
  sums: ['units'],
  style: {
    color: { light: '#2f6f4f', dark: '#7fd0a5' },
    order: 213,
    size: 5,
    glyph: { zh: '社', en: 'C' },
    label: { minzoom: 14 },
  },
  filters: [
    { attribute: 'unit', kind: 'text' },
    { attribute: 'street', kind: 'choice' },
  ],
});
