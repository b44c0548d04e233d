import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { UnfinishedResult, Warning } from '../../../tiles/api/result.ts';
import type { LayerLookup } from '../../layers/registry.ts';
import type { Config } from '../../platform/config.ts';
import type { Database } from '../../platform/db/types.ts';
import { Content } from '../../platform/http/content.ts';
import type { Log } from '../../platform/log/log.ts';
import type { ModuleFigure } from '../../platform/metrics/sources.ts';
import { encodeCells, type CellsForm } from '../demand/cells-message.ts';
import { demandFor } from '../demand/groups.ts';
import { BodyOutOfTime, Cancelled, EngineStopping, OutOfMemory, OutOfTime } from '../errors.ts';
import { prepareStudies, readCoverage, readStudy } from '../study/parse.ts';
import { note } from '../study/warnings.ts';
import { cacheFigures, threadCacheFigures } from './caches.ts';
import { EnginePool } from './engine-pool.ts';
import { EngineProcess } from './engine-process.ts';
import type { ExecutorOptions } from './executor.ts';
import type {
  Answers,
  ParsedStudy,
  Piece,
  ReadCoverage,
  ReadStudy,
  StudyAnswer,
  StudyProgress,
  WalkDistances,
  WalkDistancesRequest,
  WalkRoute,
  WalkRouteRequest,
  Work,
} from './protocol.ts';
import { StoredSources, type KnownRevisions, type LayerReads } from './stored.ts';

export interface EngineParts {
  readonly config: Pick<Config, 'analysis' | 'home' | 'hungAfterS'>;
  readonly db: Database;
  /** Where layers are read; that database where absent. */
  readonly reads?: LayerReads;
  readonly registry: LayerLookup;
  readonly log: Log;
  /** Absent: every revision is read from the database. */
  readonly revisions?: KnownRevisions;
  /** Replaces the sources that read the database. */
  readonly sources?: StoredSources;
}

/** Who waits for something, until the signal is aborted. */
export type Asked = Pick<StudyOptions, 'signal' | 'clients' | 'isPromised'>;

export interface CellsOptions {
  readonly form?: CellsForm;
  /** Of the demand. */
  readonly key?: string | undefined;
  /** Whose people count; absent: everybody. */
  readonly group?: string | undefined;
  readonly signal?: AbortSignal;
}

export interface StudyOptions {
  readonly timeLimitS: number;
  readonly signal?: AbortSignal | undefined;
  /** `long` where absent. */
  readonly lane?: Lane;
  /** As `ReadStudy` says. Such a study does not wait behind long ones, of whichever lane. */
  readonly looksQuick?: boolean;
  readonly clients?: ReadonlySet<string> | undefined;
  /** It was promised to be done: it is not refused, however many wait. */
  readonly isPromised?: boolean;
  /** What its parts have computed, where it is cut. */
  readonly joined?: readonly Uint8Array[] | undefined;
  readonly onStart?: () => void;
  readonly onProgress?: (progress: StudyProgress) => void;
}

/**
 * Who waits for a study, and how long it may take: nobody knows that before. `quick` takes a moment, such as
 * isochrones; `short` has seconds, as somebody waits on a connection; `long` has minutes. None waits behind a longer
 * lane.
 */
export type Lane = 'quick' | 'short' | 'long';

/** The time limit of the lane `short`: a connection waits no longer than this for an answer. */
export const SHORT_S = 20;
/** A study that looks quick has so long to show that it is; then it begins anew in its own lane. */
export const QUICK_S = 3;
/** Two, so that one client's work leaves a process for others: see `FairQueue`. */
const QUICK_PROCESSES = 2;
const SHORT_PROCESSES = 1;
/** What the page waits for takes a fraction of a second, and the first of a large city some. */
const PAGE_LIMIT_MS = 60_000;
/** At most this many requests of the page wait for their process. Each takes a fraction of a second. */
const MOST_WAITING_PAGES = 50;
const MOST_WAITING_STUDIES = 20;
/**
 * A larger body is read and checked elsewhere, where a limit of time and memory can end it. The worst of this size
 * takes a few milliseconds here.
 */
const MOST_READ_HERE_BYTES = 16 * 1024;
/** A process takes two seconds of it to start. */
const READ_LIMIT_MS = 20_000;
/** Cells of this many demands are kept as they are sent, compressed. Each takes some megabytes. */
const KEPT_CELLS = 6;

const gzipped = promisify(gzip);

