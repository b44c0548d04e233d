import type { Rule, RuleField } from './rule.ts';
import { readNumber, round } from './read.ts';

/** One jin is half a kilogram. */
export const JIN_PER_TONNE = 2000;

export interface EggPolicy {
  /** Price agreed on the day of insuring, yuan per jin. */
  readonly agreedYuanPerJin: number;
  /** Mean of the futures contract's daily settlement prices over the cover, yuan per jin. */
  readonly settlementYuanPerJin: number;
  readonly tonnes: number;
}

/** Payout in yuan, to the fen: the fall of the price times the insured quantity, never below zero. */
export function eggPayoutYuan({ agreedYuanPerJin, settlementYuanPerJin, tonnes }: EggPolicy): number {
  return round(Math.max(0, agreedYuanPerJin - settlementYuanPerJin) * tonnes * JIN_PER_TONNE, 2);
}

const YUAN_PER_JIN = { zh: '元/斤', en: 'yuan/jin' };
const YUAN = { zh: '元', en: 'yuan' };

const inputs: readonly RuleField[] = [
  {
    id: 'agreed',
    title: { zh: '约定价格', en: 'Agreed price' },
    type: 'number',
    minimum: 0,
    step: 0.00001,
    unit: YUAN_PER_JIN,
  },
  {
    id: 'settlement',
    title: { zh: '平均结算价', en: 'Mean settlement price' },
    type: 'number',
    minimum: 0,
    step: 0.00001,
    unit: YUAN_PER_JIN,
  },
  {
    id: 'tonnes',
    title: { zh: '承保数量', en: 'Insured quantity' },
    type: 'number',
    minimum: 0,
    unit: { zh: '吨', en: 't' },
  },
];

export const eggPayout: Rule = {
  id: 'egg-payout',
  inputs,
  outputs: [
    { id: 'payout', title: { zh: '赔付', en: 'Payout' }, type: 'number', unit: YUAN },
    { id: 'fall', title: { zh: '每斤跌价', en: 'Fall of the price' }, type: 'number', unit: YUAN_PER_JIN },
    { id: 'jin', title: { zh: '折合数量', en: 'Quantity in jin' }, type: 'number', unit: { zh: '斤', en: 'jin' } },
  ],
  compute: (input) => {
    const agreedYuanPerJin = readNumber(inputs, input, 'agreed');
    const settlementYuanPerJin = readNumber(inputs, input, 'settlement');
    const tonnes = readNumber(inputs, input, 'tonnes');
    return {
      payout: eggPayoutYuan({ agreedYuanPerJin, settlementYuanPerJin, tonnes }),
      fall: round(Math.max(0, agreedYuanPerJin - settlementYuanPerJin), 5),
      jin: tonnes * JIN_PER_TONNE,
    };
  },
};
