import type { IncomingMessage, RequestListener } from 'node:http';
import { availableParallelism } from 'node:os';
import type { CaseRecord } from '../tiles/cases/case.ts';
import { analysisApiError, AnalysisEngine, analysisRoutes, studyWork } from './analysis/index.ts';
import type { Lang } from '../tiles/i18n.ts';
import type { Text } from '../tiles/layer/layer.ts';
import { BaseMap, baseMapPaths, baseMapRoutes, terrainPath, type BaseMapInfo } from './basemap/index.ts';
import { caseRoutes } from './cases/index.ts';
import { changeRoutes, ChangePoller, EventFeed, FRESH_MS, IF_REVISION, readRevisions } from './changes/index.ts';
import { discoveryLinks, embedPageRoute, oembedRoute, queryOf } from './embed/index.ts';
import { facilityRoutes } from './facilities/index.ts';
import { findPageRoute, findRoutes } from './find/index.ts';
import { downloadRoutes } from './formats/index.ts';
import type { Catalogue } from './layers/catalogue.ts';
import { layerRoutes, LayerStatsCache } from './layers/index.ts';
import { registryOf, type LayerRegistry } from './layers/registry.ts';
import { isFromOperator, operators } from './platform/auth/operator.ts';
import { publicAt } from './platform/auth/principal.ts';
import type { Config } from './platform/config.ts';
import { addressOf } from './platform/db/address.ts';
import { ASK_FOR_MVT } from './platform/db/pool.ts';
import { checkReadingRole } from './platform/db/rights.ts';
import { ServersBehind } from './platform/db/servers-behind.ts';
import type { Database } from './platform/db/types.ts';
import { ByteBudget } from './platform/fairness/byte-budget.ts';
import { clientOf } from './platform/fairness/client-address.ts';
import { SharedSpending } from './platform/fairness/shared-spending.ts';
import { TurnQueue } from './platform/fairness/turn-queue.ts';
import { toApiError } from './platform/http/errors.ts';
import { firstSegment, lacksHost, normaliseTarget } from './platform/http/address.ts';
import { createApp } from './platform/http/express.ts';
import { RateLimit } from './platform/http/rate-limit.ts';
import type { Route } from './platform/http/route.ts';
import { JobStore } from './platform/jobs/job-store.ts';
import { JobStreams } from './platform/jobs/job-streams.ts';
import { Jobs } from './platform/jobs/jobs.ts';
import type { Log } from './platform/log/log.ts';
import { healthRoutes } from './platform/metrics/health.ts';
import { Operations, type WorkerLink } from './platform/metrics/operations.ts';
import type { ModuleFigure } from './platform/metrics/sources.ts';
import { metricsRoutes } from './platform/metrics/routes.ts';
import { rehearse } from './rehearsal.ts';
import { ReadAddress, SameCluster, Standbys } from './standbys/index.ts';
import { ogcRoutes } from './ogc/index.ts';
import { CityOverview, overviewRoutes } from './overview/index.ts';
import { pictureRoutes, Pictures, picturesApiError, Renderer, wmtsRoutes } from './pictures/index.ts';
import { searchFor, searchRoutes, TermFollower } from './search/index.ts';
import { readSources, sourceList, Sources, tableSource } from './sources/index.ts';
import { apiRoutes, configRoutes, PAGE_NAMES, siteRoutes } from './site/index.ts';
import { describedTileRoutes, executeTile, TileHandler, tileRoutes } from './tiles/index.ts';

export interface ServerParts {
  readonly config: Config;
  readonly db: Database;
  readonly catalogue: Catalogue;
  readonly cases: readonly CaseRecord[];
  readonly log: Log;
  /** Absent where one process does everything. */
  readonly worker?: WorkerLink | undefined;
}

/** Of requests that ask the database: each has one statement at work at a time, and does something with its answer. */
const TURNS = { perConnection: 2, waitingPerConnection: 30, maxWaitMs: 10_000 } as const;

