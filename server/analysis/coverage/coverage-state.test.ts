import { beforeAll, describe, expect, it, vi } from 'vitest';
import { runs } from '../../testing/effort.ts';
import { randomFrom } from '../../testing/random.ts';
import {
  gridGraph,
  randomCity,
  randomGraph,
  randomSnaps,
  snapsAtNodes,
  snapsOf,
  testDemand,
  UNWATCHED,
} from '../../testing/street-grids.ts';
import { randomBans } from '../../testing/turns.ts';
import { AnalysisError, Cancelled } from '../errors.ts';
import { withBans } from '../network/build.ts';
import { costMatrix } from '../paths/cost-matrix.ts';
import { ReachFinder } from '../paths/reach.ts';
import { snapPoint, type SnapPoint } from '../paths/snap-point.ts';
import { searchGraph } from '../paths/search-graph.ts';
import type { CostMatrix, Demand, Graph, Snaps } from '../types.ts';
import type { Coverage } from './compare.ts';
import { CoverageState, type CoverageInput } from './coverage-state.ts';
import type { ResolvedEdit } from './scenario.ts';

const EDITS = runs({ daily: 2000, full: 10_000 });
const LIMIT = 900;
const WITHIN = [300, 600, 900];

interface Here {
  readonly id: string;
  readonly place: number;
  readonly handle: number;
}

/** A plain model of the facilities after a list of edits; places are indexes into a pool. */
class Roll {
  here: Here[];
  edits: ResolvedEdit[] = [];
  #handles: number;
  #made = 0;
  readonly #pool: Snaps;

  constructor(pool: Snaps, count: number) {
    this.#pool = pool;
    this.here = Array.from({ length: count }, (_, place) => ({ id: `f${place}`, place, handle: place }));
    this.#handles = count;
  }

