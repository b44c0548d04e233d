/**
 * Mends zones that are still too large or too small: a chain of units moves on, each from one zone to the next, from
 * where there are too many to where there is room (ejection chains, Glover 1996).
 */
import { Heap } from '../heap.ts';
import { beyond } from './anneal.ts';
import type { DistrictProblem } from './types.ts';
import { Leaving } from './zones.ts';

const MOST_CHAINS = 2000;

interface Move {
  readonly unit: number;
  readonly from: number;
  readonly to: number;
  /** What it costs, with the prices of the zones. */
  readonly cost: number;
}

/** A chain of moves, the last one first. */
interface Chain {
  readonly move: Move;
  readonly before: Chain | null;
  readonly cost: number;
}

/** In place. Ends where nothing is left to mend, no chain helps, or it is to stop. */
export function mend(problem: DistrictProblem, zone: Int32Array, price: Float64Array, stop: () => boolean): void {
  const mender = new Mender(problem, zone, price);
  for (let nth = 0; nth < MOST_CHAINS && !stop(); nth++) if (!mender.step()) return;
}

class Mender {
  private readonly problem: DistrictProblem;
  private readonly zone: Int32Array;
  private readonly price: Float64Array;
  private readonly load: Float64Array;
  private readonly isSeat: Uint8Array;
  private readonly leaving: Leaving;
  /** Moves that led nowhere, as unit and zone. */
  private readonly banned = new Set<number>();

  constructor(problem: DistrictProblem, zone: Int32Array, price: Float64Array) {
    this.problem = problem;
    this.zone = zone;
    this.price = price;
    this.load = new Float64Array(problem.seat.length);
    zone.forEach((f, u) => {
      if (f >= 0) this.load[f] = (this.load[f] as number) + (problem.people[u] as number);
    });
    this.isSeat = new Uint8Array(zone.length);
    for (const unit of problem.seat) this.isSeat[unit] = 1;
    this.leaving = new Leaving(problem.touching);
  }

  /** One chain; false where there is none, or none is needed. */
  step(): boolean {
    const { upper, lower } = this.problem;
    const zones = Array.from(this.load.keys());
    const full = zones.filter((f) => this.excess(f) > 0 && (this.load[f] as number) > (upper[f] as number));
    const short = new Set(zones.filter((f) => this.excess(f) > 0 && (this.load[f] as number) < (lower[f] as number)));
    if (full.length === 0 && short.size === 0) return false;
    const chain =
      full.length > 0
        ? this.search(new Set(full), (move) => this.fits(move.to, this.people(move)))
        : this.search(null, (move) => short.has(move.to));
    if (chain === null) return false;
    if (!this.apply(chain)) this.banned.add(this.keyOf(chain.move));
    return true;
  }

  /** The cheapest chain (Dijkstra) that begins in one of the zones, or in any that can spare somebody. */
  private search(starts: ReadonlySet<number> | null, ends: (move: Move) => boolean): Chain | null {
    const out = this.moves();
    const heap = new Heap<Chain>((a, b) => a.cost < b.cost);
    const done = new Set<number>();
    out.forEach((moves, f) => {
      if (starts !== null && !starts.has(f)) return;
      for (const move of moves)
        if (starts !== null || this.fits(f, -this.people(move))) heap.push({ move, before: null, cost: move.cost });
    });
    for (let chain = heap.pop(); chain !== undefined; chain = heap.pop()) {
      const { move } = chain;
      const key = this.keyOf(move);
      if (done.has(key) || this.banned.has(key)) continue;
      done.add(key);
      if (!this.leaving.mayLeave(move.unit, this.zone)) continue;
      if (ends(move)) return chain;
      for (const next of out[move.to] ?? []) {
        if (next.unit === move.unit || passes(chain, next.to)) continue;
        if (!this.fits(move.to, this.people(move) - this.people(next))) continue;
        heap.push({ move: next, before: chain, cost: chain.cost + next.cost });
      }
    }
    return null;
  }

  /** From the end to the beginning, each checked; all taken back where one cannot be, or nothing is won. */
  private apply(chain: Chain): boolean {
    const before = this.total();
    const made: Move[] = [];
    let holds = true;
    for (let at: Chain | null = chain; at !== null && holds; at = at.before) {
      const { move } = at;
      holds = this.touches(move) && this.leaving.mayLeave(move.unit, this.zone);
      if (!holds) break;
      this.put(move.unit, move.from, move.to);
      made.push(move);
    }
    if (holds && this.total() < before) return true;
    for (const { unit, from, to } of made.reverse()) this.put(unit, to, from);
    return false;
  }

  private put(unit: number, from: number, to: number): void {
    const count = this.problem.people[unit] as number;
    this.zone[unit] = to;
    this.load[from] = (this.load[from] as number) - count;
    this.load[to] = (this.load[to] as number) + count;
  }

  private touches({ unit, to }: Move): boolean {
    const { start, index } = this.problem.touching;
    return index.subarray(start[unit], start[unit + 1]).some((v) => this.zone[v] === to);
  }

  /** Moves of units with people over a border, by the zone that they leave. */
  private moves(): Move[][] {
    const { problem, zone, price } = this;
    const { people, cost, seat, touching } = problem;
    const zones = seat.length;
    const out: Move[][] = Array.from(seat, () => []);
    for (let unit = 0; unit < zone.length; unit++) {
      const from = zone[unit] as number;
      const count = people[unit] as number;
      if (from < 0 || count === 0 || this.isSeat[unit] === 1) continue;
      const seen = new Set([from]);
      for (let k = touching.start[unit] as number; k < (touching.start[unit + 1] as number); k++) {
        const to = zone[touching.index[k] as number] as number;
        if (to < 0 || seen.has(to)) continue;
        seen.add(to);
        const more = (cost[unit * zones + to] as number) - (cost[unit * zones + from] as number);
        const priced = count * (more + (price[to] as number) - (price[from] as number));
        if (more < Infinity) out[from]?.push({ unit, from, to, cost: Math.max(0, priced) });
      }
    }
    return out;
  }

  private keyOf({ unit, to }: Move): number {
    return unit * this.load.length + to;
  }

  private people({ unit }: Move): number {
    return this.problem.people[unit] as number;
  }

  private fits(f: number, more: number): boolean {
    return beyond(this.problem, f, (this.load[f] as number) + more) === 0;
  }

  private excess(f: number): number {
    return beyond(this.problem, f, this.load[f] as number);
  }

  private total(): number {
    return this.load.reduce((sum, load, f) => sum + beyond(this.problem, f, load), 0);
  }
}

/** Whether a chain comes through a zone. */
function passes(chain: Chain, zone: number): boolean {
  for (let at: Chain | null = chain; at !== null; at = at.before)
    if (at.move.from === zone || at.move.to === zone) return true;
  return false;
}
