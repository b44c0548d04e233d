import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'schools',
  title: { zh: '学校和幼儿园', en: 'Schools and kindergartens' },
  description: {
    zh: '幼儿园、小学、初中、九年一贯制学校、普通高中、中等职业学校和特殊教育学校。',
    en: 'Kindergartens, primary, junior, nine-year, senior, vocational and special schools.',
  },
  theme: 'education',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    level: {
      type: 'string',
      title: { zh: '学段', en: 'Level' },
      values: {
        kindergarten: { zh: '幼儿园', en: 'Kindergarten' },
        primary: { zh: '小学', en: 'Primary school' },
        junior: { zh: '初中', en: 'Junior middle school' },
        'nine-year': { zh: '九年一贯制学校', en: 'Nine-year school' },
        senior: { zh: '普通高中', en: 'Senior high school' },
        vocational: { zh: '中等职业学校', en: 'Vocational school' },
        special: { zh: '特殊教育学校', en: 'Special school' },
      },
    },
    operator: {
      type: 'string',
      title: { zh: '办学性质', en: 'Operator' },
      values: { public: { zh: '公办', en: 'Public' }, private: { zh: '民办', en: 'Private' } },
    },
    places: { type: 'integer', title: { zh: '学位', en: 'Places' }, unit: { zh: '个', en: 'places' }, minimum: 1 },
    service_radius_m: {
      type: 'integer',
      title: { zh: '服务半径', en: 'Service radius' },
      unit: { zh: 'm', en: 'm' },
      minimum: 1,
      description: { zh: '没有规定服务半径的学段不填。', en: 'Absent for levels without one.' },
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'level', 'operator', 'places', 'district', 'street'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市教育局', en: 'Education Bureau' },
  visibility: 'public',
  source: {
    zh: '合成数据，没有对应的统计数；按街道的面积和城镇化程度生成密度',
    en: 'Synthetic; no documented count; generated at a density by street',
  },
  minzoom: 10,
  maxzoom: 16,
  tileAttributes: ['level', 'operator', 'places', 'service_radius_m', 'district'],
  sums: ['places'],
  style: {
    color: { light: '#7a5195', dark: '#c5a3e0' },
    by: {
      attribute: 'level',
      values: {
        kindergarten: { light: '#b8500a', dark: '#f0904c' },
        primary: { light: '#00735a', dark: '#3ecfa8' },
        junior: { light: '#0067a3', dark: '#5ab4e8' },
        'nine-year': { light: '#566579', dark: '#a3b1c4' },
        senior: { light: '#7a5195', dark: '#c5a3e0' },
        vocational: { light: '#6b5a00', dark: '#e0c02e' },
        special: { light: '#a3215b', dark: '#f08db8' },
      },
    },
    order: 216,
    size: 6,
    glyph: { zh: '学', en: 'S' },
    label: { minzoom: 15 },
  },
  filters: [
    { attribute: 'level', kind: 'choice' },
    { attribute: 'operator', kind: 'choice' },
    { attribute: 'places', kind: 'range' },
    { attribute: 'district', kind: 'choice' },
    { attribute: 'street', kind: 'choice' },
  ],
  standard: {
    number: 'GB 50180-2018',
    title: { zh: '城市居住区规划设计标准', en: 'Standard for urban residential area planning and design' },
    certainty: 'unverified',
    note: {
      zh: '服务半径：幼儿园300米，小学500米，初中1000米。',
      en: 'Service radius: kindergarten 300 m, primary 500 m, junior middle school 1,000 m.',
    },
  },
  shownAtStart: true,
});
