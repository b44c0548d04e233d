/** The whole address of the planners' page: what it shares with the map, and the plan. */
import { CODECS, formatParams, parseAddress } from '../../../state/address.ts';
import { sharedParams } from '../../../state/pages.ts';
import type { Store } from '../../../state/store.ts';
import type { MapState } from '../../../state/types.ts';
import { planCodec } from './codec.ts';
import type { PlanState } from './types.ts';

/** Reads every signal it needs: in an effect it subscribes to them. */
export function planQuery(store: Store, plan: PlanState): string {
  return formatParams([
    ...sharedParams(store),
    ...CODECS.filters.format(store.filters.value),
    ...CODECS.panelOpen.format(store.panelOpen.value),
    ...planCodec.format(plan),
  ]);
}

/** The map's part: this page shows no layers, features or cases of its own. */
export function parseMapPart(search: string): MapState {
  return { ...parseAddress(search), layers: [], colors: {}, selection: null, case: null, nearby: null, tab: 'layers' };
}

export function parsePlan(search: string): PlanState {
  return planCodec.parse(new URLSearchParams(search));
}
