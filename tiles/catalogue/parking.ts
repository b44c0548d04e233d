import { ADDRESS, DISTRICT, NAME, NAME_EN, STREET } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

const PERCENT = { zh: '%', en: '%' };
const SPACES = { zh: '个', en: 'spaces' };

export default defineLayer({
  id: 'parking',
  title: { zh: '停车场', en: 'Parking' },
  description: {
    zh: '停车场及其“共享停车”泊位：泊位数、收费、开放时间和分时利用率。',
    en: 'Car parks and the spaces they share: capacity, fee, hours and occupancy by the hour.',
  },
  theme: 'facilities',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string', title: { zh: '类别', en: 'Kind' },
      values: {
        public: { zh: '公共停车场', en: 'Public car park' },
        residential: { zh: '居住小区', en: 'Residential' },
        office: { zh: '机关写字楼', en: 'Offices' },
        commercial: { zh: '商圈', en: 'Shopping' },
        hospital: { zh: '医院', en: 'Hospital' },
        roadside: { zh: '路内泊位', en: 'On the street' },
      },
    },
    capacity: { type: 'integer', title: { zh: '泊位总数', en: 'Capacity' }, unit: SPACES, minimum: 1 },
    shared: { type: 'boolean', title: { zh: '共享停车', en: 'Shares spaces' } },
    shared_spaces: { type: 'integer', title: { zh: '共享泊位', en: 'Shared spaces' }, unit: SPACES, minimum: 0 },
    shared_hours: {
      type: 'string', title: { zh: '共享时段', en: 'Hours of sharing' }, maxLength: 40,
      english: {
        '18:00—次日08:00，周末全天': '18:00–08:00, all day at weekends',
        '21:00—次日09:00': '21:00–09:00',
      },
    },
    fee_yuan_per_hour: {
      type: 'number', title: { zh: '每小时收费', en: 'Fee per hour' }, unit: { zh: '元', en: 'yuan' }, minimum: 0,
    },
    hours: { type: 'string', title: { zh: '开放时间', en: 'Opening hours' }, maxLength: 40 },
    charging: { type: 'boolean', title: { zh: '充电桩', en: 'Charging points' } },
    accessible: { type: 'boolean', title: { zh: '无障碍泊位', en: 'Accessible spaces' } },
    shared_occupancy: {
      type: 'string', title: { zh: '共享泊位分时利用率', en: 'Occupancy of shared spaces by hour' },
      pattern: '^(?:\\d{1,3},){23}\\d{1,3}$', maxLength: 95, display: 'hours',
      description: { zh: '0时至23时的百分数，逗号分隔。', en: 'Percent from 0:00 to 23:00, comma-separated.' },
    },
    peak_hour: { type: 'integer', title: { zh: '高峰时', en: 'Busiest hour' }, unit: { zh: ':00', en: ':00' }, minimum: 0, maximum: 23 },
    peak_occupancy: { type: 'integer', title: { zh: '高峰利用率', en: 'Occupancy at the peak' }, unit: PERCENT, minimum: 0, maximum: 100 },
    day_occupancy: { type: 'integer', title: { zh: '上午10时利用率', en: 'Occupancy at 10:00' }, unit: PERCENT, minimum: 0, maximum: 100 },
    evening_occupancy: { type: 'integer', title: { zh: '晚20时利用率', en: 'Occupancy at 20:00' }, unit: PERCENT, minimum: 0, maximum: 100 },
    address: ADDRESS,
    district: DISTRICT,
    street: STREET,
  },
  required: ['name', 'kind', 'capacity', 'shared_spaces', 'district'],
  name: { zh: 'name', en: 'name_en' },
  search: ['address'],
  owner: { zh: '市公安局交警支队', en: 'Traffic Police of the Public Security Bureau' },
  visibility: 'public',
  source: {
    zh: '合成数据：共享泊位合计12000个，依据案例33；停车场个数和分时利用率案例未载，为示意',
    en: 'Synthetic: 12,000 shared spaces in all, after case 33; it gives no number of car parks and no hours, which are made up',
  },
  minzoom: 10,
  maxzoom: 16,
  tileAttributes: [
    'kind', 'capacity', 'shared', 'shared_spaces', 'fee_yuan_per_hour', 'charging', 'peak_occupancy', 'day_occupancy', 'evening_occupancy', 'district',
  ],
  sums: ['capacity', 'shared_spaces'],
  style: {
    color: { light: '#2457a6', dark: '#86b3f2' },
    by: {
      attribute: 'kind',
      values: {
        public: { light: '#2457a6', dark: '#86b3f2' },
        residential: { light: '#00735a', dark: '#3ecfa8' },
        office: { light: '#6b5a00', dark: '#e0c02e' },
        commercial: { light: '#b8500a', dark: '#f0904c' },
        hospital: { light: '#a3215b', dark: '#f08db8' },
        roadside: { light: '#566579', dark: '#a3b1c4' },
      },
    },
    order: 218,
    size: 6,
    glyph: 'P',
    label: { minzoom: 15 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' }, { attribute: 'district', kind: 'choice' }, { attribute: 'shared', kind: 'flag' },
    { attribute: 'shared_spaces', kind: 'range' }, { attribute: 'capacity', kind: 'range' }, { attribute: 'fee_yuan_per_hour', kind: 'range' },
    { attribute: 'charging', kind: 'flag' }, { attribute: 'accessible', kind: 'flag' }, { attribute: 'peak_occupancy', kind: 'range' },
  ],
  standard: {
    number: 'GB/T 51149-2016',
    title: { zh: '城市停车规划规范', en: 'Code for urban parking planning' },
    certainty: 'unverified',
    note: {
      zh: '公共停车场服务半径和规模见该规范；居住区配建泊位另见 GB 50180-2018。',
      en: 'Service radius and size of public car parks; spaces of residential areas: see GB 50180-2018.',
    },
  },
  shownAtStart: true,
});
