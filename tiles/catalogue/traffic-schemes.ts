import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'traffic-schemes',
  title: { zh: '交通组织方案', en: 'Traffic schemes' },
  description: {
    zh: '“一路一图”方案和小区微循环方案，画在方案所在的道路上。',
    en: 'Plans for one road each and micro-circulation schemes of neighbourhoods, drawn on the roads they are for.',
  },
  theme: 'transport',
  geometry: 'LineString',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类别', en: 'Kind' },
      values: {
        'one-road': { zh: '“一路一图”方案', en: 'One-road plan' },
        'micro-circulation': { zh: '小区微循环方案', en: 'Micro-circulation scheme' },
      },
    },
    road: { type: 'string', title: { zh: '道路编号', en: 'Road' }, pattern: '^R\\d{4}$' },
    junction_plan: { type: 'boolean', title: { zh: '含路口渠化方案', en: 'With a plan of its junction' } },
    area: { type: 'string', title: { zh: '落地区域', en: 'Place' }, maxLength: 60 },
    area_en: { type: 'string', title: { zh: '落地区域（英文）', en: 'Place, in English' }, maxLength: 100 },
    box_junctions: {
      type: 'integer',
      title: { zh: '禁停网状线', en: 'Box junctions' },
      unit: { zh: '处', en: 'places' },
      minimum: 0,
    },
    no_stopping_m2: {
      type: 'number',
      title: { zh: '禁停标线', en: 'No-stopping lines' },
      unit: { zh: '平方米', en: 'm²' },
      minimum: 0,
    },
    signs: {
      type: 'integer',
      title: { zh: '新增调整标志牌', en: 'Signs added or moved' },
      unit: { zh: '面', en: 'signs' },
      minimum: 0,
    },
    length_m: { type: 'number', title: { zh: '长度', en: 'Length' }, unit: { zh: 'm', en: 'm' }, minimum: 0 },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'road', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['area'],
  owner: { zh: '市公安局交警支队', en: 'Traffic Police of the Public Security Bureau' },
  visibility: 'public',
  source: {
    zh: '合成路网上的合成方案，数量依据案例33；案例点名的区域只取其名',
    en: 'Made up on the synthetic network, to the counts of case 33; places that it names lend their name only',
  },
  minzoom: 9,
  maxzoom: 16,
  tileAttributes: ['kind', 'junction_plan', 'area', 'district'],
  style: {
    color: { light: '#b0447f', dark: '#ee93c4' },
    by: {
      attribute: 'kind',
      values: {
        'one-road': { light: '#a3215b', dark: '#f08db8' },
        'micro-circulation': { light: '#00735a', dark: '#3ecfa8' },
      },
    },
    order: 120,
    size: 4,
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'junction_plan', kind: 'flag' },
    { attribute: 'district', kind: 'choice' },
    { attribute: 'street', kind: 'choice' },
  ],
});
