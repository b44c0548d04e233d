import type { CaseRecord } from '../tiles/cases/case.ts';
import type { LayerDefinition } from '../tiles/layer/layer.ts';
import type { AnalysisEngine } from './analysis/engine/engine.ts';
import type { JobStreams } from './platform/jobs/job-streams.ts';
import type { Jobs } from './platform/jobs/jobs.ts';
import type { Catalogue } from './layers/catalogue.ts';
import type { Config } from './platform/config.ts';
import type { Database } from './platform/db/types.ts';
import { BadParameter, UnknownLayer } from './platform/http/errors.ts';
import { nearMatches } from './platform/text/near-matches.ts';
import type { EventFeed } from './changes/feed.ts';
import type { ChangePoller } from './changes/change-poller.ts';
import type { LayerStatsCache } from './layers/layer-stats.ts';
import type { Log } from './platform/log/log.ts';
import type { Operations } from './platform/metrics/operations.ts';

/** What every route is given. */
export interface Context {
  readonly config: Config;
  readonly db: Database;
  readonly catalogue: Catalogue;
  readonly cases: readonly CaseRecord[];
  readonly layerStats: LayerStatsCache;
  readonly log: Log;
  readonly operations: Operations;
  readonly poller: ChangePoller;
  readonly feed: EventFeed;
  readonly analysis: AnalysisEngine;
  readonly jobs: Jobs;
  readonly jobStreams: JobStreams;
}

/** The layer of an id. Throws `UnknownLayer`. */
export function layerOf(catalogue: Catalogue, id: string): LayerDefinition {
  const layer = catalogue.get(id);
  if (layer) return layer;
  throw new UnknownLayer(
    id,
    nearMatches(
      id,
      catalogue.layers.map((each) => each.id),
    ),
  );
}

/** Layers of a list of ids, which names at least one. Throws `UnknownLayer` or `BadParameter`. */
export function layersOf(catalogue: Catalogue, ids: readonly string[], parameter = 'layers'): LayerDefinition[] {
  if (ids.length === 0) throw new BadParameter(parameter, 'missing-parameter');
  return ids.map((id) => layerOf(catalogue, id));
}
