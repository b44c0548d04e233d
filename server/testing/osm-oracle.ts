/**
 * Another reader of `.osm.pbf` files, and another search, from the specifications alone (wiki, PBF Format, Key:access,
 * Key:barrier, Relation:restriction, Tag:route=ferry): plain, slow, and sharing nothing with those of the product. It
 * walks and drives from node to node over every stretch of street, and remembers the stretch it came along, and the
 * restrictions over ways that it is in the midst of.
 */
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

type Tags = Record<string, string>;
type Fields = Map<number, (number | Buffer)[]>;
export type OracleMode = 'walk' | 'drive';

interface Way {
  readonly refs: readonly number[];
  readonly tags: Tags;
}
interface Relation {
  readonly tags: Tags;
  readonly members: readonly { readonly role: string; readonly type: number; readonly ref: number }[];
}
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly way: number;
  readonly seconds: number;
}

export class OsmOracle {
  readonly places = new Map<number, readonly [lon: number, lat: number]>();
  readonly #nodeTags = new Map<number, Tags>();
  readonly #ways = new Map<number, Way>();
  readonly #relations: Relation[] = [];

  constructor(path: string) {
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; ) {
      const headBytes = bytes.readUInt32BE(at);
      const head = fieldsOf(bytes.subarray(at + 4, at + 4 + headBytes));
      const size = head.get(3)?.[0] as number;
      const blob = fieldsOf(bytes.subarray(at + 4 + headBytes, at + 4 + headBytes + size));
      const raw = blob.get(1)?.[0] ?? inflateSync(blob.get(3)?.[0] as Buffer);
      if (String(head.get(1)?.[0]) === 'OSMData') this.#readBlock(raw as Buffer);
      at += 4 + headBytes + size;
    }
  }

  #readBlock(bytes: Buffer): void {
    const block = fieldsOf(bytes);
    const strings = (fieldsOf(block.get(1)?.[0] as Buffer).get(1) ?? []).map(String);
    const granularity = (block.get(17)?.[0] as number | undefined) ?? 100;
    const [latOffset, lonOffset] = [19, 20].map((field) => (block.get(field)?.[0] as number | undefined) ?? 0) as [
      number,
      number,
    ];
    const place = (lon: number, lat: number): [number, number] => [
      (lonOffset + granularity * lon) / 1e9,
      (latOffset + granularity * lat) / 1e9,
    ];
    const tagsOf = (fields: Fields): Tags => {
      const [keys, values] = [2, 3].map((field) => packed(fields.get(field)?.[0])) as [number[], number[]];
      return Object.fromEntries(keys.map((key, i) => [strings[key] ?? '', strings[values[i] ?? 0] ?? '']));
    };
    for (const groupBytes of block.get(2) ?? []) {
      const group = fieldsOf(groupBytes as Buffer);
      for (const each of group.get(1) ?? []) {
        const node = fieldsOf(each as Buffer);
        const id = zigzag(node.get(1)?.[0] as number);
        this.places.set(id, place(zigzag(node.get(9)?.[0] as number), zigzag(node.get(8)?.[0] as number)));
        this.#nodeTags.set(id, tagsOf(node));
      }
      for (const each of group.get(2) ?? []) {
        const dense = fieldsOf(each as Buffer);
        const [ids, lats, lons] = [1, 8, 9].map((field) => summed(packed(dense.get(field)?.[0]))) as [
          number[],
          number[],
          number[],
        ];
        const tags = packed(dense.get(10)?.[0]);
        let at = 0;
        ids.forEach((id, i) => {
          this.places.set(id, place(lons[i] as number, lats[i] as number));
          const own: Tags = {};
          for (; at < tags.length && tags[at] !== 0; at += 2)
            own[strings[tags[at] as number] ?? ''] = strings[tags[at + 1] as number] ?? '';
          at += 1;
          this.#nodeTags.set(id, own);
        });
      }
      for (const each of group.get(3) ?? []) {
        const way = fieldsOf(each as Buffer);
        this.#ways.set(way.get(1)?.[0] as number, { refs: summed(packed(way.get(8)?.[0])), tags: tagsOf(way) });
      }
      for (const each of group.get(4) ?? []) {
        const relation = fieldsOf(each as Buffer);
        const roles = packed(relation.get(8)?.[0]);
        const refs = summed(packed(relation.get(9)?.[0]));
        const types = packed(relation.get(10)?.[0]);
        this.#relations.push({
          tags: tagsOf(relation),
          members: refs.map((ref, i) => ({ ref, role: strings[roles[i] as number] ?? '', type: types[i] as number })),
        });
      }
    }
  }

  /** `ferries`: also those, of which the file says how long they sail. */
  network(mode: OracleMode, { ferries = false } = {}): OracleNetwork {
    const stretches: Stretch[] = [];
    for (const [way, { refs, tags }] of this.#ways) {
      if (tags['route'] === 'ferry') {
        if (ferries && isFerryFor(tags, mode)) stretches.push(...this.#sailed(way, refs, minutesOf(tags['duration'])));
        continue;
      }
      const [there, back] = (['forward', 'backward'] as const).map((direction) => speedOf(tags, mode, direction)) as [
        number,
        number,
      ];
      refs.slice(1).forEach((to, i) => {
        const from = refs[i] as number;
        const [a, b] = [this.places.get(from), this.places.get(to)];
        if (a === undefined || b === undefined || from === to) return;
        const metres = distance(a, b);
        if (there > 0) stretches.push({ from, to, way, seconds: metres / there });
        if (back > 0) stretches.push({ from: to, to: from, way, seconds: metres / back });
      });
    }
    return this.#networkOf(stretches, mode);
  }

  /** Both ways, each part in its share of the time. */
  #sailed(way: number, refs: readonly number[], minutes: number): Stretch[] {
    const parts = refs.slice(1).map((to, i) => {
      const from = refs[i] as number;
      const [a, b] = [this.places.get(from), this.places.get(to)];
      if (a === undefined || b === undefined) throw new Error('A ferry is not whole.');
      return { from, to, metres: distance(a, b) };
    });
    const all = parts.reduce((sum, { metres }) => sum + metres, 0);
    return parts.flatMap(({ from, to, metres }) => {
      const seconds = (60 * minutes * metres) / all;
      return [
        { from, to, way, seconds },
        { from: to, to: from, way, seconds },
      ];
    });
  }

  #networkOf(stretches: readonly Stretch[], mode: OracleMode): OracleNetwork {
    const gates = new Set([...this.#nodeTags].filter(([, tags]) => isStopped(tags, mode)).map(([id]) => id));
    return new OracleNetwork(stretches, {
      gates,
      bends: this.#bends(gates),
      relations: mode === 'drive' ? this.#relations : [],
    });
  }

  /** Nodes in the midst of one way, where nothing else is: nobody turns around there. */
  #bends(gates: ReadonlySet<number>): ReadonlySet<number> {
    const uses = new Map<number, number>();
    for (const { refs, tags } of this.#ways.values()) {
      const isStreet =
        ['cycleway', 'bridleway'].includes(tags['highway'] ?? '') ||
        tags['route'] === 'ferry' ||
        (['walk', 'drive'] as const).some(
          (mode) => speedOf(tags, mode, 'forward') + speedOf(tags, mode, 'backward') > 0,
        );
      if (!isStreet) continue;
      // An end counts twice: a way may go on, or back.
      refs.forEach((ref, i) => uses.set(ref, (uses.get(ref) ?? 0) + (i === 0 || i === refs.length - 1 ? 2 : 1)));
    }
    return new Set([...uses].filter(([node, count]) => count === 1 && !gates.has(node)).map(([node]) => node));
  }
}

