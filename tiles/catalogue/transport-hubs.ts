import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'transport-hubs',
  title: { zh: '交通枢纽', en: 'Transport hubs' },
  description: {
    zh: '接入交通数据中心的机场、火车站、客运站、公交与地铁站、港口、客运码头和高速公路ETC服务点（2017年）。',
    en: 'Airport, stations, ports, ferry piers and motorway toll points that feed the traffic data centre (2017).',
  },
  theme: 'transport',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类别', en: 'Kind' },
      values: {
        airport: { zh: '机场', en: 'Airport' },
        railway: { zh: '火车站', en: 'Railway station' },
        coach: { zh: '汽车客运站', en: 'Coach station' },
        bus: { zh: '公交枢纽', en: 'Bus interchange' },
        metro: { zh: '地铁站', en: 'Metro station' },
        port: { zh: '港口', en: 'Port' },
        ferry: { zh: '客运码头', en: 'Ferry pier' },
        etc: { zh: 'ETC收费站点', en: 'Electronic toll point' },
      },
    },
    feed: {
      type: 'string',
      title: { zh: '接入数据', en: 'Feed' },
      values: {
        aviation: { zh: '航空', en: 'Aviation' },
        rail: { zh: '铁路', en: 'Rail' },
        road: { zh: '公路', en: 'Road' },
        port: { zh: '港口', en: 'Port' },
        ship: { zh: '船舶', en: 'Ship' },
        bus: { zh: '城市客运', en: 'City buses' },
        metro: { zh: '轨道交通', en: 'Metro' },
      },
    },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'feed', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市交通运输委', en: 'Transport Commission' },
  visibility: 'public',
  source: {
    zh: '名称与位置依据公开资料，位置为近似位置（2017年）',
    en: 'Names and places from public knowledge, places approximate (2017)',
  },
  minzoom: 7,
  maxzoom: 16,
  tileAttributes: ['kind', 'feed', 'district'],
  style: {
    color: { light: '#274c77', dark: '#86b3e6' },
    by: {
      attribute: 'feed',
      values: {
        aviation: { light: '#5b3b8c', dark: '#b99ceb' },
        rail: { light: '#9c2a2a', dark: '#f09090' },
        road: { light: '#57616b', dark: '#b4bec8' },
        port: { light: '#00735a', dark: '#3ecfa8' },
        ship: { light: '#6b5a00', dark: '#e0c02e' },
        bus: { light: '#0067a3', dark: '#5ab4e8' },
        metro: { light: '#b8500a', dark: '#f0904c' },
      },
    },
    order: 242,
    size: 7,
    glyph: { zh: '交', en: 'T' },
    label: { minzoom: 11 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'district', kind: 'choice' },
  ],
});
