import { DISTRICT, ROAD_NAME, ROAD_NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'cameras',
  title: { zh: '视频探头', en: 'Video cameras' },
  description: {
    zh: '市北区网格化平台整合的6694个视频探头。此处位置均为合成；真实点位应设为内部图层。',
    en: 'The 6,694 cameras that the grid platform of Shibei brings together. All places here are synthetic; real ones belong in an internal layer.',
  },
  theme: 'grids',
  geometry: 'Point',
  attributes: {
    name: { type: 'string', title: { zh: '编号', en: 'Number' }, maxLength: 60 },
    name_en: { type: 'string', title: { zh: '英文名', en: 'English name' }, maxLength: 60 },
    kind: {
      type: 'string',
      title: { zh: '用途', en: 'Use' },
      values: {
        security: { zh: '治安', en: 'Public security' },
        traffic: { zh: '交通', en: 'Traffic' },
        city: { zh: '城市管理', en: 'City management' },
        hazard: { zh: '危险源', en: 'Hazard source' },
      },
    },
    online: { type: 'boolean', title: { zh: '在线', en: 'Online' } },
    road: { type: 'string', title: { zh: '道路', en: 'Road' }, maxLength: 60 },
    road_name: ROAD_NAME,
    road_name_en: ROAD_NAME_EN,
    grid: { type: 'string', title: { zh: '单元网格', en: 'Unit grid' }, pattern: '^\\d{15}$' },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市北区城市综合治理指挥中心', en: 'Shibei City Governance Command Centre' },
  visibility: 'public',
  source: { zh: '合成数据，数量依据案例4', en: 'Synthetic, to the count of case 4' },
  minzoom: 11,
  maxzoom: 16,
  tileAttributes: ['kind', 'online'],
  style: {
    color: { light: '#4c6a92', dark: '#8fb0da' },
    by: {
      attribute: 'kind',
      values: {
        security: { light: '#1f4f8b', dark: '#79a9e8' },
        traffic: { light: '#a8471a', dark: '#f0a06f' },
        city: { light: '#2f7d4f', dark: '#6fc48f' },
        hazard: { light: '#7b3f98', dark: '#c79be0' },
      },
    },
    order: 205,
    size: 3,
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'online', kind: 'flag' },
    { attribute: 'street', kind: 'choice' },
  ],
});
