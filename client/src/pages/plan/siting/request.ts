/** What each goal of the siting tab asks the service for. */
import type { ClosureRequest } from '../../../../../tiles/api/closure.ts';
import type { DistrictsRequest } from '../../../../../tiles/api/districts.ts';
import type { SitingRequest } from '../../../../../tiles/api/siting.ts';
import type { SitingSettings } from '../state/types.ts';

export type GoalRequest = SitingRequest | ClosureRequest | DistrictsRequest;

/** Relative gap to the proven bound at which the search stops. */
const GAP = 0.005;

/** `lscp` finds its own number, `p-median` and `p-center` know no time. */
export function needs(model: SitingSettings['model']): { readonly p: boolean; readonly within: boolean } {
  return { p: model !== 'lscp', within: model === 'lscp' || model === 'mclp' };
}

/** Whether new facilities are looked for. */
export function seeksSites({ goal }: Pick<SitingSettings, 'goal'>): boolean {
  return goal === 'place' || goal === 'fewest';
}

/** Whether the sites come in steps: these have numbers alone. */
export function hasPeriods({ goal, model, periods }: SitingSettings): boolean {
  return goal === 'place' && needs(model).p && periods.length > 0;
}

/** Whether a budget limits the search. */
export function hasBudget(settings: SitingSettings): boolean {
  const { goal, model, budget } = settings;
  return goal === 'place' && needs(model).p && budget !== null && !hasPeriods(settings);
}

/** Whether facilities serve no more people than they have room for. */
export function usesCapacities({ goal, useCapacities, zones }: SitingSettings): boolean {
  if (goal === 'close') return false;
  return goal === 'zones' ? zones.limit === 'capacity' : useCapacities;
}

export function requestOf(settings: SitingSettings, withinS: number): GoalRequest {
  const { goal, timeLimitS } = settings;
  const ends = { gap: GAP, timeLimitS };
  switch (goal) {
    case 'place':
      return { ...placeRequest(settings, withinS), ...ends };
    case 'fewest':
      return {
        kind: 'siting',
        model: 'lscp',
        share: settings.share,
        within: withinS,
        ...sitesRequest(settings),
        ...ends,
      };
    case 'close': {
      const { count: close, model } = settings.close;
      return { kind: 'closure', model, close, ...(model === 'mclp' ? { within: withinS } : {}), ...ends };
    }
    case 'zones':
      return { ...zonesRequest(settings), ...ends };
  }
}

function placeRequest(settings: SitingSettings, withinS: number): SitingRequest {
  const { model, p, periods, budget } = settings;
  const need = needs(model);
  const inSteps = hasPeriods(settings);
  return {
    kind: 'siting',
    model,
    ...(need.p && !inSteps ? { p } : {}),
    ...(inSteps ? { periods: periods.map((period) => ({ p: period.p })) } : {}),
    ...(hasBudget(settings) && budget !== null ? { budget } : {}),
    ...(need.within ? { within: withinS } : {}),
    ...sitesRequest(settings),
  };
}

function sitesRequest(settings: SitingSettings): Pick<SitingRequest, 'useCapacities' | 'wholeCells' | 'forbidden'> {
  const { wholeCells, forbidden } = settings;
  const useCapacities = usesCapacities(settings);
  return {
    ...(useCapacities ? { useCapacities } : {}),
    ...(useCapacities && wholeCells ? { wholeCells } : {}),
    ...(forbidden.length === 0
      ? {}
      : { forbidden: forbidden.map((ring) => ({ type: 'Polygon', coordinates: [[...ring, ...ring.slice(0, 1)]] })) }),
  };
}

function zonesRequest({ zones: { by, limit, balance, raise } }: SitingSettings): DistrictsRequest {
  return {
    kind: 'districts',
    by,
    ...(limit === 'equal' ? { balance } : {}),
    ...(limit === 'capacity' ? { useCapacities: true } : {}),
    ...(limit === 'capacity' && raise ? { overCapacity: 'scale' } : {}),
    perDemand: true,
  };
}
