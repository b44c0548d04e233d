import { beforeAll, describe, expect, it } from 'vitest';
import type { StreetEdit } from '../../../tiles/api/street-edits.ts';
import { DEFAULT_MAX_ACCESS_M, type Mode } from '../../../tiles/api/vocabulary.ts';
import type { SearchDirection } from '../paths/search-graph.ts';
import { runs } from '../../testing/effort.ts';
import { randomFrom } from '../../testing/random.ts';
import { randomStreetEdit } from '../../testing/street-edits.ts';
import { gridGraph, placeOf, randomCity, randomSnaps, testDemand, UNWATCHED } from '../../testing/street-grids.ts';
import { randomBans } from '../../testing/turns.ts';
import { withBans } from '../network/build.ts';
import { segmentIndex, snapPoints } from '../network/snap.ts';
import { costMatrix, nearestFacility } from '../paths/cost-matrix.ts';
import { nearestOfCosts } from '../paths/matrix.ts';
import { searchGraph } from '../paths/search-graph.ts';
import { othersOf, otherPoints, snapPoint } from '../paths/snap-point.ts';
import { editedGraph } from '../street-edits/edited-graph.ts';
import { editedSnaps } from '../street-edits/edited-snaps.ts';
import { resolveStreets } from '../street-edits/resolve.ts';
import type { Demand, Graph, Snaps } from '../types.ts';
import { CoverageState, type StreetScenario } from './coverage-state.ts';
import { snapEdits } from './scenario.ts';

const STEPS = runs({ daily: 60, full: 1000 });
const LIMIT = 1500;
const KINDS = ['add', 'close', 'oneway', 'speed', 'shut'] as const;

/** A city with points beside its streets: people and facilities. */
class Town {
  readonly graph: Graph;
  readonly mode: Mode;
  readonly demand: Demand;
  readonly demandSnaps: Snaps;
  readonly lonLat: Float64Array;
  readonly facilitySnaps: Snaps;
  readonly #index;

  constructor(graph: Graph, mode: Mode, seed: number) {
    this.graph = graph;
    this.mode = mode;
    this.#index = segmentIndex(graph);
    const demandAt = this.#beside(250, seed);
    this.lonLat = this.#beside(30, seed + 1);
    this.demandSnaps = this.snap(demandAt);
    this.facilitySnaps = this.snap(this.lonLat);
    this.demand = { ...testDemand(this.demandSnaps, graph, seed + 2), lonLat: demandAt };
  }

