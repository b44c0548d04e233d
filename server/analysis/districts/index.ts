/**
 * Contiguous catchments with capacities: every unit belongs to one zone, every zone hangs together and holds its seat,
 * within its limits of people, at the least people × cost (school attendance zones: Caro et al. 2004).
 *
 * The transportation problem gives a bound and prices of the zones; units in the zone that is cheapest with its price
 * nearly hang together and nearly keep to the limits. What does not is mended by growing, and the whole made better by
 * annealing. Small problems are solved to proof.
 */
import { randomFrom } from '../random.ts';
import { SitingSearch } from '../siting/solver/search.ts';
import type { Task } from '../types.ts';
import type { SitingStep } from '../../../tiles/api/siting.ts';
import { anneal, valueOf, type DistrictValue } from './anneal.ts';
import { solveExactly } from './exact.ts';
import { mend } from './mend.ts';
import { transport, type Transport } from './transport.ts';
import type { DistrictOutcome, DistrictProblem } from './types.ts';
import { cutLoose, grow, piecesOf } from './zones.ts';

const SEED = 2004;
/** Of the time left, for the bound. */
const BOUND_SHARE = 0.4;
/** Small problems are annealed anew as often as makes up this many units. */
const RESTART_UNITS = 2000;
const MOST_RESTARTS = 3;

/** Time and cancelling do not throw: the best by then comes back, with what is proven of it. Blocks the thread. */
export async function solveDistricts(
  problem: DistrictProblem,
  task: Task,
  onStep?: (step: SitingStep) => void,
): Promise<DistrictOutcome> {
  const search = new SitingSearch(task, { sense: 'min', gap: problem.gap, onStep });
  const solver = new DistrictSolver({ ...problem, cost: withinPieces(problem) }, search);
  await solver.solve();
  return solver.outcome();
}

/** No zone crosses to another piece of the ground. */
function withinPieces({ cost, seat, touching }: DistrictProblem): Float64Array {
  const piece = piecesOf(touching);
  const zones = seat.length;
  return cost.map((each, k) => {
    const [unit, f] = [Math.floor(k / zones), k % zones];
    return piece[unit] === piece[seat[f] as number] ? each : Infinity;
  });
}

class DistrictSolver {
  private readonly problem: DistrictProblem;
  private readonly search: SitingSearch;
  /** Fewest people beyond the limits first, then the least cost. */
  private best: Int32Array;
  private value: DistrictValue = { cost: Infinity, excess: Infinity };
  private isInfeasible = false;

  constructor(problem: DistrictProblem, search: SitingSearch) {
    this.problem = problem;
    this.search = search;
    this.best = new Int32Array(problem.people.length).fill(-1);
  }

  async solve(): Promise<void> {
    const { problem, search } = this;
    const bound = transport(problem, search.share(BOUND_SHARE));
    this.isInfeasible = bound.isInfeasible;
    if (bound.bound > -Infinity) search.prove(bound.bound);
    search.step('bound');
    const first = this.first(bound);
    this.offer(first, valueOf(problem, first));
    search.step('greedy');
    const random = randomFrom(SEED);
    const restarts = Math.max(1, Math.min(MOST_RESTARTS, Math.floor(RESTART_UNITS / problem.people.length)));
    for (let nth = 0; nth < restarts && !search.done(); nth++) {
      anneal(problem, first.slice(), {
        random,
        price: bound.price,
        stop: () => search.done(),
        look: (zone, value) => this.offer(zone, value),
      });
      this.mend(bound.price);
      search.step('interchange');
    }
    if (this.isInfeasible || search.done()) return;
    await solveExactly(problem, {
      search,
      best: () => (this.value.excess === 0 ? this.best : null),
      found: (zone) => {
        cutLoose(problem, zone);
        grow(problem, zone, bound.price);
        mend(problem, zone, bound.price, () => search.stopped());
        this.offer(zone, valueOf(problem, zone));
      },
      infeasible: () => {
        this.isInfeasible = true;
      },
    });
  }

  private mend(price: Float64Array): void {
    if (this.value.excess === 0) return;
    const zone = this.best.slice();
    mend(this.problem, zone, price, () => this.search.stopped());
    this.offer(zone, valueOf(this.problem, zone));
  }

  outcome(): DistrictOutcome {
    const { search, best, value } = this;
    const common = { zone: best, objective: value.cost, excess: value.excess, steps: search.steps };
    if (value.excess > 0 || this.leavesOut()) {
      const status = this.isInfeasible ? 'infeasible' : 'unmet';
      return { ...common, status, bound: search.bound ?? NaN, gap: NaN };
    }
    const settled = search.settle(value.cost);
    const hasEnded = settled.status === 'time' && !search.stopped();
    return { ...common, ...settled, status: hasEnded ? 'feasible' : settled.status };
  }

  /** Every unit in the zone that is cheapest with its price, as far as it hangs together. */
  private first({ zone: most, price }: Transport): Int32Array {
    const { problem } = this;
    const { people, cost, seat } = problem;
    const zone = most.slice();
    for (let u = 0; u < zone.length; u++) {
      if ((people[u] as number) > 0) continue;
      let least = Infinity;
      for (let f = 0; f < seat.length; f++) {
        const each = (cost[u * seat.length + f] as number) + (price[f] as number);
        if (each < least) [least, zone[u]] = [each, f];
      }
    }
    cutLoose(problem, zone);
    grow(problem, zone, price);
    return zone;
  }

  private offer(zone: Int32Array, value: DistrictValue): void {
    const now = this.value;
    if (value.excess > now.excess || (value.excess === now.excess && value.cost >= now.cost)) return;
    this.value = value;
    this.best = zone.slice();
    if (value.excess === 0) this.search.objective = value.cost;
  }

  /** Whether a unit that a zone may have is in none. */
  private leavesOut(): boolean {
    const { cost, seat } = this.problem;
    return this.best.some(
      (zone, unit) => zone < 0 && cost.subarray(unit * seat.length, (unit + 1) * seat.length).some(Number.isFinite),
    );
  }
}
