/** What the parts of the engine hand one another: typed arrays, so that threads can share them. */
import type { SitingModel, SitingStatus, Mode } from '../../tiles/api/vocabulary.ts';
import type { StreetEdit } from '../../tiles/api/street-edits.ts';
import type { SitingStep } from '../../tiles/api/siting.ts';
import type { Bbox, GeoJSONGeometry } from '../../tiles/api/wire.ts';
import type { Text } from '../../tiles/layer/layer.ts';

/**
 * A street network. An edge is a piece of street between two nodes; it may be gone along both ways, each in its own
 * time. Made by `network/`, kept as one file (`tiles/api/columnar-message.ts`).
 */
export interface Graph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Degrees, pairs by node. */
  readonly lonLat: Float64Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** On the spheroid, along the shape. */
  readonly lengthM: Float64Array;
  /**
   * Interior points of the edges' shapes from `from` to `to`: pairs in `shape`, those of edge e from `shapeStart[e]`
   * (in pairs) to `shapeStart[e + 1]`.
   */
  readonly shapeStart: Uint32Array;
  readonly shape: Float64Array;
  /** Seconds at the default speed from `from` to `to`, and back; Infinity where not allowed. */
  readonly forward: Readonly<Record<Mode, Float64Array>>;
  readonly backward: Readonly<Record<Mode, Float64Array>>;
  readonly bans: Bans;
  readonly water: Water;
  readonly ferries: Ferries;
  /** By edge what OpenStreetMap says of it (`network/street-tags.ts`). Absent where nobody has kept it. */
  readonly streetTags?: Uint32Array;
  /** By edge: metres up and metres down from `from` to `to`, NaN where not known. Absent without heights. */
  readonly climb?: Float32Array;
  /** Of cars by hour. Absent where they go at one speed all day. */
  readonly speedFactors?: SpeedFactors;
  readonly meta: NetworkMeta;
  /** What a scenario has made of the streets: added edges and nodes come after those of `overlay.base`. */
  readonly overlay?: StreetOverlay;
}

/** Seconds along an edge by mode, there and back; Infinity where not allowed. */
export interface EdgeTimes {
  readonly forward: Readonly<Record<Mode, number>>;
  readonly backward: Readonly<Record<Mode, number>>;
}

/** A part of an edge of the base, by length from its `from`. */
export interface EdgeShare {
  readonly edge: number;
  readonly start: number;
  readonly end: number;
}

/** An edge of a scenario: a piece of a new street, or of a street that a new one meets. */
export interface AddedEdge extends EdgeTimes {
  readonly from: number;
  readonly to: number;
  /** Interior points: longitude, latitude, longitude, … */
  readonly shape: readonly number[];
  readonly lengthM: number;
  /** Null for a new street. */
  readonly pieceOf: EdgeShare | null;
}

/** A node of a scenario. */
export interface AddedNode {
  readonly lon: number;
  readonly lat: number;
  /** Where it cuts an edge of the base; null where no street was. */
  readonly on: { readonly edge: number; readonly fraction: number } | null;
  /** The same for the same place, whatever else is in the scenario. */
  readonly key: string;
}

/** Street edits, resolved against a network (`street-edits/`). */
export interface StreetOverlay {
  readonly base: Graph;
  readonly edits: readonly StreetEdit[];
  /** Node n is number `base.nodeCount + n` of the edited network. */
  readonly nodes: readonly AddedNode[];
  /** Edge e is number `base.edgeCount + e`. */
  readonly edges: readonly AddedEdge[];
  /** By edge of the base, its pieces in `edges`, in order. The edge itself stays, so that no way becomes longer. */
  readonly pieces: ReadonlyMap<number, readonly number[]>;
  /** Edges of the base that take another time. */
  readonly times: ReadonlyMap<number, EdgeTimes>;
  /**
   * By mode, arcs (2e and 2e + 1, added ones too) that nobody travels through. Points on them still come and go along
   * them, as residents do.
   */
  readonly noThrough: Readonly<Record<Mode, ReadonlySet<number>>>;
  /** By edge, added ones too: shares of its length that nobody passes: start, end, start, … ascending. */
  readonly blocked: ReadonlyMap<number, readonly number[]>;
  readonly shut: readonly ShutArea[];
}

/** Rings of a polygon in which nothing is travelled, and its box. */
export interface ShutArea {
  readonly rings: readonly (readonly (readonly [lon: number, lat: number])[])[];
  readonly box: Bbox;
}

/** Rows of factors; see `network/speed-factors.ts`. */
export interface SpeedFactors {
  readonly class: Uint8Array;
  readonly weekday: Uint8Array;
  readonly hour: Uint8Array;
  readonly factor: Float64Array;
}

