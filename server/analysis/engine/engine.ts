import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import type { LayerLookup } from '../../layers/registry.ts';
import type { Config } from '../../platform/config.ts';
import type { Database } from '../../platform/db/types.ts';
import type { Log } from '../../platform/log/log.ts';
import type { ModuleFigure } from '../../platform/metrics/sources.ts';
import { StoredSources } from './stored.ts';
import { EngineStopping } from '../errors.ts';
import { readStudy } from '../study/parse.ts';
import type { KnownRevisions } from './coverage-keys.ts';
import { DemandCells } from './demand-cells.ts';
import { cacheFigures } from './figures.ts';
import { Pieces } from './pieces.ts';
import type { ParsedStudy, ReadStudy, StudyAnswer, StudyProgress } from './protocol.ts';
import { ThreadPool } from './thread-pool.ts';

export interface EngineParts {
  readonly config: Pick<Config, 'analysis' | 'home'>;
  readonly db: Database;
  readonly registry: LayerLookup;
  readonly log: Log;
  /** Absent where all is asked for. */
  readonly revisions?: KnownRevisions;
  /** In place of those of the database. */
  readonly sources?: StoredSources;
}

export interface StudyOptions {
  readonly timeLimitS: number;
  readonly signal?: AbortSignal;
  /** By the thread that answers the page: for what takes a moment, so that it does not wait behind studies. */
  readonly isPage?: boolean;
  readonly onStart?: () => void;
  readonly onProgress?: (progress: StudyProgress) => void;
}

/** So many requests of the page wait for the thread that answers them; each takes a fraction of a second. */
const MOST_WAITING_PAGES = 50;
const MOST_WAITING_STUDIES = 20;
/** A larger study is looked at by a thread: reading it would hold up every other request. */
const OWN_THREAD_BYTES = 256 * 1024;

/**
 * Analyses by threads: one answers the planner's page, which waits for fractions of a second; the others work on
 * studies, which take as long as they take. Threads start when they are first needed.
 */
export class AnalysisEngine {
  readonly sources: StoredSources;
  readonly cells: DemandCells;
  readonly #parts: EngineParts;
  readonly #pages: ThreadPool;
  readonly #studies: ThreadPool;
  readonly #stopping = new AbortController();
  #warmed = '';

  constructor(parts: EngineParts) {
    const { analysis, home } = parts.config;
    this.#parts = parts;
    this.sources = parts.sources ?? new StoredSources(parts.db, parts.registry, home, parts.revisions);
    this.cells = new DemandCells(this.sources);
    const options = { heapMb: analysis.memoryMb, fetch: this.sources.fetch.bind(this.sources) };
    this.#pages = new ThreadPool({ ...options, threads: 1, maxWaiting: MOST_WAITING_PAGES });
    this.#studies = new ThreadPool({ ...options, threads: analysis.threads, maxWaiting: MOST_WAITING_STUDIES });
  }

  /** What its caches hold, for the service's metrics. */
  get figures(): readonly ModuleFigure[] {
    return cacheFigures(() => [...this.#pages.caches, ...this.#studies.caches]);
  }

  /** Studies that wait for a thread. */
  get waiting(): number {
    return this.#studies.waiting;
  }

  /** True where a study would be refused now. */
  get isFull(): boolean {
    return this.#studies.isFull;
  }

  /** The frame that `CoverageHeader` describes. */
  async coverage(request: CoverageRequest, signal?: AbortSignal): Promise<Uint8Array> {
    const keys = await this.sources.coverageKeys(request);
    const { frame } = await this.#pages.run(
      { op: 'coverage', request, keys, memoryMb: this.#parts.config.analysis.memoryMb },
      { signal },
    );
    return frame;
  }

  /** Has everything ready that the page asks for first: the cells, and in its thread what a first coverage needs. */
  warm(
    network: { readonly id: string; readonly key: string },
    demand: { readonly id: string; readonly key: string },
  ): void {
    const name = [network.id, network.key, demand.id, demand.key].join(' ');
    if (this.#warmed === name || this.#pages.isFull) return;
    this.#warmed = name;
    Promise.all([
      this.#pages.run({ op: 'warm', network: network.id, demand: demand.id }),
      this.cells.warm(demand.id),
    ]).catch((error: unknown) => {
      this.#warmed = '';
      this.#parts.log.warn('analysis-not-warm', { error });
    });
  }

  /** Rejects with `JsonSyntaxError`, `AnalysisError` or `AnalysisErrors` for a body that is not a study. */
  async read(body: Uint8Array): Promise<ReadStudy> {
    if (body.length > OWN_THREAD_BYTES) return this.#studies.run({ op: 'read', body });
    const { study, ...known } = readStudy(body);
    return { ...known, study: { value: study } };
  }

  /**
   * Runs a study. Where its thread had to be ended by force, the answer is what it had found until then. Rejects with
   * the study's errors, `EngineBusy`, and `Cancelled`, `OutOfTime`, `OutOfMemory` or `EngineFailed` where nothing was
   * found.
   */
  async study(
    study: ParsedStudy,
    { timeLimitS, signal, isPage = false, onStart, onProgress }: StudyOptions,
  ): Promise<StudyAnswer> {
    const { timeLimitS: most, memoryMb } = this.#parts.config.analysis;
    const timeLimitMs = Math.min(most, timeLimitS) * 1000;
    const pieces = new Pieces();
    const ended = AbortSignal.any([this.#stopping.signal, ...(signal === undefined ? [] : [signal])]);
    let startedMs = performance.now();
    try {
      return await (isPage ? this.#pages : this.#studies).run(
        { op: 'study', study, timeLimitMs, memoryMb },
        {
          signal: ended,
          timeLimitMs,
          onProgress,
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
    await Promise.all([this.#pages.close(), this.#studies.close()]);
  }
}
