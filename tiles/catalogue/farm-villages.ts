import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'farm-villages',
  title: { zh: '农业水价试点村', en: 'Water price pilot villages' },
  description: {
    zh: '移风店镇农业水价综合改革试点的5个村：耕地、有效灌溉面积和初始水权。',
    en: 'The five villages of Yifengdian where irrigation water was first priced: farmland, irrigated land and water right.',
  },
  theme: 'livelihood',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    farmland_mu: { type: 'number', title: { zh: '耕地', en: 'Farmland' }, unit: { zh: '亩', en: 'mu' }, minimum: 0 },
    irrigated_mu: {
      type: 'number',
      title: { zh: '有效灌溉面积', en: 'Irrigated land' },
      unit: { zh: '亩', en: 'mu' },
      minimum: 0,
    },
    wells: { type: 'integer', title: { zh: '机井', en: 'Wells' }, unit: { zh: '眼', en: 'wells' }, minimum: 0 },
    quota_m3_per_mu: {
      type: 'number',
      title: { zh: '初始水权', en: 'Water right' },
      unit: { zh: '立方米/亩', en: 'm³/mu' },
      minimum: 0,
    },
    town: {
      type: 'string',
      title: { zh: '所属镇', en: 'Town' },
      maxLength: 40,
      english: {
        移风店镇: 'Yifengdian Town',
      },
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'farmland_mu', 'irrigated_mu', 'wells', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市水利局', en: 'Water Resources Bureau' },
  visibility: 'public',
  source: {
    zh: '村名与总量依据案例25，位置为近似位置，各村数为分摊值',
    en: 'Villages and totals of case 25; places approximate, the totals shared among the villages',
  },
  minzoom: 9,
  maxzoom: 16,
  tileAttributes: ['farmland_mu', 'irrigated_mu', 'wells', 'district'],
  sums: ['farmland_mu', 'irrigated_mu', 'wells'],
  style: {
    color: { light: '#5a7a1c', dark: '#b3d66e' },
    order: 229,
    size: 8,
    glyph: { zh: '村', en: 'V' },
    label: { minzoom: 11 },
  },
  filters: [
    { attribute: 'irrigated_mu', kind: 'range' },
    { attribute: 'wells', kind: 'range' },
  ],
});
