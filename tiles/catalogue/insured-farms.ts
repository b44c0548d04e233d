import { DISTRICT, NAME, NAME_EN } from '../layer/attributes.ts';
import { defineLayer } from '../layer/layer.ts';

export default defineLayer({
  id: 'insured-farms',
  title: { zh: '鸡蛋价格保险试点', en: 'Egg price insurance pilots' },
  description: {
    zh: '平度市“保险+期货”试点镇、首单养殖基地和蛋鸡养殖场。',
    en: 'Pilot towns, the base of the first policy and laying-hen farms of the insurance in Pingdu.',
  },
  theme: 'economy',
  geometry: 'Point',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    kind: {
      type: 'string',
      title: { zh: '类型', en: 'Kind' },
      values: {
        town: { zh: '试点镇', en: 'Pilot town' },
        base: { zh: '首单养殖基地', en: 'Base of the first policy' },
        farm: { zh: '养殖企业', en: 'Farm' },
      },
    },
    insured_t: {
      type: 'number',
      title: { zh: '投保鸡蛋', en: 'Eggs insured' },
      unit: { zh: '吨', en: 't' },
      minimum: 0,
    },
    cover_days: { type: 'integer', title: { zh: '保期', en: 'Cover' }, unit: { zh: '天', en: 'days' }, minimum: 0 },
    agreed_price: {
      type: 'number',
      title: { zh: '约定价格', en: 'Agreed price' },
      unit: { zh: '元/斤', en: 'yuan/jin' },
      minimum: 0,
    },
    settlement_price: {
      type: 'number',
      title: { zh: '平均结算价', en: 'Mean settlement price' },
      unit: { zh: '元/斤', en: 'yuan/jin' },
      minimum: 0,
    },
    payout_yuan: { type: 'number', title: { zh: '赔付', en: 'Payout' }, unit: { zh: '元', en: 'yuan' }, minimum: 0 },
    district: DISTRICT,
    street: { type: 'string', title: { zh: '镇街', en: 'Town' }, format: 'street', pattern: '^3702\\d{5}$' },
  },
  required: ['name', 'kind', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '平度市金融工作办公室', en: 'Pingdu Finance Office' },
  visibility: 'public',
  source: {
    zh: '合成数据，数量依据案例2；试点镇为示意位置',
    en: 'Synthetic, to the counts of case 2; the pilot towns at an approximate place',
  },
  minzoom: 8,
  maxzoom: 16,
  tileAttributes: ['kind', 'insured_t'],
  sums: ['insured_t', 'payout_yuan'],
  style: {
    color: { light: '#8a7500', dark: '#dcc64a' },
    by: {
      attribute: 'kind',
      values: {
        town: { light: '#7b3f98', dark: '#c79be0' },
        base: { light: '#a8471a', dark: '#f0a06f' },
        farm: { light: '#8a7500', dark: '#dcc64a' },
      },
    },
    order: 216,
    size: 5,
    glyph: { zh: '蛋', en: 'Eg' },
    label: { minzoom: 12 },
  },
  filters: [
    { attribute: 'kind', kind: 'choice' },
    { attribute: 'street', kind: 'choice' },
    { attribute: 'insured_t', kind: 'range' },
  ],
});