/** All that answers requests. */
export interface Server {
  readonly listener: RequestListener;
  /** The layers served, which may change while the service runs. */
  readonly registry: LayerRegistry;
  /** Databases whose tables are layers, which `start` reads. */
  readonly sources: Sources;
  readonly handler: TileHandler;
  readonly poller: ChangePoller;
  readonly operations: Operations;
  /** Every endpoint but the tiles, which are answered ahead of them. */
  readonly routes: readonly Route[];
  /** Does once what the first requests would wait for; never rejects. */
  rehearse(): Promise<void>;
  /** Open streams of `/events`. */
  listeners(): number;
  /** Ends what would never end by itself, so that all answers in progress do. */
  drain(): void;
  close(): Promise<void>;
}

/**
 * Composes the modules: tiles ahead of Express, everything else by it, and the poller that both live by. Nobody signs
 * in yet, so every answer is for the public: the registry leaves out internal layers, and the SQL of every answer
 * leaves out internal features of public layers.
 */
export function createServer({ config, db, catalogue, cases, log, worker }: ServerParts): Server {
  const registry = registryOf(catalogue);
  const sources = new Sources({
    settings: readSources(config, registry.city),
    catalogue,
    registry,
    tableSource,
    log,
    statementTimeoutMs: config.statementTimeoutMs,
  });
  // Nobody signs in yet: clients are told apart by their addresses alone, so that they share the service by turns.
  const authenticate = (req: IncomingMessage) =>
    publicAt(clientOf(req, config.trustProxy), isFromOperator(req, config.operatorToken));
  const processes = config.workers * config.hosts;
  const rateLimit = new RateLimit(config.rateLimit, {
    shared:
      processes > 1 && config.rateLimit > 0
        ? new SharedSpending({ db: db.background, limit: config.rateLimit, processes, log })
        : null,
  });
  const poller = new ChangePoller(db.background, registry, log, config.changesKeptHours);
  const standbys = standbysOf(config, { db, registry, poller, log });
  const reads = standbys?.database ?? db;
  const raiseFloor = (layer: string, revision: number): void => standbys?.floor.raise(layer, revision);
  const engine = new AnalysisEngine({
    config,
    db,
    reads: { as: (principal, options) => reads.as(principal, options), noteRevision: raiseFloor },
    registry,
    log,
    revisions: {
      freshMs: FRESH_MS,
      revision: (layer) => {
        poller.wake();
        return poller.isFresh(performance.now()) ? (poller.revisions.get(layer) ?? null) : null;
      },
    },
  });
  const { most } = config;
  const toAnswer = (error: unknown) => toApiError(error, [analysisApiError, picturesApiError]);
  const jobs = new Jobs({
    work: studyWork(engine),
    store: new JobStore(db),
    log,
    toApiError: toAnswer,
    most: most.jobs,
    works: config.role !== 'web',
  });
  const renderer = new Renderer((hasChinese) => {
    if (!hasChinese) log.warn('no-chinese-font', { packages: 'fonts-noto-cjk, fonts-wqy-microhei' });
  });
  const operations = new Operations({
    config,
    log,
    worker,
    sources: {
      database: () => db.stats(),
      tiles: () => handler.stats(),
      poller: () => poller.stats(),
      listeners: () => feed.listeners,
      modules: [
        ...engine.figures,
        ...jobs.figures,
        heldBodies(() => bodies.held),
        waitingRequests(() => turns.waiting),
        ...pictureFigures(renderer, () => pictures.keptBytes),
        ...(standbys?.figures ?? []),
      ],
    },
  });
  const handler: TileHandler = new TileHandler({
    make: (request, reader) => executeTile(reads.as(reader.principal, { signal: reader.signal }), request, reader),
    authenticate,
    rateLimit,
    refuses: (principal) => db.refuses(principal),
    registry,
    config,
    poller,
    log,
    observer: operations.observer,
  });
  const feed: EventFeed = new EventFeed(poller, registry, {
    maxListeners: most.listeners,
    delayMs: processes > 1 ? FRESH_MS : 0,
  });
  const layerStats = new LayerStatsCache(reads, registry, raiseFloor);
  const baseMap = new BaseMap(baseMapPaths(config, registry.city));
  const terrainMap = new BaseMap([terrainPath(config.home, registry.city)]);
  const ground = () => groundOf(baseMap, log);
  const terrain = () => groundOf(terrainMap, log);
  const { mapReviewNumber } = config;
  const pictures = new Pictures({ handler, registry, layerStats, baseMap, ground, mapReviewNumber, renderer });
  const follower = new TermFollower(db, registry, log);
  const jobStreams = new JobStreams(jobs, most.listeners);
  const bodies = new ByteBudget(most.bodiesMb * 2 ** 20);
  // At the database alone it would be too late: a thread that hears of fifty answers at once keeps all others waiting.
  const turns = new TurnQueue({
    slots: TURNS.perConnection * config.databaseConnections,
    maxWaiting: TURNS.waitingPerConnection * config.databaseConnections,
    maxWaitMs: TURNS.maxWaitMs,
    busySlots: availableParallelism(),
  });
  const { version } = config;
  const allSources = { list: () => sourceList(sources.reports()), rights: operators(config.operatorToken) };
  const overview = new CityOverview({
    db,
    reads,
    registry,
    engine,
    revision: async (layer) => {
      const isKnown = await poller.freshen(performance.now());
      return isKnown ? (poller.revisions.get(layer) ?? 0) : null;
    },
  });
  const finding = { db: reads, registry, walks: engine, log };
  const findPage = findPageRoute({
    ...finding,
    config,
    toApiError: toAnswer,
    placesOf: async (q, limit, asker) => (await searchFor({ db, reads, registry, follower }, { q, limit }, asker)).hits,
  });
  const state = [
    ...healthRoutes({
      watch: poller,
      fullDisk: () => db.fullDisk(),
      standbys: () => standbys?.counts() ?? null,
      operations,
      databaseKind: db.kind,
      version,
    }),
    ...metricsRoutes(operations),
  ];
  const api = [
    ...state,
    ...changeRoutes({ registry, feed }),
    ...configRoutes(config, registry.city, cases.length > 0, async () =>
      attributionOf([await ground(), await terrain()]),
    ),
    ...tileRoutes({ registry, layerStats, ground, terrain, version }),
    ...baseMapRoutes(baseMap, terrainMap),
    ...pictureRoutes({ pictures, registry }),
    ...wmtsRoutes({
      pictures,
      registry,
      layerStats,
      mapReviewNumber,
      credit: async () => (await ground())?.attribution ?? null,
    }),
    ...layerRoutes({ db: reads, registry, layerStats, sources: allSources, version }),
    ...ogcRoutes({ db: reads, registry, layerStats, ground, terrain, version }),
    ...downloadRoutes({ db: reads, registry, layerStats, version, databaseConnections: config.databaseConnections }),
    ...findRoutes(finding),
    ...facilityRoutes({ db, registry, layerStats, operators: allSources.rights }),
    ...searchRoutes({ db, reads, registry, follower }),
    ...caseRoutes(cases),
    ...overviewRoutes(overview),
    oembedRoute({ registry }),
    ...analysisRoutes({ db, registry, engine, jobs, jobStreams, maxBodyMb: config.analysis.bodyMb, version }),
  ];
  const described = [...api, ...describedTileRoutes()];
  const all = [
    ...api,
    ...apiRoutes({ routes: described, version, sources: allSources }),
    findPage,
    embedPageRoute({ config, registry }),
    ...siteRoutes(config, registry.city, (base, parameters) =>
      discoveryLinks(base, `/${queryOf(parameters)}`, registry.city.name.zh),
    ),
  ];
  const isWorker = config.role === 'worker';
  const routes = isWorker ? state : all;
  const reach = { trustProxy: config.trustProxy, basePath: config.basePath };
  const names = new Set([...routes.map(({ path }) => firstSegment(path)), ...PAGE_NAMES]);
  const app = createApp(routes, {
    authenticate,
    observer: operations.observer,
    log,
    toApiError: toAnswer,
    ...reach,
    bodies,
    turns,
    rateLimit,
    ready: (req) => poller.reach(readRevisions(req.headers[IF_REVISION])),
    mayBeStale: (sinceMs) => poller.wasLostSince(sinceMs),
  });
  poller.start();
  jobs.start();
  return {
    registry,
    sources,
    handler,
    poller,
    operations,
    routes,
    listener: (req, res) => {
      normaliseTarget(req, reach, names);
      if (isWorker || lacksHost(req) || !handler.handle(req, res)) app(req, res);
    },
    rehearse: async () => (isWorker ? engine.prepare() : rehearse({ db, registry, engine, overview })),
    listeners: () => feed.listeners,
    drain: () => {
      feed.close();
      jobStreams.close();
      // Studies may take as long as they like, and what waits for them would.
      engine.stop();
    },
    close: async () => {
      await Promise.all([poller.close(), jobs.close(), engine.close(), follower.close()]);
      renderer.close();
      await standbys?.close();
      await jobs.settled();
      await sources.close();
    },
  };
}

