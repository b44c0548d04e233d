/**
 * Total international trade as Qingdao counts it (case 26): goods and services in and out, and the sales that
 * companies set up abroad make there. Goods are reported in yuan, the other two in US dollars.
 */
import type { Rule, RuleField } from './rule.ts';
import { readNumber, round } from './read.ts';

export interface TradeMeasures {
  /** 100 million yuan. */
  readonly goodsYuan: number;
  /** 100 million US dollars. */
  readonly servicesUsd: number;
  /** 100 million US dollars. */
  readonly overseasSalesUsd: number;
  readonly yuanPerUsd: number;
}

/** Sum of the three measures, and goods, in 100 million US dollars. */
export function addMeasures({ goodsYuan, servicesUsd, overseasSalesUsd, yuanPerUsd }: TradeMeasures): {
  goodsUsd: number;
  totalUsd: number;
} {
  const goodsUsd = goodsYuan / yuanPerUsd;
  return { goodsUsd, totalUsd: goodsUsd + servicesUsd + overseasSalesUsd };
}

const USD = { zh: '亿美元', en: '100 million USD' };
const PERCENT = { zh: '%', en: '%' };

const INPUTS: readonly RuleField[] = [
  {
    id: 'goodsYuan',
    title: { zh: '货物进出口额', en: 'Goods in and out' },
    type: 'number',
    unit: { zh: '亿元', en: '100 million yuan' },
    minimum: 0,
  },
  {
    id: 'servicesUsd',
    title: { zh: '服务进出口额', en: 'Services in and out' },
    type: 'number',
    unit: USD,
    minimum: 0,
  },
  {
    id: 'overseasSalesUsd',
    title: { zh: '境外投资贸易营销额', en: 'Sales of investments abroad' },
    type: 'number',
    unit: USD,
    minimum: 0,
  },
  {
    id: 'yuanPerUsd',
    title: { zh: '折算汇率', en: 'Exchange rate' },
    type: 'number',
    unit: { zh: '元/美元', en: 'yuan/USD' },
    minimum: 1,
    maximum: 20,
    step: 0.001,
  },
];

export const tradeTotal: Rule = {
  id: 'trade-total',
  inputs: INPUTS,
  outputs: [
    { id: 'goodsUsd', title: { zh: '货物进出口折合', en: 'Goods converted' }, type: 'number', unit: USD },
    { id: 'totalUsd', title: { zh: '国际贸易总额', en: 'Total international trade' }, type: 'number', unit: USD },
    { id: 'goodsShare', title: { zh: '货物占比', en: 'Share of goods' }, type: 'number', unit: PERCENT },
    { id: 'servicesShare', title: { zh: '服务占比', en: 'Share of services' }, type: 'number', unit: PERCENT },
    { id: 'overseasShare', title: { zh: '境外营销占比', en: 'Share of sales abroad' }, type: 'number', unit: PERCENT },
  ],
  compute: (input) => {
    const servicesUsd = readNumber(INPUTS, input, 'servicesUsd');
    const overseasSalesUsd = readNumber(INPUTS, input, 'overseasSalesUsd');
    const { goodsUsd, totalUsd } = addMeasures({
      goodsYuan: readNumber(INPUTS, input, 'goodsYuan'),
      servicesUsd,
      overseasSalesUsd,
      yuanPerUsd: readNumber(INPUTS, input, 'yuanPerUsd'),
    });
    const share = (part: number): number => (totalUsd === 0 ? 0 : round((part / totalUsd) * 100, 1));
    return {
      goodsUsd: round(goodsUsd, 1),
      totalUsd: round(totalUsd, 1),
      goodsShare: share(goodsUsd),
      servicesShare: share(servicesUsd),
      overseasShare: share(overseasSalesUsd),
    };
  },
};
