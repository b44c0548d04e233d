import express, { type Express } from 'express';
import type { CaseRecord } from '../tiles/case.ts';
import type { AnalysisEngine } from './analysis/engine/engine.ts';
import type { JobStreams } from './analysis/jobs/job-streams.ts';
import type { Jobs } from './analysis/jobs/jobs.ts';
import type { Catalogue } from './catalogue.ts';
import type { Config } from './config.ts';
import type { Context } from './context.ts';
import type { Database } from './db/types.ts';
import { ApiError } from './errors.ts';
import type { EventFeed } from './freshness/feed.ts';
import type { Pulse } from './freshness/pulse.ts';
import { Holdings } from './holdings.ts';
import { answerErrors, refuseZeroBytes, trackRequests } from './http/requests.ts';
import { openToAll } from './http/security.ts';
import type { Log } from './log.ts';
import type { Operations } from './operations.ts';
import { analysisCatalogueRoute } from './routes/analysis/catalogue.ts';
import { cellsRoute } from './routes/analysis/cells.ts';
import { coverageRoute } from './routes/analysis/coverage.ts';
import { openApiRoute, studySchemaRoute } from './routes/analysis/documents.ts';
import { cancelJobRoute, jobEventsRoute, jobResultRoute, jobRoute, submitJobRoute } from './routes/analysis/jobs.ts';
import { isochronesRoute, studiesRoute } from './routes/analysis/studies.ts';
import { caseRoute } from './routes/case.ts';
import { casesRoute } from './routes/cases.ts';
import { columnsRoute } from './routes/columns.ts';
import { configRoute } from './routes/config.ts';
import { countsRoute } from './routes/counts.ts';
import { eventsRoute } from './routes/events.ts';
import { healthRoute, readyRoute } from './routes/health.ts';
import { itemRoute } from './routes/item.ts';
import { layerRoute } from './routes/layer.ts';
import { layersRoute } from './routes/layers.ts';
import { metricsRoute } from './routes/metrics.ts';
import { nearbyRoute } from './routes/nearby.ts';
import { searchRoute } from './routes/search.ts';
import { siteRoute } from './routes/site.ts';
import { styleRoute } from './routes/style.ts';
import { tileMatrixSetRoute, tileMatrixSetsRoute } from './routes/tile-matrix-sets.ts';
import { tileJsonRoute } from './routes/tilejson.ts';

export interface AppParts {
  readonly config: Config;
  readonly db: Database;
  /** Of the layers there are for who asks. */
  readonly catalogue: Catalogue;
  readonly cases: readonly CaseRecord[];
  readonly log: Log;
  readonly operations: Operations;
  readonly pulse: Pulse;
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
  const context: Context = { ...parts, holdings: new Holdings(parts.db) };
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
