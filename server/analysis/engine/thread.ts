/** What runs in a thread: it takes one piece of work after the other, and asks its starter for stored data. */
import { deserialize, serialize } from 'node:v8';
import { parentPort } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { DEFAULT_MODE } from '../../../tiles/api/vocabulary.ts';
import { CoverageCache } from '../coverage/service.ts';
import { Cancelled, OutOfTime } from '../errors.ts';
import { snapPoint } from '../paths/snap-point.ts';
import { readCoverage, readStudy } from '../study/parse.ts';
import type { Task } from '../types.ts';
import { Asking } from './asking.ts';
import type { CacheSizes } from './caches.ts';
import { Derived } from './derived.ts';
import { assertRoom, estimateParsedBytes } from './json-size.ts';
import type {
  FromThread,
  Parsed,
  Piece,
  ReadCoverage,
  StudyAnswer,
  StudyProgress,
  ToThread,
  WalkDistances,
  WalkDistancesRequest,
  WalkRoute,
  WalkRouteRequest,
  Work,
} from './protocol.ts';
import { STOP, STOP_OUT_OF_TIME } from './protocol.ts';
import { ThreadSources } from './thread-sources.ts';
import { toWire } from './wire-error.ts';

/** A page that shows the progress needs no more than this. */
const PROGRESS_EVERY_MS = 50;
/** Half of the time that `gzip` usually takes, for a few percent more bytes. */
const GZIP_LEVEL = 3;
const MIB = 1 << 20;

const port = parentPort;
if (port === null) throw new Error('This is the code of a thread.');

const asking = new Asking((ask, fetch) => post({ type: 'fetch', ask, fetch }));
const derived = new Derived();
const sources = new ThreadSources(asking, derived.budget);
const coverages = new CoverageCache(derived);

port.on('message', (message: ToThread) => {
  if (message.type === 'work') void take(message.call, message.work, message.flag);
  else asking.take(message);
});

function post(message: FromThread, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer);
}

/** The flag that ends a piece of work, and where the work tells how far it is and what it has found. */
interface WorkerContext {
  readonly flag: Int32Array;
  readonly tell: (progress: StudyProgress) => void;
  readonly hand: (piece: Piece) => void;
}

