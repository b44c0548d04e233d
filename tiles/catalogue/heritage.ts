import { ADDRESS, CASE, DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'heritage',
  title: { zh: '历史建筑', en: 'Historic buildings' },
  description: {
    zh: '案例涉及的历史建筑：建成年代、建筑面积和权属结果。',
    en: 'Historic buildings of the cases: when they were built, their floor area, and how their title was settled.',
  },
  theme: 'tourism',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    address: ADDRESS,
    floor_area_m2: {
      type: 'number',
      title: { zh: '建筑面积', en: 'Floor area' },
      unit: { zh: '平方米', en: 'm²' },
      minimum: 0,
    },
    built: {
      type: 'integer',
      title: { zh: '购地修建年份', en: 'Year of purchase and building' },
      minimum: 1800,
      maximum: 2100,
    },
    let_since: { type: 'integer', title: { zh: '租用起始年份', en: 'Let since' }, minimum: 1800, maximum: 2100 },
    settled: { type: 'string', title: { zh: '签订移交协议日期', en: 'Agreement signed' }, format: 'date' },
    handover_years: {
      type: 'integer',
      title: { zh: '移交期限', en: 'To be handed over within' },
      unit: { zh: '年', en: 'years' },
      minimum: 0,
    },
    note: { type: 'string', title: { zh: '说明', en: 'Note' }, maxLength: 300 },
    note_en: { type: 'string', title: { zh: '英文说明', en: 'Note' }, maxLength: 400 },
    case: CASE,
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'district', 'case'],
  name: { zh: 'name', en: 'name_en' },
  search: ['address'],
  owner: { zh: '市民族宗教局', en: 'Ethnic and Religious Affairs Bureau' },
  visibility: 'public',
  source: { zh: '数据依据案例21，位置为近似位置', en: 'Figures of case 21, place approximate' },
  minzoom: 9,
  maxzoom: 16,
  tileAttributes: ['floor_area_m2', 'built', 'case', 'district'],
  style: {
    color: { light: '#7a3e1d', dark: '#e0a27a' },
    order: 233,
    size: 7,
    glyph: { zh: '史', en: 'H' },
    label: { minzoom: 13 },
  },
  filters: [
    { attribute: 'district', kind: 'choice' },
    { attribute: 'built', kind: 'range' },
  ],
});
