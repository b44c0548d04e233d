import type { Text } from '../../../../tiles/layer/layer.ts';

/** How a city total is spread over the districts: the source gives no district figures, so these only shape it. */
export type Weights = 'population' | 'economy' | 'innovation';

/**
 * One documented city total. The attribute of that name in `data/cities/qingdao/layers/indicators.json` sums to it
 * exactly.
 */
export interface IndicatorTotal {
  readonly attribute: string;
  readonly title: Text;
  readonly unit: Text;
  readonly total: number;
  /** Number of the case it is documented in. */
  readonly case: number;
  readonly weights: Weights;
  /** Decimal places of the districts' values; 0 where absent. */
  readonly decimals?: number;
  /** How much districts stray from their share at random, as a part of it; 0.3 where absent. */
  readonly spread?: number;
  /** Attributes above this row that the district's value is the sum of, in place of a share. */
  readonly sumOf?: readonly string[];
}

const PERSONS = { zh: '人次', en: 'person checks' };
const HUNDRED_MILLION_YUAN = { zh: '亿元', en: '100 million yuan' };
const HUNDRED_MILLION_USD = { zh: '亿美元', en: '100 million USD' };
const FIRMS = { zh: '家', en: 'firms' };
const FILINGS = { zh: '户', en: 'filings' };

/** Add a row here and its attribute to the catalogue: the generator and its test do the rest. */
export const INDICATOR_TOTALS: readonly IndicatorTotal[] = [
  {
    attribute: 'new_economy_records',
    title: { zh: '“新经济”月度原始数据', en: 'New-economy raw records a month' },
    unit: { zh: '笔', en: 'records' },
    total: 100_000,
    case: 17,
    weights: 'economy',
  },

  {
    attribute: 'monitored_employers',
    title: { zh: '用工监测定点企业', en: 'Employers in the labour survey' },
    unit: FIRMS,
    total: 3_000,
    case: 22,
    weights: 'economy',
  },

  {
    attribute: 'household_checks',
    title: { zh: '家庭经济状况核对', en: 'Household means checks' },
    unit: PERSONS,
    total: 221_000,
    case: 23,
    weights: 'population',
  },
  {
    attribute: 'check_reports',
    title: { zh: '核对报告', en: 'Check reports' },
    unit: { zh: '份', en: 'reports' },
    total: 122_600,
    case: 23,
    weights: 'population',
  },
  {
    attribute: 'checks_refused',
    title: { zh: '未通过核对的申请人', en: 'Applicants refused' },
    unit: { zh: '人', en: 'persons' },
    total: 32_000,
    case: 23,
    weights: 'population',
  },

  {
    attribute: 'trade_total',
    title: { zh: '国际贸易总额', en: 'International trade' },
    unit: HUNDRED_MILLION_USD,
    total: 1_150,
    case: 26,
    weights: 'economy',
    decimals: 1,
    spread: 0,
  },
  {
    attribute: 'trade_exports',
    title: { zh: '货物出口', en: 'Goods exports' },
    unit: HUNDRED_MILLION_YUAN,
    total: 3_009,
    case: 26,
    weights: 'economy',
    decimals: 1,
    spread: 0,
  },
  {
    attribute: 'trade_imports',
    title: { zh: '货物进口', en: 'Goods imports' },
    unit: HUNDRED_MILLION_YUAN,
    total: 1_998,
    case: 26,
    weights: 'economy',
    decimals: 1,
    spread: 0,
  },
  {
    attribute: 'trade_goods',
    title: { zh: '货物进出口', en: 'Goods trade' },
    unit: HUNDRED_MILLION_YUAN,
    total: 5_007,
    case: 26,
    weights: 'economy',
    decimals: 1,
    sumOf: ['trade_exports', 'trade_imports'],
  },
  {
    attribute: 'trade_services',
    title: { zh: '服务进出口', en: 'Services trade' },
    unit: HUNDRED_MILLION_USD,
    total: 140,
    case: 26,
    weights: 'economy',
    decimals: 1,
    spread: 0,
  },
  {
    attribute: 'trade_overseas_sales',
    title: { zh: '境外投资贸易新增营销额', en: 'New sales of overseas investments' },
    unit: HUNDRED_MILLION_USD,
    total: 246,
    case: 26,
    weights: 'economy',
    decimals: 1,
    spread: 0,
  },

  {
    attribute: 'market_entities',
    title: { zh: '市场主体', en: 'Market entities' },
    unit: { zh: '户', en: 'entities' },
    total: 1_200_000,
    case: 28,
    weights: 'population',
  },
  {
    attribute: 'online_names',
    title: { zh: '网上名称核准', en: 'Names approved online' },
    unit: FILINGS,
    total: 32_326,
    case: 28,
    weights: 'economy',
  },
  {
    attribute: 'online_setups',
    title: { zh: '网上设立登记', en: 'Set-ups filed online' },
    unit: FILINGS,
    total: 38_118,
    case: 28,
    weights: 'economy',
  },
  {
    attribute: 'online_changes',
    title: { zh: '网上变更登记', en: 'Changes filed online' },
    unit: FILINGS,
    total: 18_478,
    case: 28,
    weights: 'economy',
  },

  {
    attribute: 'service_platforms',
    title: { zh: '中小企业公共服务平台', en: 'Service platforms for small firms' },
    unit: { zh: '个', en: 'platforms' },
    total: 161,
    case: 31,
    weights: 'economy',
  },
  {
    attribute: 'specialised_products',
    title: { zh: '“专精特新”产品（技术）', en: 'Specialised and novel products' },
    unit: { zh: '个', en: 'products' },
    total: 1_215,
    case: 31,
    weights: 'innovation',
  },
  {
    attribute: 'hidden_champions',
    title: { zh: '“隐形冠军”企业', en: 'Hidden champions' },
    unit: FIRMS,
    total: 40,
    case: 31,
    weights: 'innovation',
  },

  {
    attribute: 'high_tech_firms',
    title: { zh: '高新技术企业', en: 'High-tech firms' },
    unit: FIRMS,
    total: 2_039,
    case: 32,
    weights: 'innovation',
  },
  {
    attribute: 'high_tech_firms_new',
    title: { zh: '高新技术企业净增', en: 'High-tech firms, net increase' },
    unit: FIRMS,
    total: 691,
    case: 32,
    weights: 'innovation',
  },
];
