/**
 * A harbour town as OpenStreetMap would have it, written by chance of a seed: two banks with one bridge, an island,
 * loose pieces of street, gates, bollards and walls, one-way streets, ferries, and turn restrictions of every kind.
 */
import type { OsmElement, OsmMember } from '../osm/index.ts';
import type { Random } from './random.ts';

type Tags = Readonly<Record<string, string>>;

const SIZE = 20;
const STEP_DEGREES = 0.001;
const ORIGIN = { lon: 120.3, lat: 36 };
/** The water is between this row and the next. */
const BANK = 9;
const BRIDGE = 3;

/** What a restriction is called, of how many ways between, and with which further tags. */
const RESTRICTIONS: readonly {
  readonly tags: Tags;
  /** Ways between; 0 for a node. */
  readonly via: number;
  readonly more?: 'from' | 'to' | 'back';
}[] = [
  ...['no_left_turn', 'no_right_turn', 'no_straight_on', 'only_left_turn', 'only_right_turn', 'only_straight_on'].map(
    (restriction) => ({ tags: { restriction }, via: 0 }),
  ),
  { tags: { restriction: 'no_u_turn' }, via: 0, more: 'back' },
  { tags: { restriction: 'no_entry' }, via: 0, more: 'from' },
  { tags: { restriction: 'no_exit' }, via: 0, more: 'to' },
  ...['no_left_turn', 'no_u_turn', 'only_straight_on', 'only_u_turn'].map((restriction) => ({
    tags: { restriction },
    via: 1,
  })),
  ...['no_straight_on', 'only_left_turn'].map((restriction) => ({ tags: { restriction }, via: 2 })),
  { tags: { restriction: 'no_left_turn', except: 'psv;motorcar' }, via: 0 },
  { tags: { restriction: 'only_straight_on', except: 'motor_vehicle' }, via: 0 },
  { tags: { restriction: 'no_right_turn', except: 'bicycle' }, via: 0 },
  { tags: { 'restriction:hgv': 'no_left_turn' }, via: 0 },
  { tags: { 'restriction:motorcar': 'only_right_turn' }, via: 0 },
  { tags: { 'restriction:conditional': 'no_left_turn @ (07:00-09:00)' }, via: 0 },
];
const EACH = 8;

const GATES: readonly Tags[] = [
  { barrier: 'gate', access: 'private' },
  { barrier: 'gate', access: 'no', foot: 'yes' },
  { barrier: 'gate', foot: 'private' },
  { barrier: 'lift_gate' },
  { barrier: 'bollard' },
  { barrier: 'bollard', motor_vehicle: 'permissive' },
  { barrier: 'kerb', kerb: 'lowered' },
  { barrier: 'wall' },
  { access: 'no' },
];

const STREETS: readonly Tags[] = [
  { highway: 'residential' },
  { highway: 'residential' },
  { highway: 'residential', oneway: 'yes' },
  { highway: 'tertiary' },
  { highway: 'tertiary', oneway: '-1' },
  { highway: 'secondary', maxspeed: '60' },
  { highway: 'secondary', 'maxspeed:forward': '50', 'maxspeed:backward': '30' },
  { highway: 'living_street' },
  { highway: 'service', access: 'private' },
  { highway: 'footway' },
  { highway: 'steps' },
];

/** A block of a street, from one crossing to the next. */
interface Block {
  readonly way: number;
  readonly ends: readonly [number, number];
}

