/**
 * Cleaning grids of a renovated community (case 30): one grid for about 300 households, one cleaner for each grid, one
 * refuse collector for every three.
 */
import type { Rule, RuleField } from './rule.ts';
import { readNumber, round } from './read.ts';

export const HOUSEHOLDS_PER_GRID = 300;
export const GRIDS_PER_COLLECTOR = 3;

export interface CleaningStaff {
  readonly grids: number;
  readonly cleaners: number;
  readonly collectors: number;
}

/** The number of grids that brings their size nearest to 300 households; one at least where anybody lives. */
export function cleaningStaff(households: number): CleaningStaff {
  const grids = households === 0 ? 0 : Math.max(1, Math.round(households / HOUSEHOLDS_PER_GRID));
  return { grids, cleaners: grids, collectors: Math.ceil(grids / GRIDS_PER_COLLECTOR) };
}

const PERSONS = { zh: '名', en: 'persons' };
const HOUSEHOLDS = { zh: '户', en: 'households' };

const INPUTS: readonly RuleField[] = [
  {
    id: 'households',
    title: { zh: '居民户数', en: 'Households' },
    type: 'number',
    unit: HOUSEHOLDS,
    minimum: 0,
    step: 1,
  },
];

export const cleaningGrids: Rule = {
  id: 'cleaning-grids',
  inputs: INPUTS,
  outputs: [
    { id: 'grids', title: { zh: '保洁网格', en: 'Cleaning grids' }, type: 'number', unit: { zh: '个', en: 'grids' } },
    { id: 'cleaners', title: { zh: '保洁员', en: 'Cleaners' }, type: 'number', unit: PERSONS },
    { id: 'collectors', title: { zh: '垃圾收运工', en: 'Refuse collectors' }, type: 'number', unit: PERSONS },
    {
      id: 'householdsPerGrid',
      title: { zh: '平均每个网格户数', en: 'Households per grid' },
      type: 'number',
      unit: HOUSEHOLDS,
    },
  ],
  compute: (input) => {
    const households = readNumber(INPUTS, input, 'households');
    const staff = cleaningStaff(households);
    return { ...staff, householdsPerGrid: staff.grids === 0 ? 0 : round(households / staff.grids, 1) };
  },
};
