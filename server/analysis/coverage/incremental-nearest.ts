/** The nearest facility of every demand, kept while facilities come and go, and streets change. */
import type { ReachInput } from '../paths/demand-places.ts';
import { eachStart, leave, type ReachFinder } from '../paths/reach.ts';
import { oneSnap, type SnapPoint } from '../paths/snap-point.ts';
import { Search } from '../paths/dijkstra.ts';
import { alongEdge, isAtEnd, nodesBefore, pointEnds } from '../paths/search-graph.ts';
import type { Nearest, SearchGraph, Snaps } from '../types.ts';
import { NodeLabels, type Start } from './labels.ts';
import type { ArcChanges } from './patched-streets.ts';
import type { Place } from './scenario.ts';

export interface KeptInput extends ReachInput {
  /** The arcs of the search the other way round. */
  readonly reverse: SearchGraph;
  readonly facilities: Snaps;
  readonly limit: number;
}

/** A facility on an edge. */
interface OnEdge {
  readonly handle: number;
  readonly place: SnapPoint;
}

export class IncrementalNearest implements Nearest {
  readonly cost: Float64Array;
  readonly facility: Int32Array;
  readonly #input: KeptInput;
  readonly #finder: ReachFinder;
  readonly #labels: NodeLabels;
  readonly #places = new Map<number, Place>();
  readonly #onEdge = new Map<number, OnEdge[]>();
  /** Edges that facilities have come to or gone from since the last update. */
  readonly #edges = new Set<number>();
  /** Demand to be updated. */
  readonly #demand = new Set<number>();

  constructor(input: KeptInput, places: readonly Place[], finder: ReachFinder) {
    const { search: streets, reverse, limit } = input;
    this.#input = input;
    this.#finder = finder;
    this.cost = new Float64Array(finder.demandCount).fill(Infinity);
    this.facility = new Int32Array(finder.demandCount).fill(-1);
    places.forEach((place, handle) => {
      this.#note(handle, place);
    });
    const out = pointEnds(streets, input.facilities, input.accessSpeedMps, 'out');
    const search = new Search(streets);
    search.begin(limit);
    for (let f = 0; f < places.length; f += 1) leave(search, input, out, f);
    search.run();
    this.#labels = new NodeLabels(search, {
      graph: streets,
      reverse,
      limit,
      starts: places.map((place) => this.startsOf(place)),
    });
    for (let i = 0; i < finder.demandCount; i += 1) this.#update(i);
    this.#edges.clear();
  }

  put(handle: number, place: Place): void {
    this.#note(handle, place);
    this.#labels.put(handle, this.startsOf(place));
  }

  take(handle: number): void {
    const place = this.#places.get(handle);
    if (place === undefined) return;
    this.#places.delete(handle);
    for (const { edge } of place) {
      this.#edges.add(edge);
      this.#onEdge.set(
        edge,
        (this.#onEdge.get(edge) ?? []).filter((other) => other.handle !== handle),
      );
    }
    this.#labels.take(handle);
  }

  /** Other streets: `apply` changes the arcs of the search, `reconnect` the places of the demand. */
  rewire(changes: ArcChanges, apply: () => void, reconnect: () => Iterable<number>): void {
    this.#labels.rewire(changes, apply);
    this.#noteDemand();
    for (const i of reconnect()) this.#demand.add(i);
  }

  /** After facilities were added and removed: updates the demand that they may have changed. */
  update(): void {
    this.#noteDemand();
    for (const i of this.#demand) this.#update(i);
    this.#demand.clear();
  }

  /** The nodes that a facility's ways begin at. */
  startsOf(place: Place): readonly Start[] {
    const starts: Start[] = [];
    for (const each of place)
      eachStart(
        this.#input,
        pointEnds(this.#input.search, oneSnap(each), this.#input.accessSpeedMps, 'out'),
        0,
        (node, cost) => starts.push({ node, cost }),
      );
    return starts;
  }

  /** Demand at the nodes and edges that have changed. */
  #noteDemand(): void {
    const { places } = this.#finder;
    const note = (place: number): void => {
      this.#demand.add(places.of[place] as number);
    };
    for (const node of this.#labels.touched) places.eachAtNode(node, note);
    for (const edge of this.#edges) if (edge >= 0) places.eachOnEdge(edge, note);
    this.#labels.touched.clear();
    this.#edges.clear();
  }

  #note(handle: number, place: Place): void {
    this.#places.set(handle, place);
    for (const each of place) {
      this.#edges.add(each.edge);
      const there = this.#onEdge.get(each.edge);
      if (there === undefined) this.#onEdge.set(each.edge, [{ handle, place: each }]);
      else there.push({ handle, place: each });
    }
  }

  #update(i: number): void {
    let least = Infinity;
    let nearest = -1;
    const { limit } = this.#input;
    this.#finder.places.eachOf(i, (place) => {
      this.#offers(place, (cost, handle) => {
        if (!(cost <= limit) || cost > least || (cost === least && (cost === Infinity || handle > nearest))) return;
        least = cost;
        nearest = handle;
      });
    });
    this.cost[i] = least;
    this.facility[i] = nearest;
  }

  #offers(place: number, offer: (cost: number, handle: number) => void): void {
    const { graph, search, accessSpeedMps } = this.#input;
    const { edge, fraction, access, ends } = this.#finder.places.ends;
    const e = edge[place] as number;
    if (e < 0) return;
    for (const end of [0, 1] as const) {
      const last = ends[2 * place + end] as number;
      if (last === Infinity) continue;
      for (const node of nodesBefore(graph, search, e, end, isAtEnd(fraction[place] as number, end)))
        this.#labels.each(node, (cost, handle) => {
          offer(cost + last + (access[place] as number), handle);
        });
    }
    for (const { handle, place: facility } of this.#onEdge.get(e) ?? []) {
      offer(
        facility.distanceM / accessSpeedMps +
          alongEdge(search, e, facility.fraction, fraction[place] as number) +
          (access[place] as number),
        handle,
      );
    }
  }
}
