import { DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'metro-stations',
  title: { zh: '地铁车站', en: 'Metro stations' },
  description: {
    zh: '地铁2号线、6号线和13号线的车站与灵山卫停车场，位置为示意，站名取现用名。',
    en: 'Stations of metro lines 2, 6 and 13 and the Lingshanwei depot; places are approximate, names are today’s.',
  },
  theme: 'transport',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类别', en: 'Kind' },
      values: { station: { zh: '车站', en: 'Station' }, depot: { zh: '停车场', en: 'Depot' } },
    },
    line: {
      type: 'string',
      title: { zh: '线路', en: 'Line' },
      values: {
        '2': { zh: '2号线', en: 'Line 2' },
        '6': { zh: '6号线', en: 'Line 6' },
        '13': { zh: '13号线', en: 'Line 13' },
      },
    },
    sequence: { type: 'integer', title: { zh: '站序', en: 'Order on the line' }, minimum: 1 },
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'line', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '青岛地铁集团有限公司', en: 'Qingdao Metro Group' },
  visibility: 'public',
  source: { zh: '位置依据公开资料示意', en: 'Approximate, from public knowledge' },
  minzoom: 9,
  maxzoom: 16,
  tileAttributes: ['kind', 'line', 'district'],
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
    order: 245,
    size: 5,
    glyph: { zh: '站', en: 'M' },
    label: { minzoom: 12 },
  },
  filters: [
    { attribute: 'line', kind: 'choice' },
    { attribute: 'kind', kind: 'choice' },
  ],
});
