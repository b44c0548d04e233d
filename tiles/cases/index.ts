/** Every rule of the documented cases, by id. A case names its rule in `rule.id`. */
import type { Rule } from './rule.ts';
import { auditDoubts } from './audit-doubts.ts';
import { caseLoop } from './case-loop.ts';
import { cleaningGrids } from './cleaning-grids.ts';
import { closingRate } from './closing-rate.ts';
import { dataStewardship } from './data-stewardship.ts';
import { dropOffRewardRule } from './drop-off-reward.ts';
import { eggPayout } from './egg-payout.ts';
import { employmentSubsidy } from './employment-subsidy.ts';
import { farmWaterPrice } from './farm-water-price.ts';
import { hazardReward } from './hazard-reward.ts';
import { leadHospital } from './lead-hospital.ts';
import { reverseScheduleRule } from './reverse-schedule.ts';
import { sharedParking } from './shared-parking.ts';
import { streetLedgerRule } from './street-ledger.ts';
import { toiletStandard } from './toilet-standard.ts';
import { tradeTotal } from './trade-total.ts';
import { warMap } from './war-map.ts';

export const RULES: Readonly<Record<string, Rule>> = {
  [auditDoubts.id]: auditDoubts,
  [caseLoop.id]: caseLoop,
  [cleaningGrids.id]: cleaningGrids,
  [closingRate.id]: closingRate,
  [dataStewardship.id]: dataStewardship,
  [dropOffRewardRule.id]: dropOffRewardRule,
  [eggPayout.id]: eggPayout,
  [employmentSubsidy.id]: employmentSubsidy,
  [farmWaterPrice.id]: farmWaterPrice,
  [hazardReward.id]: hazardReward,
  [leadHospital.id]: leadHospital,
  [reverseScheduleRule.id]: reverseScheduleRule,
  [sharedParking.id]: sharedParking,
  [streetLedgerRule.id]: streetLedgerRule,
  [toiletStandard.id]: toiletStandard,
  [tradeTotal.id]: tradeTotal,
  [warMap.id]: warMap,
};