/**
 * Runs analyses away from the process that answers the map. One may need any amount of memory, and V8 ends the process
 * that finds none: so they run in processes of their own, and so does the reading of large bodies. One process is for
 * the planners' page, which waits for fractions of a second, and keeps the networks and demands that it was asked
 * about. All start when they are first needed, but for one that `prepare` starts. Quick studies, those that somebody
 * waits for and long ones have processes of their own each: see `Lane`.
 */
export class AnalysisEngine {
  readonly #sources: StoredSources;
  readonly #cells = new Map<string, Content>();
  readonly #parts: EngineParts;
  readonly #pages: EnginePool;
  /** Of studies, by their lane. */
  readonly #lanes: Readonly<Record<Lane, EnginePool>>;
  readonly #stopping = new AbortController();
  #warmed = '';
  #hung = 0;

  constructor(parts: EngineParts) {
    const { home, hungAfterS, analysis } = parts.config;
    this.#parts = parts;
    this.#sources = parts.sources ?? new StoredSources(parts.db, parts.registry, home, parts);
    const options: ExecutorOptions = {
      heapMb: analysis.memoryMb,
      fetch: this.#sources.fetch.bind(this.#sources),
      hungAfterMs: hungAfterS * 1000,
      onHang: (pid, silentMs) => {
        this.#hung += 1;
        parts.log.error('analysis-process-hung', { pid, seconds: silentMs / 1000 });
      },
    };
    const pool = (size: number, { yields = false, maxWaiting = MOST_WAITING_STUDIES } = {}): EnginePool =>
      new EnginePool({ size, maxWaiting, make: () => new EngineProcess({ ...options, yields }) });
    this.#pages = pool(1, { maxWaiting: MOST_WAITING_PAGES });
    this.#lanes = {
      quick: pool(this.rooms.quick, { yields: true }),
      short: pool(this.rooms.short, { yields: true }),
      long: pool(this.rooms.long, { yields: true }),
    };
  }

  /** Studies of each lane that are computed at once. */
  get rooms(): Readonly<Record<Lane, number>> {
    return { quick: QUICK_PROCESSES, short: SHORT_PROCESSES, long: this.#parts.config.analysis.threads };
  }

  /** No study may take longer. */
  get timeLimitS(): number {
    return this.#parts.config.analysis.timeLimitS;
  }

  /** What its caches hold, for the service's metrics. */
  get figures(): readonly ModuleFigure[] {
    return [
      {
        kind: 'counter',
        name: 'analysis_processes_hung_total',
        help: 'Processes of the analysis killed because they gave no sign of life.',
        read: () => this.#hung,
      },
      ...threadCacheFigures(() => [this.#pages, ...Object.values(this.#lanes)].flatMap(({ caches }) => caches)),
      ...cacheFigures(
        'stored',
        'Networks and demands that the service keeps for its analyses',
        () => this.#sources.size,
      ),
      ...cacheFigures('answers', 'Cells of demands as they are sent, before compression', () => ({
        entries: this.#cells.size,
        bytes: [...this.#cells.values()].reduce((sum, { body }) => sum + body.length, 0),
      })),
    ];
  }

  /** The columnar message that `CoverageHeader` describes. */
  async coverage({ names, request }: ReadCoverage, options: Asked = {}): Promise<Uint8Array> {
    const keys = await this.#sources.coverageKeys(names, options.signal);
    const { bytes } = await this.#pages.run(
      { op: 'coverage', request, keys, memoryMb: this.#parts.config.analysis.memoryMb },
      { ...options, timeLimitMs: PAGE_LIMIT_MS },
    );
    return bytes;
  }

  /**
   * Cells of a demand as `CellsHeader` describes them, with the people of a group where one is named. Caches need not
   * ask again for those of a `key` that is named. Rejects with `AnalysisError` where there is no such demand or group.
   */
  async cells(id: string, { form = 'plain', key: wanted, group, signal }: CellsOptions = {}): Promise<Content> {
    const { key, value: demand } = await this.#sources.demand(id, '', signal);
    const cache = wanted === demand.meta.key ? 'immutable' : 'revalidate';
    const name = [key, form, cache, ...(group === undefined ? [] : [group])].join(' ');
    const content =
      this.#cells.get(name) ??
      new Content(Buffer.from(encodeCells(demandFor(demand, group, ''), { form, group })), {
        type: 'application/octet-stream',
        cache,
      });
    this.#cells.delete(name);
    this.#cells.set(name, content);
    for (const oldest of [...this.#cells.keys()].slice(0, -KEPT_CELLS)) this.#cells.delete(oldest);
    return content;
  }

  /** Gets ready what the first study would wait for: the check of its body, and a process. */
  prepare(): void {
    prepareStudies();
    this.#lanes.quick.prepare();
  }

  /** Prepares what the page asks for first: the cells, and in the page's process what a first coverage needs. */
  warm(
    network: { readonly id: string; readonly key: string },
    demand: { readonly id: string; readonly key: string },
  ): void {
    const name = [network.id, network.key, demand.id, demand.key].join(' ');
    if (this.#warmed === name || this.#pages.isFull) return;
    this.#warmed = name;
    Promise.all([
      this.#pages.run({ op: 'warm', network: network.id, demand: demand.id }, { timeLimitMs: PAGE_LIMIT_MS }),
      // Every browser asks for this coding.
      this.cells(demand.id, { form: 'packed', key: demand.key }).then((cells) => cells.coded('br')),
    ]).catch((error: unknown) => {
      this.#warmed = '';
      this.#parts.log.warn('analysis-not-warm', { error });
    });
  }

  /**
   * Metres on foot from a place to others, over the usual network; null where there is no network. Rejects with
   * `EngineBusy` and what ends other work.
   */
  async walkDistances(
    request: Omit<WalkDistancesRequest, 'network'>,
    options: Asked = {},
  ): Promise<WalkDistances | null> {
    const network = await this.#sources.usualNetwork(options.signal);
    if (network === null) return null;
    const work = { op: 'walk-distances', network, ...request } as const;
    return this.#pages.run(work, { ...options, timeLimitMs: PAGE_LIMIT_MS });
  }

  /** As `walkDistances`, the way to one place. Null where there is none within the limit. */
  async walkRoute(request: Omit<WalkRouteRequest, 'network'>, options: Asked = {}): Promise<WalkRoute | null> {
    const network = await this.#sources.usualNetwork(options.signal);
    if (network === null) return null;
    const work = { op: 'walk-route', network, ...request } as const;
    return this.#pages.run(work, { ...options, timeLimitMs: PAGE_LIMIT_MS });
  }

  /**
   * Rejects with `JsonSyntaxError`, `AnalysisError` or `AnalysisErrors` for a body that is not what it should be, with
   * `BodyOutOfTime` or `OutOfMemory` where that cannot be told, and with `EngineBusy`.
   */
  async read(body: Uint8Array, as: 'Study' | 'IsochronesRequest' = 'Study', options: Asked = {}): Promise<ReadStudy> {
    if (body.length > MOST_READ_HERE_BYTES) return this.#readElsewhere({ op: 'read', as, body }, options);
    const { study, ...known } = readStudy(body, as);
    return { ...known, study: { value: study } };
  }

  /** Rejects as `read`. */
  async readCoverage(body: Uint8Array, options: Asked = {}): Promise<ReadCoverage> {
    if (body.length > MOST_READ_HERE_BYTES) return this.#readElsewhere({ op: 'read-coverage', body }, options);
    const request = readCoverage(body);
    return { names: request, cells: request.cells, request: { value: request } };
  }

  async #readElsewhere<W extends Work>(work: W, options: Asked): Promise<Answers[W['op']]> {
    try {
      return await this.#lanes.quick.run(work, { ...options, timeLimitMs: READ_LIMIT_MS });
    } catch (error) {
      throw error instanceof OutOfTime ? new BodyOutOfTime(READ_LIMIT_MS / 1000, error) : error;
    }
  }

  /**
   * Runs a study. Where its process had to be ended by force, the answer is what it had found until then. Rejects with
   * the study's errors, `EngineBusy`, and `Cancelled`, `OutOfTime`, `OutOfMemory` or `EngineFailed` where nothing was
   * found.
   */
  async study(study: ParsedStudy, options: StudyOptions): Promise<StudyAnswer> {
    const timeLimitS = Math.min(this.timeLimitS, options.timeLimitS);
    const { lane = 'long', looksQuick = false } = options;
    if (lane === 'quick' || !looksQuick || timeLimitS <= QUICK_S)
      return this.#study(study, { ...options, lane: looksQuick ? 'quick' : lane, timeLimitS });
    const answer = await this.tryQuickly(study, options);
    return answer ?? this.#study(study, { ...options, lane, timeLimitS: timeLimitS - QUICK_S });
  }

  /** As `study`, in the time that a quick one has. Null where it takes longer: it begins anew in its own lane. */
  async tryQuickly(study: ParsedStudy, options: Omit<StudyOptions, 'timeLimitS'>): Promise<StudyAnswer | null> {
    try {
      const answer = await this.#study(study, { ...options, lane: 'quick', timeLimitS: QUICK_S });
      const isLate = answer.partial && (answer.reason ?? 'time') === 'time';
      return isLate && options.signal?.aborted !== true && !this.isStopping ? null : answer;
    } catch (error) {
      if (error instanceof OutOfTime) return null;
      throw error;
    }
  }

  /** How many parts a study has that is to be cut. Rejects as `study`. */
  async parts(study: ParsedStudy, options: Omit<StudyOptions, 'lane'>): Promise<number> {
    return (await this.#part({ op: 'parts', study, memoryMb: this.#parts.config.analysis.memoryMb }, options)).count;
  }

  /** The costs of one of them. Rejects as `study`. */
  async part(study: ParsedStudy, part: number, options: Omit<StudyOptions, 'lane'>): Promise<Uint8Array> {
    const { memoryMb } = this.#parts.config.analysis;
    const timeLimitMs = Math.min(this.timeLimitS, options.timeLimitS) * 1000;
    return (await this.#part({ op: 'part', study, part, timeLimitMs, memoryMb }, options)).bytes;
  }

  async #part<W extends Extract<Work, { readonly op: 'parts' | 'part' }>>(
    work: W,
    { timeLimitS, signal, ...options }: Omit<StudyOptions, 'lane'>,
  ): Promise<Answers[W['op']]> {
    const ended = AbortSignal.any([this.#stopping.signal, ...(signal === undefined ? [] : [signal])]);
    const timeLimitMs = Math.min(this.timeLimitS, timeLimitS) * 1000;
    try {
      return await this.#lanes.long.run(work, { ...options, signal: ended, timeLimitMs });
    } catch (error) {
      throw this.isStopping ? new EngineStopping('The service is about to stop.', { cause: error }) : error;
    }
  }

  async #study(
    study: ParsedStudy,
    { timeLimitS, signal, lane = 'long', onStart, joined, ...options }: StudyOptions,
  ): Promise<StudyAnswer> {
    const { memoryMb } = this.#parts.config.analysis;
    const timeLimitMs = timeLimitS * 1000;
    const pieces = new Pieces();
    const ended = AbortSignal.any([this.#stopping.signal, ...(signal === undefined ? [] : [signal])]);
    let startedMs = performance.now();
    try {
      return await this.#lanes[lane].run(
        { op: 'study', study, timeLimitMs, memoryMb, ...(joined === undefined ? {} : { joined }) },
        {
          ...options,
          signal: ended,
          timeLimitMs,
          onPiece: (piece) => pieces.add(piece),
          onStart: () => {
            startedMs = performance.now();
            onStart?.();
          },
        },
      );
    } catch (error) {
      const answer = await pieces.answer(error, performance.now() - startedMs);
      if (answer !== null) return answer;
      throw this.isStopping ? new EngineStopping('The service is about to stop.', { cause: error }) : error;
    }
  }

  get isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Ends the studies at work, so that their requests are answered, and takes no more. */
  stop(): void {
    this.#stopping.abort();
  }

  async close(): Promise<void> {
    this.#sources.close();
    await Promise.all([this.#pages, ...Object.values(this.#lanes)].map((pool) => pool.close()));
  }
}

/** What a study had found when its thread or process was ended. */
export class Pieces {
  #head: Extract<Piece, { readonly kind: 'head' }> | null = null;
  readonly #results = new Map<number, Extract<Piece, { readonly kind: 'result' }>>();

  add(piece: Piece): void {
    if (piece.kind === 'head') this.#head = piece;
    // The best so far may arrive after the final result. It never replaces it.
    else if (this.#results.get(piece.analysis)?.isFinal !== true) this.#results.set(piece.analysis, piece);
  }

  /** A partial answer. Null where nothing was found, or where neither time, memory nor a cancellation ended it. */
  async answer(error: unknown, tookMs: number): Promise<StudyAnswer | null> {
    const reason = reasonOf(error);
    if (reason === null || this.#head === null || this.#results.size === 0) return null;
    const results = this.#head.analyses.map(
      (of, analysis) =>
        this.#results.get(analysis)?.json ??
        JSON.stringify({ kind: 'unfinished', of, reason } satisfies UnfinishedResult),
    );
    const head = JSON.parse(this.#head.json) as { readonly warnings: readonly Warning[] };
    const body = { ...head, partial: true, warnings: [...head.warnings, note(`warn-${reason}`)], tookMs };
    // The results are JSON already.
    const json = `${JSON.stringify(body).slice(0, -1)},"results":[${results.join()}]}`;
    return { result: await gzipped(json), partial: true, reason };
  }
}

function reasonOf(error: unknown): UnfinishedResult['reason'] | null {
  if (error instanceof OutOfTime) return 'time';
  if (error instanceof Cancelled) return 'cancelled';
  return error instanceof OutOfMemory ? 'memory' : null;
}
