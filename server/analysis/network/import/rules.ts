/**
 * Who may go where, and how fast: the rules that turn OpenStreetMap's tags into modes, as data. Defaults of access are
 * those of the OSM wiki, "OSM tags for routing/Access restrictions", default for all countries; what else is taken from
 * where says so.
 */
import { DEFAULT_SPEED_MPS, type Mode } from '../../../../tiles/api/vocabulary.ts';

/** What a class of street allows where no tag says otherwise. */
export interface ClassRule {
  readonly walk: boolean;
  readonly cycle: boolean;
  /** Free speed of cars in km/h, as OSRM's car profile has it; null: not for cars unless a tag says so. */
  readonly driveKmh: number | null;
  /** One way unless a tag says otherwise (wiki, Key:oneway). */
  readonly isOneway?: true;
  /** A higher speed limit does not raise the speed here. */
  readonly isSlow?: true;
}

const road = (driveKmh: number): ClassRule => ({ walk: true, cycle: true, driveKmh });
const slow = (driveKmh: number): ClassRule => ({ walk: true, cycle: true, driveKmh, isSlow: true });
const WALKERS: ClassRule = { walk: true, cycle: false, driveKmh: null };

/**
 * By the value of `highway`. Values that are not here, such as `construction`, `proposed`, `raceway` or `busway`, are
 * not streets.
 */
export const CLASSES: Readonly<Record<string, ClassRule>> = {
  motorway: { walk: false, cycle: false, driveKmh: 90, isOneway: true },
  // Whether these run one way differs: the wiki asks for the tag.
  motorway_link: { walk: false, cycle: false, driveKmh: 45 },
  trunk: road(85),
  trunk_link: road(40),
  primary: road(65),
  primary_link: road(30),
  secondary: road(55),
  secondary_link: road(25),
  tertiary: road(40),
  tertiary_link: road(20),
  unclassified: road(25),
  residential: road(25),
  road: road(25),
  living_street: slow(10),
  service: slow(15),
  track: slow(10),
  path: { walk: true, cycle: true, driveKmh: null },
  cycleway: { walk: false, cycle: true, driveKmh: null },
  footway: WALKERS,
  pedestrian: WALKERS,
  steps: WALKERS,
  corridor: WALKERS,
  platform: WALKERS,
  elevator: WALKERS,
  // Nobody but riders by default; tags may let others in.
  bridleway: { walk: false, cycle: false, driveKmh: null },
};

/** Ways without a highway tag that people can walk on. */
export const WALKABLE: readonly (readonly [key: string, value: string])[] = [
  ['railway', 'platform'],
  ['public_transport', 'platform'],
  ['man_made', 'pier'],
];

/** Speeds on foot and by bicycle do not depend on the class. */
export const SPEED_MPS: Readonly<Pick<Record<Mode, number>, 'walk' | 'cycle'>> = {
  walk: DEFAULT_SPEED_MPS.walk,
  cycle: DEFAULT_SPEED_MPS.cycle,
};
/**
 * Walking speed on stairs, measured level, over that on a street: 0.61 to 0.69 m/s over 1.34 m/s (Weidmann 1993,
 * Transporttechnik der Fussgänger).
 */
export const STAIRS_FACTOR = 0.5;
/** Cyclists who have to dismount walk. */
export const DISMOUNTED_MPS = DEFAULT_SPEED_MPS.walk;
/** Speed of cars over the limit that a tag gives, as OSRM's car profile has it. */
export const LIMIT_FACTOR = 0.8;

/** Tags that say who may, from the most particular to the most general (wiki, Key:access, transport mode hierarchy). */
export const ACCESS_KEYS: Readonly<Record<Mode, readonly string[]>> = {
  walk: ['foot', 'access'],
  cycle: ['bicycle', 'vehicle', 'access'],
  drive: ['motorcar', 'motor_vehicle', 'vehicle', 'access'],
};

/**
 * Values that let the public in, also where it is for those who have business there. Others than in the three lists say
 * nothing.
 */
export const ALLOWED: ReadonlySet<string> = new Set([
  'yes',
  'permissive',
  'designated',
  'official',
  'destination',
  'customers',
  'public',
]);
export const DENIED: ReadonlySet<string> = new Set([
  'no',
  'private',
  'agricultural',
  'forestry',
  'agricultural;forestry',
  'delivery',
  'military',
  'emergency',
  'permit',
  'residents',
  'restricted',
  'use_sidepath',
  'psv',
  'bus',
  'employees',
  'staff',
]);
export const DISMOUNT = 'dismount';

/** `motorroad=yes` keeps these out unless a tag of their own lets them in (wiki, Key:motorroad). */
export const OFF_MOTORROADS: readonly Mode[] = ['walk', 'cycle'];

/**
 * Values of `oneway`; `T` and `F` are those of Geofabrik's files. `reversible` changes by the hour: no direction is
 * sure.
 */
export const ONEWAY: Readonly<Record<string, 'forward' | 'backward' | 'both' | 'neither'>> = {
  yes: 'forward',
  true: 'forward',
  1: 'forward',
  F: 'forward',
  '-1': 'backward',
  reverse: 'backward',
  T: 'backward',
  no: 'both',
  false: 'both',
  0: 'both',
  B: 'both',
  alternating: 'both',
  reversible: 'neither',
};
/** Values of `junction` that imply one way (wiki, Key:oneway). */
export const ONEWAY_JUNCTIONS: readonly string[] = ['roundabout', 'circular'];
/** Lanes for bicycles against the traffic (wiki, Key:cycleway). */
export const CYCLEWAY_KEYS: readonly string[] = ['cycleway', 'cycleway:left', 'cycleway:right', 'cycleway:both'];
export const AGAINST_TRAFFIC: readonly string[] = [
  'opposite',
  'opposite_lane',
  'opposite_track',
  'opposite_share_busway',
];

