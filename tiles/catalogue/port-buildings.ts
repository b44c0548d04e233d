import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'port-buildings',
  title: { zh: '院士港楼宇', en: 'Buildings of the academician port' },
  description: {
    zh: '青岛国际院士港的26栋独体多层小楼和3栋高层，建筑面积合计19.6万平方米。',
    en: 'The 26 detached low buildings and 3 towers of the Qingdao International Academician Port, 196,000 m² of floor area in all.',
  },
  theme: 'economy',
  geometry: 'Polygon',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类型', en: 'Kind' },
      values: { low: { zh: '独体多层小楼', en: 'Detached low building' }, tower: { zh: '高层', en: 'Tower' } },
    },
    floors: { type: 'integer', title: { zh: '层数', en: 'Floors' }, unit: { zh: '层', en: 'floors' }, minimum: 1 },
    floor_area_m2: {
      type: 'number',
      title: { zh: '建筑面积', en: 'Floor area' },
      unit: { zh: '平方米', en: 'm²' },
      minimum: 0,
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'floor_area_m2', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '青岛国际院士港管委会', en: 'Administration of the academician port' },
  visibility: 'public',
  source: {
    zh: '合成数据，栋数与总面积依据案例3，园区为示意位置',
    en: 'Synthetic, to the buildings and total area of case 3, around the approximate place of the port',
  },
  minzoom: 12,
  maxzoom: 16,
  tileAttributes: ['kind', 'floors'],
  style: {
    color: { light: '#4c6a92', dark: '#8fb0da' },
    by: {
      attribute: 'kind',
      values: { low: { light: '#1f6fb2', dark: '#74b6ea' }, tower: { light: '#a8471a', dark: '#f0a06f' } },
    },
    order: 60,
    fillOpacity: 0.6,
    label: { minzoom: 16 },
  },
  filters: [{ attribute: 'kind', kind: 'choice' }],
});
