/**
 * The transportation problem that is left of districting without contiguity and with units that may be divided: least
 * people × cost within the limits of the zones (Hitchcock 1941). Every districting costs at least as much. It is
 * solved by the cheapest ways of moving people on from zone to zone, one after the other (Busacker & Gowen 1960), with
 * a node beside the zones that takes what they hold.
 */
import type { DistrictProblem } from './types.ts';

export interface Transport {
  /** No districting costs less. -Infinity where the limits contradict each other, or it was stopped early. */
  readonly bound: number;
  /** What a person in a zone costs beside the way, by zone: above 0 where room is short. */
  readonly price: Float64Array;
  /** Zone that has most of each unit; -1 where none may have it. */
  readonly zone: Int32Array;
  /** Whether it is proven that the limits cannot be met even so. */
  readonly isInfeasible: boolean;
}

/** Steps towards prices that are good to begin with, and how much shorter each is than the one before. */
const NEAR_STEPS = 400;
const NEAR_DECAY = 0.985;
/** Sums of people are the same up to this share. */
const HAIR = 1e-9;

export function transport(problem: DistrictProblem, stop: () => boolean): Transport {
  const near = nearPrices(problem, stop);
  const flow = new TransportFlow(problem, near);
  const isDone = flow.run(stop);
  const price = isDone ? flow.prices() : near;
  return {
    bound: flow.isInfeasible ? -Infinity : dualValue(problem, price),
    price,
    zone: flow.zonesOf(),
    isInfeasible: flow.isInfeasible,
  };
}

/** Zone that is cheapest for a unit, with the prices; -1 where none may have it. */
function cheapest({ cost }: DistrictProblem, price: Float64Array, unit: number): number {
  const zones = price.length;
  let best = -1;
  let least = Infinity;
  for (let f = 0, k = unit * zones; f < zones; f++, k++) {
    const each = (cost[k] as number) + (price[f] as number);
    if (each < least) [least, best] = [each, f];
  }
  return best;
}

/** Prices that nearly fill the zones as they should be: dearer where there are too many, by less and less. */
function nearPrices(problem: DistrictProblem, stop: () => boolean): Float64Array {
  const { people, cost, seat, lower, upper } = problem;
  const zones = seat.length;
  const price = new Float64Array(zones);
  const load = new Float64Array(zones);
  const held = people.reduce((sum, each) => sum + each, 0) / zones;
  let step = 0;
  for (let nth = 0; nth < NEAR_STEPS && !stop(); nth++) {
    load.fill(0);
    let sum = 0;
    for (let u = 0; u < people.length; u++) {
      const count = people[u] as number;
      const best = count === 0 ? -1 : cheapest(problem, price, u);
      if (best < 0) continue;
      load[best] = (load[best] as number) + count;
      sum += count * (cost[u * zones + best] as number);
    }
    if (nth === 0) step = sum / (held * zones);
    for (let f = 0; f < zones; f++) {
      const [now, each] = [load[f] as number, price[f] as number];
      const off = each > 0 || now > (upper[f] as number) ? now - (upper[f] as number) : 0;
      const short = each < 0 || now < (lower[f] as number) ? now - (lower[f] as number) : 0;
      const next = each + (step * (off + short)) / held;
      // A price does not jump from one limit to the other.
      price[f] = next * each < 0 ? 0 : next;
    }
    step *= NEAR_DECAY;
  }
  return price;
}

/** The bound that prices prove, whatever they are: Lagrange's, of the limits of the zones. */
function dualValue({ people, cost, lower, upper }: DistrictProblem, price: Float64Array): number {
  const zones = price.length;
  let sum = 0;
  let scale = 0;
  for (let u = 0; u < people.length; u++) {
    let least = Infinity;
    for (let f = 0; f < zones; f++) least = Math.min(least, (cost[u * zones + f] as number) + (price[f] as number));
    if (least === Infinity) continue;
    sum += (people[u] as number) * least;
    scale += (people[u] as number) * Math.abs(least);
  }
  for (let f = 0; f < zones; f++) {
    const each = price[f] as number;
    if (each === 0) continue;
    const held = each * ((each > 0 ? upper[f] : lower[f]) as number);
    sum -= held;
    scale += Math.abs(held);
  }
  return sum - 1e-13 * scale;
}

