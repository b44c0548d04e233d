/**
 * The planner's page asks for the city as a whole once, and from then on for what an edit changes. Every request
 * carries the whole scenario, so any process can answer it, and undo, redo and links are the same request again.
 */
import type { Text } from '../layer/layer.ts';
import type { GapArea } from './measures.ts';
import type { Warning } from './result.ts';
import type { FacilityChoice, NetworkChoice, ScenarioEdit, Travel } from './study.ts';

/** Body of `POST /analysis/coverage`. */
export interface CoverageRequest {
  readonly network: Extract<NetworkChoice, { readonly stored: string }>;
  readonly travel?: Travel;
  readonly demand: { readonly stored: string };
  readonly facilities: Extract<FacilityChoice, { readonly layer: string }>;
  readonly edits?: readonly ScenarioEdit[];
  /** Seconds beyond which nothing is looked for: the end of the slider. */
  readonly limitS: number;
  /** Seconds of the summary, the gap areas and the overlap. */
  readonly withinS: number;
  /**
   * `all`: cost and nearest facility of every cell. `changes`: of those that differ from the scenario without edits.
   */
  readonly cells: 'all' | 'changes';
}

/**
 * Header of the frame (`tiles/api/columnar-message.ts`) that answers. Arrays, for `all`: `cost` (f32, seconds, Infinity
 * beyond `limitS`) and `nearest` (i32, index into `facilities`, -1) by cell; for `changes`: `cell` (u32, ascending) and
 * for these `cost` and `nearest`.
 */
export interface CoverageHeader {
  /** Names the data that was read: cells of another key do not fit this answer. */
  readonly key: string;
  readonly demandKey: string;
  readonly facilities: readonly CoverageFacility[];
  readonly summary: CoverageSummary;
  /** Against the same facilities without edits. */
  readonly before: CoverageSummary;
  /** People that come within `withinS` by the edits, and that fall out. */
  readonly gainedPeople: number;
  readonly lostPeople: number;
  readonly gaps: readonly GapArea[];
  readonly warnings: readonly Warning[];
  readonly assumptions: readonly Warning[];
  readonly tookMs: number;
}

export interface CoverageFacility {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  /** False for one that an edit has added. */
  readonly existing: boolean;
  /** Within `withinS`: all people, and those within of no other. */
  readonly people: number;
  readonly exclusivePeople: number;
  /** Too far from every street to be reached. */
  readonly unconnected: boolean;
}

export interface CoverageSummary {
  readonly withinS: number;
  readonly people: number;
  readonly coveredPeople: number;
  readonly areaM2: number;
  readonly coveredAreaM2: number;
  readonly facilities: number;
}

/**
 * Header of the frame of `GET /analysis/demand/{id}/cells`. Arrays by cell: `lonLat` (f64, pairs: centres), `ring`
 * (f32: `ringSize` pairs of offsets from the centre in degrees, counter-clockwise, not closed), `people` (f64),
 * `areaM2` (f64), `district`, `street`, `landUse` (i16, indexes into the lists here, -1 for none).
 */
export interface CellsHeader {
  readonly id: string;
  readonly key: string;
  readonly title: Text;
  readonly kind: 'square' | 'h3' | 'points';
  readonly count: number;
  /** 4 for squares, 6 for hexagons, 0 for points. */
  readonly ringSize: number;
  readonly people: number;
  readonly areaM2: number;
  readonly districts: readonly string[];
  readonly streets: readonly string[];
  readonly landUses: readonly string[];
  readonly provenance: string;
  readonly source: Text;
}

/** `GET /analysis/catalogue`: what there is to choose from. */
export interface AnalysisCatalogue {
  readonly networks: readonly {
    readonly id: string;
    readonly title: Text;
    readonly nodes: number;
    readonly edges: number;
    readonly provenance: string;
    readonly source: Text;
    readonly warnings: readonly Warning[];
  }[];
  readonly demands: readonly Pick<
    CellsHeader,
    'id' | 'title' | 'kind' | 'count' | 'people' | 'areaM2' | 'provenance' | 'source' | 'key'
  >[];
  /** Layers of points that facilities can be taken from, and the attributes that can be their capacity. */
  readonly layers: readonly { readonly id: string; readonly title: Text; readonly capacities: readonly string[] }[];
  readonly standards: readonly {
    readonly id: string;
    readonly number: string;
    readonly year: number;
    readonly title: Text;
    readonly rules: number;
    readonly unverified: number;
  }[];
}
