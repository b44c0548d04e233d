import type { SitingProblem } from '../types.ts';
import { openingCostsOf } from './validate.ts';

/** What each candidate takes of the limit: with p every one counts as 1. */
export function limitCosts(problem: SitingProblem): Float64Array {
  return problem.p === null
    ? openingCostsOf(problem)
    : new Float64Array(problem.costs.facilityCount - problem.existingCount).fill(1);
}

/** 1 by facility: the existing ones and those chosen. */
export function openFacilities({ costs, existingCount }: SitingProblem, chosen: Iterable<number>): Uint8Array {
  const open = new Uint8Array(costs.facilityCount).fill(1, 0, existingCount);
  for (const f of chosen) open[f] = 1;
  return open;
}

/** p facilities were asked for: where fewer cover all that can be, those that cover most in themselves are added. */
export function filledUp(problem: SitingProblem, chosen: Uint32Array): Uint32Array {
  const { p, costs, existingCount, people, within } = problem;
  if (p === null || chosen.length >= p) return chosen.slice().sort();
  const isChosen = new Set(chosen);
  const others: { readonly facility: number; readonly people: number }[] = [];
  for (let f = existingCount; f < costs.facilityCount; f++) {
    if (isChosen.has(f)) continue;
    let sum = 0;
    for (let k = costs.start[f] as number; k < (costs.start[f + 1] as number); k++) {
      if ((costs.cost[k] as number) <= (within ?? Infinity)) sum += people[costs.demand[k] as number] as number;
    }
    others.push({ facility: f, people: sum });
  }
  others.sort((a, b) => b.people - a.people || a.facility - b.facility);
  return Uint32Array.from([...chosen, ...others.slice(0, p - chosen.length).map(({ facility }) => facility)]).sort();
}
