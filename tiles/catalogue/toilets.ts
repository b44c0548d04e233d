import { defineLayer } from '../layer.ts';

export default defineLayer({
  id: 'toilets',
  title: { zh: '公共厕所', en: 'Public toilets' },
  description: {
    zh: '公共厕所的位置、厕位和服务项目。', en: 'Public toilets: where they are, their stalls and services.',
  },
  theme: 'facilities',
  geometry: 'Point',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 100 },
    name_en: { type: 'string', title: { zh: '英文名', en: 'English name' }, maxLength: 100 },
    address: { type: 'string', title: { zh: '地址', en: 'Address' }, maxLength: 200 },
    district: { type: 'string', title: { zh: '区市', en: 'District' }, format: 'district', pattern: '^3702\\d{2}$' },
    street: { type: 'string', title: { zh: '街道', en: 'Street' }, format: 'street', pattern: '^3702\\d{5}$' },
    stalls_male: { type: 'integer', title: { zh: '男厕位', en: 'Male stalls' }, unit: { zh: '个', en: 'stalls' }, minimum: 0 },
    stalls_female: { type: 'integer', title: { zh: '女厕位', en: 'Female stalls' }, unit: { zh: '个', en: 'stalls' }, minimum: 0 },
    grade: {
      type: 'string', title: { zh: '等级', en: 'Grade' },
      values: { first: { zh: '一类', en: 'Class 1' }, second: { zh: '二类', en: 'Class 2' }, third: { zh: '三类', en: 'Class 3' } },
    },
    wifi: { type: 'boolean', title: { zh: '无线网络', en: 'Wi-Fi' } },
  },
  required: ['name', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['address'],
  owner: { zh: '市城市管理局', en: 'City Management Bureau' },
  visibility: 'public',
  source: { zh: '合成数据，数量依据案例5', en: 'Synthetic, to the count of case 5' },
  minzoom: 9,
  maxzoom: 16,
  tileAttributes: ['grade'],
  style: { color: { light: '#0b6fa4', dark: '#5ab4e0' }, order: 220, size: 6, glyph: '厕', label: { minzoom: 15 } },
  filters: [{ attribute: 'district', kind: 'choice' }, { attribute: 'wifi', kind: 'flag' }],
  shownAtStart: true,
});