  snap(lonLat: Float64Array): Snaps {
    return snapPoints(this.graph, this.mode, lonLat, { maxDistanceM: DEFAULT_MAX_ACCESS_M, index: this.#index });
  }

  streets(edits: readonly StreetEdit[]): StreetScenario {
    const { overlay } = resolveStreets(this.graph, this.#index, edits);
    const edited = (lonLat: Float64Array, snaps: Snaps): Snaps =>
      editedSnaps(overlay, this.mode, lonLat, snaps, DEFAULT_MAX_ACCESS_M);
    return {
      key: JSON.stringify(edits),
      overlay,
      demandSnaps: edited(this.demand.lonLat, this.demandSnaps),
      facilitySnaps: edited(this.lonLat, this.facilitySnaps),
    };
  }

  #beside(count: number, seed: number): Float64Array {
    const random = randomFrom(seed);
    const near = randomSnaps(this.graph, { count, seed });
    return Float64Array.from(
      Array.from({ length: count }, (_, i) => {
        const [lon, lat] = placeOf(this.graph, near.edge[i] as number, near.fraction[i] as number);
        return [lon + (random.next() - 0.5) / 1500, lat + (random.next() - 0.5) / 1500];
      }).flat(),
    );
  }
}

function withMore(all: Snaps, more: Snaps): Snaps {
  const count = all.count + more.count;
  const places = [all, more].flatMap((snaps) => Array.from({ length: snaps.count }, (_, i) => snapPoint(snaps, i)));
  const others = [all, more].flatMap((snaps, part) =>
    Array.from({ length: snaps.count }, (_, i) =>
      otherPoints(snaps, i).map((place) => ({ of: i + (part === 0 ? 0 : all.count), ...place })),
    ).flat(),
  );
  return {
    count,
    edge: Int32Array.from(places, ({ edge }) => edge),
    fraction: Float64Array.from(places, ({ fraction }) => fraction),
    distanceM: Float64Array.from(places, ({ distanceM }) => distanceM),
    others: othersOf(others),
  };
}

describe.each([
  ['walking to facilities', 'walk', 'to-facility', 0],
  ['driving from facilities', 'drive', 'from-facility', 250],
  ['cycling to facilities, with bans', 'cycle', 'to-facility', 250],
  ['walking on a grid of equal blocks, with bans', 'walk', 'to-facility', -60],
] as const)('coverage under street edits: %s', (_title, mode, direction, bans) => {
  let town: Town;
  let state: CoverageState;
  const way: SearchDirection = direction === 'to-facility' ? 'backward' : 'forward';

  beforeAll(() => {
    const open =
      bans < 0
        ? gridGraph({ columns: 18, rows: 18, blockM: 100 / 3, ways: 'alternate' })
        : randomCity({ nodes: 500, seed: 21 });
    const graph = bans === 0 ? open : withBans(open, randomBans(open, Math.abs(bans), 22));
    town = new Town(graph, mode, 23);
    state = CoverageState.create(
      {
        graph,
        mode,
        travel: { direction },
        demand: town.demand,
        demandSnaps: town.demandSnaps,
        facilities: { ids: Array.from({ length: 30 }, (_, f) => `f${f}`), snaps: town.facilitySnaps },
        limit: LIMIT,
        within: 300,
      },
      UNWATCHED,
    );
  });

  it('is to the last bit what the edited network gives from nothing', () => {
    const random = randomFrom(24);
    let edits: readonly StreetEdit[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      if (edits.length > 0 && random.next() < 0.4) edits = edits.filter((_, i) => i !== random.below(edits.length));
      if (random.next() < 0.1) edits = [];
      const kind = KINDS[random.below(KINDS.length)] as (typeof KINDS)[number];
      if (random.next() < 0.8)
        edits = [...edits, randomStreetEdit(town.graph, random, { id: `e${step}`, kind, modes: [mode] })];
      const within = [200, 300, 500, 900][random.below(4)] as number;
      const streets = edits.length === 0 ? null : town.streets(edits);
      const place = placeOf(town.graph, random.below(town.graph.edgeCount), random.next());
      const isAdded = random.next() < 0.5;
      const added = isAdded ? [{ kind: 'add', id: 'new', lon: place[0], lat: place[1] } as const] : [];
      const snapOf = (lonLat: Float64Array): Snaps =>
        streets === null
          ? town.snap(lonLat)
          : editedSnaps(streets.overlay, mode, lonLat, town.snap(lonLat), DEFAULT_MAX_ACCESS_M);
      const perFacility = random.next() < 0.5;
      const coverage = state.evaluate(snapEdits(added, snapOf), { within, streets, perFacility });

      const graph = streets === null ? town.graph : editedGraph(streets.overlay);
      const facilities = withMore(
        streets?.facilitySnaps ?? town.facilitySnaps,
        snapOf(Float64Array.from(added.flatMap(({ lon, lat }) => [lon, lat]))),
      );
      const search = searchGraph(graph, mode, { direction: way });
      const demand = streets?.demandSnaps ?? town.demandSnaps;
      const input = { graph, search, facilities, demand, accessSpeedMps: 1 };
      const matrix = costMatrix({ ...input, limit: LIMIT }, UNWATCHED);
      const nearest = nearestOfCosts(matrix);
      expect(nearestFacility({ ...input, limit: LIMIT }, UNWATCHED)).toEqual(nearest);
      expect(coverage.cost).toEqual(nearest.cost);
      expect(coverage.nearest).toEqual(nearest.facility);
      const reached = costMatrix({ ...input, limit: within }, UNWATCHED);
      const people = coverage.facilities.map(({ handle }) => {
        let sum = 0;
        for (let at = reached.start[handle] as number; at < (reached.start[handle + 1] as number); at += 1)
          sum += town.demand.people[reached.demand[at] as number] as number;
        return sum;
      });
      expect(coverage.facilities.map((facility) => facility.people)).toEqual(
        perFacility ? people : people.map(() => null),
      );
      const counts = new Uint32Array(town.demand.count);
      for (const i of reached.demand) counts[i] = (counts[i] as number) + 1;
      expect(coverage.withinCount).toEqual(perFacility ? counts : null);
    }
  });
});
