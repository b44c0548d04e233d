import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

/** Shared by several cases: `case` tells whose zone it is. Add kinds and attributes, never change their meaning. */
export default defineLayer({
  id: 'zones',
  title: { zh: '园区与功能区', en: 'Parks and zones' },
  description: {
    zh: '案例涉及的园区、核心区、基地、景区和高校集聚区。边界按公开位置示意，面积取案例所载数值。',
    en: 'Parks, core areas, bases, scenic areas and university clusters of the cases. Outlines are drawn around the publicly known place; areas are those the cases state.',
  },
  theme: 'economy',
  geometry: 'Polygon',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类型', en: 'Kind' },
      values: {
        'academician-port': { zh: '院士产业核心区', en: 'Academician industry core' },
        'research-field': { zh: '科研试验基地', en: 'Research field' },
        scenic: { zh: '风景区与度假区', en: 'Scenic area or resort' },
        'high-tech': { zh: '高新技术产业区', en: 'High-tech zone' },
        'eco-park': { zh: '生态与循环产业园', en: 'Ecological or recycling park' },
        demonstration: { zh: '示范区', en: 'Demonstration zone' },
        'university-cluster': { zh: '高校集聚区', en: 'University cluster' },
      },
    },
    district: DISTRICT,
    street: STREET,
    case: { type: 'string', title: { zh: '案例', en: 'Case' }, maxLength: 60 },
    area_m2: {
      type: 'number',
      title: { zh: '案例所载面积', en: 'Area stated by the case' },
      unit: { zh: '平方米', en: 'm²' },
      minimum: 0,
    },
    area_mu: {
      type: 'number',
      title: { zh: '案例所载面积（亩）', en: 'Area stated in mu' },
      unit: { zh: '亩', en: 'mu' },
      minimum: 0,
    },
    investment_yuan: {
      type: 'number',
      title: { zh: '投资或基金', en: 'Investment or funds' },
      unit: { zh: '元', en: 'yuan' },
      minimum: 0,
    },
    note: { type: 'string', title: { zh: '说明', en: 'Note' }, maxLength: 300 },
    note_en: { type: 'string', title: { zh: '英文说明', en: 'Note in English' }, maxLength: 300 },
  },
  required: ['name', 'kind', 'district', 'case'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市自然资源和规划局', en: 'Natural Resources and Planning Bureau' },
  visibility: 'public',
  source: {
    zh: '位置依据公开资料示意，面积依据各案例',
    en: 'Place from public knowledge, drawn as a sketch; areas from the cases',
  },
  minzoom: 7,
  maxzoom: 16,
  tileAttributes: ['kind', 'case', 'district'],
  style: {
    color: { light: '#4c6a92', dark: '#8fb0da' },
    by: {
      attribute: 'kind',
      values: {
        'academician-port': { light: '#7b3f98', dark: '#c79be0' },
        'research-field': { light: '#8a7500', dark: '#dcc64a' },
        scenic: { light: '#1b8a6b', dark: '#5fd0b0' },
        'high-tech': { light: '#1f6fb2', dark: '#74b6ea' },
        'eco-park': { light: '#4f8a10', dark: '#9fd35c' },
        demonstration: { light: '#a34a28', dark: '#e69a76' },
        'university-cluster': { light: '#b0447f', dark: '#ee93c4' },
      },
    },
    order: 30,
    fillOpacity: 0.18,
    label: { minzoom: 11 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'district', kind: 'choice' },
  ],
});
