import { DISTRICT, NAME, NAME_EN } from '../layer/attributes.ts';
import { defineLayer, type Color, type ColorClasses } from '../layer/layer.ts';

const RAMP: readonly Color[] = [
  { light: '#dbe9f3', dark: '#16283a' }, { light: '#a9cbe2', dark: '#1f4363' }, { light: '#6ba4cb', dark: '#2d6491' },
  { light: '#2f78ad', dark: '#4a90c4' }, { light: '#0c4a7d', dark: '#8cc4ec' },
];

/** Five classes, from the lowest upwards, split at four values. */
function ramp(attribute: string, splits: readonly [number, number, number, number]): ColorClasses {
  return { attribute, steps: RAMP.map((color, i) => ({ from: splits[i - 1] ?? 0, color })) };
}

/** One feature per district. The totals that the values add up to are in the generator's table of totals. */
export default defineLayer({
  id: 'indicators',
  title: { zh: '分区市指标', en: 'Indicators by district' },
  description: {
    zh: '新经济统计、家庭经济状况核对、国际贸易、企业网上登记、双创与高新技术企业指标；各区市之和等于案例给出的全市数。',
    en: 'New-economy statistics, household checks, international trade, online registration, start-up and high-tech indicators; the districts add up to the city totals of the cases.',
  },
  theme: 'economy',
  geometry: 'Polygon',
  attributes: {
    name: NAME,
    name_en: NAME_EN,
    district: DISTRICT,
    new_economy_records: {
      type: 'integer', title: { zh: '“新经济”月度原始数据', en: 'New-economy raw records a month' },
      unit: { zh: '笔', en: 'records' }, minimum: 0,
    },
    new_driver_index: {
      type: 'number', title: { zh: '新动能指数（示意）', en: 'New growth drivers index (illustrative)' }, minimum: 0,
      description: { zh: '全市均值为100；案例只定义了指数，没有给出分区数值。', en: 'City mean 100; the case defines the index and gives no district values.' },
    },
    monitored_employers: {
      type: 'integer', title: { zh: '用工监测定点企业', en: 'Employers in the labour survey' },
      unit: { zh: '家', en: 'firms' }, minimum: 0,
    },
    household_checks: {
      type: 'integer', title: { zh: '家庭经济状况核对', en: 'Household means checks' },
      unit: { zh: '人次', en: 'person checks' }, minimum: 0,
    },
    check_reports: { type: 'integer', title: { zh: '核对报告', en: 'Check reports' }, unit: { zh: '份', en: 'reports' }, minimum: 0 },
    checks_refused: { type: 'integer', title: { zh: '未通过核对的申请人', en: 'Applicants refused' }, unit: { zh: '人', en: 'persons' }, minimum: 0 },
    refusal_rate: {
      type: 'number', title: { zh: '核对未通过率', en: 'Refusal rate' }, unit: { zh: '%', en: '%' }, minimum: 0, maximum: 100,
    },
    trade_total: {
      type: 'number', title: { zh: '国际贸易总额', en: 'International trade' },
      unit: { zh: '亿美元', en: '× 100 million USD' }, minimum: 0,
    },
    trade_goods: { type: 'number', title: { zh: '货物进出口', en: 'Goods trade' }, unit: { zh: '亿元', en: '× 100 million yuan' }, minimum: 0 },
    trade_exports: { type: 'number', title: { zh: '货物出口', en: 'Goods exports' }, unit: { zh: '亿元', en: '× 100 million yuan' }, minimum: 0 },
    trade_imports: { type: 'number', title: { zh: '货物进口', en: 'Goods imports' }, unit: { zh: '亿元', en: '× 100 million yuan' }, minimum: 0 },
    trade_services: {
      type: 'number', title: { zh: '服务进出口', en: 'Services trade' },
      unit: { zh: '亿美元', en: '× 100 million USD' }, minimum: 0,
    },
    trade_overseas_sales: {
      type: 'number', title: { zh: '境外投资贸易新增营销额', en: 'New sales of overseas investments' },
      unit: { zh: '亿美元', en: '× 100 million USD' }, minimum: 0,
    },
    market_entities: { type: 'integer', title: { zh: '市场主体', en: 'Market entities' }, unit: { zh: '户', en: 'entities' }, minimum: 0 },
    online_names: { type: 'integer', title: { zh: '网上名称核准', en: 'Names approved online' }, unit: { zh: '户', en: 'filings' }, minimum: 0 },
    online_setups: { type: 'integer', title: { zh: '网上设立登记', en: 'Set-ups filed online' }, unit: { zh: '户', en: 'filings' }, minimum: 0 },
    online_changes: { type: 'integer', title: { zh: '网上变更登记', en: 'Changes filed online' }, unit: { zh: '户', en: 'filings' }, minimum: 0 },
    service_platforms: {
      type: 'integer', title: { zh: '中小企业公共服务平台', en: 'Service platforms for small firms' },
      unit: { zh: '个', en: 'platforms' }, minimum: 0,
    },
    specialised_products: {
      type: 'integer', title: { zh: '“专精特新”产品（技术）', en: 'Specialised and novel products' },
      unit: { zh: '个', en: 'products' }, minimum: 0,
    },
    hidden_champions: { type: 'integer', title: { zh: '“隐形冠军”企业', en: 'Hidden champions' }, unit: { zh: '家', en: 'firms' }, minimum: 0 },
    high_tech_firms: { type: 'integer', title: { zh: '高新技术企业', en: 'High-tech firms' }, unit: { zh: '家', en: 'firms' }, minimum: 0 },
    high_tech_firms_new: {
      type: 'integer', title: { zh: '高新技术企业净增', en: 'High-tech firms, net increase' },
      unit: { zh: '家', en: 'firms' }, minimum: 0,
    },
  },
  required: ['name', 'district'],
  name: { zh: 'name', en: 'name_en' },
  owner: { zh: '市统计局', en: 'Statistics Bureau' },
  visibility: 'public',
  source: {
    zh: '全市总数依据案例17、22、23、26、28、31、32；分区数值为合成数据',
    en: 'City totals from cases 17, 22, 23, 26, 28, 31 and 32; the districts’ shares are synthetic',
  },
  minzoom: 6,
  maxzoom: 14,
  tileAttributes: [
    'district',
    'new_economy_records', 'new_driver_index', 'monitored_employers',
    'household_checks', 'check_reports', 'checks_refused', 'refusal_rate',
    'trade_total', 'trade_goods', 'trade_exports', 'trade_imports', 'trade_services', 'trade_overseas_sales',
    'market_entities', 'online_names', 'online_setups', 'online_changes', 'service_platforms', 'specialised_products', 'hidden_champions',
    'high_tech_firms', 'high_tech_firms_new',
  ],
  style: {
    color: { light: '#2b6a99', dark: '#6cb1e1' },
    by: ramp('high_tech_firms', [75, 150, 250, 350]),
    alternatives: [
      ramp('high_tech_firms_new', [30, 60, 90, 120]),
      ramp('specialised_products', [50, 100, 150, 200]),
      ramp('hidden_champions', [2, 4, 6, 8]),
      ramp('service_platforms', [10, 15, 20, 30]),
      ramp('new_driver_index', [94, 98, 102, 106]),
      ramp('new_economy_records', [5000, 7500, 10000, 15000]),
      ramp('monitored_employers', [180, 240, 300, 400]),
      ramp('trade_total', [60, 90, 120, 200]),
      ramp('trade_goods', [250, 400, 550, 800]),
      ramp('trade_services', [8, 11, 14, 20]),
      ramp('household_checks', [15000, 20000, 25000, 30000]),
      ramp('refusal_rate', [13, 14, 15, 15.5]),
      ramp('market_entities', [75000, 100000, 150000, 200000]),
      ramp('online_setups', [2000, 3000, 4000, 6000]),
    ],
    order: 12,
    fillOpacity: 0.65,
    label: { minzoom: 7 },
  },
  filters: [
    { attribute: 'district', kind: 'choice' }, { attribute: 'high_tech_firms', kind: 'range' },
    { attribute: 'market_entities', kind: 'range' },
  ],
});
