import { DISTRICT, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'extension-grids',
  title: { zh: '拓展网格', en: 'Extension grids' },
  description: {
    zh: '市北区124个区域相对集中、面积较大的厂区、园区、校区，各由一至三个单元网格组成。',
    en: 'The 124 large factory, park and campus compounds of Shibei, each made of one to three whole unit grids.',
  },
  theme: 'grids',
  geometry: 'Polygon',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 60 },
    name_en: NAME_EN,
    code: { type: 'string', title: { zh: '网格代码', en: 'Grid code' }, pattern: '^\\d{15}$' },
    parent: { type: 'string', title: { zh: '责任网格', en: 'Responsibility grid' }, pattern: '^\\d{15}$' },
    kind: {
      type: 'string',
      title: { zh: '类型', en: 'Kind' },
      values: {
        factory: { zh: '厂区', en: 'Factory' },
        park: { zh: '园区', en: 'Business park' },
        campus: { zh: '校区', en: 'Campus' },
      },
    },
    units: {
      type: 'integer',
      title: { zh: '单元网格数', en: 'Unit grids' },
      unit: { zh: '个', en: 'grids' },
      minimum: 1,
    },
    area_m2: { type: 'integer', title: { zh: '面积', en: 'Area' }, unit: { zh: 'm²', en: 'm²' }, minimum: 0 },
    district: DISTRICT,
    street: STREET,
  },
  required: ['code', 'area_m2', 'district', 'street', 'parent', 'kind'],
  name: { zh: 'name', en: 'name_en' },
  search: ['code'],
  owner: { zh: '市北区城市综合治理指挥中心', en: 'Shibei City Governance Command Centre' },
  visibility: 'public',
  source: { zh: '合成边界，数量和类型依据案例4', en: 'Synthetic boundaries, to the count and kinds of case 4' },
  minzoom: 11,
  maxzoom: 16,
  tileAttributes: ['code', 'kind'],
  style: {
    color: { light: '#8a6100', dark: '#e6b84f' },
    by: {
      attribute: 'kind',
      values: {
        factory: { light: '#7a4fa3', dark: '#c4a0e8' },
        park: { light: '#2b7a5b', dark: '#6cc9a1' },
        campus: { light: '#a86400', dark: '#f0b95a' },
      },
    },
    order: 35,
    size: 1.5,
    fillOpacity: 0.18,
    label: { minzoom: 15 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
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
      zh: '代码同单元网格，末3位自901起表示拓展网格（本图约定）。',
      en: 'Coded as unit grids are; the last three digits from 901 on mark an extension grid, a convention of this map.',
    },
  },
});
