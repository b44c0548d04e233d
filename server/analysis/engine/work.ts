/** The pieces of work a thread can do. */
import { deserialize, serialize } from 'node:v8';
import { gzipSync } from 'node:zlib';
import type { Study } from '../../../tiles/api/study.ts';
import { DEFAULT_MODE } from '../../../tiles/api/vocabulary.ts';
import type { CoverageCache } from '../coverage/service.ts';
import { readStudy } from '../study/parse.ts';
import type { Derived } from './derived.ts';
import { assertRoom, estimateParsedBytes } from './json-size.ts';
import type { ParsedStudy, Piece, StudyAnswer, StudyProgress, Work } from './protocol.ts';
import type { Sources } from './sources.ts';
import { ThreadTask } from './task.ts';

/** Half of the time that `gzip` usually takes, for a few percent more bytes. */
const GZIP_LEVEL = 3;

/**
 * What work is done with: stored data, what the thread keeps, the flag that ends it, and where it tells how far it is.
 */
export interface WorkerContext {
  readonly sources: Sources;
  readonly derived: Derived;
  readonly coverages: CoverageCache;
  readonly flag: Int32Array;
  readonly tell: (progress: StudyProgress) => void;
  readonly hand: (piece: Piece) => void;
}

export interface Done {
  readonly answer: unknown;
  /** Of the answer: handed over, not copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

export async function work(asked: Work, context: WorkerContext): Promise<Done> {
  switch (asked.op) {
    case 'read': {
      const heapBytes = estimateParsedBytes(asked.body);
      assertRoom(heapBytes);
      const { study, ...known } = readStudy(asked.body);
      const cloned = serialize(study);
      return { answer: { ...known, study: { cloned, heapBytes } }, transfer: [cloned.buffer] };
    }
    case 'study':
      return { answer: await runAsked(asked, context) };
    case 'coverage': {
      const { sources, coverages, flag, tell } = context;
      const task = new ThreadTask(flag, Infinity, (share, phase) => tell({ share, phase, analysis: 0 }));
      const frame = await coverages.answer(asked.request, asked.keys, sources, task, asked.memoryMb);
      return { answer: { frame }, transfer: [frame.buffer as ArrayBuffer] };
    }
    case 'warm':
      await warm(asked, context);
      return { answer: null };
  }
}

async function runAsked(
  { study, timeLimitMs, memoryMb }: Extract<Work, { readonly op: 'study' }>,
  { sources, derived, flag, tell, hand }: WorkerContext,
): Promise<StudyAnswer> {
  const startedMs = performance.now();
  // The page's thread works on none, and starts sooner without.
  const { runStudy } = await import('../study/run.ts');
  const asked = valueOf(study);
  const deadlineMs = startedMs + Math.min(timeLimitMs, (asked.timeLimitS ?? Infinity) * 1000);
  let siting: Pick<StudyProgress, 'siting'> = {};
  const result = await runStudy(asked, {
    sources,
    derived,
    memoryMb,
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
  return { result: gzipSync(JSON.stringify(result), { level: GZIP_LEVEL }), partial: result.partial };
}

/** A study was checked before it was handed over. */
function valueOf(study: ParsedStudy): Study {
  if ('value' in study) return study.value;
  assertRoom(study.heapBytes);
  return deserialize(study.cloned) as Study;
}

async function warm(
  { network, demand }: Extract<Work, { readonly op: 'warm' }>,
  { sources, derived }: WorkerContext,
): Promise<void> {
  const [graph, people] = await Promise.all([sources.network(network, ''), sources.demand(demand, '')]);
  derived.demandSnaps(graph.value, people.value, DEFAULT_MODE);
  derived.touching(people.value);
}
