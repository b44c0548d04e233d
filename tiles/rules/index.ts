/** Every rule of the documented cases, by id. A case names its rule in `rule.id`. */
import type { Rule } from '../rule.ts';
import { caseLoop } from './case-loop.ts';
import { closingRate } from './closing-rate.ts';
import { dropOffRewardRule } from './drop-off-reward.ts';
import { eggPayout } from './egg-payout.ts';
import { toiletStandard } from './toilet-standard.ts';
import { warMap } from './war-map.ts';

export const RULES: Readonly<Record<string, Rule>> = {
  [caseLoop.id]: caseLoop,
  [closingRate.id]: closingRate,
  [dropOffRewardRule.id]: dropOffRewardRule,
  [eggPayout.id]: eggPayout,
  [toiletStandard.id]: toiletStandard,
  [warMap.id]: warMap,
};
