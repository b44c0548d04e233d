/** Tags of a street to speeds: the rules of `rules.ts`, applied. */
import { MODES, type Mode } from '../../../../tiles/api/vocabulary.ts';
import type { Tags } from '../../../osm/index.ts';
import type { Speeds } from '../build.ts';
import {
  ACCESS_KEYS,
  AGAINST_TRAFFIC,
  ALLOWED,
  BARRIERS,
  CLASSES,
  CYCLEWAY_KEYS,
  DENIED,
  DISMOUNT,
  DISMOUNTED_MPS,
  LIMIT_FACTOR,
  OFF_MOTORROADS,
  ONEWAY,
  ONEWAY_JUNCTIONS,
  PASSABLE,
  SPEED_MPS,
  STAIRS_FACTOR,
  WALKABLE,
  type ClassRule,
} from './rules.ts';

export type { Tags };

type Way = 'forward' | 'backward';
type Verdict = 'allowed' | 'denied' | 'dismount';

const KMH = 1 / 3.6;
const MPH = 1.609344;
const WALKABLE_RULE: ClassRule = { walk: true, cycle: false, driveKmh: null };

/** How fast each mode goes each way; null for a way that is not a street, or that none of our modes may use. */
export function speedsOf(tags: Tags): Speeds | null {
  const rule = ruleOf(tags);
  if (rule === null) return null;
  const along = (way: Way): Speeds['forwardMps'] =>
    Object.fromEntries(
      MODES.flatMap((mode) => {
        const speed = speedOf(tags, rule, mode, way);
        return speed === null ? [] : [[mode, speed]];
      }),
    );
  const speeds = { forwardMps: along('forward'), backwardMps: along('backward') };
  return Object.keys(speeds.forwardMps).length + Object.keys(speeds.backwardMps).length > 0 ? speeds : null;
}

export function isStairs(tags: Tags): boolean {
  return classOf(tags) === 'steps';
}

/** Class of a street as OpenStreetMap calls it; Geofabrik's files have it in `fclass`, with tracks by grade. */
export function classOf(tags: Tags): string | undefined {
  if (tags['highway'] !== undefined) return tags['highway'];
  const fclass = tags['fclass'];
  return fclass === 'unknown' ? 'road' : fclass?.replace(/^track_grade\d$/, 'track');
}

function ruleOf(tags: Tags): ClassRule | null {
  const name = classOf(tags);
  if (name !== undefined) return Object.hasOwn(CLASSES, name) ? (CLASSES[name] ?? null) : null;
  return WALKABLE.some(([key, value]) => tags[key] === value) ? WALKABLE_RULE : null;
}

function speedOf(tags: Tags, rule: ClassRule, mode: Mode, way: Way): number | null {
  const verdict = verdictOf(tags, mode, way) ?? (isAllowedByClass(tags, rule, mode) ? 'allowed' : 'denied');
  if (verdict === 'denied') return null;
  if (verdict === 'dismount') return mode === 'cycle' ? DISMOUNTED_MPS : null;
  if (!runs(tags, rule, mode, way)) return null;
  if (mode === 'drive') return driveMps(tags, rule, way);
  return isStairs(tags) && mode === 'walk' ? SPEED_MPS.walk * STAIRS_FACTOR : SPEED_MPS[mode];
}

/** Modes that cannot pass a point of a street: those that its tags keep out, else those that its barrier does. */
export function stoppedBy(tags: Tags): readonly Mode[] {
  const { barrier = '' } = tags;
  // What a crossing says is said of those who cross the street, not of those who are on it.
  const isSaid = barrier !== '' || tags['highway'] !== 'crossing';
  const givesWay = PASSABLE.some(([key, value]) => tags[key] === value);
  return MODES.filter((mode) => {
    for (const key of ACCESS_KEYS[mode]) {
      const value = tags[key] ?? '';
      if (DENIED.has(value)) return isSaid;
      if (ALLOWED.has(value) || value === DISMOUNT) return false;
    }
    return BARRIERS[mode].has(barrier) && !givesWay;
  });
}

