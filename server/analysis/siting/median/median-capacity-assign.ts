/**
 * Who goes where when it is settled what is open: everybody of one demand to one facility, nobody beyond its capacity
 * (the generalised assignment problem). Demand with most to lose chooses first (Martello & Toth 1981); then single
 * moves and exchanges while they save anything.
 */
import type { CapacityCore } from './median-capacity-core.ts';

export interface Assignment {
  /** Facility of the core by row; -1 for none. */
  readonly server: Int32Array;
  readonly cost: number;
  readonly unserved: number;
}

/** Fewer people unserved first, then less cost. */
export function isBetter(a: Pick<Assignment, 'cost' | 'unserved'>, b: Pick<Assignment, 'cost' | 'unserved'>): boolean {
  if (b.unserved === Infinity) return true;
  const hair = 1e-9 * Math.max(a.unserved, b.unserved);
  if (Math.abs(a.unserved - b.unserved) > hair) return a.unserved < b.unserved;
  return a.cost < b.cost - 1e-12 * Math.abs(b.cost);
}

const MOST_PASSES = 50;

export function assign(core: CapacityCore, open: Uint8Array): Assignment {
  const work = new Work(core, open);
  for (const i of byRegret(core, open)) work.place(i);
  for (let i = 0; i < core.row.length; i++) if (work.server[i] === -1) work.makeRoom(i);
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let moved = false;
    for (let i = 0; i < core.row.length; i++) moved = work.improve(i) || moved;
    if (!moved) break;
  }
  return work.result();
}

function byRegret({ row, weight, start, entryFacility, entryCost }: CapacityCore, open: Uint8Array): number[] {
  const regret = new Float64Array(row.length);
  for (let i = 0; i < row.length; i++) {
    let first = -1;
    let second = Infinity;
    for (let k = start[i] as number; k < (start[i + 1] as number) && second === Infinity; k++) {
      if (open[entryFacility[k] as number] === 0) continue;
      if (first < 0) first = entryCost[k] as number;
      else second = entryCost[k] as number;
    }
    // Per person, so that a large demand does not go first merely for its size.
    regret[i] = first < 0 ? -1 : (second - first) / (weight[i] as number);
  }
  return Array.from(regret.keys()).sort(
    (a, b) => compare(regret[b] as number, regret[a] as number) || (weight[b] as number) - (weight[a] as number),
  );
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

class Work {
  readonly server: Int32Array;
  private readonly core: CapacityCore;
  private readonly open: Uint8Array;
  private readonly room: Float64Array;
  private readonly own: Float64Array;
  private readonly members: Set<number>[];

  constructor(core: CapacityCore, open: Uint8Array) {
    this.core = core;
    this.open = open;
    this.server = new Int32Array(core.row.length).fill(-1);
    this.own = new Float64Array(core.row.length);
    this.room = core.capacity.map((capacity) => capacity * (1 + 1e-12));
    this.members = Array.from(core.capacity, () => new Set<number>());
  }

  place(i: number): boolean {
    for (const [facility, cost] of this.choices(i)) {
      if ((this.room[facility] as number) < (this.core.weight[i] as number)) continue;
      this.move(i, facility, cost);
      return true;
    }
    return false;
  }

  /** Moves one other demand away, at the least cost, so that this one has a place. */
  makeRoom(i: number): void {
    let best: {
      readonly other: number;
      readonly to: number;
      readonly toCost: number;
      readonly at: number;
      readonly atCost: number;
      readonly cost: number;
    } | null = null;
    for (const [at, atCost] of this.choices(i)) {
      for (const other of this.members[at] ?? []) {
        if ((this.room[at] as number) + (this.core.weight[other] as number) < (this.core.weight[i] as number)) continue;
        for (const [to, toCost] of this.choices(other)) {
          if (to === at || (this.room[to] as number) < (this.core.weight[other] as number)) continue;
          const cost = atCost + toCost - (this.own[other] as number);
          if (best === null || cost < best.cost) best = { other, to, toCost, at, atCost, cost };
          break;
        }
      }
    }
    if (best === null) return;
    this.move(best.other, best.to, best.toCost);
    this.move(i, best.at, best.atCost);
  }

  /** Moves a demand to a cheaper facility with room, or lets it change places with one there. */
  improve(i: number): boolean {
    const from = this.server[i] as number;
    if (from < 0) return this.place(i);
    const own = this.own[i] as number;
    for (const [to, cost] of this.choices(i)) {
      if (cost >= own) return false;
      if ((this.room[to] as number) >= (this.core.weight[i] as number)) {
        this.move(i, to, cost);
        return true;
      }
      for (const other of this.members[to] ?? []) {
        if (this.exchange(i, other, own - cost)) return true;
      }
    }
    return false;
  }

  result(): Assignment {
    let cost = 0;
    let unserved = 0;
    for (let i = 0; i < this.server.length; i++) {
      if (this.server[i] === -1) unserved += this.core.weight[i] as number;
      else cost += this.own[i] as number;
    }
    return { server: this.server, cost, unserved };
  }

  private exchange(i: number, other: number, saves: number): boolean {
    const { weight } = this.core;
    const from = this.server[i] as number;
    const to = this.server[other] as number;
    const difference = (weight[i] as number) - (weight[other] as number);
    if ((this.room[to] as number) < difference || (this.room[from] as number) < -difference) return false;
    const back = this.choices(other).find(([facility]) => facility === from);
    const cost = this.choices(i).find(([facility]) => facility === to);
    if (back === undefined || cost === undefined || back[1] - (this.own[other] as number) >= saves - 1e-9 * saves)
      return false;
    this.leave(i);
    this.leave(other);
    this.move(i, to, cost[1]);
    this.move(other, from, back[1]);
    return true;
  }

  private choices(i: number): [facility: number, cost: number][] {
    const { start, entryFacility, entryCost } = this.core;
    const found: [number, number][] = [];
    for (let k = start[i] as number; k < (start[i + 1] as number); k++) {
      const facility = entryFacility[k] as number;
      if (this.open[facility] === 1) found.push([facility, entryCost[k] as number]);
    }
    return found;
  }

  private move(i: number, to: number, cost: number): void {
    this.leave(i);
    this.server[i] = to;
    this.own[i] = cost;
    this.room[to] = (this.room[to] as number) - (this.core.weight[i] as number);
    this.members[to]?.add(i);
  }

  private leave(i: number): void {
    const from = this.server[i] as number;
    if (from < 0) return;
    this.room[from] = (this.room[from] as number) + (this.core.weight[i] as number);
    this.members[from]?.delete(i);
    this.server[i] = -1;
  }
}