/** The elements, nodes first. Cars may use most blocks, and every block is a way of its own. */
export function harbour(random: Random): OsmElement[] {
  const pick = <T>(list: readonly T[]): T => list[random.below(list.length)] as T;
  const nodes = new Map<number, { readonly lon: number; readonly lat: number; readonly tags: Tags }>();
  const ways: Extract<OsmElement, { readonly type: 'way' }>[] = [];
  const blocks: Block[] = [];
  const at = (x: number, y: number, tags: Tags = {}): number => {
    const id = nodes.size + 1;
    nodes.set(id, { lon: ORIGIN.lon + x * STEP_DEGREES, lat: ORIGIN.lat + y * STEP_DEGREES, tags });
    return id;
  };
  const way = (refs: readonly number[], tags: Tags): number => {
    const id = 1000 + ways.length;
    ways.push({ type: 'way', id, refs, tags });
    return id;
  };
  const jitter = (): number => (random.next() - 0.5) / 2;
  const block = (a: number, b: number, tags: Tags): void => {
    const [from, to] = [nodes.get(a), nodes.get(b)];
    if (from === undefined || to === undefined) throw new RangeError('A block needs its ends.');
    const half = (key: 'lon' | 'lat'): number => ((from[key] + to[key]) / 2 - ORIGIN[key]) / STEP_DEGREES;
    // A bend, or a gate, halfway.
    const middle =
      random.next() < 0.5 ? [at(half('lon') + 0.1, half('lat'), random.next() < 0.2 ? pick(GATES) : {})] : [];
    blocks.push({ way: way([a, ...middle, b], tags), ends: [a, b] });
  };
  const grid = (columns: number, rows: number, west: number): number[][] =>
    Array.from({ length: columns }, (_, x) =>
      Array.from({ length: rows }, (__, y) =>
        at(west + x + jitter(), y + jitter(), random.next() < 0.02 ? pick(GATES) : {}),
      ),
    );
  const town = grid(SIZE, SIZE, 0);
  const island = grid(4, 4, SIZE + 10);
  for (const place of [town, island])
    place.forEach((column, x) =>
      column.forEach((here, y) => {
        const [east, north] = [place[x + 1]?.[y], column[y + 1]];
        const isBridge = x === BRIDGE && y === BANK;
        if (east !== undefined && random.next() < 0.92) block(here, east, pick(STREETS));
        if (north !== undefined && (place === island || y !== BANK || isBridge) && (isBridge || random.next() < 0.92))
          block(here, north, isBridge ? { highway: 'primary', bridge: 'yes' } : pick(STREETS));
      }),
    );
  // A street of many blocks across the others, as most are.
  way(
    town.map((column, x) => column[Math.min(SIZE - 1, Math.floor(x / 2))] as number).filter((_, x) => x < 2 * BANK),
    { highway: 'primary', maxspeed: '40 mph' },
  );
  for (let k = 0; k < 5; k += 1) way([at(-5 - k, k), at(-5 - k, k + 0.08)], { highway: 'residential' });
  const bank = (x: number, y: number): number => town[x]?.[y] as number;
  way([bank(10, BANK), at(10, BANK + 0.5), bank(11, BANK + 1)], { route: 'ferry', duration: '00:02' });
  way([bank(16, BANK), bank(16, BANK + 1)], { route: 'ferry', motorcar: 'yes', duration: 'PT90S' });
  way([bank(SIZE - 1, 2), at(SIZE + 5, 2), island[0]?.[2] as number], {
    route: 'ferry',
    foot: 'yes',
    bicycle: 'no',
    duration: '00:12',
  });
  const shore = [
    [-1, 0.3],
    [SIZE, 0.3],
    [SIZE, 0.7],
    [-1, 0.7],
  ].map(([x = 0, y = 0]) => at(x, BANK + y));
  way([...shore, shore[0] as number], { natural: 'water' });
  const relations = RESTRICTIONS.flatMap(({ tags, via, more }, kind) =>
    Array.from({ length: EACH }, (_, n): OsmElement => {
      const members = membersOf(via, more);
      return { type: 'relation', id: 100 * (kind + 1) + n, tags: { type: 'restriction', ...tags }, members };
    }),
  );
  return [
    ...[...nodes].map(([id, node]): OsmElement => ({ type: 'node', id, ...node })),
    ...ways.map((each): OsmElement => each),
    ...relations,
  ];

  /** A run of blocks, each from where the last one ends; once more where it comes to a dead end. */
  function membersOf(via: number, more: 'from' | 'to' | 'back' | undefined): OsmMember[] {
    for (;;) {
      const first = pick(blocks);
      const run: Block[] = [first];
      const met = [first.ends[0], first.ends[1]];
      while (run.length < via + 2) {
        const here = met.at(-1) as number;
        const next = blocks.filter(({ way: id, ends }) => ends.includes(here) && run.every((each) => each.way !== id));
        if (next.length === 0) break;
        const chosen = pick(next);
        run.push(chosen);
        met.push(chosen.ends[0] === here ? chosen.ends[1] : chosen.ends[0]);
      }
      if (run.length < via + 2 || new Set(met).size < met.length) continue;
      const node = met[1] as number;
      const [from, to] = [run[0] as Block, run.at(-1) as Block];
      const another = blocks.find(({ way: id, ends }) => ends.includes(node) && id !== from.way && id !== to.way);
      if ((more === 'from' || more === 'to') && another === undefined) continue;
      const member = (role: string, ref: number, type: OsmMember['type'] = 'way'): OsmMember => ({ role, type, ref });
      return [
        member('from', from.way),
        ...(more === 'from' ? [member('from', another?.way ?? 0)] : []),
        ...(via === 0 ? [member('via', node, 'node')] : run.slice(1, -1).map(({ way: id }) => member('via', id))),
        member('to', more === 'back' ? from.way : to.way),
        ...(more === 'to' ? [member('to', another?.way ?? 0)] : []),
      ];
    }
  }
}
