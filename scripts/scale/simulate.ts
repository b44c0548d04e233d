/** Events one after the other, in place of a formula: what the formulas are checked by. */
import { randomFrom, type Random } from '../../server/testing/random.ts';
import type { Queue } from './queue.ts';

export interface Simulated {
  readonly meanWaitS: number;
  /** Half of the interval that holds the mean in 99 of 100 runs, by batch means. */
  readonly marginS: number;
  readonly p95WaitS: number;
}

const BATCHES = 40;
/** Of Student's t with 39 degrees of freedom. */
const T_99 = 2.708;
/** The queue is empty at first. */
const WARM_UP = 0.1;

/** First come, first served, each by the server that is free first. `seed`: the same run every time. */
export function simulateQueue(queue: Queue, requests: number, seed: number): Simulated {
  const random = randomFrom(seed);
  const serviceS = serviceTimes(queue, random);
  const freeAtS = new Float64Array(queue.servers);
  const waits = new Float64Array(requests);
  let nowS = 0;
  for (let nth = 0; nth < requests; nth += 1) {
    nowS += exponential(random) / queue.perSecond;
    const server = indexOfLeast(freeAtS);
    const beginS = Math.max(nowS, freeAtS[server] ?? 0);
    waits[nth] = beginS - nowS;
    freeAtS[server] = beginS + serviceS();
  }
  return summary(waits.subarray(Math.floor(requests * WARM_UP)));
}

function summary(waits: Float64Array): Simulated {
  const size = Math.floor(waits.length / BATCHES);
  const means = Array.from({ length: BATCHES }, (_, batch) => meanOf(waits.subarray(batch * size, (batch + 1) * size)));
  const mean = meanOf(means);
  const variance = means.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (BATCHES - 1);
  const sorted = waits.slice().sort();
  return {
    meanWaitS: mean,
    marginS: T_99 * Math.sqrt(variance / BATCHES),
    p95WaitS: sorted[Math.floor(0.95 * sorted.length)] ?? 0,
  };
}

/** Exponential for a variance of 1; constant for 0; lognormal for others. */
function serviceTimes({ serviceS, scv }: Queue, random: Random): () => number {
  if (scv === 0) return () => serviceS;
  if (scv === 1) return () => serviceS * exponential(random);
  const sigma = Math.sqrt(Math.log(1 + scv));
  const mu = Math.log(serviceS) - sigma ** 2 / 2;
  return () => Math.exp(mu + sigma * normal(random));
}

/** Share of requests that a cache of the last used `room` items answers, asked for by their shares. */
export function simulateCache(shares: Float64Array, room: number, requests: number, seed: number): number {
  const random = randomFrom(seed);
  const upTo = shares.slice();
  for (let item = 1; item < upTo.length; item += 1) upTo[item] = (upTo[item] ?? 0) + (upTo[item - 1] ?? 0);
  const kept = new Set<number>();
  let hits = 0;
  let counted = 0;
  for (let nth = 0; nth < requests; nth += 1) {
    const item = firstAtLeast(upTo, random.next());
    const isHit = kept.delete(item);
    kept.add(item);
    if (kept.size > room) kept.delete(kept.values().next().value ?? 0);
    if (nth < requests / 2) continue;
    counted += 1;
    if (isHit) hits += 1;
  }
  return hits / counted;
}

function firstAtLeast(upTo: Float64Array, value: number): number {
  let [low, high] = [0, upTo.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((upTo[middle] ?? 1) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function exponential(random: Random): number {
  return -Math.log(1 - random.next());
}

/** Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random.next());
}

function indexOfLeast(values: Float64Array): number {
  let least = 0;
  for (let index = 1; index < values.length; index += 1) if ((values[index] ?? 0) < (values[least] ?? 0)) least = index;
  return least;
}

function meanOf(values: Float64Array | readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
