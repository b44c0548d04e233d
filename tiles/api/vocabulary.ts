/**
 * The choices and defaults of a study: plain values, which the client bundles. The schemas beside this file are built
 * on them.
 */
import { LIMITS } from '../filter/cql2/error.ts';
import type { Text } from '../layer/layer.ts';

export const MODES = ['walk', 'cycle', 'drive'] as const;
export type Mode = (typeof MODES)[number];
/** How the people of a study travel: along the streets alone, or walking and riding public transport. */
export const TRAVEL_MODES = [...MODES, 'transit'] as const;

/** Speeds that a network's times hold for. Another speed scales them. Driving is timed by class of road. */
export const DEFAULT_SPEED_MPS: Readonly<Record<Mode, number>> = { walk: 1.0, cycle: 4.0, drive: 10 };
/** People walk from a point to its road, and from the road to a facility. */
export const DEFAULT_ACCESS_SPEED_MPS = 1.0;
/** A point farther from every road than this is not connected. It is counted and listed. */
export const DEFAULT_MAX_ACCESS_M = 300;
/**
 * Pieces of the network shorter than this, which no street joins to the rest, are passed over where a longer one is in
 * reach: on real extracts (Helsinki, Porto Alegre) what is longer is a neighbourhood, what is shorter a courtyard or a
 * mistake of the map.
 */
export const DEFAULT_MIN_PIECE_M = 1000;
/** Of a new street: the speed of driving, and how far its ends are from the streets that they join. */
export const DEFAULT_NEW_STREET_KMH = 40;
export const DEFAULT_JOIN_M = 30;
/** Streets this near to a line are those that it was drawn along. */
export const DEFAULT_ALONG_M = 20;
export const DEFAULT_MODE: Mode = 'walk';

/**
 * Classes of street by the value of `highway` in OpenStreetMap; `pier` stands for ways without one. Networks keep them
 * by their place in this list: new ones go to its end.
 */
export const STREET_CLASSES = [
  ...(['motorway', 'motorway_link', 'trunk', 'trunk_link', 'primary', 'primary_link'] as const),
  ...(['secondary', 'secondary_link', 'tertiary', 'tertiary_link', 'unclassified', 'residential'] as const),
  ...(['road', 'living_street', 'service', 'track', 'path', 'cycleway', 'footway', 'pedestrian'] as const),
  ...(['steps', 'corridor', 'platform', 'elevator', 'bridleway', 'pier'] as const),
] as const;
export type StreetClass = (typeof STREET_CLASSES)[number];

/** Rules of who walks that come with the service. */
export const TRAVEL_PROFILES = ['wheelchair', 'no-stairs'] as const;
/** Inverse power decay weighs 1 up to this cost: nearer than it, what is twice as near is not worth more. */
export const DEFAULT_POWER_SCALE = 1;
/** Of Huff's model, as it is used where nothing is calibrated. */
export const DEFAULT_HUFF_ALPHA = 1;
/** The greatest amount to this power is finite. */
export const MOST_HUFF_ALPHA = 10;
export const DEFAULT_HUFF_DECAY = { kind: 'power', beta: 2 } as const;

/** Of travel in a straight line: as the crow flies. */
export const DEFAULT_DETOUR = 1;
export const STRAIGHT_UNITS = ['s', 'm'] as const;

/** With public transport: minutes of departures, percentile of their times, rides, and seconds that each part takes. */
export const DEFAULT_TRANSIT = {
  window: 60,
  percentile: 50,
  maxRides: 4,
  maxWalkS: 900,
  maxTransferS: 300,
  maxJourneyS: 7200,
} as const;

export const GROUPINGS = ['district', 'subdistrict', 'landUse'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/**
 * - `lscp`: fewest facilities so that everybody who can be is within `within` (Toregas et al. 1971), or a share of all.
 * - `mclp`: most people within `within` by `p` facilities, or within a budget (Church & ReVelle 1974).
 * - `p-median`: least total cost of people to their facility (Hakimi 1964).
 * - `p-center`: least cost of the worst served, however few they are.
 *
 * Each serves as many people as can be served. Among choices that serve as many, these decide.
 */
export const SITING_MODELS = ['lscp', 'mclp', 'p-median', 'p-center'] as const;
export type SitingModel = (typeof SITING_MODELS)[number];

/** What closing facilities is to lose least of. */
export const CLOSURE_MODELS = ['mclp', 'p-median', 'p-center'] as const;

export const SITING_PHASES = ['reduce', 'greedy', 'interchange', 'bound', 'exact'] as const;
export type SitingPhase = (typeof SITING_PHASES)[number];

/**
 * `optimal`: proven, gap 0 (to 1e-9). `gap`: as close as asked for. `time`, `cancelled`: the best by then, with what is
 * proven of it. `infeasible`: no choice fulfils it, and a warning says what stands in the way.
 */
export const SITING_STATUSES = ['optimal', 'gap', 'time', 'cancelled', 'infeasible'] as const;
export type SitingStatus = (typeof SITING_STATUSES)[number];

export const DISTRICT_UNITS = ['cell', 'subdistrict', 'district'] as const;

/**
 * As those of siting, and: `feasible`: it keeps to all limits, and what is left of the gap is told. `unmet`: no zones
 * were found that keep to them, though there may be some. `infeasible`: it is proven that there are none.
 */
export const DISTRICTS_STATUSES = ['optimal', 'gap', 'feasible', 'time', 'cancelled', 'unmet', 'infeasible'] as const;
export type DistrictsStatus = (typeof DISTRICTS_STATUSES)[number];

/** Uses of land that rules name, with the letters of GB 50137-2011 where these hold for the whole. */
export const LAND_USES = {
  residential: { zh: '居住用地（R）', en: 'Residential (R)' },
  public: { zh: '公共管理与公共服务用地（A）', en: 'Administration and public services (A)' },
  commercial: { zh: '商业服务业设施用地（B）', en: 'Commercial and business (B)' },
  industrial: { zh: '工业和物流仓储用地（M、W）', en: 'Industrial and logistics (M, W)' },
  transport: { zh: '道路与交通设施用地（S）', en: 'Streets and transport (S)' },
  utility: { zh: '公用设施用地（U）', en: 'Municipal utilities (U)' },
  green: { zh: '绿地与广场用地（G）', en: 'Green space and squares (G)' },
  other: { zh: '其他', en: 'Other' },
} as const satisfies Readonly<Record<string, Text>>;
export type LandUse = keyof typeof LAND_USES;

/** A study within these fits into memory, and its errors into an answer. Its memory is estimated before it runs. */
export const STUDY_LIMITS = {
  nodes: 2_000_000,
  edges: 5_000_000,
  demand: 1_000_000,
  facilities: 100_000,
  candidates: 20_000,
  matrixColumns: 120_000,
  values: 1_000_000,
  neighbours: 20_000_000,
  groups: 50,
  travels: 10,
  analyses: 50,
  edits: 10_000,
  streetEdits: 200,
  vertices: 1000,
  positions: 5000,
  costs: 50,
  origins: 200,
  steps: 50,
  forbidden: 1000,
  periods: 20,
  areas: 20_000,
  rows: 2_000_000,
  nearest: 1000,
  rules: 200,
  text: 200,
  filter: LIMITS.longest,
} as const;
