import { CASE_THEMES } from '../cases/case.ts';
import { DISTRICT } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';
import type { CaseTheme } from '../cases/case.ts';
import type { Color, Text } from '../layer/layer.ts';

const LABELS: Readonly<Record<CaseTheme, Text>> = {
  governance: { zh: '城市治理', en: 'Governance' },
  livelihood: { zh: '民生保障', en: 'Livelihood' },
  economy: { zh: '产业经济', en: 'Economy' },
  construction: { zh: '规划建设', en: 'Construction' },
  environment: { zh: '生态环境', en: 'Environment' },
  transport: { zh: '交通出行', en: 'Transport' },
  'education-health': { zh: '教育卫生', en: 'Education and health' },
  data: { zh: '数据与信息化', en: 'Data' },
};

/** Eight kinds are more than a colour can tell apart alone; the number in the mark carries the identity. */
const COLORS: Readonly<Record<CaseTheme, Color>> = {
  governance: { light: '#1f5fa8', dark: '#7db4f0' },
  livelihood: { light: '#b23a6b', dark: '#f093b8' },
  economy: { light: '#a85b00', dark: '#f2ab4e' },
  construction: { light: '#6b4a2f', dark: '#d0a987' },
  environment: { light: '#23774a', dark: '#6fcb98' },
  transport: { light: '#57616b', dark: '#b4bec8' },
  'education-health': { light: '#6a45a5', dark: '#bda0f2' },
  data: { light: '#0b7285', dark: '#5cc5d6' },
};

export default defineLayer({
  id: 'cases',
  title: { zh: '工作案例', en: 'Documented cases' },
  description: {
    zh: '青岛市2017年33个创新案例：每个案例的地点、做法、数据及其出处。',
    en: 'The 33 work cases of Qingdao in 2017: where each happened, what was done, and its figures with their source lines.',
  },
  theme: 'cases',
  geometry: 'Point',
  attributes: {
    number: { type: 'integer', title: { zh: '编号', en: 'Number' }, minimum: 1, maximum: 33 },
    name: { type: 'string', title: { zh: '案例', en: 'Case' }, maxLength: 200 },
    name_en: { type: 'string', title: { zh: '英文名', en: 'Case' }, maxLength: 200 },
    agency: { type: 'string', title: { zh: '承办单位', en: 'Agency' }, maxLength: 100 },
    agency_en: { type: 'string', title: { zh: '承办单位（英文）', en: 'Agency' }, maxLength: 150 },
    theme: {
      type: 'string',
      title: { zh: '主题', en: 'Theme' },
      values: Object.fromEntries(CASE_THEMES.map((theme) => [theme, LABELS[theme]])),
    },
    district: DISTRICT,
    places: { type: 'string', title: { zh: '地点', en: 'Places' }, maxLength: 300 },
    places_en: { type: 'string', title: { zh: '地点（英文）', en: 'Places' }, maxLength: 500 },
    figures: { type: 'integer', title: { zh: '数据项', en: 'Figures' }, unit: { zh: '项', en: 'figures' }, minimum: 0 },
    rule: { type: 'boolean', title: { zh: '有可计算规则', en: 'Has a rule to compute' } },
  },
  required: ['number', 'name', 'name_en', 'agency', 'agency_en', 'theme', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['agency', 'agency_en', 'places', 'places_en'],
  owner: { zh: '青岛市', en: 'City of Qingdao' },
  visibility: 'public',
  source: {
    zh: '青岛市2017年创新案例汇编；位置为近似位置',
    en: 'The city’s collection of innovation cases of 2017; places are approximate',
  },
  minzoom: 6,
  maxzoom: 14,
  tileAttributes: ['number', 'theme', 'district'],
  style: {
    color: { light: '#1f5fa8', dark: '#7db4f0' },
    by: { attribute: 'theme', values: COLORS },
    order: 299,
    size: 12,
    glyphAttribute: 'number',
    label: { minzoom: 12 },
  },
  filters: [
    { attribute: 'theme', kind: 'choice' },
    { attribute: 'district', kind: 'choice' },
    { attribute: 'rule', kind: 'flag' },
  ],
  shownAtStart: true,
});
