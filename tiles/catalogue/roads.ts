import { DISTRICT, HOTLINE_NAMES, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'roads',
  title: { zh: '道路', en: 'Roads' },
  description: {
    zh: '生成的城市路网，共2637条道路，每条道路有一名街长（只列编号和公开热线，不列个人）。',
    en: 'The generated street network: 2,637 roads, each with one street chief (a code and a public hotline, never a person).',
  },
  theme: 'transport',
  geometry: 'LineString',
  attributes: {
    name: { type: 'string', title: { zh: '名称', en: 'Name' }, maxLength: 60 },
    name_en: NAME_EN,
    class: {
      type: 'string',
      title: { zh: '道路等级', en: 'Class' },
      values: {
        trunk: { zh: '干线', en: 'Trunk' },
        primary: { zh: '主干路', en: 'Primary' },
        secondary: { zh: '次干路', en: 'Secondary' },
        tertiary: { zh: '支路', en: 'Tertiary' },
        residential: { zh: '街巷', en: 'Residential' },
      },
    },
    length_m: { type: 'number', title: { zh: '长度', en: 'Length' }, unit: { zh: 'm', en: 'm' }, minimum: 0 },
    district: DISTRICT,
    street: STREET,
    chief: {
      type: 'string',
      title: { zh: '街长编号', en: 'Street chief' },
      pattern: '^C\\d{4}$',
      description: {
        zh: '案例27的941名街长之一，一名街长负责一条或几条道路。',
        en: 'One of the 941 chiefs of case 27; a chief has one road or a few.',
      },
    },
    chief_role: {
      type: 'string',
      title: { zh: '街长级别', en: 'Level of the chief' },
      values: {
        district: { zh: '区级街长', en: 'District-level chief' },
        street: { zh: '街道级街长', en: 'Street-level chief' },
      },
    },
    chief_contact: {
      type: 'string',
      title: { zh: '公开联系方式', en: 'Public contact' },
      maxLength: 60,
      english: HOTLINE_NAMES,
    },
  },
  required: ['name', 'class', 'length_m', 'district', 'street', 'chief'],
  name: { zh: 'name', en: 'name_en' },
  search: ['chief'],
  owner: { zh: '市城市管理局', en: 'City Management Bureau' },
  visibility: 'public',
  source: { zh: '合成路网，道路和街长数依据案例27', en: 'Synthetic network, to the roads and chiefs of case 27' },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['class', 'chief_role'],
  style: {
    color: { light: '#6b7280', dark: '#9aa3af' },
    by: {
      attribute: 'class',
      values: {
        trunk: { light: '#b5432e', dark: '#f08a6c' },
        primary: { light: '#b56a00', dark: '#f2b35a' },
        secondary: { light: '#857000', dark: '#d9c766' },
        tertiary: { light: '#566579', dark: '#a3b1c4' },
        residential: { light: '#8d96a3', dark: '#717d8c' },
      },
    },
    order: 110,
    size: 2.5,
    label: { minzoom: 14 },
  },
  filters: [
    { attribute: 'class', kind: 'choice' },
    { attribute: 'chief_role', kind: 'choice' },
    { attribute: 'chief', kind: 'text' },
    { attribute: 'length_m', kind: 'range' },
    { attribute: 'district', kind: 'choice' },
    { attribute: 'street', kind: 'choice' },
  ],
});
