import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'civilised-sites',
  title: { zh: '创城阵地', en: 'Sites of the civilised-city campaign' },
  description: {
    zh: '胶州市文明校园，以及广告牌和高炮、围挡、道旗等公益广告。',
    en: 'Civilised campuses of Jiaozhou, and its public-service billboards, hoardings and rows of flags.',
  },
  theme: 'livelihood',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类型', en: 'Kind' },
      values: {
        campus: { zh: '文明校园', en: 'Civilised campus' },
        billboard: { zh: '广告牌、高炮', en: 'Billboard' },
        hoarding: { zh: '围挡', en: 'Hoarding' },
        flags: { zh: '道旗', en: 'Row of flags' },
      },
    },
    area_m2: {
      type: 'number',
      title: { zh: '围挡面积', en: 'Area of the hoarding' },
      unit: { zh: '平方米', en: 'm²' },
      minimum: 0,
    },
    flags: { type: 'integer', title: { zh: '道旗数', en: 'Flags' }, unit: { zh: '根', en: 'flags' }, minimum: 0 },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '胶州市创建文明城市工作机构', en: 'Jiaozhou office for the civilised city' },
  visibility: 'public',
  source: { zh: '合成数据，数量依据案例1', en: 'Synthetic, to the counts of case 1' },
  minzoom: 10,
  maxzoom: 16,
  tileAttributes: ['kind'],
  sums: ['area_m2', 'flags'],
  style: {
    color: { light: '#6b6b6b', dark: '#a8a8a8' },
    by: {
      attribute: 'kind',
      values: {
        campus: { light: '#1f6fb2', dark: '#74b6ea' },
        billboard: { light: '#a8471a', dark: '#f0a06f' },
        hoarding: { light: '#6d7a1d', dark: '#c3d265' },
        flags: { light: '#b0447f', dark: '#ee93c4' },
      },
    },
    order: 211,
    size: 4,
    label: { minzoom: 16 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'street', kind: 'choice' },
  ],
});
