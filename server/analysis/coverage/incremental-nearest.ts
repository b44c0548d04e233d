/** The nearest facility of every demand, kept while facilities come and go. */
import { eachStart, leave, oneSnap, type ReachFinder, type ReachInput, type SnapPoint } from '../paths/reach.ts';
import { Search } from '../paths/dijkstra.ts';
import { alongEdge, isAtEnd, nodesBefore, pointEnds } from '../paths/search-graph.ts';
import type { Nearest, SearchGraph, Snaps } from '../types.ts';
import { NodeLabels, type Start } from './labels.ts';

export interface KeptInput extends ReachInput {
  /** The arcs of the search the other way round. */
  readonly reverse: SearchGraph;
  readonly facilities: Snaps;
  readonly limit: number;
}

export class IncrementalNearest implements Nearest {
  readonly cost: Float64Array;
  readonly facility: Int32Array;
  readonly #input: KeptInput;
  readonly #finder: ReachFinder;
  readonly #labels: NodeLabels;
  readonly #places = new Map<number, SnapPoint>();
  /** Handles of the facilities on an edge. */
  readonly #onEdge = new Map<number, number[]>();
  /** Edges that facilities have come to or gone from since the last update. */
  readonly #edges = new Set<number>();

  constructor(input: KeptInput, places: readonly SnapPoint[], finder: ReachFinder) {
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
      starts: places.map((place) => this.#startsOf(place)),
    });
    for (let i = 0; i < finder.demandCount; i += 1) this.#update(i);
    this.#edges.clear();
  }

  put(handle: number, place: SnapPoint): void {
    this.#note(handle, place);
    this.#labels.put(handle, this.#startsOf(place));
  }

  take(handle: number): void {
    const place = this.#places.get(handle);
    if (place === undefined) return;
    this.#places.delete(handle);
    this.#edges.add(place.edge);
    this.#onEdge.set(
      place.edge,
      (this.#onEdge.get(place.edge) ?? []).filter((other) => other !== handle),
    );
    this.#labels.take(handle);
  }

  /** After facilities were added and removed: updates the demand that they may have changed. */
  update(): void {
    const demand = new Set<number>();
    const note = (i: number): void => {
      demand.add(i);
    };
    for (const node of this.#labels.touched) this.#finder.eachAtNode(node, note);
    for (const edge of this.#edges) if (edge >= 0) this.#finder.eachOnEdge(edge, note);
    this.#labels.touched.clear();
    this.#edges.clear();
    for (const i of demand) this.#update(i);
  }

  #note(handle: number, place: SnapPoint): void {
    this.#places.set(handle, place);
    this.#edges.add(place.edge);
    const there = this.#onEdge.get(place.edge);
    if (there === undefined) this.#onEdge.set(place.edge, [handle]);
    else there.push(handle);
  }

  #startsOf(place: SnapPoint): readonly Start[] {
    const starts: Start[] = [];
    eachStart(
      this.#input,
      pointEnds(this.#input.search, oneSnap(place), this.#input.accessSpeedMps, 'out'),
      0,
      (node, cost) => starts.push({ node, cost }),
    );
    return starts;
  }

  #update(i: number): void {
    const { graph, search, accessSpeedMps, limit } = this.#input;
    const { edge, fraction, access, ends } = this.#finder.demand;
    const e = edge[i] as number;
    if (e < 0) return;
    let least = Infinity;
    let nearest = -1;
    const offer = (cost: number, handle: number): void => {
      if (!(cost <= limit) || cost > least || (cost === least && (cost === Infinity || handle > nearest))) return;
      least = cost;
      nearest = handle;
    };
    for (const end of [0, 1] as const) {
      for (const node of nodesBefore(graph, search, e, end, isAtEnd(fraction[i] as number, end)))
        this.#labels.each(node, (cost, handle) => {
          offer(cost + (ends[2 * i + end] as number) + (access[i] as number), handle);
        });
    }
    for (const handle of this.#onEdge.get(e) ?? []) {
      const place = this.#places.get(handle) as SnapPoint;
      offer(
        place.distanceM / accessSpeedMps +
          alongEdge(search, e, place.fraction, fraction[i] as number) +
          (access[i] as number),
        handle,
      );
    }
    this.cost[i] = least;
    this.facility[i] = nearest;
  }
}
