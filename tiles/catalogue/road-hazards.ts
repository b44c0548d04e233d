import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'road-hazards',
  title: { zh: '道路交通安全隐患', en: 'Road hazards' },
  description: {
    zh: '2017年交通秩序大整治排查出并交办整改的道路交通安全隐患。',
    en: 'Hazards on the roads that the traffic campaign of 2017 found and handed over to be put right.',
  },
  theme: 'transport',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '隐患类别', en: 'Kind of hazard' },
      values: {
        signs: { zh: '标志标线缺损', en: 'Signs or markings missing' },
        barrier: { zh: '防护设施缺失', en: 'Barriers missing' },
        sight: { zh: '视距遮挡', en: 'Blocked sight' },
        junction: { zh: '路口设置不合理', en: 'Unsafe junction' },
        surface: { zh: '路面破损', en: 'Broken surface' },
        lighting: { zh: '照明不足', en: 'Poor lighting' },
      },
    },
    state: {
      type: 'string',
      title: { zh: '状态', en: 'State' },
      values: { rectified: { zh: '已整改', en: 'Put right' }, assigned: { zh: '已交办', en: 'Handed over' } },
    },
    responsible: {
      type: 'string',
      title: { zh: '治理单位', en: 'Responsible' },
      values: {
        district: { zh: '区市政府', en: 'District government' },
        transport: { zh: '交通部门', en: 'Transport department' },
      },
    },
    found_on: { type: 'string', title: { zh: '交办日期', en: 'Handed over on' }, format: 'date' },
    rectified_on: { type: 'string', title: { zh: '整改日期', en: 'Put right on' }, format: 'date' },
    road: { type: 'string', title: { zh: '道路编号', en: 'Road' }, pattern: '^R\\d{4}$' },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'state', 'road', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市公安局交警支队', en: 'Traffic Police of the Public Security Bureau' },
  visibility: 'public',
  source: {
    zh: '合成数据，数量和整改率依据案例33',
    en: 'Synthetic, to the count of case 33, all put right as it says',
  },
  minzoom: 10,
  maxzoom: 16,
  tileAttributes: ['kind', 'state', 'responsible', 'found_on', 'district'],
  style: {
    color: { light: '#b07d00', dark: '#ecc14f' },
    by: {
      attribute: 'kind',
      values: {
        signs: { light: '#0067a3', dark: '#5ab4e8' },
        barrier: { light: '#a3321f', dark: '#f08c78' },
        sight: { light: '#00735a', dark: '#3ecfa8' },
        junction: { light: '#7a5195', dark: '#c5a3e0' },
        surface: { light: '#6b5a00', dark: '#e0c02e' },
        lighting: { light: '#566579', dark: '#a3b1c4' },
      },
    },
    order: 204,
    size: 3.5,
    glyph: { zh: '险', en: '!' },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'responsible', kind: 'choice' },
    { attribute: 'found_on', kind: 'date' },
    { attribute: 'district', kind: 'choice' },
    { attribute: 'street', kind: 'choice' },
  ],
});