/**
 * Ways on that are forbidden: turns, and what a gate keeps out. Each is a run of arcs (2e along edge e from its `from`
 * to its `to`, 2e + 1 back), one after the other, that nobody of its modes may go along whole. Those of ban b
 * are `arc[start[b]]` to `arc[start[b + 1]]`, two at least.
 */
export interface Bans {
  readonly start: Uint32Array;
  readonly arc: Uint32Array;
  /** By ban: whom it binds, `MODES[m]` where bit m is set. */
  readonly modes: Uint8Array;
}

/**
 * Edges that are ferries, ascending. The times of a network are without them: nobody may go along them but on what
 * `sailing` makes of it, for those who ask. Seconds of a crossing, whatever the mode, without waiting.
 */
export interface Ferries {
  readonly edge: Uint32Array;
  readonly seconds: Float64Array;
  /** By ferry: whom it takes from its edge's `from` to its `to`, `MODES[m]` where bit m is set; and back. */
  readonly forward: Uint8Array;
  readonly backward: Uint8Array;
}

/**
 * Water around a network, which nobody walks over: polygons, whose rings are `polygonStart[p]` to
 * `polygonStart[p + 1]`, the outer one first; points of ring r, pairs of degrees, are
 * `ringStart[r]` to `ringStart[r + 1]`. They may overlap.
 */
export interface Water {
  readonly polygonStart: Uint32Array;
  readonly ringStart: Uint32Array;
  readonly lonLat: Float64Array;
}

export interface NetworkMeta {
  readonly id: string;
  /** Changes whenever the network does. */
  readonly key: string;
  readonly title: Text;
  readonly provenance: string;
  readonly source: Text;
  /** Of costs: `s` for streets. */
  readonly costUnit: string;
}

/**
 * The arcs of one mode in one direction of search, by node: those of node v are `firstArc[v]` to `endArc[v]`. For a
 * search against the arrows (who comes here?) the arcs are reversed.
 */
export interface SearchGraph {
  readonly nodeCount: number;
  readonly firstArc: Uint32Array;
  readonly endArc: Uint32Array;
  readonly head: Uint32Array;
  readonly cost: Float64Array;
  /**
   * Edge of each arc, times two, plus one where it runs from the edge's `to` to its `from` (as travelled, whatever the
   * search's direction).
   */
  readonly edge: Uint32Array;
}

/** Where points meet the network. */
export interface Snaps {
  readonly count: number;
  /** -1: farther than allowed from every edge. */
  readonly edge: Int32Array;
  /** 0 at the edge's `from`, 1 at its `to`. By length. */
  readonly fraction: Float64Array;
  /** From the point to the edge. */
  readonly distanceM: Float64Array;
  /** Points that are not on their nearest edge, as that is of a small piece of the network. */
  readonly passedOver?: number;
  /** Further places where some of the points meet a network that a scenario has changed: whichever is less counts. */
  readonly others?: OtherSnaps;
  /** By point: 1 where it lies in a shut area, or one parts it from its street. Such points have edge -1. */
  readonly shut?: Uint8Array;
}

/** `of`: index of the point, ascending. */
export interface OtherSnaps extends Pick<Snaps, 'count' | 'edge' | 'fraction' | 'distanceM'> {
  readonly of: Uint32Array;
}

/** A group of people by demand: school age, 60 and over, households. */
export interface PeopleGroup {
  readonly name: string;
  readonly people: Float64Array;
}

/** Demand: cells or points with people. */
export interface Demand {
  readonly count: number;
  readonly lonLat: Float64Array;
  readonly people: Float64Array;
  /** Groups of the people, which may overlap and need not add up to all. Default: none. */
  readonly groups?: readonly PeopleGroup[];
  /** On the spheroid; 0 for points without an area. */
  readonly areaM2: Float64Array;
  /** Indexes into the lists; -1 for none. */
  readonly district: Int16Array;
  readonly subdistrict: Int16Array;
  readonly landUse: Int16Array;
  readonly districts: readonly string[];
  readonly subdistricts: readonly string[];
  readonly landUses: readonly string[];
  readonly shape: DemandShape;
  /** Ids that demand came with. Without them, or where one is empty, see `demand/ids.ts`. */
  readonly ids?: readonly string[];
  readonly meta: DemandMeta;
}

/**
 * `square`: cells of `sizeM` in the transverse Mercator projection `proj` (a proj4 string), by whole column and row:
 * cell (c, r) covers [c, c + 1) × [r, r + 1) times `sizeM`. `h3`: cell ids of one resolution. `areas`: polygons that a
 * study brings along or takes from a layer, which nobody stores.
 */
