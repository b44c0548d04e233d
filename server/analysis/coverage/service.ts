/**
 * Answers for the planners' page: the city as a whole, and what edits change. Runs in a thread, which keeps the last
 * coverages.
 */
import { createHash } from 'node:crypto';
import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import type { StudyTravel } from '../../../tiles/api/study.ts';
import {
  DEFAULT_MAX_ACCESS_M,
  DEFAULT_MIN_PIECE_M,
  DEFAULT_MODE,
  DEFAULT_TRANSIT,
} from '../../../tiles/api/vocabulary.ts';
import { Kept } from '../engine/cache-budget.ts';
import type { CacheSize } from '../engine/caches.ts';
import type { Derived } from '../engine/derived.ts';
import type { CoverageKeys } from '../engine/protocol.ts';
import type { Sources } from '../engine/sources.ts';
import { canonical } from '../study/resolve.ts';
import type { Task } from '../types.ts';
import { answerOf } from './answer.ts';
import { makeBase, type CoverageBase } from './base.ts';

/** Coverages without edits, those used last, as many as fit. */
export class CoverageCache {
  readonly #kept: Kept<CoverageBase>;
  readonly #derived: Derived;

  constructor(derived: Derived) {
    this.#derived = derived;
    this.#kept = new Kept({ budget: derived.budget, bytesOf: ({ way }) => way.bytes });
  }

  get size(): CacheSize {
    return this.#kept.size;
  }

  async answer(
    request: CoverageRequest,
    keys: CoverageKeys,
    sources: Sources,
    task: Task,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const startedMs = performance.now();
    const derived = this.#derived;
    const key = keyOf(request, keys);
    const base = this.#kept.get(key) ?? (await makeBase(request, { sources, derived, task }));
    this.#kept.set(key, base);
    derived.budget.touch(...base.way.uses);
    derived.budget.makeRoom();
    return answerOf(request, base, base.way.evaluate(request, task), { key, startedMs, derived });
  }
}

/** Another `withinS`, other edits and another choice of cells are answered from the same base. */
function keyOf(request: CoverageRequest, keys: CoverageKeys): string {
  const { network, travel = {}, demand, facilities, limitS } = request;
  const text = JSON.stringify([
    keys,
    network,
    demand.stored,
    request.for ?? null,
    facilities.layer,
    facilities.filter ?? '',
    travelKey(travel),
    limitS,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Equal for equal travels, whatever their order and whether they name what goes without saying. A mode and a slope that
 * are not named are those of the profile, where there is one.
 */
function travelKey(travel: StudyTravel): string {
  const usual = {
    ...(travel.profile === undefined ? { mode: DEFAULT_MODE, slope: false } : {}),
    maxAccessM: DEFAULT_MAX_ACCESS_M,
    minPieceM: DEFAULT_MIN_PIECE_M,
    direction: 'to-facility',
    ferries: false,
    ...(travel.mode === 'transit' ? DEFAULT_TRANSIT : {}),
  };
  return canonical({ ...usual, ...travel });
}
