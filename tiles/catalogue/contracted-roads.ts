import { DISTRICT, JIAOZHOU_UNIT_NAMES, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'contracted-roads',
  title: { zh: '分段包干道路', en: 'Roads contracted in sections' },
  description: {
    zh: '胶州市82个部门单位分段包干的58条主次干道，一段一个单位。',
    en: 'The 58 main roads of Jiaozhou that 82 units look after, one unit a section.',
  },
  theme: 'livelihood',
  geometry: 'LineString',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    road: { type: 'string', title: { zh: '道路编号', en: 'Road' }, maxLength: 40 },
    section: { type: 'integer', title: { zh: '段', en: 'Section' }, minimum: 1 },
    unit: { type: 'string', title: { zh: '包干单位', en: 'Unit' }, maxLength: 60, english: JIAOZHOU_UNIT_NAMES },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'road', 'unit', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['unit'],
  owner: { zh: '胶州市创建文明城市工作机构', en: 'Jiaozhou office for the civilised city' },
  visibility: 'public',
  source: { zh: '合成数据，道路与单位数依据案例1', en: 'Synthetic, to the roads and units of case 1' },
  minzoom: 9,
  maxzoom: 16,
  tileAttributes: ['road', 'unit'],
  style: { color: { light: '#7b3f98', dark: '#c79be0' }, order: 140, size: 4, label: { minzoom: 14 } },
  filters: [
    { attribute: 'unit', kind: 'text' },
    { attribute: 'street', kind: 'choice' },
  ],
});
