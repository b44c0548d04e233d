import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'tcm-masters',
  title: { zh: '传统医学达人', en: 'Masters of traditional medicine' },
  description: {
    zh: '首届“传统医学达人”16个项目的执业机构；只列机构与技术，不列个人。',
    en: 'Institutions of the 16 projects whose practitioners became masters of traditional medicine; techniques, not persons.',
  },
  theme: 'health',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    technique: { type: 'string', title: { zh: '技术项目', en: 'Technique' }, maxLength: 100 },
    technique_en: { type: 'string', title: { zh: '技术项目（英文）', en: 'Technique' }, maxLength: 150 },
    discipline: {
      type: 'string',
      title: { zh: '类别', en: 'Discipline' },
      values: {
        tuina: { zh: '推拿整脊', en: 'Massage and spine' },
        'bone-setting': { zh: '正骨', en: 'Bone-setting' },
        acupuncture: { zh: '针灸', en: 'Acupuncture' },
        herbal: { zh: '方药内服外敷', en: 'Herbal medicine' },
        surgery: { zh: '肛肠外治', en: 'Anorectal treatment' },
      },
    },
    setting: {
      type: 'string',
      title: { zh: '机构类型', en: 'Setting' },
      values: {
        hospital: { zh: '医院', en: 'Hospital' },
        township: { zh: '乡镇卫生院', en: 'Township health centre' },
        clinic: { zh: '个体诊所', en: 'Private clinic' },
      },
    },
    documented: {
      type: 'boolean',
      title: { zh: '案例载明该技术', en: 'Technique named by the case' },
      description: { zh: '案例只列出部分技术名称。', en: 'The case names some of the techniques only.' },
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'technique', 'documented', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['technique', 'technique_en'],
  owner: { zh: '市卫生计生委', en: 'Health and Family Planning Commission' },
  visibility: 'public',
  source: { zh: '合成位置，数量与技术依据案例19', en: 'Synthetic places, count and techniques after case 19' },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['discipline', 'setting', 'district'],
  style: {
    color: { light: '#7a4b1e', dark: '#dba871' },
    by: {
      attribute: 'discipline',
      values: {
        tuina: { light: '#0067a3', dark: '#5ab4e8' },
        'bone-setting': { light: '#9c4a7d', dark: '#e09cc4' },
        acupuncture: { light: '#b8500a', dark: '#f0904c' },
        herbal: { light: '#00735a', dark: '#3ecfa8' },
        surgery: { light: '#6b5a00', dark: '#e0c02e' },
      },
    },
    order: 231,
    size: 7,
    glyph: { zh: '中', en: 'TM' },
    label: { minzoom: 13 },
  },
  filters: [
    { attribute: 'discipline', kind: 'choice' },
    { attribute: 'setting', kind: 'choice' },
    { attribute: 'district', kind: 'choice' },
  ],
});
