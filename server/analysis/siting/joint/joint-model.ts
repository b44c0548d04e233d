/**
 * A siting problem as one linear model: which candidates open, and which share of each demand every open facility
 * serves. It holds what the searches of single models do not: capacities that split the people of a demand, capacities
 * of LSCP and p-center, and a number and a budget at once.
 */
import type { SitingProblem } from '../../types.ts';
import { MipRows, type MipModel } from '../solver/mip-model.ts';
import { openingCostsOf } from '../validate.ts';

export interface JointPairs {
  /** By pair that may serve: facility, demand and cost, by facility. */
  readonly facility: Uint32Array;
  readonly demand: Uint32Array;
  readonly cost: Float64Array;
}

/** Pairs within reach of demand that has people, and with a demand served whole that the facility has room for. */
export function jointPairs({ costs, people, within, capacity, split }: SitingProblem): JointPairs {
  const [facility, demand, cost]: [number[], number[], number[]] = [[], [], []];
  for (let f = 0; f < costs.facilityCount; f++) {
    const room = capacity?.[f] ?? Infinity;
    for (let k = costs.start[f] as number; k < (costs.start[f + 1] as number); k++) {
      const [d, c] = [costs.demand[k] as number, costs.cost[k] as number];
      const count = people[d] as number;
      if (count === 0 || c > (within ?? Infinity) || (split !== true && count > room)) continue;
      facility.push(f);
      demand.push(d);
      cost.push(c);
    }
  }
  return { facility: Uint32Array.from(facility), demand: Uint32Array.from(demand), cost: Float64Array.from(cost) };
}

export interface JointLimits {
  readonly p: number | null;
  readonly budget: number | null;
  /** People to be served at least. */
  readonly served: number;
  /** Only pairs up to this cost serve. */
  readonly farthest: number;
}

export const NO_LIMITS: JointLimits = { p: null, budget: null, served: 0, farthest: Infinity };

/** `people`: most people. `opening`: least opening cost. `cost`: least people × cost. */
export type JointAim = 'people' | 'opening' | 'cost';

/** Variables: one by candidate, then one by pair. */
export function jointModel(problem: SitingProblem, pairs: JointPairs, aim: JointAim, limits: JointLimits): MipModel {
  const { existingCount, people, capacity, split } = problem;
  const candidates = problem.costs.facilityCount - existingCount;
  const count = candidates + pairs.facility.length;
  const total = people.reduce((sum, each) => sum + each, 0);
  const opening = openingCostsOf(problem);
  const rows = new MipRows();
  const [byDemand, byFacility] = [new Map<number, number[]>(), new Map<number, number[]>()];
  const cost = jointCost(problem, pairs, aim);
  const upper = new Float64Array(count).fill(1);
  for (let k = 0; k < pairs.facility.length; k++) {
    const [f, d] = [pairs.facility[k] as number, pairs.demand[k] as number];
    if ((pairs.cost[k] as number) > limits.farthest) {
      [upper[candidates + k], cost[candidates + k]] = [0, 0];
      continue;
    }
    listOf(byDemand, d).push(candidates + k);
    listOf(byFacility, f).push(candidates + k);
    if (f >= existingCount)
      rows.add(-Infinity, 0, [
        [candidates + k, 1],
        [f - existingCount, -1],
      ]);
  }
  for (const served of byDemand.values())
    rows.add(
      -Infinity,
      1,
      served.map((variable) => [variable, 1]),
    );
  const weight = (variable: number): number => people[pairs.demand[variable - candidates] as number] as number;
  for (const [f, serving] of byFacility) {
    const room = capacity?.[f] ?? Infinity;
    const wanted = serving.reduce((sum, variable) => sum + weight(variable), 0);
    if (!(room < wanted)) continue;
    // In shares of the room, so that rows of large and small facilities are held to the same exactness.
    const shares = serving.map((variable) => [variable, weight(variable) / room] as const);
    if (f < existingCount) rows.add(-Infinity, 1, shares);
    else rows.add(-Infinity, 0, [...shares, [f - existingCount, -1]]);
  }
  const sites = Array.from({ length: candidates }, (_, c) => c);
  if (limits.p !== null)
    rows.add(
      -Infinity,
      limits.p,
      sites.map((c) => [c, 1]),
    );
  if (limits.budget !== null && limits.budget > 0)
    rows.add(
      -Infinity,
      1,
      sites.map((c) => [c, (opening[c] as number) / (limits.budget as number)]),
    );
  const { exchange } = problem;
  // Without new sites the model asks what there is today.
  if (exchange !== undefined && limits.p !== 0) {
    const of = (from: number, to: number): (readonly [number, number])[] => sites.slice(from, to).map((c) => [c, 1]);
    rows.add(exchange.keep, exchange.keep, of(0, exchange.first));
    rows.add(-Infinity, exchange.add, of(exchange.first, candidates));
  }
  const serving = [...byDemand.values()].flat();
  if (limits.served > 0)
    rows.add(
      limits.served / total,
      Infinity,
      serving.map((variable) => [variable, weight(variable) / total]),
    );
  if (limits.budget === 0) for (const c of sites) if ((opening[c] as number) > 0) upper[c] = 0;
  return {
    sense: aim === 'people' ? 'max' : 'min',
    cost,
    lower: new Float64Array(count),
    upper,
    integer: new Uint8Array(count).fill(1, 0, split === true ? candidates : count),
    rows: rows.done(),
  };
}

/** What the aim counts, by variable. */
export function jointCost(problem: SitingProblem, pairs: JointPairs, aim: JointAim): Float64Array {
  const candidates = problem.costs.facilityCount - problem.existingCount;
  const cost = new Float64Array(candidates + pairs.facility.length);
  if (aim === 'opening') cost.set(openingCostsOf(problem));
  else
    pairs.demand.forEach((d, k) => {
      cost[candidates + k] = (problem.people[d] as number) * (aim === 'people' ? 1 : (pairs.cost[k] as number));
    });
  return cost;
}

function listOf(lists: Map<number, number[]>, key: number): number[] {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: number[] = [];
  lists.set(key, list);
  return list;
}