interface Done {
  readonly answer: unknown;
  /** Of the answer: handed over, not copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

async function take(call: number, asked: Work, flag: Int32Array): Promise<void> {
  const context: WorkerContext = {
    flag,
    tell: (progress) => post({ type: 'progress', call, progress }),
    hand: (piece) => post({ type: 'piece', call, piece }),
  };
  try {
    const { answer, transfer } = await work(asked, context);
    post({ type: 'done', call, answer, caches: sizes() }, transfer);
  } catch (error) {
    post({ type: 'failed', call, error: toWire(error) });
  }
}

/** The caches of this thread, and how much they hold. */
function sizes(): CacheSizes {
  return { ...derived.sizes(), coverages: coverages.size, sources: sources.size };
}

async function work(asked: Work, context: WorkerContext): Promise<Done> {
  if ('memoryMb' in asked) derived.budget.begin(asked.memoryMb * MIB);
  switch (asked.op) {
    case 'read': {
      const heapBytes = roomFor(asked.body);
      const { study, ...known } = readStudy(asked.body, asked.as);
      const cloned = serialize(study);
      return { answer: { ...known, study: { cloned, heapBytes } }, transfer: [cloned.buffer] };
    }
    case 'read-coverage': {
      const heapBytes = roomFor(asked.body);
      const request = readCoverage(asked.body);
      const { network, demand, facilities, travel = {} } = request;
      const cloned = serialize(request);
      const { cells } = request;
      const answer: ReadCoverage = {
        names: { network, demand, facilities, travel },
        cells,
        request: { cloned, heapBytes },
      };
      return { answer, transfer: [cloned.buffer] };
    }
    case 'study':
      return { answer: await runAsked(asked, context) };
    case 'parts':
    case 'part':
      return runParts(asked, context);
    case 'coverage': {
      const { flag, tell } = context;
      const task = new ThreadTask(flag, Infinity, (share, phase) => tell({ share, phase, analysis: 0 }));
      const bytes = await coverages.answer(valueOf(asked.request), asked.keys, sources, task);
      return { answer: { bytes }, transfer: [bytes.buffer] };
    }
    case 'walk-distances':
      return walkDistances(asked);
    case 'walk-route':
      return { answer: await walkRoute(asked) };
    case 'warm':
      await warm(asked);
      return { answer: null };
  }
}

async function runAsked(
  { study, timeLimitMs, joined }: Extract<Work, { readonly op: 'study' }>,
  { flag, tell, hand }: WorkerContext,
): Promise<StudyAnswer> {
  const startedMs = performance.now();
  // The page's thread works on no study, and starts sooner without this code.
  const [{ runStudy }, { resultText }] = await Promise.all([
    import('../study/run.ts'),
    import('../study/row-budget.ts'),
  ]);
  const asked = valueOf(study);
  const deadlineMs = startedMs + Math.min(timeLimitMs, (asked.timeLimitS ?? Infinity) * 1000);
  let siting: Pick<StudyProgress, 'siting'> = {};
  const result = await runStudy(asked, {
    sources,
    derived,
    joined,
    onPiece: hand,
    taskFor: (analysis, limitMs) => {
      siting = {};
      const task = new ThreadTask(flag, deadlineMs, (share, phase) => tell({ share, analysis, phase, ...siting }));
      return limitMs === Infinity ? task : task.within(limitMs);
    },
    onStep: (analysis, step) => {
      siting = { siting: step };
      tell({ share: step.gap === null ? 0 : Math.max(0, 1 - step.gap), analysis, phase: step.phase, siting: step });
    },
  });
  return { result: gzipSync(resultText(result), { level: GZIP_LEVEL }), partial: result.partial };
}

async function runParts(
  asked: Extract<Work, { readonly op: 'parts' | 'part' }>,
  { flag, tell }: WorkerContext,
): Promise<Done> {
  const deadlineMs = performance.now() + ('timeLimitMs' in asked ? asked.timeLimitMs : Infinity);
  const { countParts, runPart } = await import('../parts/part-costs.ts');
  const study = valueOf(asked.study);
  const parts = {
    sources,
    derived,
    taskFor: () => new ThreadTask(flag, deadlineMs, (share, phase) => tell({ share, phase, analysis: 0 })),
  };
  if (asked.op === 'parts') return { answer: { count: await countParts(study, parts) } };
  const bytes = await runPart(study, asked.part, parts);
  return { answer: { bytes }, transfer: [bytes.buffer as ArrayBuffer] };
}

/** What a body takes on the heap. Throws `OutOfMemory` where there is no room for it. */
function roomFor(body: Uint8Array): number {
  const heapBytes = estimateParsedBytes(body);
  assertRoom(heapBytes);
  return heapBytes;
}

/** A body was checked before it was handed over. */
function valueOf<T>(parsed: Parsed<T>): T {
  if ('value' in parsed) return parsed.value;
  assertRoom(parsed.heapBytes);
  return deserialize(parsed.cloned) as T;
}

async function warm({ network, demand }: Extract<Work, { readonly op: 'warm' }>): Promise<void> {
  const [graph, people] = await Promise.all([sources.network(network, ''), sources.demand(demand, '')]);
  derived.demandSnaps(graph.value, people.value, DEFAULT_MODE);
  derived.touching(people.value);
}

async function walkDistances({ network, from, to, withinM }: WalkDistancesRequest): Promise<Done> {
  const { value: graph } = await sources.network(network, '');
  const origin = snapPoint(derived.snap(graph, 'walk', Float64Array.of(...from)), 0);
  const targets = derived.snap(graph, 'walk', to);
  const metres = derived.walks(graph).distances(origin, targets, derived.components(graph, 'walk'), withinM);
  return { answer: { metres } satisfies WalkDistances };
}

async function walkRoute({ network, from, to, withinM }: WalkRouteRequest): Promise<WalkRoute | null> {
  const { value: graph } = await sources.network(network, '');
  const ends = derived.snap(graph, 'walk', Float64Array.of(...from, ...to));
  return derived.walks(graph).route(snapPoint(ends, 0), snapPoint(ends, 1), withinM);
}

/**
 * A task in a thread: stopped by a flag in memory that its starter shares, and by its time.
 * `deadlineMs` is of `performance.now()`.
 */
class ThreadTask implements Task {
  readonly #flag: Int32Array;
  readonly #deadlineMs: number;
  readonly #tell: (share: number, phase: string) => void;
  #toldAtMs = -Infinity;
  #phase = '';

  constructor(flag: Int32Array, deadlineMs: number, tell: (share: number, phase: string) => void) {
    this.#flag = flag;
    this.#deadlineMs = deadlineMs;
    this.#tell = tell;
  }

  progress(share: number, phase: string): void {
    const nowMs = performance.now();
    if (phase === this.#phase && share < 1 && nowMs - this.#toldAtMs < PROGRESS_EVERY_MS) return;
    this.#toldAtMs = nowMs;
    this.#phase = phase;
    this.#tell(Math.max(0, Math.min(1, share)), phase);
  }

  checkpoint(): void {
    const stop = Atomics.load(this.#flag, STOP);
    if (stop === STOP_OUT_OF_TIME || (stop === 0 && performance.now() > this.#deadlineMs))
      throw new OutOfTime('It has taken longer than it may.');
    if (stop !== 0) throw new Cancelled('Somebody has ended it.');
  }

  remainingMs(): number {
    return Atomics.load(this.#flag, STOP) === 0 ? Math.max(0, this.#deadlineMs - performance.now()) : 0;
  }

  /** The same work with less time. */
  within(limitMs: number): ThreadTask {
    return new ThreadTask(this.#flag, Math.min(this.#deadlineMs, performance.now() + limitMs), this.#tell);
  }
}
