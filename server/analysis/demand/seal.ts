import { createHash } from 'node:crypto';
import type { Demand, DemandMeta } from '../types.ts';
import { encodeDemand } from './codec.ts';

export type UnsealedDemand = Omit<Demand, 'meta'> & { readonly meta: Omit<DemandMeta, 'key'> };

/** Gives a demand its key: the SHA-256 of all that it holds, so that equal keys mean equal demand. */
export function sealDemand(demand: UnsealedDemand): Demand {
  const open: Demand = { ...demand, meta: { ...demand.meta, key: '' } };
  const key = createHash('sha256').update(encodeDemand(open)).digest('hex');
  return { ...open, meta: { ...open.meta, key } };
}
