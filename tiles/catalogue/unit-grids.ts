import { DISTRICT, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'unit-grids',
  title: { zh: '单元网格', en: 'Unit grids' },
  description: {
    zh: '市北区1064个单元网格，嵌套在责任网格中，无缝无叠，自西向东、自北向南编号。',
    en: 'The 1,064 unit grids of Shibei, nested in the responsibility grids without gap or overlap, numbered west to east and north to south.',
  },
  theme: 'grids',
  geometry: 'Polygon',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 60 },
    name_en: NAME_EN,
    code: { type: 'string', title: { zh: '网格代码', en: 'Grid code' }, pattern: '^\\d{15}$' },
    parent: { type: 'string', title: { zh: '责任网格', en: 'Responsibility grid' }, pattern: '^\\d{15}$' },
    extension: { type: 'string', title: { zh: '拓展网格', en: 'Extension grid' }, pattern: '^\\d{15}$' },
    area_m2: { type: 'integer', title: { zh: '面积', en: 'Area' }, unit: { zh: 'm²', en: 'm²' }, minimum: 0 },
    district: DISTRICT,
    street: STREET,
  },
  required: ['code', 'area_m2', 'district', 'street', 'parent'],
  name: { zh: 'name', en: 'name_en' },
  search: ['code'],
  owner: { zh: '市北区城市综合治理指挥中心', en: 'Shibei City Governance Command Centre' },
  visibility: 'public',
  source: { zh: '合成边界，数量依据案例4', en: 'Synthetic boundaries, to the count of case 4' },
  minzoom: 11,
  maxzoom: 16,
  tileAttributes: ['code', 'parent'],
  style: {
    color: { light: '#35607f', dark: '#8fbcd9' },
    order: 30,
    size: 1,
    fillOpacity: 0.03,
    label: { minzoom: 16 },
  },
  filters: [
    { attribute: 'parent', kind: 'text' },
    { attribute: 'area_m2', kind: 'range' },
    { attribute: 'street', kind: 'choice' },
  ],
  standard: {
    number: 'GB/T 30428.1',
    title: {
      zh: '数字化城市管理信息系统 第1部分：单元网格',
      en: 'Digital urban management information system, part 1: basic management grids',
    },
    certainty: 'unverified',
    note: {
      zh: '标准的单元网格约1万平方米；案例4以1064个网格覆盖65.4平方公里，平均约6万平方米。15位代码：区6位、街道3位、社区3位、网格3位。',
      en: 'The standard\u2019s unit grids have about 10,000 m²; 1,064 grids over the 65.4 km² of case 4 have about 60,000 m² each. 15 digits: district 6, street 3, community 3, grid 3.',
    },
  },
  shownAtStart: true,
});
