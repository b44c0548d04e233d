/** Zones of units that touch: which of them hang together, and how a zone grows. */
import { Heap } from '../heap.ts';
import type { Touching } from '../measures/types.ts';
import type { DistrictProblem } from './types.ts';

/** Units that hang together have the same number. */
export function piecesOf(touching: Touching): Int32Array {
  const piece = new Int32Array(touching.start.length - 1).fill(-1);
  let count = 0;
  for (let u = 0; u < piece.length; u++) {
    if (piece[u] !== -1) continue;
    flood(
      touching,
      u,
      (v) => piece[v] === -1,
      (v) => (piece[v] = count),
    );
    count += 1;
  }
  return piece;
}

/** Visits a unit and all that can be come to from it over units that `enters` lets in; `visit` marks them. */
export function flood(
  { start, index }: Touching,
  from: number,
  enters: (unit: number) => boolean,
  visit: (unit: number) => unknown,
): void {
  const queue = [from];
  visit(from);
  for (let unit = queue.pop(); unit !== undefined; unit = queue.pop())
    for (let k = start[unit] as number; k < (start[unit + 1] as number); k++) {
      const next = index[k] as number;
      if (!enters(next)) continue;
      visit(next);
      queue.push(next);
    }
}

/** Leaves each zone what hangs together with its seat; the rest belongs to none. */
export function cutLoose({ seat, touching }: DistrictProblem, zone: Int32Array): void {
  const kept = new Uint8Array(zone.length);
  seat.forEach((unit, f) => {
    zone[unit] = f;
  });
  seat.forEach((unit, f) =>
    flood(
      touching,
      unit,
      (v) => kept[v] === 0 && zone[v] === f,
      (v) => (kept[v] = 1),
    ),
  );
  for (let u = 0; u < zone.length; u++) if (kept[u] === 0) zone[u] = -1;
}

interface Offer {
  readonly unit: number;
  readonly zone: number;
  readonly regret: number;
}

/**
 * Gives every unit without a zone to one that it touches: the one first that loses least by it, counted with the prices
 * of the zones. Units that no zone may have, or comes to, stay without.
 */
export function grow({ people, cost, seat, touching }: DistrictProblem, zone: Int32Array, price: Float64Array): void {
  const zones = seat.length;
  const heap = new Heap<Offer>((a, b) => a.regret < b.regret || (a.regret === b.regret && a.unit < b.unit));
  const least = (unit: number): number => {
    let best = Infinity;
    for (let f = 0; f < zones; f++) best = Math.min(best, (cost[unit * zones + f] as number) + (price[f] as number));
    return best;
  };
  const offer = (unit: number, f: number): void => {
    const each = cost[unit * zones + f] as number;
    if (zone[unit] !== -1 || each === Infinity) return;
    // Units without people follow their neighbours.
    const weight = Math.max(people[unit] as number, 1e-3);
    heap.push({ unit, zone: f, regret: weight * (each + (price[f] as number) - least(unit)) });
  };
  const around = (unit: number, f: number): void => {
    for (let k = touching.start[unit] as number; k < (touching.start[unit + 1] as number); k++)
      offer(touching.index[k] as number, f);
  };
  for (let u = 0; u < zone.length; u++) if ((zone[u] as number) >= 0) around(u, zone[u] as number);
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
    if (zone[next.unit] !== -1) continue;
    zone[next.unit] = next.zone;
    around(next.unit, next.zone);
  }
}

/** Whether a unit may leave its zone: what is left of it still hangs together. */
export class Leaving {
  private readonly touching: Touching;
  private readonly seen: Uint32Array;
  private readonly queue: Uint32Array;
  private round = 0;

  constructor(touching: Touching) {
    const count = touching.start.length - 1;
    this.touching = touching;
    this.seen = new Uint32Array(count);
    this.queue = new Uint32Array(count);
  }

  mayLeave(unit: number, zone: Int32Array): boolean {
    const { start, index } = this.touching;
    const { seen, queue } = this;
    const own = zone[unit];
    const [from, to] = [start[unit] as number, start[unit + 1] as number];
    let wanted = 0;
    let first = -1;
    this.round += 1;
    const isWanted = this.round;
    for (let k = from; k < to; k++) {
      const next = index[k] as number;
      if (zone[next] !== own) continue;
      wanted += 1;
      first = next;
    }
    if (wanted <= 1) return true;
    seen[unit] = isWanted;
    seen[first] = isWanted;
    queue[0] = first;
    let [done, found, met] = [0, 1, 1];
    for (; done < found; done++) {
      const at = queue[done] as number;
      for (let k = start[at] as number; k < (start[at + 1] as number); k++) {
        const next = index[k] as number;
        if (seen[next] === isWanted || zone[next] !== own) continue;
        seen[next] = isWanted;
        queue[found++] = next;
        for (let j = from; j < to; j++) if (index[j] === next) met += 1;
        if (met === wanted) return true;
      }
    }
    return false;
  }
}
