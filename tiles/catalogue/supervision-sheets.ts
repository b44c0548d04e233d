import { DISTRICT, JIAOZHOU_UNIT_NAMES, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'supervision-sheets',
  title: { zh: '创城督办单', en: 'Supervision sheets' },
  description: {
    zh: '胶州市创城督导下发的督办单：责任单位、督办问题、办结数，按周汇总办结率。',
    en: 'Sheets by which Jiaozhou asks a unit to put problems right: the unit, its problems and how many are closed, added up by week.',
  },
  theme: 'livelihood',
  geometry: 'Point',
  attributes: {
    name: { type: 'string', title: { zh: '编号', en: 'Number' }, maxLength: 60 },
    name_en: { type: 'string', title: { zh: '英文名', en: 'English name' }, maxLength: 60 },
    date: { type: 'string', title: { zh: '下发日期', en: 'Issued on' }, format: 'date' },
    week: { type: 'string', title: { zh: '周', en: 'Week' }, pattern: '^\\d{4}-W\\d{2}$' },
    unit: {
      type: 'string',
      title: { zh: '责任单位', en: 'Responsible unit' },
      maxLength: 60,
      english: JIAOZHOU_UNIT_NAMES,
    },
    class_name: { type: 'string', title: { zh: '点位类别', en: 'Class of the point' }, maxLength: 40 },
    class_name_en: {
      type: 'string',
      title: { zh: '英文点位类别', en: 'Class of the point, in English' },
      maxLength: 60,
    },
    problems: {
      type: 'integer',
      title: { zh: '督办问题', en: 'Problems' },
      unit: { zh: '项', en: 'problems' },
      minimum: 0,
    },
    closed: { type: 'integer', title: { zh: '办结', en: 'Closed' }, unit: { zh: '项', en: 'problems' }, minimum: 0 },
    closing_rate: {
      type: 'number',
      title: { zh: '办结率', en: 'Closing rate' },
      unit: { zh: '%', en: '%' },
      minimum: 0,
      maximum: 100,
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'date', 'unit', 'problems', 'closed', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['unit'],
  owner: { zh: '胶州市创建文明城市工作机构', en: 'Jiaozhou office for the civilised city' },
  visibility: 'public',
  source: {
    zh: '合成数据，单数、问题数与办结率依据案例1',
    en: 'Synthetic, to the sheets, problems and closing rate of case 1',
  },
  minzoom: 10,
  maxzoom: 16,
  tileAttributes: ['week', 'unit', 'problems', 'closing_rate'],
  sums: ['problems', 'closed'],
  style: {
    color: { light: '#9a3b26', dark: '#f09079' },
    by: {
      attribute: 'closing_rate',
      steps: [
        { from: 0, color: { light: '#a6361c', dark: '#ff9277' } },
        { from: 85, color: { light: '#b07d00', dark: '#ecc14f' } },
        { from: 95, color: { light: '#1f6f8b', dark: '#6cc6e3' } },
      ],
    },
    order: 214,
    size: 5,
    glyph: { zh: '督', en: 'Su' },
  },
  filters: [
    { attribute: 'date', kind: 'date' },
    { attribute: 'unit', kind: 'text' },
    { attribute: 'closing_rate', kind: 'range' },
    { attribute: 'street', kind: 'choice' },
  ],
});
