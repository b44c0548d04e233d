import { DISTRICT, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'responsibility-grids',
  title: { zh: '责任网格', en: 'Responsibility grids' },
  description: {
    zh: '市北区135个责任网格，由街道划分而来，合起来覆盖全区。',
    en: 'The 135 responsibility grids of Shibei: its streets divided, together covering the district.',
  },
  theme: 'grids',
  geometry: 'Polygon',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 60 },
    name_en: NAME_EN,
    code: { type: 'string', title: { zh: '网格代码', en: 'Grid code' }, pattern: '^\\d{15}$' },
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
  required: ['code', 'area_m2', 'district', 'street'],
  name: { zh: 'name', en: 'name_en' },
  search: ['code'],
  owner: { zh: '市北区城市综合治理指挥中心', en: 'Shibei City Governance Command Centre' },
  visibility: 'public',
  source: { zh: '合成边界，数量依据案例4', en: 'Synthetic boundaries, to the count of case 4' },
  minzoom: 10,
  maxzoom: 16,
  tileAttributes: ['code'],
  style: {
    color: { light: '#a1265f', dark: '#f08ab8' },
    order: 40,
    size: 2,
    fillOpacity: 0.04,
    label: { minzoom: 14 },
  },
  filters: [
    { attribute: 'units', kind: 'range' },
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
      zh: '15位代码：区6位、街道3位、社区3位、网格3位；社区位为网格在街道内的序号，末3位000表示责任网格（后者为本图约定）。',
      en: '15 digits: district 6, street 3, community 3, grid 3. The community digits are the grid\u2019s number within its street; 000 at the end marks a responsibility grid, a convention of this map.',
    },
  },
});
