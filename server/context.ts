import type { CaseRecord } from '../tiles/case.ts';
import type { LayerDefinition } from '../tiles/layer.ts';
import type { AnalysisEngine } from './analysis/engine/engine.ts';
import type { JobStreams } from './analysis/jobs/job-streams.ts';
import type { Jobs } from './analysis/jobs/jobs.ts';
import type { Catalogue } from './catalogue.ts';
import type { Config } from './config.ts';
import type { Database } from './db/types.ts';
import { BadParameter, UnknownLayer } from './errors.ts';
import { nearMatches } from './near-matches.ts';
import type { EventFeed } from './freshness/feed.ts';
import type { Pulse } from './freshness/pulse.ts';
import type { Holdings } from './holdings.ts';
import type { Log } from './log.ts';
import type { Operations } from './operations.ts';

/** What every route is given. */
export interface Context {
  readonly config: Config;
  readonly db: Database;
  readonly catalogue: Catalogue;
  readonly cases: readonly CaseRecord[];
  readonly holdings: Holdings;
  readonly log: Log;
  readonly operations: Operations;
  readonly pulse: Pulse;
  readonly feed: EventFeed;
  readonly analysis: AnalysisEngine;
  readonly jobs: Jobs;
  readonly jobStreams: JobStreams;
}

/** The layer of an id. Throws `UnknownLayer`. */
export function layerOf(catalogue: Catalogue, id: string): LayerDefinition {
  const layer = catalogue.get(id);
  if (layer) return layer;
  throw new UnknownLayer(id, nearMatches(id, catalogue.layers.map((each) => each.id)));
}

/** Layers of a list of ids, which names at least one. Throws `UnknownLayer` or `BadParameter`. */
export function layersOf(catalogue: Catalogue, ids: readonly string[], parameter = 'layers'): LayerDefinition[] {
  if (ids.length === 0) throw new BadParameter(parameter, 'missing-parameter');
  return ids.map((id) => layerOf(catalogue, id));
}
