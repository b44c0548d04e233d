import { DISTRICT, NAME, NAME_EN } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'medical-links',
  title: { zh: '医共体牵头关系', en: 'Lead hospital links' },
  description: {
    zh: '成员单位到牵头医院的连线，不是道路。',
    en: 'Straight lines from each member to its lead hospital; not roads.',
  },
  theme: 'health',
  geometry: 'LineString',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '关系', en: 'Link' },
      values: {
        member: { zh: '成员—牵头医院', en: 'Member to lead hospital' },
        partner: { zh: '合作医院', en: 'Partner hospital' },
      },
    },
    member: {
      type: 'string',
      title: { zh: '成员', en: 'Member' },
      maxLength: 60,
      english: {
        青岛中心医疗集团: 'Qingdao Central Medical Group',
      },
    },
    member_kind: {
      type: 'string',
      title: { zh: '成员类别', en: 'Kind of member' },
      values: {
        'health-centre': { zh: '卫生院', en: 'Health centre' },
        clinic: { zh: '中心卫生室', en: 'Village clinic' },
        hospital: { zh: '医院', en: 'Hospital' },
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
    network: {
      type: 'string',
      title: { zh: '医共体', en: 'Medical community' },
      values: {
        langu: { zh: '青岛蓝谷医院医共体', en: 'Blue Valley Hospital community' },
        people: { zh: '区人民医院医共体', en: 'People’s Hospital community' },
        tcm: { zh: '区中医医院医共体', en: 'TCM Hospital community' },
      },
    },
    district: DISTRICT,
  },
  required: ['name', 'kind', 'member', 'lead', 'network', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '即墨区卫生计生局', en: 'Jimo Health Bureau' },
  visibility: 'public',
  source: { zh: '关系依据案例9，端点多为合成位置', en: 'Links after case 9; most ends are synthetic places' },
  minzoom: 8,
  maxzoom: 15,
  tileAttributes: ['kind', 'network', 'member_kind'],
  style: {
    color: { light: '#6b6b6b', dark: '#a8a8a8' },
    by: {
      attribute: 'network',
      values: {
        langu: { light: '#0067a3', dark: '#5ab4e8' },
        people: { light: '#b8500a', dark: '#f0904c' },
        tcm: { light: '#00735a', dark: '#3ecfa8' },
      },
    },
    order: 150,
    size: 2.2,
    dash: [3, 2],
  },
  filters: [
    { attribute: 'network', kind: 'choice' },
    { attribute: 'member_kind', kind: 'choice' },
  ],
});
