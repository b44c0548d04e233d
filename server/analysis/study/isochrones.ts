import type { IsochronesResult } from '../../../tiles/api/measure-results.ts';
import type { MeasureRequest } from '../../../tiles/api/measures.ts';
import { DEFAULT_MAX_ACCESS_M } from '../../../tiles/api/vocabulary.ts';
import { AnalysisError } from '../errors.ts';
import { isochrones } from '../paths/isochrone.ts';
import type { Sources } from '../engine/sources.ts';
import type { Demand, Snaps, Task } from '../types.ts';
import type { Traveller } from './costs.ts';
import { sitesOfPoints } from './facility-set.ts';
import { moved } from './siting.ts';

export interface IsochroneParts {
  readonly traveller: Traveller;
  readonly maxAccessM: number | undefined;
  /** Null where nobody is counted. */
  readonly demand: { readonly demand: Demand; readonly snaps: Snaps } | null;
  /** Null for a network of the study's own, which may lie anywhere. */
  readonly sources: Sources | null;
  readonly at: string;
  readonly task: Task;
}

export async function runIsochrones(
  request: Extract<MeasureRequest, { readonly kind: 'isochrones' }>,
  parts: IsochroneParts,
): Promise<IsochronesResult> {
  const { traveller, demand, sources, at, task, maxAccessM = DEFAULT_MAX_ACCESS_M } = parts;
  const water = (await sources?.water())?.value ?? null;
  try {
    return isochrones(
      {
        graph: traveller.graph,
        search: traveller.search,
        origins: traveller.snap(sitesOfPoints(request.origins, 'origin')),
        within: request.within,
        accessSpeedMps: traveller.accessSpeedMps,
        maxAccessM,
        water,
        demand: demand === null ? null : { snaps: demand.snaps, people: demand.demand.people },
      },
      task,
    );
  } catch (error) {
    throw error instanceof AnalysisError ? moved(error, at) : error;
  }
}