/** Null where none is set. */
function standbysOf(
  config: Config,
  {
    db,
    registry,
    poller,
    log,
  }: {
    readonly db: Database;
    readonly registry: LayerRegistry;
    readonly poller: ChangePoller;
    readonly log: Log;
  },
): Standbys | null {
  const { databaseReadUrls, databaseSchema: schema, databaseConnections: connections, statementTimeoutMs } = config;
  if (databaseReadUrls.length === 0) return null;
  const own = { schema, connections, statementTimeoutMs, processes: config.workers };
  const cluster = new SameCluster(db.background);
  const addresses = databaseReadUrls.map(
    (url) =>
      new ReadAddress({
        name: `${addressOf(url).host}:${String(addressOf(url).port)}`,
        open: (onServer) => new ServersBehind({ url, ...own, onServer }),
        check: async ({ background }) => {
          await cluster.check(background);
          await checkReadingRole(background);
          if (db.hasAsMvt) await background.query(ASK_FOR_MVT);
        },
        log,
      }),
  );
  const isOwn = (layer: string): boolean =>
    registry.get(layer) !== undefined && registry.sourceOf(layer).database === undefined;
  return new Standbys({ primary: db, addresses, watch: poller, isOwn });
}

/** A base map that cannot be read is told and left out: the map is drawn from the layers then. */
async function groundOf(baseMap: BaseMap, log: Log): Promise<BaseMapInfo | null> {
  try {
    return await baseMap.info();
  } catch (error) {
    log.error('base-map-unreadable', { error });
    return null;
  }
}

