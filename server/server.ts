import type { RequestListener } from 'node:http';
import { createApp, type AppParts } from './app.ts';
import { AnalysisEngine } from './analysis/engine/engine.ts';
import { JobStore } from './platform/jobs/job-store.ts';
import { JobStreams } from './platform/jobs/job-streams.ts';
import { Jobs } from './platform/jobs/jobs.ts';
import type { Catalogue } from './layers/catalogue.ts';
import { registryOf, type LayerRegistry } from './layers/registry.ts';
import { ChangePoller, EventFeed, FRESH_MS } from './changes/index.ts';
import { Operations, type WorkerLink } from './platform/metrics/operations.ts';
import { executeTile, TileHandler } from './tiles/index.ts';

export interface FrontParts extends Pick<AppParts, 'config' | 'db' | 'cases' | 'log'> {
  readonly catalogue: Catalogue;
  /** Absent where one process does everything. */
  readonly worker?: WorkerLink | undefined;
}

/** All that answers requests. */
export interface Front {
  readonly listener: RequestListener;
  /** The layers served, which may change while the service runs. */
  readonly registry: LayerRegistry;
  readonly handler: TileHandler;
  readonly poller: ChangePoller;
  readonly operations: Operations;
  /** Open streams of `/events`. */
  listeners(): number;
  /** Ends what would never end by itself, so that all answers in progress do. */
  drain(): void;
  close(): Promise<void>;
}

/**
 * Tiles ahead of Express, everything else by it, and the poller that both live by.
 *
 * Nobody signs in yet, so every answer is for the public: the registry leaves out internal layers, and the SQL of every
 * answer leaves out internal features of public layers.
 */
export function createFront(parts: FrontParts): Front {
  const { config, db, log, worker } = parts;
  const registry = registryOf(parts.catalogue);
  const poller = new ChangePoller(db.background, registry, log);
  const operations = new Operations({
    config,
    log,
    worker,
    sources: {
      database: () => db.stats(),
      tiles: () => handler.stats(),
      poller: () => poller.stats(),
      listeners: () => feed.listeners,
    },
  });
  const handler: TileHandler = new TileHandler({
    make: (request, { signal }) => executeTile(db, request, { signal }),
    refuses: () => db.refuses(),
    registry,
    config,
    poller,
    log,
    observer: operations.observer,
  });
  const feed: EventFeed = new EventFeed(poller, registry, { delayMs: config.workers > 1 ? FRESH_MS : 0 });
  const analysis = new AnalysisEngine({ config, db, registry, log });
  const jobs = new Jobs({ engine: analysis, store: new JobStore(db), log });
  const jobStreams = new JobStreams(jobs);
  const app = createApp({
    config,
    db,
    registry,
    cases: parts.cases,
    log,
    operations,
    poller,
    feed,
    analysis,
    jobs,
    jobStreams,
  });
  poller.start();
  return {
    registry,
    handler,
    poller,
    operations,
    listener: (req, res) => {
      if (!handler.handle(req, res)) app(req, res);
    },
    listeners: () => feed.listeners,
    drain: () => {
      feed.close();
      jobStreams.close();
      // Studies may take as long as they like, and what waits for them would.
      analysis.stop();
    },
    close: async () => {
      await Promise.all([poller.close(), jobs.close(), analysis.close()]);
      await jobs.settled();
    },
  };
}
