import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'medical-institutions',
  title: { zh: '医共体机构', en: 'Medical community institutions' },
  description: {
    zh: '即墨三个医共体的牵头医院、卫生院、中心卫生室和五个区级中心。',
    en: 'Lead hospitals, health centres and village clinics of Jimo’s three medical communities, and its five district centres.',
  },
  theme: 'health',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    code: {
      type: 'string',
      title: { zh: '成员代码', en: 'Member code' },
      pattern: '^[A-Z]{2}-[HC]\\d{2}$',
      description: {
        zh: '医共体（LG、RY、ZY）、类别（H 卫生院，C 卫生室）和序号。',
        en: 'Community (LG, RY, ZY), kind (H health centre, C clinic) and number.',
      },
    },
    kind: {
      type: 'string',
      title: { zh: '类别', en: 'Kind' },
      values: {
        'lead-hospital': { zh: '牵头医院', en: 'Lead hospital' },
        hospital: { zh: '合作医院', en: 'Partner hospital' },
        'health-centre': { zh: '卫生院', en: 'Health centre' },
        clinic: { zh: '中心卫生室', en: 'Village clinic' },
        'district-centre': { zh: '区级中心', en: 'District centre' },
      },
    },
    network: {
      type: 'string',
      title: { zh: '医共体', en: 'Medical community' },
      values: {
        langu: { zh: '青岛蓝谷医院医共体', en: 'Blue Valley Hospital community' },
        people: { zh: '区人民医院医共体', en: 'People’s Hospital community' },
        tcm: { zh: '区中医医院医共体', en: 'TCM Hospital community' },
      },
    },
    lead: {
      type: 'string',
      title: { zh: '牵头医院', en: 'Lead hospital' },
      maxLength: 60,
      english: {
        青岛蓝谷医院: 'Qingdao Blue Valley Hospital',
        即墨区人民医院: 'Jimo People’s Hospital',
        即墨区中医医院: 'Jimo TCM Hospital',
      },
    },
    grade: {
      type: 'string',
      title: { zh: '等级', en: 'Grade' },
      values: {
        tertiary: { zh: '三级', en: 'Tertiary' },
        secondary: { zh: '二级', en: 'Secondary' },
        primary: { zh: '一级', en: 'Primary' },
      },
    },
    speciality: {
      type: 'string',
      title: { zh: '专业', en: 'Speciality' },
      maxLength: 60,
      english: {
        消毒供应中心: 'Sterile supply',
        临床检验中心: 'Clinical laboratory',
        影像诊断中心: 'Medical imaging',
        胸痛中心: 'Chest pain',
        卒中中心: 'Stroke',
      },
    },
    family_teams: {
      type: 'integer',
      title: { zh: '家庭医生服务团队', en: 'Family-doctor teams' },
      unit: { zh: '个', en: 'teams' },
      minimum: 0,
    },
    hospital_teams: {
      type: 'integer',
      title: { zh: '二级医院医生团队', en: 'Hospital doctor teams' },
      unit: { zh: '个', en: 'teams' },
      minimum: 0,
    },
    staff_received: {
      type: 'integer',
      title: { zh: '上级下派人员', en: 'Staff sent down to it' },
      unit: { zh: '名', en: 'persons' },
      minimum: 0,
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['code', 'lead'],
  owner: { zh: '即墨区卫生计生局', en: 'Jimo Health Bureau' },
  visibility: 'public',
  source: {
    zh: '数量依据案例9；具名医院为示意位置，其余为合成数据',
    en: 'To the counts of case 9; named hospitals at an approximate place, the rest synthetic',
  },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['kind', 'network', 'lead', 'district'],
  sums: ['family_teams', 'hospital_teams', 'staff_received'],
  style: {
    color: { light: '#b3263e', dark: '#f08a9b' },
    by: {
      attribute: 'kind',
      values: {
        'lead-hospital': { light: '#b3263e', dark: '#f08a9b' },
        hospital: { light: '#8a5a00', dark: '#f0b640' },
        'health-centre': { light: '#0067a3', dark: '#5ab4e8' },
        clinic: { light: '#00735a', dark: '#3ecfa8' },
        'district-centre': { light: '#7b3f98', dark: '#c79be0' },
      },
    },
    order: 240,
    size: 6,
    glyph: { zh: '医', en: '+' },
    label: { minzoom: 13 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'network', kind: 'choice' },
  ],
});
