/**
 * What a farm pays for irrigation water: a block tariff on the water used per mu, as piloted in Yifengdian (case 25).
 * The printed prices stand; 1.2 × 0.17 and 1.5 × 0.17 are only how the source explains 0.20 and 0.25.
 */
import type { Rule, RuleField } from './rule.ts';
import { readNumber, round } from './read.ts';

/** Blocks by water used per mu, in m³; `price` in yuan per m³ applies to the part of the use inside the block. */
export const WATER_BLOCKS = [
  { upToM3: 110, price: 0.17 },
  { upToM3: 200, price: 0.2 },
  { upToM3: Infinity, price: 0.25 },
] as const;

/** Initial water right, m³ per mu, one quota for every crop. */
export const QUOTA_M3_PER_MU = 212;

/** Price that covers operation and maintenance, yuan per m³; what farmers pay less is borne by the budget. */
export const MAINTENANCE_PRICE = 0.23;

export interface WaterBill {
  /** m³ in each block, over the whole area. */
  readonly volumesM3: readonly [number, number, number];
  readonly feeYuan: number;
  /** m³ above the water right of the whole area. */
  readonly overQuotaM3: number;
  /** Maintenance cost of the water less the fee, not below zero. */
  readonly budgetYuan: number;
}

/** The bill for `volumeM3` used on `areaMu`; the blocks apply to the use per mu. */
export function waterBill({ volumeM3, areaMu }: { volumeM3: number; areaMu: number }): WaterBill {
  const inBlock = (index: 0 | 1 | 2): number => {
    const from = index === 0 ? 0 : WATER_BLOCKS[index === 1 ? 0 : 1].upToM3 * areaMu;
    const to = WATER_BLOCKS[index].upToM3 * areaMu;
    return Math.max(0, Math.min(volumeM3, to) - from);
  };
  const volumesM3 = [inBlock(0), inBlock(1), inBlock(2)] as const;
  const fee =
    volumesM3[0] * WATER_BLOCKS[0].price + volumesM3[1] * WATER_BLOCKS[1].price + volumesM3[2] * WATER_BLOCKS[2].price;
  return {
    volumesM3,
    feeYuan: round(fee, 2),
    overQuotaM3: Math.max(0, volumeM3 - QUOTA_M3_PER_MU * areaMu),
    budgetYuan: round(Math.max(0, volumeM3 * MAINTENANCE_PRICE - fee), 2),
  };
}

const M3 = { zh: '立方米', en: 'm³' };
const YUAN = { zh: '元', en: 'yuan' };

const INPUTS: readonly RuleField[] = [
  { id: 'volumeM3', title: { zh: '用水量', en: 'Water used' }, type: 'number', unit: M3, minimum: 0 },
  {
    id: 'areaMu',
    title: { zh: '灌溉面积', en: 'Irrigated area' },
    type: 'number',
    unit: { zh: '亩', en: 'mu' },
    minimum: 0.01,
    step: 0.01,
  },
];

export const farmWaterPrice: Rule = {
  id: 'farm-water-price',
  inputs: INPUTS,
  outputs: [
    {
      id: 'perMuM3',
      title: { zh: '亩均用水量', en: 'Use per mu' },
      type: 'number',
      unit: { zh: '立方米/亩', en: 'm³/mu' },
    },
    { id: 'block1M3', title: { zh: '第一级水量（0.17元）', en: 'First block (0.17 yuan)' }, type: 'number', unit: M3 },
    { id: 'block2M3', title: { zh: '第二级水量（0.20元）', en: 'Second block (0.20 yuan)' }, type: 'number', unit: M3 },
    { id: 'block3M3', title: { zh: '第三级水量（0.25元）', en: 'Third block (0.25 yuan)' }, type: 'number', unit: M3 },
    { id: 'feeYuan', title: { zh: '农户水费', en: 'Fee of the farmer' }, type: 'number', unit: YUAN },
    { id: 'overQuotaM3', title: { zh: '超出初始水权', en: 'Above the water right' }, type: 'number', unit: M3 },
    {
      id: 'budgetYuan',
      title: { zh: '财政补贴差额', en: 'Difference borne by the budget' },
      type: 'number',
      unit: YUAN,
    },
  ],
  compute: (input) => {
    const volumeM3 = readNumber(INPUTS, input, 'volumeM3');
    const areaMu = readNumber(INPUTS, input, 'areaMu');
    const { volumesM3, feeYuan, overQuotaM3, budgetYuan } = waterBill({ volumeM3, areaMu });
    return {
      perMuM3: round(volumeM3 / areaMu, 2),
      block1M3: round(volumesM3[0], 2),
      block2M3: round(volumesM3[1], 2),
      block3M3: round(volumesM3[2], 2),
      feeYuan,
      overQuotaM3: round(overQuotaM3, 2),
      budgetYuan,
    };
  },
};
