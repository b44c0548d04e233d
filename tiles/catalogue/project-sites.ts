import { defineLayer } from '../layer.ts';

/** Shared by the cases about projects: `case` tells whose site it is. Add attributes, never change their meaning. */
export default defineLayer({
  id: 'project-sites',
  title: { zh: '项目点位', en: 'Project sites' },
  description: {
    zh: '各案例的投资和建设项目：挂图作战三大战役、产业事业部、中德生态园和政府投资审计项目。',
    en: 'Investment and construction projects of the cases: the three war-map campaigns, business divisions, the Sino-German park and audited public investment.',
  },
  theme: 'projects',
  geometry: 'Point',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 100 },
    name_en: { type: 'string', title: { zh: '英文名', en: 'English name' }, maxLength: 100 },
    case: {
      type: 'string', title: { zh: '案例', en: 'Case' },
      values: {
        'war-map-projects': { zh: '挂图作战', en: 'War-map projects' },
        'business-divisions': { zh: '产业事业部', en: 'Business divisions' },
        'sino-german-park': { zh: '中德生态园', en: 'Sino-German park' },
        'audit-big-data': { zh: '审计大数据', en: 'Audit big data' },
      },
    },
    district: { type: 'string', title: { zh: '区市', en: 'District' }, format: 'district', pattern: '^3702\\d{2}$' },
    street: { type: 'string', title: { zh: '街道', en: 'Street' }, format: 'street', pattern: '^3702\\d{5}$' },
    unit: { type: 'string', title: { zh: '责任单位', en: 'Responsible unit' }, maxLength: 100 },
    sector: { type: 'string', title: { zh: '行业', en: 'Sector' }, maxLength: 100 },
    status: {
      type: 'string', title: { zh: '状态', en: 'Status' },
      values: {
        negotiated: { zh: '洽谈引进', en: 'Negotiated' },
        signed: { zh: '已签约', en: 'Signed' },
        building: { zh: '在建', en: 'Under construction' },
        completed: { zh: '竣工投产', en: 'Completed' },
      },
    },
    investment_yuan: { type: 'number', title: { zh: '投资额', en: 'Investment' }, unit: { zh: '元', en: 'yuan' }, minimum: 0 },
    campaign: {
      type: 'string', title: { zh: '战役', en: 'Campaign' },
      values: {
        negotiated: { zh: '洽谈引进', en: 'Negotiated' },
        started: { zh: '开工建设', en: 'Started' },
        completed: { zh: '竣工投产', en: 'Completed' },
      },
    },
    nodes_done: {
      type: 'integer', title: { zh: '已完成节点', en: 'Key nodes done' }, unit: { zh: '个', en: 'of 52' }, minimum: 0, maximum: 52,
      description: { zh: '从立项审批到竣工验收共 52 个关键节点。', en: 'Of the 52 key nodes from approval to final inspection.' },
    },
    month: { type: 'string', title: { zh: '考核月份', en: 'Month of review' }, pattern: '^\\d{4}-\\d{2}$' },
    month_target: { type: 'integer', title: { zh: '当月目标节点', en: 'Nodes due in the month' }, unit: { zh: '个', en: 'nodes' }, minimum: 0 },
    month_done: { type: 'integer', title: { zh: '当月完成节点', en: 'Nodes done in the month' }, unit: { zh: '个', en: 'nodes' }, minimum: 0 },
    card: {
      type: 'string', title: { zh: '警告', en: 'Warning card' },
      values: { none: { zh: '正常', en: 'None' }, yellow: { zh: '黄牌', en: 'Yellow' }, red: { zh: '红牌', en: 'Red' } },
    },
    laggard: { type: 'boolean', title: { zh: '曾被通报未达标', en: 'Reported as a laggard' } },
    surveyed: { type: 'boolean', title: { zh: '接受满意度调查', en: 'Interviewed' } },
    satisfied: { type: 'boolean', title: { zh: '表示满意', en: 'Satisfied' } },
    division: { type: 'string', title: { zh: '事业部', en: 'Division' }, maxLength: 60 },
    audit_class: { type: 'string', title: { zh: '审计模型类别', en: 'Audit model class' }, maxLength: 60 },
  },
  required: ['name', 'case', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['unit', 'sector'],
  owner: { zh: '市发展和改革委员会', en: 'Development and Reform Commission' },
  visibility: 'public',
  source: {
    zh: '合成数据，数量依据案例7、11、12、15；具名项目为示意位置',
    en: 'Synthetic, to the counts of cases 7, 11, 12 and 15; named projects at an approximate place',
  },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['case', 'campaign', 'status', 'card', 'district'],
  style: {
    color: { light: '#6b6b6b', dark: '#a8a8a8' },
    by: {
      attribute: 'case',
      values: {
        'war-map-projects': { light: '#a8471a', dark: '#f0a06f' },
        'business-divisions': { light: '#1f6fb2', dark: '#74b6ea' },
        'sino-german-park': { light: '#1b7f5c', dark: '#5ecfa6' },
        'audit-big-data': { light: '#7b3f98', dark: '#c79be0' },
      },
    },
    order: 230,
    size: 5,
    glyph: '项',
    label: { minzoom: 15 },
  },
  filters: [
    { attribute: 'case', kind: 'choice' }, { attribute: 'campaign', kind: 'choice' }, { attribute: 'card', kind: 'choice' },
    { attribute: 'status', kind: 'choice' }, { attribute: 'district', kind: 'choice' }, { attribute: 'laggard', kind: 'flag' },
    { attribute: 'investment_yuan', kind: 'range' },
  ],
  shownAtStart: true,
});
