import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'tourism',
  title: { zh: '旅游资源', en: 'Tourism' },
  description: {
    zh: '崂山区的景区、景点、信息咨询中心、酒店和节会。',
    en: 'Scenic areas, sights, information centres, hotels and festivals of Laoshan.',
  },
  theme: 'tourism',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类型', en: 'Kind' },
      values: {
        resort: { zh: '国家级旅游度假区', en: 'National resort' },
        'scenic-area': { zh: 'A级景区', en: 'Rated scenic area' },
        spot: { zh: '景点', en: 'Sight' },
        'info-centre': { zh: '信息咨询中心', en: 'Information centre' },
        hotel: { zh: '酒店', en: 'Hotel' },
        festival: { zh: '节会', en: 'Festival' },
      },
    },
    rating: {
      type: 'string',
      title: { zh: '景区等级', en: 'Rating' },
      values: { '5A': { zh: '5A级', en: '5A' }, '4A': { zh: '4A级', en: '4A' }, '3A': { zh: '3A级', en: '3A' } },
    },
    level: {
      type: 'string',
      title: { zh: '咨询中心层级', en: 'Level of the centre' },
      values: {
        district: { zh: '区级', en: 'District' },
        street: { zh: '街级', en: 'Street' },
        village: { zh: '村级', en: 'Village' },
      },
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '崂山区旅游发展委员会', en: 'Laoshan Tourism Development Commission' },
  visibility: 'public',
  source: {
    zh: '数量依据案例8；知名景点、案例点名的酒店和节会为示意位置，其余为合成数据',
    en: 'To the counts of case 8; well-known sights and the hotels and festivals it names at an approximate place, the rest synthetic',
  },
  minzoom: 9,
  maxzoom: 16,
  tileAttributes: ['kind', 'rating', 'level'],
  style: {
    color: { light: '#1b8a6b', dark: '#5fd0b0' },
    by: {
      attribute: 'kind',
      values: {
        resort: { light: '#5b3a8c', dark: '#b596e8' },
        'scenic-area': { light: '#1b7f5c', dark: '#5ecfa6' },
        spot: { light: '#5f7d1f', dark: '#b2d36a' },
        'info-centre': { light: '#1f6fb2', dark: '#74b6ea' },
        hotel: { light: '#a8471a', dark: '#f0a06f' },
        festival: { light: '#b0447f', dark: '#ee93c4' },
      },
    },
    order: 218,
    size: 5,
    glyph: { zh: '游', en: 'To' },
    label: { minzoom: 13 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'rating', kind: 'choice' },
    { attribute: 'level', kind: 'choice' },
  ],
});