export type DemandShape =
  | {
      readonly kind: 'square';
      readonly sizeM: number;
      readonly proj: string;
      readonly column: Int32Array;
      readonly row: Int32Array;
    }
  | { readonly kind: 'h3'; readonly resolution: number; readonly ids: readonly string[] }
  | { readonly kind: 'areas'; readonly geometries: readonly GeoJSONGeometry[] }
  | { readonly kind: 'points' };

export interface DemandMeta {
  readonly id: string;
  readonly key: string;
  readonly title: Text;
  readonly provenance: string;
  readonly source: Text;
}

/**
 * Costs between facilities and demand, by facility: those of facility f are entries `start[f]` to `start[f + 1]`,
 * demand ascending. A pair without an entry has no way, or one beyond the limit it was made with.
 */
export interface CostMatrix {
  readonly facilityCount: number;
  readonly demandCount: number;
  readonly start: Uint32Array;
  readonly demand: Uint32Array;
  readonly cost: Float64Array;
}

/**
 * Cost of the nearest facility by demand (Infinity where none), and which it is (-1); of equals the one of the lowest
 * index.
 */
export interface Nearest {
  readonly cost: Float64Array;
  readonly facility: Int32Array;
}

/** A piece of work that can be watched and stopped. */
export interface Task {
  /** Share done of the present phase, 0 to 1. */
  progress(share: number, phase: string): void;
  /** Throws `Cancelled` or `OutOfTime`. Call at least every 50 ms or so. */
  checkpoint(): void;
  remainingMs(): number;
}

/** Facilities of a study: existing ones first, then candidates where there are any. */
export interface Facilities {
  readonly count: number;
  readonly existingCount: number;
  readonly ids: readonly string[];
  /** NaN where a facility has no place on the ground. */
  readonly lonLat: Float64Array;
  /** Null where none has any; NaN for single ones without. */
  readonly capacity: Float64Array | null;
  readonly openingCost: Float64Array | null;
  /** Indexes into the lists of the demand; -1 outside. By the cell they stand in, else by attribute. */
  readonly district: Int16Array;
  readonly subdistrict: Int16Array;
  readonly landUse: Int16Array;
}

/** What measures of a study read. `costs` and `nearest` of the existing facilities. */
export interface MeasureInput {
  readonly demand: Demand;
  readonly facilities: Facilities;
  readonly costs: CostMatrix;
  readonly nearest: Nearest;
}

/** A siting problem in numbers. */
export interface SitingProblem {
  readonly model: SitingModel;
  /** Facilities are the existing ones, which stay, then the candidates. A pair without an entry cannot serve. */
  readonly costs: CostMatrix;
  readonly existingCount: number;
  readonly people: Float64Array;
  readonly within: number | null;
  readonly p: number | null;
  readonly budget: number | null;
  /** By facility; null counts each as 1. */
  readonly openingCost: Float64Array | null;
  /** People served at most, by facility; null for no limit. */
  readonly capacity: Float64Array | null;
  /** With capacities: the people of a demand may go to several facilities. Else they all go to one. */
  readonly split?: boolean;
  /** How many of the first candidates are opened, exactly, and how many of the others at most; `p` is both together. */
  readonly exchange?: { readonly first: number; readonly keep: number; readonly add: number };
  /** LSCP: share of all people to be covered, above 0. Without it everybody who can be is. */
  readonly share?: number;
  /** Ends once the proven gap is at most this. */
  readonly gap: number;
}

/** Who goes where, where the people of a demand may be divided: people, and the cost of each. */
export interface SitingFlows {
  readonly facility: Uint32Array;
  readonly demand: Uint32Array;
  readonly people: Float64Array;
  readonly cost: Float64Array;
}

export interface SitingOutcome {
  readonly status: SitingStatus;
  /** Indexes of facilities, all candidates, ascending. */
  readonly chosen: Uint32Array;
  readonly objective: number;
  readonly bound: number;
  readonly gap: number;
  readonly before: number | null;
  /** Facility that serves each demand, the most of it where several do; -1 for none. */
  readonly assignment: Int32Array;
  /** Demand that no facility can serve whatever is chosen. */
  readonly unservable: Uint32Array;
  readonly steps: readonly SitingStep[];
  /** Whether no choice that covers as many is nearer in the mean, where it was looked for. */
  readonly isNearest?: boolean;
  /** Where demand may be divided, or is served by a model that knows shares. */
  readonly flows?: SitingFlows;
}

/** Told every step of the search, with the best choice so far where it is new. */
export type OnSitingStep = (step: SitingStep, chosen: Uint32Array | null) => void;