/** Null where none is there. */
function attributionOf(maps: readonly (BaseMapInfo | null)[]): Text | null {
  const texts = maps.flatMap((map) => (map === null ? [] : [map.attribution]));
  const joined = (lang: Lang): string =>
    texts
      .map((text) => text[lang])
      .filter((text) => text !== '')
      .join(' · ');
  return texts.length === 0 ? null : { zh: joined('zh'), en: joined('en') };
}

function waitingRequests(read: () => number): ModuleFigure {
  return { kind: 'gauge', name: 'requests_waiting', help: 'Requests that wait for the turn of their client.', read };
}

function pictureFigures(renderer: Renderer, bytes: () => number): readonly ModuleFigure[] {
  return [
    {
      kind: 'counter',
      name: 'pictures_drawn_total',
      help: 'Pictures and metatiles drawn.',
      read: () => renderer.drawn,
    },
    { kind: 'gauge', name: 'pictures_drawing', help: 'Pictures being drawn.', read: () => renderer.drawing },
    { kind: 'gauge', name: 'pictures_waiting', help: 'Pictures that wait to be drawn.', read: () => renderer.waiting },
    { kind: 'gauge', name: 'pictures_cache_bytes', help: 'Memory of pictures that were drawn.', read: bytes },
  ];
}

function heldBodies(read: () => number): ModuleFigure {
  return {
    kind: 'gauge',
    name: 'request_body_bytes',
    help: 'Memory of the bodies of requests that are worked on.',
    read,
  };
}
