import { ADDRESS, CASE, DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'service-points',
  title: { zh: '政务服务网点', en: 'Public service points' },
  description: {
    zh: '镇街审批代办窗口、公积金网点、就业服务机构与创业孵化基地、工商登记机关。',
    en: 'Town agency windows for approvals, provident fund branches, employment offices and incubation bases, company registries.',
  },
  theme: 'livelihood',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类别', en: 'Kind' },
      values: {
        'approval-window': { zh: '审批代办窗口', en: 'Approval agency window' },
        'provident-fund': { zh: '公积金网点', en: 'Provident fund branch' },
        'employment-service': { zh: '就业服务机构', en: 'Employment office' },
        'incubation-base': { zh: '创业孵化示范基地', en: 'Start-up incubation base' },
        'registration-office': { zh: '企业登记机关', en: 'Company registry' },
      },
    },
    level: {
      type: 'string',
      title: { zh: '层级', en: 'Level' },
      values: {
        national: { zh: '国家级', en: 'National' },
        province: { zh: '省级', en: 'Provincial' },
        city: { zh: '市级', en: 'City' },
        district: { zh: '区市级', en: 'District' },
        street: { zh: '镇街级', en: 'Town or street' },
      },
    },
    case: CASE,
    district: DISTRICT,
    street: STREET,
    address: ADDRESS,
    phone: { type: 'string', title: { zh: '公开电话', en: 'Public phone' }, maxLength: 30 },
    hours: { type: 'string', title: { zh: '服务时间', en: 'Opening hours' }, maxLength: 60 },
    agents: {
      type: 'integer',
      title: { zh: '代办员', en: 'Agents' },
      unit: { zh: '名', en: 'agents' },
      minimum: 0,
    },
    counters: {
      type: 'integer',
      title: { zh: '办事窗口', en: 'Counters' },
      unit: { zh: '个', en: 'counters' },
      minimum: 0,
    },
    face_login: { type: 'boolean', title: { zh: '支持“刷脸”认证', en: 'Face login' } },
    services: {
      type: 'string',
      title: { zh: '办理事项', en: 'Services' },
      maxLength: 300,
      english: {
        招商引资重点项目审批全程代办: 'Approvals of key investment projects handled from start to end',
        '余额、贷款、缴存基数和比例查询；月供试算': 'Balance, loan, contribution base and rate; instalment calculator',
        '就业创业补贴、技能人才评价、留学人员创业支持':
          'Employment and start-up subsidies, skill assessment, support for returned students',
        '求职招聘、职业培训补贴、灵活就业社保补贴、创业担保贷款':
          'Job finding, training subsidy, insurance subsidy for flexible work, guaranteed start-up loans',
        '创业场地、租金减免、创业培训与融资对接': 'Start-up space, reduced rent, training and financing',
        '企业名称核准、设立、变更、备案、注销登记，全程网上办理':
          'Names, set-up, changes, filing and closing of companies, all online',
      },
    },
  },
  required: ['name', 'kind', 'case', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['address', 'services'],
  owner: { zh: '市政务服务主管部门', en: 'Government services' },
  visibility: 'public',
  source: {
    zh: '合成数据，依据案例10、16、22、28',
    en: 'Synthetic, after cases 10, 16, 22 and 28',
  },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['kind', 'case', 'district'],
  sums: ['agents', 'counters'],
  style: {
    color: { light: '#5b5f97', dark: '#a9ade0' },
    by: {
      attribute: 'kind',
      values: {
        'approval-window': { light: '#b8500a', dark: '#f0904c' },
        'provident-fund': { light: '#00735a', dark: '#3ecfa8' },
        'employment-service': { light: '#0067a3', dark: '#5ab4e8' },
        'incubation-base': { light: '#9c4a7d', dark: '#e09cc4' },
        'registration-office': { light: '#6b5a00', dark: '#e0c02e' },
      },
    },
    order: 226,
    size: 6,
    glyph: { zh: '办', en: 'Sv' },
    label: { minzoom: 14 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'district', kind: 'choice' },
    { attribute: 'face_login', kind: 'flag' },
  ],
});
