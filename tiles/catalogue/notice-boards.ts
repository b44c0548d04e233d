import { DISTRICT, HOTLINE_NAMES, NAME, NAME_EN, ROAD_NAME, ROAD_NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'notice-boards',
  title: { zh: '街长公示牌', en: 'Street chief notice boards' },
  description: {
    zh: '立在街长所负责道路上的统一制式公示牌；只列街长编号、级别和公开热线。',
    en: 'Boards of one design on the roads of the street chiefs; they show the chief’s code and level and the public hotline.',
  },
  theme: 'facilities',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    road: { type: 'string', title: { zh: '道路编号', en: 'Road' }, pattern: '^R\\d{4}$' },
    road_name: ROAD_NAME,
    road_name_en: ROAD_NAME_EN,
    chief: { type: 'string', title: { zh: '街长编号', en: 'Street chief' }, pattern: '^C\\d{4}$' },
    chief_role: {
      type: 'string',
      title: { zh: '街长级别', en: 'Level of the chief' },
      values: {
        district: { zh: '区级街长', en: 'District-level chief' },
        street: { zh: '街道级街长', en: 'Street-level chief' },
      },
    },
    chief_contact: {
      type: 'string',
      title: { zh: '公开联系方式', en: 'Public contact' },
      maxLength: 60,
      english: HOTLINE_NAMES,
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'road', 'chief', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['chief'],
  owner: { zh: '市城市管理局', en: 'City Management Bureau' },
  visibility: 'public',
  source: {
    zh: '合成数据：每条道路一块，道路和街长数依据案例27',
    en: 'Synthetic: one board a road, to the roads and chiefs of case 27',
  },
  minzoom: 11,
  maxzoom: 16,
  tileAttributes: ['chief', 'chief_role', 'road'],
  style: {
    color: { light: '#7a5195', dark: '#c5a3e0' },
    by: {
      attribute: 'chief_role',
      values: {
        district: { light: '#7a5195', dark: '#c5a3e0' },
        street: { light: '#a05f00', dark: '#eab054' },
      },
    },
    order: 206,
    size: 4,
    glyph: { zh: '牌', en: 'N' },
  },
  filters: [
    { attribute: 'chief_role', kind: 'choice' },
    { attribute: 'chief', kind: 'text' },
    { attribute: 'district', kind: 'choice' },
    { attribute: 'street', kind: 'choice' },
  ],
});
