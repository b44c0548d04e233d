import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'vein-park-sites',
  title: { zh: '静脉产业园设施', en: 'Sites of the vein industry park' },
  description: {
    zh: '夏庄街道静脉产业园的五个项目及其建设状态、投资和处理能力。',
    en: 'The five projects of the vein industry park in Xiazhuang with their state, investment and capacity.',
  },
  theme: 'environment',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    status: {
      type: 'string',
      title: { zh: '状态', en: 'Status' },
      values: {
        built: { zh: '已建成使用', en: 'Built and in use' },
        building: { zh: '在建', en: 'Under construction' },
        preparing: { zh: '筹备建设', en: 'In preparation' },
      },
    },
    investment_yuan: {
      type: 'number',
      title: { zh: '投资', en: 'Investment' },
      unit: { zh: '元', en: 'yuan' },
      minimum: 0,
    },
    footprint_m2: {
      type: 'number',
      title: { zh: '占地', en: 'Footprint' },
      unit: { zh: '平方米', en: 'm²' },
      minimum: 0,
    },
    input_t_per_day: {
      type: 'number',
      title: { zh: '日处理', en: 'Input' },
      unit: { zh: '吨/天', en: 't/day' },
      minimum: 0,
    },
    output: { type: 'string', title: { zh: '产出', en: 'Output' }, maxLength: 100 },
    output_en: { type: 'string', title: { zh: '英文产出', en: 'Output in English' }, maxLength: 100 },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'status', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '城阳区夏庄街道', en: 'Xiazhuang Street, Chengyang' },
  visibility: 'public',
  source: { zh: '案例6所载项目，位置为示意', en: 'The projects of case 6 at an approximate place' },
  minzoom: 10,
  maxzoom: 16,
  tileAttributes: ['status'],
  sums: ['investment_yuan', 'footprint_m2', 'input_t_per_day'],
  style: {
    color: { light: '#2f7d4f', dark: '#6fc48f' },
    by: {
      attribute: 'status',
      values: {
        built: { light: '#1b7f5c', dark: '#5ecfa6' },
        building: { light: '#b07d00', dark: '#ecc14f' },
        preparing: { light: '#6b6b8f', dark: '#b0b0dc' },
      },
    },
    order: 226,
    size: 7,
    glyph: { zh: '静', en: 'VP' },
    label: { minzoom: 13 },
  },
  filters: [{ attribute: 'status', kind: 'choice' }],
});
