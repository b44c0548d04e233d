import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'wells',
  title: { zh: '灌溉机井', en: 'Irrigation wells' },
  description: {
    zh: '移风店镇试点区的227眼机井，井深8至10米；改革前均未装计量设备。',
    en: 'The 227 wells of the Yifengdian pilot, 8 to 10 m deep; none had a meter before the reform.',
  },
  theme: 'livelihood',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    village: {
      type: 'string',
      title: { zh: '所属村', en: 'Village' },
      maxLength: 40,
      english: {
        黄戈庄村: 'Huanggezhuang Village',
        大院村: 'Dayuan Village',
        官庄村: 'Guanzhuang Village',
        沙埠村: 'Shabu Village',
        李家庄村: 'Lijiazhuang Village',
      },
    },
    depth_m: {
      type: 'number',
      title: { zh: '井深', en: 'Depth' },
      unit: { zh: '米', en: 'm' },
      minimum: 8,
      maximum: 10,
    },
    irrigates_mu: {
      type: 'number',
      title: { zh: '灌溉面积', en: 'Land irrigated' },
      unit: { zh: '亩', en: 'mu' },
      minimum: 0,
    },
    metered: { type: 'boolean', title: { zh: '改革前装有计量设备', en: 'Metered before the reform' } },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'village', 'depth_m', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['village'],
  owner: { zh: '市水利局', en: 'Water Resources Bureau' },
  visibility: 'public',
  source: { zh: '合成位置，数量与井深依据案例25', en: 'Synthetic places, count and depth after case 25' },
  minzoom: 10,
  maxzoom: 16,
  tileAttributes: ['depth_m', 'village', 'metered', 'district'],
  sums: ['irrigates_mu'],
  style: {
    color: { light: '#2b6a99', dark: '#6cb1e1' },
    by: {
      attribute: 'depth_m',
      steps: [
        { from: 8, color: { light: '#74b6dc', dark: '#2d6491' } },
        { from: 8.7, color: { light: '#2f78ad', dark: '#4a90c4' } },
        { from: 9.4, color: { light: '#0c4a7d', dark: '#8cc4ec' } },
      ],
    },
    order: 228,
    size: 5,
    glyph: { zh: '井', en: 'W' },
    label: { minzoom: 16 },
  },
  filters: [
    { attribute: 'depth_m', kind: 'range' },
    { attribute: 'village', kind: 'text' },
  ],
});