/**
 * Barriers on streets that keep a mode out unless a tag of access says otherwise (wiki, Key:barrier, by what each
 * implies). Others, such as gates, lift gates, toll booths, border controls, entrances and cattle grids, are passed.
 */
const WALLS = ['wall', 'fence', 'city_wall', 'retaining_wall'] as const;
const FOOT_GATES = ['stile', 'horse_stile', 'turnstile', 'full-height_turnstile', 'kissing_gate'] as const;
export const BARRIERS: Readonly<Record<Mode, ReadonlySet<string>>> = {
  walk: new Set(WALLS),
  cycle: new Set([...WALLS, ...FOOT_GATES]),
  drive: new Set([
    ...WALLS,
    ...FOOT_GATES,
    'bollard',
    'block',
    'jersey_barrier',
    'cycle_barrier',
    'motorcycle_barrier',
    'bus_trap',
    'log',
    'debris',
    'chain',
    'wedge',
    'planter',
    'kerb',
  ]),
};
/** Barriers of those kinds that give way all the same, as OSRM has it. */
export const PASSABLE: readonly (readonly [key: string, value: string])[] = [
  ['bollard', 'rising'],
  ['kerb', 'lowered'],
  ['kerb', 'flush'],
];

/** Turn restrictions of each mode, from the most particular to the most general (wiki, Relation:restriction). */
export const RESTRICTION_KEYS: Readonly<Record<Mode, readonly string[]>> = {
  drive: ['restriction:motorcar', 'restriction:motor_vehicle', 'restriction:vehicle', 'restriction'],
  cycle: ['restriction:bicycle', 'restriction:vehicle', 'restriction'],
  walk: ['restriction:foot'],
};
/** Values of `except` that let a mode off. */
export const EXCEPTIONS: Readonly<Record<Mode, readonly string[]>> = {
  drive: ['motorcar', 'motor_vehicle', 'vehicle'],
  cycle: ['bicycle', 'vehicle'],
  walk: ['foot'],
};

/** Whom ferries take unless a tag says otherwise; bicycles and cars need one of their own (wiki, Tag:route=ferry). */
export const FERRY_MODES: readonly Mode[] = ['walk'];
/** Roles of the ways of a ferry's relation along which it sails; others are its piers. */
export const FERRY_ROLES: readonly string[] = ['', 'forward', 'backward', 'main', 'alternative', 'ferry', 'route'];
/** What a ferry's relation says of its ways, where these say nothing. */
export const FERRY_TAGS: readonly string[] = [...new Set(Object.values(ACCESS_KEYS).flat())];
/**
 * Where the file does not say how long a ferry sails: 12 km/h, landing and casting off included, as short ferries
 * across a river or a bay have it.
 */
export const FERRY_KMH = 12;
/** The fastest ferry there is sails 107 km/h. */
export const MOST_FERRY_MPS = 110 / 3.6;

/** Values of `smoothness` that wheelchairs pass, and others that they do not (wiki, Key:smoothness). */
export const SMOOTH: ReadonlySet<string> = new Set(['excellent', 'good', 'intermediate']);
export const ROUGH: ReadonlySet<string> = new Set(['bad', 'very_bad', 'horrible', 'very_horrible', 'impassable']);
/** Values of `surface` that are loose or rough (wiki, Key:surface), and others that are not. */
export const BAD_SURFACES: ReadonlySet<string> = new Set([
  ...[
    'unpaved',
    'cobblestone',
    'unhewn_cobblestone',
    'gravel',
    'pebblestone',
    'rock',
    'ground',
    'dirt',
    'earth',
    'mud',
  ],
  ...['sand', 'grass', 'woodchips', 'stepping_stones', 'snow', 'ice'],
]);
export const GOOD_SURFACES: ReadonlySet<string> = new Set([
  ...['paved', 'asphalt', 'chipseal', 'concrete', 'concrete:plates', 'paving_stones', 'bricks', 'tiles', 'wood'],
  ...['metal', 'rubber', 'sett', 'compacted', 'fine_gravel', 'tartan', 'artificial_turf'],
]);
/** What is kept of streets for profiles of travel. */
const PROFILE_TAGS = ['wheelchair', 'ramp:wheelchair', 'smoothness', 'surface', 'width', 'incline'];

/** All tags that the rules read. */
export const TAGS: readonly string[] = [
  ...new Set([
    'highway',
    'fclass',
    'area',
    'junction',
    'oneway',
    'oneway:bicycle',
    'oneway:foot',
    'oneway:motor_vehicle',
    'conveying',
    'motorroad',
    'route',
    'duration',
    'maxspeed',
    'maxspeed:forward',
    'maxspeed:backward',
    ...PROFILE_TAGS,
    ...CYCLEWAY_KEYS,
    ...WALKABLE.map(([key]) => key),
    ...Object.values(ACCESS_KEYS)
      .flat()
      .flatMap((key) => [key, `${key}:forward`, `${key}:backward`]),
  ]),
];