  add(place: number): void {
    this.#made += 1;
    const id = `new${this.#made}`;
    this.edits = [...this.edits, { kind: 'add', id, snap: snapPoint(this.#pool, place) }];
    this.here = [...this.here, { id, place, handle: this.#handles }];
    this.#handles += 1;
  }

  move(which: number, place: number): void {
    const { id } = this.here[which] as Here;
    this.edits = [...this.edits, { kind: 'move', id, snap: snapPoint(this.#pool, place) }];
    this.here = this.here.map((one, i) => (i === which ? { ...one, place } : one));
  }

  remove(which: number): void {
    this.edits = [...this.edits, { kind: 'remove', id: (this.here[which] as Here).id }];
    this.here = this.here.filter((_, i) => i !== which);
  }

  copy(): Roll {
    const copy = new Roll(this.#pool, 0);
    Object.assign(copy, { here: this.here, edits: this.edits });
    copy.#handles = this.#handles;
    copy.#made = this.#made;
    return copy;
  }
}

/** The coverage recomputed from the costs of every place of the pool. */
function recomputed(
  here: readonly Here[],
  pool: CostMatrix,
  demand: Demand,
  within: number,
): Pick<Coverage, 'cost' | 'nearest' | 'coveredPeople' | 'coveredAreaM2'> & {
  readonly withinCount: Uint32Array;
  readonly people: number[];
  readonly exclusive: number[];
} {
  const cost = new Float64Array(demand.count).fill(Infinity);
  const nearest = new Int32Array(demand.count).fill(-1);
  const withinCount = new Uint32Array(demand.count);
  const only = new Int32Array(demand.count);
  const people = here.map(({ place, handle }, h) => {
    let sum = 0;
    for (let at = pool.start[place] as number; at < (pool.start[place + 1] as number); at += 1) {
      const i = pool.demand[at] as number;
      const offered = pool.cost[at] as number;
      if (offered < (cost[i] as number)) [cost[i], nearest[i]] = [offered, handle];
      if (offered > within) continue;
      sum += demand.people[i] as number;
      withinCount[i] = (withinCount[i] as number) + 1;
      only[i] = h;
    }
    return sum;
  });
  const exclusive = here.map(() => 0);
  let [coveredPeople, coveredAreaM2] = [0, 0];
  demand.people.forEach((count, i) => {
    if (withinCount[i] === 1) exclusive[only[i] as number] = (exclusive[only[i] as number] as number) + count;
    if ((cost[i] as number) > within) return;
    coveredPeople += count;
    coveredAreaM2 += demand.areaM2[i] as number;
  });
  return { cost, nearest, withinCount, coveredPeople, coveredAreaM2, people, exclusive };
}

describe('coverage under edits', () => {
  let graph: Graph;
  let demandSnaps: Snaps;
  let demand: Demand;
  let pool: Snaps;
  let costs: CostMatrix;
  let input: CoverageInput;

  beforeAll(() => {
    graph = randomCity({ nodes: 2500, seed: 11 });
    demandSnaps = randomSnaps(graph, { count: 250, seed: 12, lost: 0.02 });
    demand = testDemand(demandSnaps, graph, 13);
    // Places come twice and thrice in the pool, so that facilities stand at one place; one in twenty-five has no
    // street.
    const few = randomSnaps(graph, { count: 160, seed: 14, lost: 0.04 });
    pool = snapsOf(Array.from({ length: 240 }, (_, i) => snapPoint(few, i % 160)));
    costs = costMatrix(
      {
        graph,
        search: searchGraph(graph, 'walk', { direction: 'backward' }),
        facilities: pool,
        demand: demandSnaps,
        accessSpeedMps: 1,
        limit: LIMIT,
      },
      UNWATCHED,
    );
    const snaps = snapsOf(Array.from({ length: 60 }, (_, i) => snapPoint(pool, i)));
    input = {
      graph,
      mode: 'walk',
      travel: {},
      demand,
      demandSnaps,
      facilities: { ids: Array.from({ length: 60 }, (_, i) => `f${i}`), snaps },
      limit: LIMIT,
      within: 600,
    };
  });

  it(`is to the bit that of computing everything anew, through ${String(EDITS)} edits, undone and redone`, () => {
    const random = randomFrom(2026);
    const state = CoverageState.create(input, UNWATCHED);
    const base = recomputed(new Roll(pool, 60).here, costs, demand, 600);
    let roll = new Roll(pool, 60);
    const undo: Roll[] = [];
    for (let step = 0; step < EDITS; step += 1) {
      const kind = random.next();
      undo.push(roll);
      roll = roll.copy();
      if (kind < 0.1 && undo.length > 1) roll = (undo[random.below(undo.length)] as Roll).copy();
      else if (kind < 0.3) roll.add(random.below(240));
      else if (kind < 0.55 && roll.here.length > 0) roll.remove(random.below(roll.here.length));
      else if (roll.here.length > 0) roll.move(random.below(roll.here.length), random.below(240));
      if (roll.edits.length > 120) roll = new Roll(pool, 60);
      if (undo.length > 30) undo.splice(0, 15);
      const within = WITHIN[step % 7 === 0 ? random.below(3) : 1] as number;
      // Whether facilities are counted changes nothing else, now or later.
      const perFacility = random.next() < 0.5;
      const got = state.evaluate(roll.edits, { within, perFacility });
      const anew = recomputed(roll.here, costs, demand, within);
      const { people, exclusive, ...arrays } = anew;
      // One comparison a step: assertions take longer than what they look at.
      const same =
        sameBits(got.cost, arrays.cost) &&
        sameBits(got.nearest, arrays.nearest) &&
        (perFacility ? sameBits(got.withinCount ?? [], arrays.withinCount) : got.withinCount === null) &&
        Object.is(got.coveredPeople, arrays.coveredPeople) &&
        Object.is(got.coveredAreaM2, arrays.coveredAreaM2) &&
        sameBits(
          got.facilities.map((one) => one.people ?? -1),
          perFacility ? people : people.map(() => -1),
        ) &&
        sameBits(
          got.facilities.map((one) => one.exclusivePeople ?? -1),
          perFacility ? exclusive : exclusive.map(() => -1),
        ) &&
        got.facilities.every((one, i) => one.id === roll.here[i]?.id && one.handle === roll.here[i].handle) &&
        sameBits(got.changed, differing(base, anew));
      if (!same) expect({ step, got }).toEqual({ step, got: anew });
    }
  });

  it.each([
    ['to-facility', 0],
    ['from-facility', 0],
    ['to-facility', 300],
    ['from-facility', 300],
  ] as const)(
    'has the facility of the lowest handle where only rounding tells two apart, through 1,500 edits, %s, %i turns forbidden',
    (direction, bans) => {
      const open = randomGraph({ nodes: 300, edges: 560, seed: 5, unit: 0.1 });
      const odd = withBans(open, randomBans(open, bans, 6));
      const nodes = snapsAtNodes(
        odd,
        Array.from({ length: 300 }, (_, v) => v),
      );
      const search = searchGraph(odd, 'walk', { direction: direction === 'to-facility' ? 'backward' : 'forward' });
      const all = costMatrix(
        { graph: odd, search, facilities: nodes, demand: nodes, accessSpeedMps: 1, limit: Infinity },
        UNWATCHED,
      );
      const people = testDemand(nodes, odd, 1);
      const state = CoverageState.create(
        {
          graph: odd,
          mode: 'walk',
          travel: { direction },
          demand: people,
          demandSnaps: nodes,
          limit: Infinity,
          within: 0.5,
          facilities: {
            ids: Array.from({ length: 40 }, (_, i) => `f${i}`),
            snaps: snapsOf(Array.from({ length: 40 }, (_, i) => snapPoint(nodes, i))),
          },
        },
        UNWATCHED,
      );
      const random = randomFrom(17);
      let roll = new Roll(nodes, 40);
      for (let step = 0; step < 1500; step += 1) {
        const kind = random.next();
        if (roll.edits.length > 80) roll = new Roll(nodes, 40);
        else if (kind < 0.3 || roll.here.length < 3) roll.add(random.below(300));
        else if (kind < 0.6) roll.remove(random.below(roll.here.length));
        else roll.move(random.below(roll.here.length), random.below(300));
        const got = state.evaluate(roll.edits);
        const anew = recomputed(roll.here, all, people, 0.5);
        if (
          !(
            sameBits(got.cost, anew.cost) &&
            sameBits(got.nearest, anew.nearest) &&
            sameBits(got.withinCount ?? [], anew.withinCount)
          )
        )
          expect({ step, ...got }).toEqual({ step, ...anew });
      }
    },
  );

  it('equals a state made for the edited facilities, gains and losses apart', () => {
    const random = randomFrom(7);
    const roll = new Roll(pool, 60);
    for (let step = 0; step < 40; step += 1) {
      if (step % 4 === 0) roll.add(random.below(240));
      else if (step % 4 === 1) roll.remove(random.below(roll.here.length));
      else roll.move(random.below(roll.here.length), random.below(240));
    }
    const got = CoverageState.create(input, UNWATCHED).evaluate(roll.edits);
    const fresh = CoverageState.create(
      {
        ...input,
        facilities: {
          ids: roll.here.map(({ id }) => id),
          snaps: snapsOf(roll.here.map(({ place }) => snapPoint(pool, place))),
        },
      },
      UNWATCHED,
    ).evaluate([]);
    expect(got.cost).toEqual(fresh.cost);
    expect([...got.nearest].map((handle) => roll.here.findIndex((one) => one.handle === handle))).toEqual([
      ...fresh.nearest,
    ]);
    expect(
      got.facilities.map(({ id, people, exclusivePeople, unconnected }) => ({
        id,
        people,
        exclusivePeople,
        unconnected,
      })),
    ).toEqual(
      fresh.facilities.map(({ id, people, exclusivePeople, unconnected }) => ({
        id,
        people,
        exclusivePeople,
        unconnected,
      })),
    );
    expect([got.coveredPeople, got.coveredAreaM2]).toEqual([fresh.coveredPeople, fresh.coveredAreaM2]);
    expect(fresh.changed).toHaveLength(0);
    expect(got.before.coveredPeople + got.gainedPeople - got.lostPeople).toBeCloseTo(got.coveredPeople, 6);
    expect(Math.min(got.gainedPeople, got.lostPeople)).toBeGreaterThan(0);
  });

  it('searches once for each place: not again for another time, nor for a place of before', () => {
    const state = CoverageState.create(input, UNWATCHED);
    state.evaluate([]);
    const find = vi.spyOn(ReachFinder.prototype, 'find');
    const edits: ResolvedEdit[] = [{ kind: 'move', id: 'f3', snap: snapPoint(pool, 100) }];
    const first = state.evaluate(edits);
    expect(state.evaluate([]).changed).toHaveLength(0);
    expect(state.evaluate(edits)).toEqual(first);
    expect(state.evaluate(edits, { within: 300 }).coveredPeople).toBeLessThan(first.coveredPeople);
    expect(find).toHaveBeenCalledTimes(1);
    find.mockRestore();
  });

  it('searches from each facility again for the first longer time, and then for none up to half as much more', () => {
    const state = CoverageState.create({ ...input, within: 300 }, UNWATCHED);
    state.evaluate([]);
    const find = vi.spyOn(ReachFinder.prototype, 'find');
    const longer = state.evaluate([], { within: 400 });
    expect(find).toHaveBeenCalledTimes(60);
    state.evaluate([], { within: 450 });
    expect(state.evaluate([], { within: 400 })).toEqual(longer);
    expect(find).toHaveBeenCalledTimes(60);
    find.mockRestore();
    expect(longer).toEqual(CoverageState.create({ ...input, within: 400 }, UNWATCHED).evaluate([]));
  });

  it('searches from no facility where they are not counted', () => {
    const find = vi.spyOn(ReachFinder.prototype, 'find');
    const state = CoverageState.create(input, UNWATCHED);
    const edits: ResolvedEdit[] = [{ kind: 'move', id: 'f3', snap: snapPoint(pool, 100) }];
    const got = state.evaluate(edits, { perFacility: false });
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
    const { facilities, withinCount, ...counted } = state.evaluate(edits);
    expect(withinCount).not.toBeNull();
    expect(got).toEqual({
      ...counted,
      facilities: facilities.map((one) => ({ ...one, people: null, exclusivePeople: null })),
      withinCount: null,
    });
  });

  it('stays as it was when an evaluation is stopped', () => {
    const state = CoverageState.create(input, UNWATCHED);
    const before = state.evaluate([]);
    const edits: ResolvedEdit[] = [1, 2, 3].map((f) => ({ kind: 'move', id: `f${f}`, snap: snapPoint(pool, 100 + f) }));
    let left = 2;
    const task = {
      ...UNWATCHED,
      checkpoint: () => {
        left -= 1;
        if (left < 0) throw new Cancelled('stopped');
      },
    };
    expect(() => state.evaluate(edits, { task })).toThrow(Cancelled);
    expect(() => state.evaluate(edits, { task, within: 900 })).toThrow(Cancelled);
    expect(state.evaluate([])).toEqual(before);
  });

  it('answers with arrays that later edits leave alone', () => {
    const state = CoverageState.create(input, UNWATCHED);
    const first = state.evaluate([]);
    const kept = structuredClone(first);
    state.evaluate([
      { kind: 'remove', id: 'f0' },
      { kind: 'remove', id: 'f5' },
    ]);
    expect(first).toEqual(kept);
  });
});

describe('edits of a scenario', () => {
  const graph = gridGraph({ columns: 6, rows: 6, blockM: 100 });
  const demandSnaps = snapsAtNodes(graph, [0, 3, 6]);
  const demand: Demand = { ...testDemand(demandSnaps, graph, 1), people: Float64Array.of(1, 10, 100) };
  const at = (node: number): SnapPoint => snapPoint(snapsAtNodes(graph, [node]), 0);
  const nowhere: SnapPoint = { edge: -1, fraction: 0, distanceM: Infinity };
  const create = (nodes: readonly number[]): CoverageState =>
    CoverageState.create(
      {
        graph,
        mode: 'walk',
        travel: {},
        demand,
        demandSnaps,
        facilities: { ids: nodes.map((_, i) => `f${i}`), snaps: snapsAtNodes(graph, nodes) },
        limit: 600,
        within: 200,
      },
      UNWATCHED,
    );

  it('say who gains and who loses', () => {
    const got = create([0]).evaluate([
      { kind: 'move', id: 'f0', snap: at(6) },
      { kind: 'add', id: 'x', snap: at(4) },
    ]);
    expect(got).toMatchObject({
      gainedPeople: 110,
      lostPeople: 1,
      coveredPeople: 110,
      before: { coveredPeople: 1, coveredAreaM2: 10_000 },
    });
    expect([...got.nearest]).toEqual([1, 1, 0]);
    expect(got.facilities).toEqual([
      { handle: 0, id: 'f0', added: false, people: 100, exclusivePeople: 0, unconnected: false },
      { handle: 1, id: 'x', added: true, people: 110, exclusivePeople: 10, unconnected: false },
    ]);
  });

  it('keep handles when others are removed, and give a new one to an id that comes back', () => {
    const got = create([0, 0, 6]).evaluate([
      { kind: 'remove', id: 'f0' },
      { kind: 'add', id: 'f0', snap: at(0) },
      { kind: 'remove', id: 'f2' },
    ]);
    expect(got.facilities.map(({ handle, id }) => [handle, id])).toEqual([
      [1, 'f1'],
      [3, 'f0'],
    ]);
    expect([...got.nearest]).toEqual([1, 1, 1]);
    expect([...got.changed]).toEqual([0, 1, 2]);
  });

  it('change nothing where a facility comes back to its place', () => {
    const got = create([0, 6]).evaluate([
      { kind: 'move', id: 'f0', snap: at(3) },
      { kind: 'move', id: 'f0', snap: at(0) },
    ]);
    expect(got.changed).toHaveLength(0);
  });

  it('may leave nothing within reach, and a facility without a street', () => {
    const got = create([0]).evaluate([{ kind: 'move', id: 'f0', snap: nowhere }]);
    expect(got.facilities).toEqual([
      { handle: 0, id: 'f0', added: false, people: 0, exclusivePeople: 0, unconnected: true },
    ]);
    expect([...got.nearest]).toEqual([-1, -1, -1]);
    expect(create([]).evaluate([])).toMatchObject({
      coveredPeople: 0,
      facilities: [],
      cost: Float64Array.of(Infinity, Infinity, Infinity),
    });
  });

  it.each([
    ['unknown-facility', '/edits/0/id', [{ kind: 'remove', id: 'x' }]],
    [
      'unknown-facility',
      '/edits/1/id',
      [
        { kind: 'remove', id: 'f0' },
        { kind: 'move', id: 'f0', snap: nowhere },
      ],
    ],
    [
      'unknown-facility',
      '/edits/2/id',
      [
        { kind: 'add', id: 'x', snap: nowhere },
        { kind: 'remove', id: 'x' },
        { kind: 'remove', id: 'x' },
      ],
    ],
    ['facility-twice', '/edits/0/id', [{ kind: 'add', id: 'f0', snap: nowhere }]],
    [
      'facility-twice',
      '/edits/1/id',
      [
        { kind: 'add', id: 'x', snap: nowhere },
        { kind: 'add', id: 'x', snap: nowhere },
      ],
    ],
  ] as const)('that is invalid is refused: %s at %s', (code, place, edits) => {
    const state = create([0]);
    expect(() => state.evaluate(edits)).toThrow(expect.objectContaining({ code, at: place }) as AnalysisError);
    expect(state.evaluate([]).coveredPeople).toBe(1);
  });

  it('cannot ask for more than was searched', () => {
    expect(() => create([0]).evaluate([], { within: 601 })).toThrow(AnalysisError);
    expect(() => create([0]).evaluate([], { within: NaN })).toThrow(AnalysisError);
  });
});

function sameBits(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) return false;
  return true;
}

function differing(a: Pick<Coverage, 'cost' | 'nearest'>, b: Pick<Coverage, 'cost' | 'nearest'>): number[] {
  const cells: number[] = [];
  for (let i = 0; i < a.cost.length; i += 1)
    if (a.cost[i] !== b.cost[i] || a.nearest[i] !== b.nearest[i]) cells.push(i);
  return cells;
}