/** People of a unit in one zone. A unit that is divided has several. */
interface Parcel {
  readonly unit: number;
  zone: number;
  people: number;
}

class TransportFlow {
  isInfeasible = false;
  private readonly problem: DistrictProblem;
  private readonly zones: number;
  private readonly parcels: Set<Parcel>[];
  /** Cheapest step from zone to zone: cost of a person, and who takes it. */
  private readonly step: Float64Array;
  private readonly taker: (Parcel | null)[];
  /** What a zone passes on to the store, and by how much it holds too much. The last of `over` is the store's. */
  private readonly stored: Float64Array;
  private readonly over: Float64Array;
  private readonly potential: Float64Array;
  private readonly tolerance: number;

  constructor(problem: DistrictProblem, price: Float64Array) {
    const { people, seat, lower, upper } = problem;
    const zones = seat.length;
    this.problem = problem;
    this.zones = zones;
    this.parcels = Array.from({ length: zones }, () => new Set<Parcel>());
    this.step = new Float64Array(zones * zones).fill(Infinity);
    this.taker = new Array<Parcel | null>(zones * zones).fill(null);
    this.stored = new Float64Array(zones);
    this.over = new Float64Array(zones + 1);
    this.potential = new Float64Array(zones + 1);
    this.potential.set(price.map((each) => -each));
    let total = 0;
    for (let u = 0; u < people.length; u++) {
      const best = cheapest(problem, price, u);
      if (best < 0) continue;
      const count = people[u] as number;
      this.add({ unit: u, zone: best, people: count });
      this.over[best] = (this.over[best] as number) + count;
      total += count;
    }
    this.tolerance = HAIR * Math.max(1, total);
    let stored = 0;
    for (let f = 0; f < zones; f++) {
      const load = this.over[f] as number;
      const each = price[f] as number;
      // What has a price is at its limit.
      const [least, most] = [each > 0 ? upper[f] : lower[f], each < 0 ? lower[f] : upper[f]] as [number, number];
      const kept = Math.min(Math.max(load, least), most);
      this.stored[f] = kept;
      this.over[f] = load - kept;
      stored += kept;
    }
    this.over[zones] = stored - total;
  }

  /** False where it was stopped, or there is no way on. */
  run(stop: () => boolean): boolean {
    for (;;) {
      if (!this.over.some((over) => over > this.tolerance)) return true;
      if (stop()) return false;
      if (!this.augment()) {
        this.isInfeasible = true;
        return false;
      }
    }
  }

  prices(): Float64Array {
    const store = this.potential[this.zones] as number;
    const { lower, upper } = this.problem;
    return Float64Array.from({ length: this.zones }, (_, f) => {
      const price = store - (this.potential[f] as number);
      // A limit that there is not has no price.
      if (price > 0) return upper[f] === Infinity ? 0 : price;
      return lower[f] === 0 ? 0 : price;
    });
  }

  zonesOf(): Int32Array {
    const zone = new Int32Array(this.problem.people.length).fill(-1);
    const most = new Float64Array(zone.length).fill(-1);
    for (const parcels of this.parcels)
      for (const { unit, zone: f, people } of parcels) {
        if (people <= (most[unit] as number)) continue;
        most[unit] = people;
        zone[unit] = f;
      }
    return zone;
  }

  /** One cheapest way (Dijkstra on reduced costs) from where there are too many to where there is room. */
  private augment(): boolean {
    const { zones, potential, over, tolerance } = this;
    const nodes = zones + 1;
    const distance = new Float64Array(nodes).fill(Infinity);
    const from = new Int32Array(nodes).fill(-1);
    const done = new Uint8Array(nodes);
    for (let v = 0; v < nodes; v++) if ((over[v] as number) > tolerance) distance[v] = 0;
    let end = -1;
    for (;;) {
      let at = -1;
      for (let v = 0; v < nodes; v++)
        if (done[v] === 0 && (distance[v] as number) < (at < 0 ? Infinity : (distance[at] as number))) at = v;
      if (at < 0) return false;
      done[at] = 1;
      if ((over[at] as number) < -tolerance) {
        end = at;
        break;
      }
      for (let v = 0; v < nodes; v++) {
        if (done[v] === 1) continue;
        const step = this.costOf(at, v);
        if (step === Infinity) continue;
        const reduced = Math.max(0, step + (potential[at] as number) - (potential[v] as number));
        const next = (distance[at] as number) + reduced;
        if (next >= (distance[v] as number)) continue;
        distance[v] = next;
        from[v] = at;
      }
    }
    const far = distance[end] as number;
    for (let v = 0; v < nodes; v++) potential[v] = (potential[v] as number) + Math.min(distance[v] as number, far);
    const path: number[] = [end];
    while ((from[path[0] as number] as number) >= 0) path.unshift(from[path[0] as number] as number);
    this.send(path);
    return true;
  }

