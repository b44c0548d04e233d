import type { Study } from '../../../tiles/api/study.ts';
import { costMatrix, nearestFacility } from '../paths/cost-matrix.ts';
import { checkStudy } from '../study/check.ts';
import { NetworkCosts, pickSnaps, travellerOf } from '../study/costs.ts';
import { lonLatOf } from '../study/facility-set.ts';
import { resolveStudy, type Resolved } from '../study/resolve.ts';
import type { RunParts } from '../study/analyses.ts';
import { facilitiesNear, mostMetres } from './halo.ts';
import { encodePart, type PartCosts } from './part-message.ts';
import { partLimits, partsOf } from './parts.ts';

type PartParts = Pick<RunParts, 'sources' | 'derived' | 'taskFor'>;

/**
 * Rejects as `runStudy`, so that what is refused is refused before any part is computed. 1 where there is nothing to
 * cut.
 */
export async function countParts(study: Study, { sources, derived }: PartParts): Promise<number> {
  checkStudy(study);
  const { demand } = await resolveStudy(study, sources, derived);
  return demand === null || study.parts === undefined ? 1 : partsOf(demand, study.parts).length;
}

/** Computes the costs of one part of a study. Rejects as `runStudy`. */
export async function runPart(
  study: Study,
  part: number,
  { sources, derived, taskFor }: PartParts,
): Promise<Uint8Array> {
  const resolved = await resolveStudy(study, sources, derived);
  return encodePart(partCosts(resolved, part, { derived, taskFor }));
}

function partCosts(resolved: Resolved, part: number, { derived, taskFor }: Omit<PartParts, 'sources'>): PartCosts {
  const { study, demand, network, key, existing } = resolved;
  if (demand === null || network === null || study.parts === undefined)
    throw new TypeError('The study lacks what it was checked to have.');
  const cells = partsOf(demand, study.parts)[part] ?? new Uint32Array(0);
  const traveller = travellerOf(network, resolved.travel, derived);
  const costs = new NetworkCosts(resolved, traveller, demand);
  const { nearest, pairs } = partLimits(study.analyses);
  const reachM = mostMetres(traveller, network.nodeOf === null) * Math.max(nearest ?? 0, pairs ?? 0);
  const places = Float64Array.from({ length: 2 * cells.length }, (_, at) => {
    const cell = cells[at >> 1] as number;
    return demand.lonLat[2 * cell + (at & 1)] as number;
  });
  const facilities = facilitiesNear(lonLatOf(existing), places, reachM);
  const { graph, search, accessSpeedMps } = traveller;
  const input = {
    graph,
    search,
    accessSpeedMps,
    facilities: pickSnaps(costs.existingSnaps, facilities),
    demand: pickSnaps(costs.demandSnaps, cells),
  };
  const task = taskFor(0, Infinity);
  const { mostPairs, beforeGrowth } = costs.room;
  return {
    key,
    cells,
    facilities,
    nearest: nearest === null ? null : nearestFacility({ ...input, limit: nearest }, task),
    pairs: pairs === null ? null : costMatrix({ ...input, limit: pairs }, task, mostPairs, beforeGrowth),
  };
}
