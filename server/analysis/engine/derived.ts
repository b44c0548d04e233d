import type { StudyTravel, Travel } from '../../../tiles/api/study.ts';
import { DEFAULT_MAX_ACCESS_M, DEFAULT_MIN_PIECE_M, DEFAULT_MODE, type Mode } from '../../../tiles/api/vocabulary.ts';
import { cellIndex, locateCells, type CellIndex, neighbours } from '../demand/cells.ts';
import { AnalysisError } from '../errors.ts';
import type { Touching } from '../measures/types.ts';
import { components, type Components } from '../network/components.ts';
import { sailing } from '../network/ferries.ts';
import { atHour } from '../network/speed-factors.ts';
import { sloped } from '../network/slope.ts';
import { ruled, rulesKey, rulesOf } from '../network/travel-rules.ts';
import { editedGraph } from '../street-edits/edited-graph.ts';
import { editedSnaps } from '../street-edits/edited-snaps.ts';
import { resolveStreets } from '../street-edits/resolve.ts';
import { inSmallPiece, segmentIndex, snapPoints, type SegmentIndex } from '../network/snap.ts';
import { WalkGround } from '../paths/walk.ts';
import { departureFactors } from '../study/departure.ts';
import { STUDY } from '../study/messages.ts';
import { timetableOf, type Period, type Timetable } from '../transit/timetable.ts';
import type { Transit } from '../transit/types.ts';
import { transitWalks, type TransitWalks, type WalksInput } from '../transit/walks.ts';
import type { Demand, Graph, Snaps, Task } from '../types.ts';
import { CacheBudget } from './cache-budget.ts';
import { arrayBytes, DerivedCache, type CacheSizes } from './caches.ts';

/** Which streets points join, as a study's travel says it. */
export type SnapRule = Pick<Travel, 'maxAccessM' | 'minPieceM'>;
/** What of a travel changes the times of its streets. */
type Travelled = Pick<Travel, 'mode' | 'ferries' | 'profile' | 'rules' | 'slope'> &
  Pick<StudyTravel, 'date' | 'depart' | 'speeds'>;
/** As many networks and demands as a thread keeps of each (`thread-sources.ts`), and some of studies' own. */
const MOST_OBJECTS = 8;
const MOST_SNAPS = 32;
/** A number of a `Map` with its key takes about this much. */
const MAP_ENTRY_BYTES = 40;

/**
 * What a thread derives from networks and demands, kept from one piece of work to the next. Each thread has one, and
 * tells its size with every answer.
 */
