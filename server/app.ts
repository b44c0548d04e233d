import express, { type Express } from 'express';
import type { CaseRecord } from '../tiles/cases/case.ts';
import type { AnalysisEngine } from './analysis/engine/engine.ts';
import type { JobStreams } from './platform/jobs/job-streams.ts';
import type { Jobs } from './platform/jobs/jobs.ts';
import type { LayerRegistry } from './layers/registry.ts';
import type { Config } from './platform/config.ts';
import type { Context } from './context.ts';
import type { Database } from './platform/db/types.ts';
import { ApiError } from './platform/http/errors.ts';
import type { ChangePoller, EventFeed } from './changes/index.ts';
import { LayerStatsCache } from './layers/layer-stats.ts';
import { answerErrors, refuseZeroBytes, trackRequests } from './platform/http/requests.ts';
import { openToAll } from './platform/http/security.ts';
import type { Log } from './platform/log/log.ts';
import type { Operations } from './platform/metrics/operations.ts';
import { analysisCatalogueRoute } from './analysis/catalogue-route.ts';
import { cellsRoute } from './analysis/cells-route.ts';
import { coverageRoute } from './analysis/coverage-route.ts';
import { openApiRoute, studySchemaRoute } from './analysis/documents-route.ts';
import { cancelJobRoute, jobEventsRoute, jobResultRoute, jobRoute, submitJobRoute } from './platform/jobs/routes.ts';
import { isochronesRoute, studiesRoute } from './analysis/routes.ts';
import { caseRoute } from './cases/case-route.ts';
import { casesRoute } from './cases/routes.ts';
import { columnsRoute } from './layers/columns-route.ts';
import { configRoute } from './site/config.ts';
import { countsRoute } from './layers/counts-route.ts';
import { eventsRoute } from './changes/events.ts';
import { healthRoute, readyRoute } from './platform/metrics/health.ts';
import { itemRoute } from './layers/item-route.ts';
import { layerRoute } from './layers/layer-route.ts';
import { layersRoute } from './layers/routes.ts';
import { metricsRoute } from './platform/metrics/route.ts';
import { nearbyRoute } from './find/nearby.ts';
import { searchRoute } from './search/routes.ts';
import { siteRoute } from './site/site.ts';
import { styleRoute } from './tiles/style-route.ts';
import { tileMatrixSetRoute, tileMatrixSetsRoute } from './tiles/tile-matrix-sets-route.ts';
import { tileJsonRoute } from './tiles/routes.ts';

export interface AppParts {
  readonly config: Config;
  readonly db: Database;
  readonly registry: LayerRegistry;
  readonly cases: readonly CaseRecord[];
  readonly log: Log;
  readonly operations: Operations;
  readonly poller: ChangePoller;
  readonly feed: EventFeed;
  readonly analysis: AnalysisEngine;
  readonly jobs: Jobs;
  readonly jobStreams: JobStreams;
}

/**
 * The service's routes, but for the tiles, which are answered ahead of them. Takes what it needs as given: nothing is
 * opened or read here.
 */
export function createApp(parts: AppParts): Express {
  const context: Context = { ...parts, layerStats: new LayerStatsCache(parts.db, parts.registry) };
  const app = express();
  app.disable('x-powered-by');
  // `Content` makes the tags, one for each coding.
  app.disable('etag');
  app.set('trust proxy', parts.config.trustProxy);

  app.use(trackRequests(parts.operations.observer), openToAll, refuseZeroBytes);
  app.get('/healthz', healthRoute(context));
  app.get('/readyz', readyRoute(context));
  app.get('/metrics', metricsRoute(context));
  app.get('/events', eventsRoute(context));
  app.get('/config.json', configRoute(context));
  app.get('/tiles/:layers.json', tileJsonRoute(context));
  app.get('/tileMatrixSets', tileMatrixSetsRoute());
  app.get('/tileMatrixSets/:grid', tileMatrixSetRoute());
  app.get('/styles/:theme.json', styleRoute(context));
  app.get('/layers', layersRoute(context));
  app.get('/layers/:layer', layerRoute(context));
  app.get('/layers/:layer/items/:id', itemRoute(context));
  app.get('/layers/:layer/columns', columnsRoute(context));
  app.get('/counts', countsRoute(context));
  app.get('/nearby', nearbyRoute(context));
  app.get('/search', searchRoute(context));
  app.get('/cases', casesRoute(context));
  app.get('/cases/:id', caseRoute(context));
  app.get('/analysis/catalogue', analysisCatalogueRoute(context));
  app.get('/analysis/demand/:id/cells', cellsRoute(context));
  app.get('/analysis/study.schema.json', studySchemaRoute());
  app.get('/analysis/openapi.json', openApiRoute(context));
  app.post('/analysis/coverage', coverageRoute(context));
  app.post('/analysis/isochrones', isochronesRoute(context));
  app.post('/analysis/studies', studiesRoute(context));
  app.post('/analysis/jobs', submitJobRoute(context));
  app.get('/analysis/jobs/:id', jobRoute(context));
  app.delete('/analysis/jobs/:id', cancelJobRoute(context));
  app.get('/analysis/jobs/:id/events', jobEventsRoute(context));
  app.get('/analysis/jobs/:id/result', jobResultRoute(context));
  app.use(siteRoute(context));
  app.use((req) => {
    throw new ApiError(404, 'unknown-route', 'unknown-route', { values: { path: req.path } });
  });
  app.use(answerErrors(parts.log));
  return app;
}
