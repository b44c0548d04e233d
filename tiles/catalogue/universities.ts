import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'universities',
  title: { zh: '高等学校', en: 'Universities' },
  description: {
    zh: '2017年在青高校25所、签约引进的高校30所，以及在建的5个校区。',
    en: 'The 25 universities and colleges of 2017, the 30 that signed to come, and the five campuses under construction.',
  },
  theme: 'education',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类别', en: 'Kind' },
      values: {
        university: { zh: '在青高校', en: 'University or college' },
        signed: { zh: '签约引进高校', en: 'Signed to come' },
        campus: { zh: '在建校区', en: 'Campus under construction' },
      },
    },
    level: {
      type: 'string',
      title: { zh: '办学层次', en: 'Level' },
      values: {
        undergraduate: { zh: '本科', en: 'Undergraduate' },
        vocational: { zh: '高职高专', en: 'Vocational college' },
        adult: { zh: '成人高校', en: 'Adult education' },
        graduate: { zh: '研究生院、研究院', en: 'Graduate school or institute' },
      },
    },
    status: {
      type: 'string',
      title: { zh: '状态', en: 'Status' },
      values: {
        operating: { zh: '正式运行', en: 'Operating' },
        'fitting-out': { zh: '装修改造', en: 'Being fitted out' },
        signed: { zh: '已签约', en: 'Signed' },
        building: { zh: '规划建设', en: 'Being planned or built' },
      },
    },
    cluster: {
      type: 'string',
      title: { zh: '高校板块', en: 'Cluster' },
      values: {
        guzhenkou: { zh: '古镇口大学城', en: 'Guzhenkou University Town' },
        'blue-valley': { zh: '蓝谷国际海洋科教中心', en: 'Blue Valley marine science and education centre' },
        hongdao: { zh: '红岛国际高新技术人才培养基地', en: 'Hongdao high-tech talent base' },
        none: { zh: '其他区域', en: 'Elsewhere' },
      },
    },
    students: {
      type: 'integer',
      title: { zh: '在校学生（示意）', en: 'Students (illustrative)' },
      unit: { zh: '人', en: 'students' },
      minimum: 0,
      description: {
        zh: '案例只给出全市在校生383,300人；分校人数按粗略规模分配，合计等于该数。',
        en: 'The case gives 383,300 for the city only; the schools share it by their rough size and add up to it.',
      },
    },
    named: {
      type: 'boolean',
      title: { zh: '案例点名', en: 'Named by the case' },
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'status', 'cluster', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市教育局', en: 'Education Bureau' },
  visibility: 'public',
  source: {
    zh: '数量依据案例20；校名与位置依据公开资料，位置为近似；案例未点名且不能确定的为合成数据',
    en: 'Counts after case 20; names and places from public knowledge, places approximate; schools neither named nor known are synthetic',
  },
  minzoom: 7,
  maxzoom: 16,
  tileAttributes: ['kind', 'status', 'cluster', 'district', 'students'],
  sums: ['students'],
  style: {
    color: { light: '#5b3b8c', dark: '#b99ceb' },
    by: {
      attribute: 'kind',
      values: {
        university: { light: '#5b3b8c', dark: '#b99ceb' },
        signed: { light: '#b8500a', dark: '#f0904c' },
        campus: { light: '#00735a', dark: '#3ecfa8' },
      },
    },
    order: 241,
    size: 8,
    glyph: { zh: '大', en: 'U' },
    label: { minzoom: 11 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'status', kind: 'choice' },
    { attribute: 'cluster', kind: 'choice' },
    { attribute: 'level', kind: 'choice' },
    { attribute: 'district', kind: 'choice' },
  ],
  shownAtStart: true,
});
