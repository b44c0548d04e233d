import type { Text } from '../../../tiles/layer/layer.ts';

/**
 * Why a siting problem cannot be solved as asked, and what to do. Facilities and demand are named by their number, from
 * 1.
 */
export const SITING_ERRORS = {
  'siting-no-candidates': {
    zh: '没有候选点。请给出候选点，或缩小禁建范围。',
    en: 'There are no candidates. Name some, or forbid less ground.',
  },
  'siting-no-people': {
    zh: '需求里没有人口，无从选址。请检查人口数据。',
    en: 'The demand has no people, so no place is better than another. Check the population data.',
  },
  'siting-p-missing': {
    zh: '请给出新建设施数 p，或以 budget 给出预算。',
    en: 'Say how many new facilities there may be (p), or what they may cost (budget).',
  },
  'siting-p-not-whole': {
    zh: '新建设施数 p 应为不小于 1 的整数，却是 {p}。',
    en: 'The number of new facilities p is a whole number of at least 1, not {p}.',
  },
  'siting-p-too-large': {
    zh: '要选 {p} 处，候选点只有 {candidates} 处。请减小 p 或增加候选点。',
    en: '{p} facilities are asked for, but there are only {candidates} candidates. Lower p or add candidates.',
  },
  'siting-p-not-for-lscp': {
    zh: 'LSCP 求最少的设施数，不接受 p 或 budget。要限定数量请用 MCLP。',
    en: 'LSCP finds the fewest facilities and takes neither p nor budget. To limit their number use MCLP.',
  },
  'siting-share-for-lscp': {
    zh: 'share（要覆盖的人口比例）只用于 lscp，{model} 不接受。',
    en: '“share”, of the people to be covered, belongs to lscp; {model} does not take it.',
  },
  'siting-share-bad': {
    zh: '要覆盖的人口比例 share 应大于 0、不大于 1，却是 {share}。',
    en: 'The share of people to be covered is above 0 and at most 1, not {share}.',
  },
  'siting-within-missing': {
    zh: '{model} 需要服务范围 within（不小于 0 的数，单位与费用相同）。',
    en: '{model} needs within: how far service reaches, a number of at least 0 in the unit of the costs.',
  },
  'siting-budget-negative': {
    zh: '预算 budget 应为不小于 0 的数，却是 {budget}。',
    en: 'The budget is a number of at least 0, not {budget}.',
  },
  'siting-budget-too-small': {
    zh: '预算 {budget} 不够建最便宜的候选点（{cheapest}）。请提高预算。',
    en: 'The budget of {budget} does not pay for the cheapest candidate ({cheapest}). Raise it.',
  },
  'siting-opening-cost-bad': {
    zh: '第 {facility} 处设施的建设费用应为不小于 0 的数，却是 {cost}。请补全候选点的费用。',
    en: 'Facility number {facility} has the opening cost {cost}; every candidate needs one of at least 0.',
  },
  'siting-capacity-not-positive': {
    zh: '第 {facility} 处设施的容量是 {capacity}。容量应大于 0；已停用的设施请删去，不限容量的请留空。',
    en: 'Facility number {facility} has the capacity {capacity}. A capacity is above 0: leave out a facility that is closed, and leave the capacity empty where there is no limit.',
  },
  'siting-joint-too-large': {
    zh: '同时限定个数与预算、或容量可拆分的选址至多处理 {most} 对设施与单元，这里有 {pairs} 对。请减少候选点、缩小 within，给各候选点同样的费用（预算即为个数），或（仅 MCLP 和 p-median）用 wholeCells。',
    en: 'Siting with a number and a budget at once, or with capacities that divide cells, takes at most {most} pairs of facility and cell; there are {pairs}. Use fewer candidates, a lower within or the same cost for all (a budget is a number then), or (MCLP and p-median alone) wholeCells.',
  },
  'siting-capacity-too-small': {
    zh: '即使选容量最大的候选点，总容量也只有 {capacity}，而要服务 {people} 人。请增大 p 或容量；若只求在容量内服务尽可能多的人，请用 mclp。',
    en: 'Even the largest candidates hold only {capacity} in all, and {people} people are to be served. Raise p or the capacities, or use mclp, which serves as many as they hold.',
  },
  'siting-people-bad': {
    zh: '第 {demand} 个需求点的人口应为不小于 0 的数，却是 {people}。',
    en: 'Demand number {demand} has {people} people; that is a number of at least 0.',
  },
  'siting-cost-bad': {
    zh: '第 {facility} 处设施到第 {demand} 个需求点的费用应为不小于 0 的数，却是 {cost}。',
    en: 'The cost between facility number {facility} and demand number {demand} is {cost}; costs are numbers of at least 0.',
  },
  'siting-gap-bad': {
    zh: '允许误差 gap 应在 0 与 1 之间，却是 {gap}。',
    en: 'The gap is a number from 0 to 1, not {gap}.',
  },
} as const satisfies Record<string, Text>;

export type SitingMessage = keyof typeof SITING_ERRORS;
