import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'renovation-sites',
  title: { zh: '四项改造', en: 'Four kinds of renovation' },
  description: {
    zh: '棚户区、老旧住宅小区、节能保暖和农村危房改造点。',
    en: 'Shantytown renewal, old communities, heat insulation and dangerous rural houses.',
  },
  theme: 'projects',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类别', en: 'Kind' },
      values: {
        shanty: { zh: '棚户区改造', en: 'Shantytown renewal' },
        community: { zh: '老旧小区整治', en: 'Old community' },
        insulation: { zh: '节能保暖改造', en: 'Heat insulation' },
        'rural-house': { zh: '农村危房改造', en: 'Dangerous rural house' },
      },
    },
    status: {
      type: 'string',
      title: { zh: '状态', en: 'Status' },
      values: { started: { zh: '已启动', en: 'Started' }, completed: { zh: '已完成', en: 'Completed' } },
    },
    households: {
      type: 'integer',
      title: { zh: '户数', en: 'Households' },
      unit: { zh: '户', en: 'households' },
      minimum: 0,
    },
    area_m2: {
      type: 'number',
      title: { zh: '改造面积', en: 'Area renovated' },
      unit: { zh: '平方米', en: 'm²' },
      minimum: 0,
    },
    poor: { type: 'boolean', title: { zh: '建档立卡贫困户', en: 'Registered poor household' } },
    elevator: { type: 'boolean', title: { zh: '老楼加装电梯项目', en: 'Lift added to an old building' } },
    sponge: { type: 'boolean', title: { zh: '结合海绵城市', en: 'Sponge-city measures' } },
    cleaning_grids: {
      type: 'integer',
      title: { zh: '保洁网格', en: 'Cleaning grids' },
      unit: { zh: '个', en: 'grids' },
      minimum: 0,
      description: {
        zh: '每300户左右一个网格，每个网格一名保洁员。',
        en: 'One for about 300 households, with one cleaner each.',
      },
    },
    collectors: {
      type: 'integer',
      title: { zh: '垃圾收运工', en: 'Refuse collectors' },
      unit: { zh: '名', en: 'persons' },
      minimum: 0,
      description: { zh: '每三个网格一名。', en: 'One for every three grids.' },
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'status', 'households', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市城乡建设委', en: 'Urban and Rural Construction Commission' },
  visibility: 'public',
  source: {
    zh: '合成数据：老旧小区和农村危房按案例30的数量，户数与面积合计按案例30；棚户区和节能保暖的点数案例未载',
    en: 'Synthetic: old communities and rural houses to the counts of case 30, households and areas to its sums; it counts no shantytown or insulation sites',
  },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['kind', 'status', 'households', 'poor', 'district'],
  sums: ['households', 'area_m2', 'cleaning_grids', 'collectors'],
  style: {
    color: { light: '#a34a28', dark: '#e69a76' },
    by: {
      attribute: 'kind',
      values: {
        shanty: { light: '#a3321f', dark: '#f08c78' },
        community: { light: '#0067a3', dark: '#5ab4e8' },
        insulation: { light: '#8a6d00', dark: '#e3c443' },
        'rural-house': { light: '#00735a', dark: '#3ecfa8' },
      },
    },
    order: 212,
    size: 5,
    glyph: { zh: '改', en: 'R' },
    label: { minzoom: 15 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'district', kind: 'choice' },
    { attribute: 'households', kind: 'range' },
    { attribute: 'poor', kind: 'flag' },
    { attribute: 'elevator', kind: 'flag' },
  ],
});
