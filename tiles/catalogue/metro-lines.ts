import { NAME, NAME_EN } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'metro-lines',
  title: { zh: '地铁线路', en: 'Metro lines' },
  description: {
    zh: '应用 BIM 技术的地铁2号线、6号线和13号线，走向为示意。',
    en: 'Metro lines 2, 6 and 13, built with building information modelling; the alignment is a sketch.',
  },
  theme: 'transport',
  geometry: 'LineString',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    line: {
      type: 'string',
      title: { zh: '线路', en: 'Line' },
      values: {
        '2': { zh: '2号线', en: 'Line 2' },
        '6': { zh: '6号线', en: 'Line 6' },
        '13': { zh: '13号线', en: 'Line 13' },
      },
    },
    phase: {
      type: 'string',
      title: { zh: '2017年阶段', en: 'Stage in 2017' },
      values: {
        opening: { zh: '东段开通', en: 'Eastern part opening' },
        building: { zh: '建设', en: 'Under construction' },
        survey: { zh: '勘察设计', en: 'Survey and design' },
      },
    },
    bim_use: { type: 'string', title: { zh: 'BIM应用', en: 'Use of BIM' }, maxLength: 200 },
    bim_use_en: { type: 'string', title: { zh: 'BIM应用（英文）', en: 'Use of BIM, in English' }, maxLength: 200 },
    prizes: {
      type: 'integer',
      title: { zh: '2017年省赛一等奖', en: 'Provincial first prizes, 2017' },
      unit: { zh: '项', en: 'prizes' },
      minimum: 0,
    },
    stations: {
      type: 'integer',
      title: { zh: '图上车站', en: 'Stations on the map' },
      unit: { zh: '座', en: 'stations' },
      minimum: 0,
    },
  },
  required: ['name', 'line'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '青岛地铁集团有限公司', en: 'Qingdao Metro Group' },
  visibility: 'public',
  source: {
    zh: '走向依据公开资料示意，应用依据案例13',
    en: 'Alignment sketched from public knowledge; uses after case 13',
  },
  minzoom: 7,
  maxzoom: 15,
  tileAttributes: ['line', 'phase'],
  style: {
    color: { light: '#b3263e', dark: '#f08a9b' },
    by: {
      attribute: 'line',
      values: {
        '2': { light: '#c1272d', dark: '#ff8a80' },
        '6': { light: '#1f5fbf', dark: '#7db2ff' },
        '13': { light: '#00735a', dark: '#3ecfa8' },
      },
    },
    order: 160,
    size: 5.5,
    label: { minzoom: 11 },
  },
  filters: [{ attribute: 'line', kind: 'choice' }],
});