  private costOf(a: number, b: number): number {
    const { zones, stored } = this;
    const { lower, upper } = this.problem;
    if (b === zones) return (upper[a] as number) - (stored[a] as number) > this.tolerance ? 0 : Infinity;
    if (a === zones) return (stored[b] as number) - (lower[b] as number) > this.tolerance ? 0 : Infinity;
    return this.step[a * zones + b] as number;
  }

  private send(path: readonly number[]): void {
    const { zones, over, stored } = this;
    const { lower, upper } = this.problem;
    const [first, last] = [path[0] as number, path.at(-1) as number];
    let most = Math.min(over[first] as number, -(over[last] as number));
    for (let i = 1; i < path.length; i++) {
      const [a, b] = [path[i - 1] as number, path[i] as number];
      if (b === zones) most = Math.min(most, (upper[a] as number) - (stored[a] as number));
      else if (a === zones) most = Math.min(most, (stored[b] as number) - (lower[b] as number));
      else most = Math.min(most, this.taker[a * zones + b]?.people ?? 0);
    }
    over[first] = (over[first] as number) - most;
    over[last] = (over[last] as number) + most;
    const moves: (readonly [parcel: Parcel, to: number])[] = [];
    for (let i = 1; i < path.length; i++) {
      const [a, b] = [path[i - 1] as number, path[i] as number];
      if (b === zones) stored[a] = (stored[a] as number) + most;
      else if (a === zones) stored[b] = (stored[b] as number) - most;
      else moves.push([this.taker[a * zones + b] as Parcel, b]);
    }
    for (const [parcel, to] of moves) this.move(parcel, to, most);
  }

  private move(parcel: Parcel, to: number, people: number): void {
    const { zone: from, unit } = parcel;
    if (people < parcel.people) {
      parcel.people -= people;
      this.add({ unit, zone: to, people });
      return;
    }
    this.parcels[from]?.delete(parcel);
    for (let g = 0; g < this.zones; g++) if (this.taker[from * this.zones + g] === parcel) this.restep(from, g);
    parcel.zone = to;
    this.add(parcel);
  }

  private add(parcel: Parcel): void {
    this.parcels[parcel.zone]?.add(parcel);
    this.steps(parcel);
  }

  /** Takes note of the steps out of its zone that nobody takes more cheaply. Who has nobody takes none. */
  private steps(parcel: Parcel): void {
    const { zones, step, taker } = this;
    const { cost } = this.problem;
    const { unit, zone: f, people } = parcel;
    if (people <= 0) return;
    const [row, own] = [unit * zones, f * zones];
    const here = cost[row + f] as number;
    for (let g = 0; g < zones; g++) {
      const more = (cost[row + g] as number) - here;
      if (g === f || more >= (step[own + g] as number)) continue;
      step[own + g] = more;
      taker[own + g] = parcel;
    }
  }

  /** Looks for who takes a step now. */
  private restep(f: number, g: number): void {
    const { zones } = this;
    const { cost } = this.problem;
    let [least, taker]: [number, Parcel | null] = [Infinity, null];
    for (const parcel of this.parcels[f] ?? []) {
      const row = parcel.unit * zones;
      const more = (cost[row + g] as number) - (cost[row + f] as number);
      if (parcel.people > 0 && more < least) [least, taker] = [more, parcel];
    }
    this.step[f * zones + g] = least;
    this.taker[f * zones + g] = taker;
  }
}
