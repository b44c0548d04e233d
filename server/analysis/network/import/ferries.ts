/**
 * Ferries of OpenStreetMap: whom they take, and how long they sail (wiki, Tag:route=ferry and Key:duration). Lines are
 * ways, or members of a relation that says the rest.
 */
import { MODES, type Mode } from '../../../../tiles/api/vocabulary.ts';
import { segmentM } from '../../../../tiles/tile/spheroid.ts';
import type { OsmMember, OsmRelation, OsmWay } from '../../../osm/index.ts';
import {
  ACCESS_KEYS,
  ALLOWED,
  DENIED,
  DISMOUNT,
  FERRY_MODES,
  FERRY_ROLES,
  FERRY_TAGS,
  MOST_FERRY_MPS,
} from './rules.ts';
import type { SourceFerry } from './source.ts';
import { onewayOf, speedsOf, type Tags } from './speeds.ts';

export function isFerry(tags: Tags): boolean {
  return tags['route'] === 'ferry';
}

/** Whom a ferry takes each way. */
export function ferryModes(tags: Tags): Pick<SourceFerry, 'forward' | 'backward'> {
  const modes = MODES.filter((mode) => isTaken(tags, mode));
  const runs = onewayOf(tags['oneway']) ?? 'both';
  return {
    forward: runs === 'both' || runs === 'forward' ? modes : [],
    backward: runs === 'both' || runs === 'backward' ? modes : [],
  };
}

function isTaken(tags: Tags, mode: Mode): boolean {
  for (const key of ACCESS_KEYS[mode]) {
    const value = tags[key] ?? '';
    if (DENIED.has(value)) return false;
    if (value === DISMOUNT) return mode !== 'drive';
    // In general open is open to those whom ferries take in general.
    if (ALLOWED.has(value) && key !== 'access') return true;
  }
  return FERRY_MODES.includes(mode);
}

const CLOCK = /^(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?$/;
const MINUTES = /^(\d{1,4}(?:\.\d{1,3})?) ?(?:min|mins|minutes?)?$/;
const ISO =
  /^P(?:(\d{1,2})D)?(?:T(?:(\d{1,3}(?:\.\d{1,3})?)H)?(?:(\d{1,4}(?:\.\d{1,3})?)M)?(?:(\d{1,6}(?:\.\d{1,3})?)S)?)?$/;

/** `00:15`, `01:30:00`, `15` and `15 min` (minutes), `PT1H30M`. Null for anything else, and for no time at all. */
export function readDurationS(value: string | undefined): number | null {
  const text = value?.trim() ?? '';
  const number = (part: string | undefined): number => Number(part ?? 0);
  const clock = CLOCK.exec(text);
  const minutes = MINUTES.exec(text);
  const iso = ISO.exec(text);
  const seconds =
    clock !== null
      ? number(clock[1]) * 3600 + number(clock[2]) * 60 + number(clock[3])
      : minutes !== null
        ? number(minutes[1]) * 60
        : iso !== null
          ? number(iso[1]) * 86_400 + number(iso[2]) * 3600 + number(iso[3]) * 60 + number(iso[4])
          : 0;
  return seconds > 0 ? seconds : null;
}

/** A time in which no ship sails that far is a mistake. */
export function plausible(seconds: number | null, lengthM: number): number | null {
  return seconds !== null && lengthM / seconds <= MOST_FERRY_MPS ? seconds : null;
}

/** Metres along points; NaN where one has no place. */
export function lengthAlong(points: readonly number[], lonLat: Float64Array): number {
  let metres = 0;
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [2 * (points[i - 1] as number), 2 * (points[i] as number)];
    metres += segmentM(lonLat[a] as number, lonLat[a + 1] as number, lonLat[b] as number, lonLat[b + 1] as number);
  }
  return metres;
}

interface Line {
  readonly osmWay: number;
  readonly points: readonly number[];
  readonly tags: Tags;
}

interface Route {
  readonly seconds: number | null;
  readonly tags: Tags;
  readonly ways: readonly number[];
}

/** Relations are read first, then ways. */
export class FerryReader {
  readonly #routes: Route[] = [];
  /** By way, of the first relation that it is in. */
  readonly #routeOf = new Map<number, Route>();
  readonly #lines = new Map<number, Line>();
  readonly #point: (ref: number) => number;

  /** @param point number of a node of OpenStreetMap */
  constructor(point: (ref: number) => number) {
    this.#point = point;
  }

  readRelation({ tags, members }: OsmRelation): void {
    if (!isFerry(tags)) return;
    const ways = members.filter(isLine).map(({ ref }) => ref);
    const route = { seconds: readDurationS(tags['duration']), tags, ways };
    this.#routes.push(route);
    for (const way of ways) if (!this.#routeOf.has(way)) this.#routeOf.set(way, route);
  }

  /** Whether a way is a ferry, which is no street then. */
  readWay({ id, refs, tags }: OsmWay): boolean {
    const route = this.#routeOf.get(id);
    if (!isFerry(tags) && (route === undefined || isOther(tags))) return false;
    if (refs.length < 2 || this.#lines.has(id)) return true;
    const said = Object.fromEntries(FERRY_TAGS.flatMap((key) => (route?.tags[key] ? [[key, route.tags[key]]] : [])));
    this.#lines.set(id, { osmWay: id, points: refs.map((ref) => this.#point(ref)), tags: { ...said, ...tags } });
    return true;
  }

  /** Once all nodes have been read. Left out: those that are not whole in the file, and those that take nobody. */
  found(lonLat: Float64Array): { readonly ferries: readonly SourceFerry[]; readonly leftOut: number } {
    const lengths = new Map([...this.#lines].map(([way, { points }]) => [way, lengthAlong(points, lonLat)]));
    const byRoute = this.#byRoute(lengths);
    const ferries = [...this.#lines].flatMap(([way, { osmWay, points, tags }]): SourceFerry[] => {
      const lengthM = lengths.get(way) as number;
      const modes = ferryModes(tags);
      if (Number.isNaN(lengthM) || modes.forward.length + modes.backward.length === 0) return [];
      const own = plausible(readDurationS(tags['duration']), lengthM);
      return [{ osmWay, points, ...modes, seconds: own ?? plausible(byRoute.get(way) ?? null, lengthM) }];
    });
    return { ferries, leftOut: this.#lines.size - ferries.length };
  }

  /** The time of a route over its ways by their lengths, where all of them are in the file. */
  #byRoute(lengths: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
    const seconds = new Map<number, number>();
    for (const route of this.#routes) {
      const total = route.ways.reduce((sum, way) => sum + (lengths.get(way) ?? NaN), 0);
      if (route.seconds === null || !(total > 0)) continue;
      for (const way of route.ways)
        if (!seconds.has(way)) seconds.set(way, (route.seconds * (lengths.get(way) as number)) / total);
    }
    return seconds;
  }
}

function isLine({ type, role }: OsmMember): boolean {
  return type === 'way' && FERRY_ROLES.includes(role);
}

/** A pier, a terminal, or a street that leads onto the ship is a member of a route too. */
function isOther(tags: Tags): boolean {
  return speedsOf(tags) !== null || ['highway', 'building', 'amenity'].some((key) => tags[key] !== undefined);
}