/** What the tags say of a mode; null where they say nothing. */
function verdictOf(tags: Tags, mode: Mode, way: Way): Verdict | null {
  for (const key of ACCESS_KEYS[mode]) {
    const value = tags[`${key}:${way}`] ?? tags[key];
    if (value === undefined) continue;
    if (value === DISMOUNT) return 'dismount';
    if (DENIED.has(value)) return 'denied';
    // In general open is not open to those whom the class keeps out: `access=yes` lets no car onto a footway.
    if (ALLOWED.has(value)) return key === 'access' || key === 'vehicle' ? null : 'allowed';
  }
  return null;
}

function isAllowedByClass(tags: Tags, rule: ClassRule, mode: Mode): boolean {
  if (tags['motorroad'] === 'yes' && OFF_MOTORROADS.includes(mode)) return false;
  return mode === 'drive' ? rule.driveKmh !== null : rule[mode];
}

/** Whether traffic of a mode runs that way. */
function runs(tags: Tags, rule: ClassRule, mode: Mode, way: Way): boolean {
  const direction = directionOf(tags, rule, mode, way);
  return direction === 'both' || direction === way;
}

function directionOf(tags: Tags, rule: ClassRule, mode: Mode, way: Way): (typeof ONEWAY)[string] {
  if (mode === 'walk') return onewayOf(tags['oneway:foot']) ?? conveyedOf(tags['conveying']) ?? 'both';
  const own = onewayOf(tags[mode === 'cycle' ? 'oneway:bicycle' : 'oneway:motor_vehicle']);
  if (own !== null) return own;
  if (mode === 'cycle') {
    if (CYCLEWAY_KEYS.some((key) => AGAINST_TRAFFIC.includes(tags[key] ?? ''))) return 'both';
    if (ALLOWED.has(tags[`bicycle:${way}`] ?? '')) return 'both';
  }
  const isImplied = rule.isOneway === true || ONEWAY_JUNCTIONS.includes(tags['junction'] ?? '');
  return onewayOf(tags['oneway']) ?? (isImplied ? 'forward' : 'both');
}

export function onewayOf(value: string | undefined): (typeof ONEWAY)[string] | null {
  return value !== undefined && Object.hasOwn(ONEWAY, value) ? (ONEWAY[value] ?? null) : null;
}

/** Escalators and moving walkways (wiki, Key:conveying). */
function conveyedOf(value: string | undefined): Way | null {
  return value === 'forward' || value === 'backward' ? value : null;
}

function driveMps(tags: Tags, rule: ClassRule, way: Way): number {
  // Open to cars by a tag of its own: as slow as a yard.
  const classKmh = rule.driveKmh ?? 10;
  const limitKmh = readLimitKmh(tags[`maxspeed:${way}`]) ?? readLimitKmh(tags['maxspeed']);
  if (limitKmh === null) return classKmh * KMH;
  const kmh = limitKmh * LIMIT_FACTOR;
  return (rule.isSlow === true || rule.driveKmh === null ? Math.min(kmh, classKmh) : kmh) * KMH;
}

/**
 * `50`, `50 km/h`, `30 mph`; of several the least. Null for anything else, such as `none` or `CN:urban`, and for 0,
 * which files have for unknown.
 */
export function readLimitKmh(value: string | undefined): number | null {
  if (value === undefined) return null;
  const limits = value.split(/[;|]/).map((part) => {
    const found = /^(\d+(?:\.\d+)?)\s*(km\/h|kmh|kph|mph)?$/.exec(part.trim());
    return found === null ? NaN : Number(found[1]) * (found[2] === 'mph' ? MPH : 1);
  });
  const least = Math.min(...limits);
  return least > 0 ? least : null;
}
