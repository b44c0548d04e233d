/** State that the address of the planners' page carries: a link computes the same result again. */
import { CLOSURE_MODELS, DISTRICT_UNITS, MODES, SITING_MODELS } from '../../../../../tiles/api/vocabulary.ts';
import type { SitingModel } from '../../../../../tiles/api/vocabulary.ts';
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';

export const PLAN_TABS = ['coverage', 'gaps', 'siting', 'standards', 'charts', 'brief'] as const;
export type PlanTab = (typeof PLAN_TABS)[number];

export const DISPLAYS = ['cells', 'columns', 'heat'] as const;
export type Display = (typeof DISPLAYS)[number];

export const COMPARISONS = ['off', 'swipe', 'difference'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const MAX_MINUTES = 60;
export const MAX_SCENARIOS = 12;
export const MAX_EDITS = 500;
export { CLOSURE_MODELS, DISTRICT_UNITS, SITING_MODELS };
export type ClosureModel = (typeof CLOSURE_MODELS)[number];

/** What a map of the whole city sums its cells by. */
export const UNITS = ['hexagon', 'subdistrict'] as const;
export type Unit = (typeof UNITS)[number];

/** Facilities as they are, without edits. */
export const BASE = 'base';

/** What a scenario changes: facilities, and the streets that lead to them. */
export interface Changes {
  readonly edits: readonly ScenarioEdit[];
  readonly streets: readonly StreetEdit[];
}

export interface Scenario extends Changes {
  readonly id: string;
  readonly name: string;
}

/** What undo restores: all scenarios, and which of them is active. */
export interface Scenarios {
  readonly list: readonly Scenario[];
  /** `BASE`, or the id of one in the list. */
  readonly active: string;
}

/** Ring of longitude and latitude, not closed. */
export type Ring = readonly (readonly [lon: number, lat: number])[];

/** What is to be found out: where new ones go, the fewest for a share, which to close, zones of those there are. */
export const GOALS = ['place', 'fewest', 'close', 'zones'] as const;
export type Goal = (typeof GOALS)[number];

export interface CloseSettings {
  /** Facilities that close. */
  readonly count: number;
  /** What is to be lost least. */
  readonly model: ClosureModel;
}

/** How many people a zone may have: any number, about equally many, or as many as its facility has room for. */
export const ZONE_LIMITS = ['none', 'equal', 'capacity'] as const;

export interface ZoneSettings {
  readonly by: (typeof DISTRICT_UNITS)[number];
  readonly limit: (typeof ZONE_LIMITS)[number];
  /** With `equal`: share of its part by which a zone may have more or fewer people. */
  readonly balance: number;
  /** With `capacity`: whether all are raised by one factor where they are too small. */
  readonly raise: boolean;
}

/** A step of building: so many new facilities. */
export interface Period {
  readonly year: number | null;
  readonly p: number;
}

export const MAX_PERIODS = 10;

export interface SitingSettings {
  readonly goal: Goal;
  /** Steps in place of `p`; none for all at once. */
  readonly periods: readonly Period[];
  /** Of all people, whom the fewest facilities have to serve; 0 to 1. */
  readonly share: number;
  readonly close: CloseSettings;
  readonly zones: ZoneSettings;
  readonly model: SitingModel;
  /** Number of new facilities; the solver may use fewer where they suffice. */
  readonly p: number;
  readonly keepExisting: boolean;
  readonly minPeople: number;
  readonly spacingM: number;
  /** Candidates at most; they cover the city. */
  readonly candidates: number;
  readonly timeLimitS: number;
  /** Layer whose features are the candidates; null for cells of the city. */
  readonly from: string | null;
  /** What the new facilities may cost together, beside their number; null for no limit. */
  readonly budget: number | null;
  /** Of the candidates' layer, the attribute that is the cost of each; null for `cost` alone. */
  readonly costBy: string | null;
  /** Cost of each new facility that has none of its own. */
  readonly cost: number | null;
  readonly useCapacities: boolean;
  /** Attribute of the existing facilities that is their capacity; null for `capacity` alone. */
  readonly capacityBy: string | null;
  /** Capacity of each existing facility that has none of its own. */
  readonly capacity: number | null;
  /** The same of new facilities. */
  readonly newCapacityBy: string | null;
  readonly newCapacity: number | null;
  /** Everybody of a cell goes to one facility. */
  readonly wholeCells: boolean;
  readonly forbidden: readonly Ring[];
}

/** What else is told of a scenario, each asked for when its part is open. */
export const PARTS = ['opportunities', 'backup', 'huff', 'equity', 'ways'] as const;
export type Part = (typeof PARTS)[number];

/** How what is reached counts less the farther it is. */
export const DECAYS = ['cumulative', 'power', 'exponential', 'gaussian', 'logistic'] as const;
export type DecayKind = (typeof DECAYS)[number];

export interface FoundSettings {
  readonly open: readonly Part[];
  /** Attribute of the facilities that is what they offer; null counts each as 1. */
  readonly attribute: string | null;
  readonly decay: DecayKind;
  /** Parameter of the decay: see `found/decay.ts`; null for the usual one. */
  readonly parameter: number | null;
  /** Attribute that is how attractive a facility is; null counts each as 1. */
  readonly size: string | null;
}

/** How people travel: along streets, with public transport too, or in straight lines for who has no streets. */
export const WAYS = [...MODES, 'transit', 'straight'] as const;
export type Way = (typeof WAYS)[number];

/** What is asked of the engine; null takes the first that the service has. */
export interface Question {
  readonly network: string | null;
  readonly demand: string | null;
  /** Group of people that counts; null for everybody. */
  readonly group: string | null;
  readonly layer: string | null;
  readonly mode: Way;
  /** Who travels in that mode, such as `wheelchair`; null for anybody. */
  readonly profile: string | null;
  /** Whether times on foot go by slope. */
  readonly slope: boolean;
  /** Timetables that `transit` rides by. */
  readonly transit: string | null;
  /** The day of travel, such as `2026-11-30`; null where it does not count, and for the first that the service has. */
  readonly date: string | null;
  /** First departure in local time, such as `08:00`; null where it does not count, and for the usual one. */
  readonly depart: string | null;
  /** Departures, one a minute from the first on. */
  readonly window: number | null;
  /** Length of a trip over its straight line. */
  readonly detour: number;
  /** Metres a second in place of the mode's default. */
  readonly speedMps: number | null;
  readonly direction: 'to-facility' | 'from-facility';
  /** Whether ferries of the network are taken. */
  readonly ferries: boolean;
}

export interface PlanState {
  readonly question: Question;
  readonly minutes: number;
  /** Code of the district that the sentence asks about; null for the whole city. */
  readonly area: string | null;
  readonly display: Display;
  readonly unit: Unit;
  readonly scenarios: Scenarios;
  readonly comparison: Comparison;
  /** Scenario beside the active one. */
  readonly other: string;
  /** Share of the map's width that the active scenario has. */
  readonly divider: number;
  readonly siting: SitingSettings;
  readonly found: FoundSettings;
  readonly standard: string | null;
  readonly by: 'district' | 'subdistrict';
  readonly tab: PlanTab;
}
