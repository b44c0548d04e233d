import type { CaseRecord } from '../tiles/cases/case.ts';
import type { AnalysisEngine } from './analysis/engine/engine.ts';
import type { JobStreams } from './platform/jobs/job-streams.ts';
import type { Jobs } from './platform/jobs/jobs.ts';
import type { LayerRegistry } from './layers/registry.ts';
import type { Config } from './platform/config.ts';
import type { Database } from './platform/db/types.ts';
import type { ChangePoller, EventFeed } from './changes/index.ts';
import type { LayerStatsCache } from './layers/layer-stats.ts';
import type { Log } from './platform/log/log.ts';
import type { Operations } from './platform/metrics/operations.ts';

/** What every route is given. */
export interface Context {
  readonly config: Config;
  readonly db: Database;
  readonly registry: LayerRegistry;
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