/** A restriction over ways between: all its ways, in order. */
interface LongTurn {
  readonly ways: readonly number[];
  readonly isOnly: boolean;
}
/** On which of its ways one is. */
type Midst = readonly (readonly [turn: number, at: number])[];

/** One mode's streets. */
export class OracleNetwork {
  readonly nodes: readonly number[];
  readonly #stretches: readonly Stretch[];
  readonly #leaving = new Map<number, number[]>();
  readonly #gates: ReadonlySet<number>;
  readonly #bends: ReadonlySet<number>;
  /** `from way, node` to what is said there of ways to go on along. */
  readonly #said = new Map<string, { readonly way: number; readonly isOnly: boolean }[]>();
  readonly #long: LongTurn[] = [];

  constructor(
    stretches: readonly Stretch[],
    {
      gates,
      bends,
      relations,
    }: {
      readonly gates: ReadonlySet<number>;
      readonly bends: ReadonlySet<number>;
      readonly relations: readonly Relation[];
    },
  ) {
    this.#stretches = stretches;
    this.#gates = gates;
    this.#bends = bends;
    stretches.forEach(({ from }, s) => this.#leaving.set(from, [...(this.#leaving.get(from) ?? []), s]));
    this.nodes = [...this.#leaving.keys()];
    for (const { tags, members } of relations) {
      const value = tags['restriction:motorcar'] ?? tags['restriction:motor_vehicle'] ?? tags['restriction'] ?? '';
      if (tags['type'] !== 'restriction' || !/^(no|only)_/.test(value)) continue;
      if ((tags['except'] ?? '').split(';').some((each) => ['motorcar', 'motor_vehicle'].includes(each.trim())))
        continue;
      const refs = (role: string): number[] => members.filter((member) => member.role === role).map(({ ref }) => ref);
      const via = members.filter(({ role }) => role === 'via');
      const isOnly = value.startsWith('only_');
      if (via.some(({ type }) => type !== 0)) {
        const ways = [refs('from')[0] as number, ...via.map(({ ref }) => ref), refs('to')[0] as number];
        if (this.#canBeGone(ways)) this.#long.push({ ways, isOnly });
        continue;
      }
      for (const from of refs('from'))
        for (const node of via)
          for (const way of refs('to')) {
            // What leads nowhere a car could go says nothing.
            const leads = (this.#leaving.get(node.ref) ?? []).some((s) => stretches[s]?.way === way);
            const key = `${from},${node.ref}`;
            if (leads) this.#said.set(key, [...(this.#said.get(key) ?? []), { way, isOnly }]);
          }
    }
  }

  /** Seconds from a node to all others. */
  from(start: number): ReadonlyMap<number, number> {
    // Where one is in the midst of nothing, the state is the stretch; others get the next numbers.
    const costs = Array.from({ length: this.#stretches.length }, () => Infinity);
    const states: { readonly stretch: number; readonly midst: Midst }[] = [];
    const numbers = new Map<string, number>();
    const stateOf = (stretch: number, midst: Midst): number => {
      if (midst.length === 0) return stretch;
      const key = `${stretch} ${midst.join(' ')}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      states.push({ stretch, midst });
      costs.push(Infinity);
      numbers.set(key, costs.length - 1);
      return costs.length - 1;
    };
    const found = new Map([[start, 0]]);
    const waiting: [number, number][] = [];
    const push = (cost: number, s: number): void => {
      if (cost >= (costs[s] as number)) return;
      costs[s] = cost;
      waiting.push([cost, s]);
      for (let at = waiting.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if ((waiting[parent] as [number, number])[0] <= (waiting[at] as [number, number])[0]) break;
        [waiting[parent], waiting[at]] = [waiting[at] as [number, number], waiting[parent] as [number, number]];
        at = parent;
      }
    };
    for (const s of this.#leaving.get(start) ?? []) {
      const stretch = this.#stretches[s] as Stretch;
      push(stretch.seconds, stateOf(s, this.#begun(stretch.way)));
    }
    while (waiting.length > 0) {
      const [cost, s] = waiting[0] as [number, number];
      const last = waiting.pop() as [number, number];
      if (waiting.length > 0) {
        waiting[0] = last;
        for (let at = 0, child = 1; child < waiting.length; child = 2 * at + 1) {
          if (
            child + 1 < waiting.length &&
            (waiting[child + 1] as [number, number])[0] < (waiting[child] as [number, number])[0]
          )
            child += 1;
          if ((waiting[at] as [number, number])[0] <= (waiting[child] as [number, number])[0]) break;
          [waiting[at], waiting[child]] = [waiting[child] as [number, number], waiting[at] as [number, number]];
          at = child;
        }
      }
      if (cost > (costs[s] as number)) continue;
      const { stretch: here, midst } = states[s - this.#stretches.length] ?? { stretch: s, midst: [] };
      const stretch = this.#stretches[here] as Stretch;
      if (cost < (found.get(stretch.to) ?? Infinity)) found.set(stretch.to, cost);
      for (const n of this.#leaving.get(stretch.to) ?? []) {
        const next = this.#stretches[n] as Stretch;
        if (!this.#mayFollow(stretch, next)) continue;
        const then = this.#goneOn(midst, stretch, next);
        if (then !== null) push(cost + next.seconds, stateOf(n, then));
      }
    }
    return found;
  }

  /** Restrictions over ways that begin on a way. */
  #begun(way: number): Midst {
    return this.#long.flatMap(({ ways }, turn) => (ways[0] === way ? [[turn, 0] as const] : []));
  }

  /** What one is in the midst of on the next stretch; null where that is forbidden. */
  #goneOn(midst: Midst, before: Stretch, next: Stretch): Midst | null {
    const isBack = next.to === before.from && next.way === before.way;
    const kept: (readonly [number, number])[] = [];
    for (const [turn, at] of midst) {
      const { ways, isOnly } = this.#long[turn] as LongTurn;
      const wanted = ways[at + 1];
      const isHere = (this.#leaving.get(before.to) ?? []).some((s) => this.#stretches[s]?.way === wanted);
      const takes = isHere && next.way === wanted && !isBack;
      const isLast = at + 2 === ways.length;
      if (isOnly ? isHere && !takes : takes && isLast) return null;
      if (takes && !isLast) kept.push([turn, at + 1]);
      else if (!takes && next.way === before.way && !isBack) kept.push([turn, at]);
    }
    const begun = next.way === before.way && !isBack ? [] : this.#begun(next.way);
    return [...kept, ...begun].sort(([a, i], [b, j]) => a - b || i - j);
  }

  /** Whether one way can be gone after the other: a restriction that nobody can keep says nothing. */
  #canBeGone([first, ...others]: readonly number[]): boolean {
    let nodes = new Set(this.#stretches.filter(({ way }) => way === first).map(({ to }) => to));
    for (const other of others) {
      const own = this.#stretches.filter(({ way }) => way === other);
      const reached = new Set<number>();
      for (let size = -1; size < reached.size; ) {
        size = reached.size;
        for (const { from, to } of own) if (nodes.has(from) || reached.has(from)) reached.add(to);
      }
      nodes = reached;
    }
    return nodes.size > 0;
  }

  #mayFollow(before: Stretch, next: Stretch): boolean {
    const isBack = next.to === before.from && next.way === before.way;
    if (this.#gates.has(before.to) && !isBack) return false;
    if (isBack && this.#bends.has(before.to)) return false;
    const said = this.#said.get(`${before.way},${before.to}`) ?? [];
    const only = said.filter(({ isOnly }) => isOnly);
    if (only.length > 0 && !only.some(({ way }) => way === next.way && !isBack)) return false;
    return !said.some(({ way, isOnly }) => !isOnly && way === next.way && (way !== before.way || isBack));
  }
}

const WALKED =
  'trunk trunk_link primary primary_link secondary secondary_link tertiary tertiary_link unclassified residential road living_street service track path footway pedestrian steps corridor platform elevator'.split(
    ' ',
  );
const DRIVEN: Record<string, number> = {
  motorway: 90,
  motorway_link: 45,
  trunk: 85,
  trunk_link: 40,
  primary: 65,
  primary_link: 30,
  secondary: 55,
  secondary_link: 25,
  tertiary: 40,
  tertiary_link: 20,
  unclassified: 25,
  residential: 25,
  road: 25,
  living_street: 10,
  service: 15,
  track: 10,
};
const KNOWN = new Set([...WALKED, ...Object.keys(DRIVEN), 'cycleway', 'bridleway']);
const OPEN = 'yes permissive designated official destination customers public'.split(' ');
const SHUT =
  'no private agricultural forestry agricultural;forestry delivery military emergency permit residents restricted use_sidepath psv bus employees staff'.split(
    ' ',
  );
const KEYS = { walk: ['foot', 'access'], drive: ['motorcar', 'motor_vehicle', 'vehicle', 'access'] };
const STOPS =
  'bollard block jersey_barrier cycle_barrier motorcycle_barrier bus_trap log debris chain wedge planter kerb stile horse_stile turnstile full-height_turnstile kissing_gate'.split(
    ' ',
  );
const WALLS = 'wall fence city_wall retaining_wall'.split(' ');

/** Whoever walks, unless it is said otherwise; cars where it is said. */
function isFerryFor(tags: Tags, mode: OracleMode): boolean {
  for (const key of KEYS[mode]) {
    const value = tags[key] ?? '';
    if (SHUT.includes(value)) return false;
    if (OPEN.includes(value) && key !== 'access') return true;
  }
  return mode === 'walk';
}

/** `00:12` or `PT90S`. */
function minutesOf(duration: string | undefined): number {
  const [, hours, minutes, seconds] = /^(?:(\d+):(\d+)|PT(\d+)S)$/.exec(duration ?? '') ?? [];
  if (minutes === undefined && seconds === undefined) throw new Error(`A ferry takes ${duration ?? 'no time'}.`);
  return 60 * Number(hours ?? 0) + Number(minutes ?? 0) + Number(seconds ?? 0) / 60;
}

/** Metres a second; 0 where the mode may not go that way. */
function speedOf(tags: Tags, mode: OracleMode, direction: 'forward' | 'backward'): number {
  const { highway } = tags;
  const isOther =
    highway === undefined &&
    (tags['railway'] === 'platform' || tags['public_transport'] === 'platform' || tags['man_made'] === 'pier');
  if (!isOther && (highway === undefined || !KNOWN.has(highway))) return 0;
  let may =
    mode === 'walk'
      ? isOther || (WALKED.includes(highway ?? '') && tags['motorroad'] !== 'yes')
      : highway !== undefined && highway in DRIVEN;
  for (const key of KEYS[mode]) {
    const value = tags[`${key}:${direction}`] ?? tags[key] ?? '';
    if (SHUT.includes(value) || value === 'dismount') return 0;
    if (!OPEN.includes(value)) continue;
    if (key !== 'access' && key !== 'vehicle') may = true;
    break;
  }
  if (!may) return 0;
  if (mode === 'walk') {
    const way =
      tags['oneway:foot'] ?? (tags['conveying'] === 'forward' ? 'yes' : tags['conveying'] === 'backward' ? '-1' : 'no');
    if ((way === 'yes' && direction === 'backward') || (way === '-1' && direction === 'forward')) return 0;
    return highway === 'steps' ? 0.5 : 1;
  }
  const implied = highway === 'motorway' || ['roundabout', 'circular'].includes(tags['junction'] ?? '') ? 'yes' : 'no';
  const oneway = tags['oneway:motor_vehicle'] ?? tags['oneway'] ?? implied;
  if (oneway === 'reversible') return 0;
  if (['yes', 'true', '1'].includes(oneway) && direction === 'backward') return 0;
  if (['-1', 'reverse'].includes(oneway) && direction === 'forward') return 0;
  const normal = DRIVEN[highway ?? ''] ?? 10;
  const limit = limitOf(tags[`maxspeed:${direction}`]) ?? limitOf(tags['maxspeed']);
  const isSlow = ['living_street', 'service', 'track'].includes(highway ?? '') || !((highway ?? '') in DRIVEN);
  const kmh = limit === null ? normal : isSlow ? Math.min(limit * 0.8, normal) : limit * 0.8;
  return kmh / 3.6;
}

function limitOf(value: string | undefined): number | null {
  const found = /^(\d+(?:\.\d+)?)( ?mph)?$/.exec(value ?? '');
  return found === null || Number(found[1]) === 0 ? null : Number(found[1]) * (found[2] === undefined ? 1 : 1.609344);
}

function isStopped(tags: Tags, mode: OracleMode): boolean {
  for (const key of KEYS[mode]) {
    const value = tags[key] ?? '';
    if (SHUT.includes(value)) return tags['highway'] !== 'crossing' || tags['barrier'] !== undefined;
    if (OPEN.includes(value) || value === 'dismount') return false;
  }
  const barrier = tags['barrier'] ?? '';
  if (tags['bollard'] === 'rising' || ['lowered', 'flush'].includes(tags['kerb'] ?? '')) return false;
  return WALLS.includes(barrier) || (mode === 'drive' && STOPS.includes(barrier));
}

/** On the spheroid WGS 84, by its curvature between two near places. */
function distance([aLon, aLat]: readonly [number, number], [bLon, bLat]: readonly [number, number]): number {
  const [a, e2, radians] = [6378137, 0.00669437999014, Math.PI / 180];
  const s = Math.sin(((aLat + bLat) / 2) * radians);
  const w = Math.sqrt(1 - e2 * s * s);
  const [north, east] = [(a * (1 - e2)) / w ** 3, (a / w) * Math.sqrt(1 - s * s)];
  return Math.hypot((bLat - aLat) * radians * north, (bLon - aLon) * radians * east);
}

/** Numbers as they are on the wire, not zigzag; bytes as they are. */
function fieldsOf(bytes: Buffer): Fields {
  const fields: Fields = new Map();
  const reader = { bytes, at: 0 };
  while (reader.at < bytes.length) {
    const tag = varint(reader);
    let value: number | Buffer;
    if (tag % 8 === 0) value = varint(reader);
    else if (tag % 8 === 2) {
      const size = varint(reader);
      value = bytes.subarray(reader.at, reader.at + size);
      reader.at += size;
    } else throw new Error(`A field of wire type ${tag % 8}.`);
    const field = Math.floor(tag / 8);
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

function varint(reader: { readonly bytes: Buffer; at: number }): number {
  let [value, scale] = [0n, 1n];
  for (;;) {
    const byte = reader.bytes[reader.at] as number;
    reader.at += 1;
    value += BigInt(byte & 127) * scale;
    if (byte < 128) return Number(BigInt.asIntN(64, value));
    scale *= 128n;
  }
}

function packed(bytes: number | Buffer | undefined): number[] {
  if (!(bytes instanceof Buffer)) return [];
  const reader = { bytes, at: 0 };
  const values: number[] = [];
  while (reader.at < bytes.length) values.push(varint(reader));
  return values;
}

function zigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Differences, zigzag, added up. */
function summed(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += zigzag(value)));
}