export class Derived {
  readonly budget = new CacheBudget();
  readonly #snaps = new DerivedCache<Snaps>({
    maxEntries: MOST_SNAPS,
    budget: this.budget,
    bytesOf: ({ edge, fraction, distanceM }) => bytesOf(edge, fraction, distanceM),
  });
  readonly #touching = new DerivedCache<Touching>({
    maxEntries: MOST_OBJECTS,
    budget: this.budget,
    bytesOf: ({ start, index }) => bytesOf(start, index),
  });
  readonly #components = new DerivedCache<Components>({
    maxEntries: MOST_OBJECTS,
    budget: this.budget,
    bytesOf: ({ component, sizes, lengthM }) => bytesOf(component, sizes, lengthM),
  });
  readonly #segments = new DerivedCache<SegmentIndex>({
    maxEntries: MOST_OBJECTS,
    budget: this.budget,
    bytesOf: ({ tree, edge, place }) => (tree?.data.byteLength ?? 0) + bytesOf(edge, place),
  });
  readonly #cells = new DerivedCache<CellIndex>({
    maxEntries: MOST_OBJECTS,
    budget: this.budget,
    bytesOf: (index) => index.size * MAP_ENTRY_BYTES,
  });
  readonly #metres = new DerivedCache<Graph>({
    maxEntries: MOST_OBJECTS,
    budget: this.budget,
    bytesOf: ({ forward, backward }) => bytesOf(forward.walk, backward.walk),
  });
  readonly #ruled = new DerivedCache<Graph>({
    maxEntries: MOST_OBJECTS,
    budget: this.budget,
    bytesOf: ({ edgeCount }) => 2 * edgeCount * Float64Array.BYTES_PER_ELEMENT,
  });
  readonly #ferries = new DerivedCache<Graph>({
    maxEntries: MOST_OBJECTS,
    budget: this.budget,
    bytesOf: ({ forward, backward }) => bytesOf(...Object.values(forward), ...Object.values(backward)),
  });

  readonly #walks = new DerivedCache<WalkGround>({
    maxEntries: MOST_OBJECTS,
    budget: this.budget,
    bytesOf: ({ bytes }) => bytes,
  });

  readonly #timetables = new DerivedCache<Timetable>({
    maxEntries: MOST_OBJECTS,
    budget: this.budget,
    bytesOf: arrayBytes,
  });
  readonly #transitWalks = new DerivedCache<TransitWalks>({
    maxEntries: MOST_OBJECTS,
    budget: this.budget,
    bytesOf: arrayBytes,
  });

  /** Points snapped to a network. See `snapPoints`; pieces shorter than `minPieceM` are the small ones. */
  snap(graph: Graph, mode: Mode, lonLat: Float64Array, rule: SnapRule = {}): Snaps {
    const { overlay } = graph;
    const { maxAccessM, minPieceM } = rule;
    if (overlay !== undefined) {
      const snaps = this.snap(overlay.base, mode, lonLat, rule);
      return editedSnaps(overlay, mode, lonLat, snaps, maxAccessM ?? DEFAULT_MAX_ACCESS_M);
    }
    const index = this.segments(graph);
    const isSmall = inSmallPiece(this.components(graph, mode), minPieceM ?? DEFAULT_MIN_PIECE_M);
    return snapPoints(graph, mode, lonLat, { maxDistanceM: maxAccessM ?? DEFAULT_MAX_ACCESS_M, index, isSmall });
  }

  /** The index of a network's segments. */
  segments(graph: Graph): SegmentIndex {
    return this.#segments.get([graph], '', () => segmentIndex(graph));
  }

  /** Cells snapped to a network. Throws `AnalysisError` where not one of them is near a road. */
  demandSnaps(graph: Graph, demand: Demand, mode: Mode, rule: SnapRule = {}): Snaps {
    const { overlay } = graph;
    const key = `${mode} ${ruleKey(rule)}`;
    const found = this.#snaps.get([graph, demand], key, () =>
      overlay === undefined
        ? this.snap(graph, mode, demand.lonLat, rule)
        : editedSnaps(
            overlay,
            mode,
            demand.lonLat,
            this.demandSnaps(overlay.base, demand, mode, rule),
            rule.maxAccessM ?? DEFAULT_MAX_ACCESS_M,
          ),
    );
    // Where edits leave no cell a street, they say so.
    if (overlay !== undefined) return found;
    refuseElsewhere(graph, demand, found, rule.maxAccessM);
    return found;
  }

  /** Stops of public transport snapped to a network, on foot. */
  stopSnaps(graph: Graph, transit: Transit, rule: SnapRule = {}): Snaps {
    return this.#snaps.get([graph, transit], `stops ${ruleKey(rule)}`, () =>
      this.snap(graph, 'walk', transit.lonLat, rule),
    );
  }

  timetable(transit: Transit, period: Period): Timetable {
    return this.#timetables.get([transit], Object.values(period).join(' '), () => timetableOf(transit, period));
  }

  /** See `transitWalks`. `speedMps`: how fast the search of the input walks. */
  transitWalks(transit: Transit, input: WalksInput, speedMps: number, task: Task): TransitWalks {
    const { graph, stops, demand, accessSpeedMps, maxWalkS, maxTransferS } = input;
    const key = [speedMps, accessSpeedMps, maxWalkS, maxTransferS].join(' ');
    return this.#transitWalks.get([transit, graph, stops, demand], key, () => transitWalks(transit, input, task));
  }

  /** Which cells share an edge. */
  touching(demand: Demand): Touching {
    // Groups of people live in the same cells.
    return this.#touching.get([demand.shape], '', () => neighbours(demand));
  }

  /** The pieces of a network that no road joins. */
  components(graph: Graph, mode: Mode): Components {
    return this.#components.get([graph], mode, () => components(graph, mode));
  }

  /** Cell that each point lies in. See `locateCells`. */
  locate(demand: Demand, lonLat: Float64Array): Int32Array {
    const { shape } = demand;
    return locateCells(
      demand,
      lonLat,
      this.#cells.get([shape], '', () => cellIndex(shape)),
    );
  }

  /**
   * The network as somebody travels it: by the rules of the travel, at the speeds of its hour, and with its ferries
   * where they are asked for.
   */
  travelled(graph: Graph, travel: Travelled): Graph {
    const streets = this.#streets(graph, travel);
    if (travel.ferries !== true || streets.ferries.edge.length === 0) return streets;
    return this.#ferries.get([streets], '', () => {
      const { overlay } = streets;
      const sailed = sailing(streets);
      return overlay === undefined ? sailed : { ...sailed, overlay: { ...overlay, base: sailing(overlay.base) } };
    });
  }

  /** Street edits find and change the streets that somebody uses. */
  #streets(graph: Graph, travel: Travelled): Graph {
    const { mode = DEFAULT_MODE } = travel;
    const { overlay } = graph;
    const rules = rulesOf(travel);
    const factors = departureFactors(graph, travel);
    const bySlope = travel.slope === true && graph.climb !== undefined;
    if (rules === null && factors === null && !bySlope) return graph;
    const key = `${mode} ${String(bySlope)} ${rulesKey(travel)} ${factors?.join(' ') ?? ''}`;
    return this.#ruled.get([graph], key, () => {
      if (overlay !== undefined) {
        const base = this.#streets(overlay.base, travel);
        return editedGraph(resolveStreets(base, this.segments(base), overlay.edits).overlay);
      }
      const open = rules === null ? graph : ruled(graph, mode, rules);
      const used = bySlope ? sloped(open) : open;
      return factors === null ? used : atHour(used, factors);
    });
  }

  /** The network whose costs on foot are metres, of streets alone. */
  inMetres(graph: Graph): Graph {
    return this.#metres.get([graph], '', () => {
      const ferries = new Set(graph.ferries.edge);
      const along = (times: Float64Array): Float64Array =>
        graph.lengthM.map((metres, edge) => (times[edge] === Infinity || ferries.has(edge) ? Infinity : metres));
      return {
        ...graph,
        forward: { ...graph.forward, walk: along(graph.forward.walk) },
        backward: { ...graph.backward, walk: along(graph.backward.walk) },
      };
    });
  }

  /** The network as somebody walks it from one place to others, by metres. */
  walks(graph: Graph): WalkGround {
    return this.#walks.get([graph], '', () => new WalkGround(this.inMetres(graph)));
  }

  sizes(): Omit<CacheSizes, 'coverages' | 'sources'> {
    return {
      snaps: this.#snaps.size,
      touching: this.#touching.size,
      components: this.#components.size,
      segments: this.#segments.size,
      cells: this.#cells.size,
      metres: this.#metres.size,
      ruled: this.#ruled.size,
      ferries: this.#ferries.size,
      walks: this.#walks.size,
      timetables: this.#timetables.size,
      transit: this.#transitWalks.size,
    };
  }
}

function ruleKey({ maxAccessM, minPieceM }: SnapRule): string {
  return `${String(maxAccessM ?? '')} ${String(minPieceM ?? '')}`;
}

/** Throws `AnalysisError` where no cell is near the network: an answer of nothing but zeros would hide the mistake. */
export function refuseElsewhere(
  graph: Graph,
  demand: Demand,
  { count, edge }: Snaps,
  maxDistanceM = DEFAULT_MAX_ACCESS_M,
): void {
  if (count === 0 || edge.some((each) => each >= 0)) return;
  throw new AnalysisError(
    'network-elsewhere',
    STUDY['network-elsewhere'],
    { network: graph.meta.title, people: demand.meta.title, metres: maxDistanceM },
    { at: '/network' },
  );
}

function bytesOf(...arrays: readonly ArrayBufferView[]): number {
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
