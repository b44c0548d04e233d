import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import { osmFile } from '../../../testing/osm-writer.ts';
import { snapsOf, UNWATCHED } from '../../../testing/street-grids.ts';
import { costMatrix } from '../../paths/cost-matrix.ts';
import { searchGraph } from '../../paths/search-graph.ts';
import { joinStreets, type JoinedStreets } from './join-streets.ts';
import type { OsmElement, OsmMember } from '../../../osm/index.ts';
import { readPbf } from './read-pbf.ts';
import type { Tags } from './speeds.ts';

const META = {
  id: 'turns',
  title: { zh: '转弯', en: 'Turns' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};
const STEP = 0.001;

const folder = mkdtempSync(join(tmpdir(), 'chengtu-turns-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (id: number, x: number, y: number, tags: Tags = {}): OsmElement => ({
  type: 'node',
  id,
  lon: 120.3 + x * STEP,
  lat: 36 + y * STEP,
  tags,
});
const way = (id: number, refs: readonly number[], tags: Tags = {}): OsmElement => ({
  type: 'way',
  id,
  refs,
  tags: { highway: 'residential', ...tags },
});
const turn = (tags: Tags, members: string): OsmElement => ({
  type: 'relation',
  id: 1,
  tags: { type: 'restriction', ...tags },
  members: members.split(' ').map((text): OsmMember => {
    const [role = '', type = '', ref = ''] = text.split(':');
    return { role, type: type === 'n' ? 'node' : 'way', ref: Number(ref) };
  }),
});

/**
 * Two crossings, 5 and 6, a way 56 between them; arms 15 (west), 25 (north) and 35 (south) meet at 5, 64 (east), 67
 * (north) and 68 (south) at 6.
 */
const CROSSINGS = [
  node(1, -1, 0),
  node(2, 0, 1),
  node(3, 0, -1),
  node(5, 0, 0),
  node(6, 1, 0),
  node(4, 2, 0),
  node(7, 1, 1),
  node(8, 1, -1),
  way(15, [1, 5]),
  way(25, [2, 5]),
  way(35, [3, 5]),
  way(56, [5, 6]),
  way(64, [6, 4]),
  way(67, [6, 7]),
  way(68, [6, 8]),
];
const ARMS = [15, 25, 35, 64, 67, 68];

async function joined(elements: readonly OsmElement[]): Promise<JoinedStreets & { readonly codes: readonly string[] }> {
  const path = join(folder, 'turns.osm.pbf');
  writeFileSync(path, osmFile(elements));
  const source = await readPbf(path);
  return { ...joinStreets(source, META), codes: source.warnings.map(({ code }) => code) };
}

/** Which arms can be come to from the middle of one. */
function reached({ graph, facts }: JoinedStreets, from: number, mode: Mode = 'drive', limit = Infinity): number[] {
  const edge = (osmWay: number): number => facts.osmWay.indexOf(osmWay);
  const middle = (osmWay: number) => ({ edge: edge(osmWay), fraction: 0.5, distanceM: 0 });
  const others = ARMS.filter((arm) => arm !== from);
  const find = (direction: 'forward' | 'backward', facilities: readonly number[], demand: readonly number[]) =>
    costMatrix(
      {
        graph,
        search: searchGraph(graph, mode, { direction }),
        facilities: snapsOf(facilities.map(middle)),
        demand: snapsOf(demand.map(middle)),
        accessSpeedMps: 1,
        limit,
      },
      UNWATCHED,
    );
  const there = find('forward', [from], others);
  // Whoever looks for the ways back to the origin finds the same.
  const back = find('backward', others, [from]);
  const found = [...there.demand].map((d) => others[d] as number);
  expect(
    [...back.start.keys()]
      .filter((f) => f < others.length && (back.start[f] as number) < (back.start[f + 1] as number))
      .map((f) => others[f]),
  ).toEqual(found);
  return found;
}

/** By car to the middle of an arm of the other crossing, and not to the end of one and back. */
const STRAIGHT_S = (1.5 * 111.2 * STEP * 1000 + 60) / (25 / 3.6);

const straight = (streets: JoinedStreets, from: number, mode: Mode = 'drive'): number[] =>
  reached(streets, from, mode, mode === 'drive' ? STRAIGHT_S : Infinity);

describe('turn restrictions', () => {
  it('leave all turns open where there are none', async () => {
    expect(straight(await joined(CROSSINGS), 15)).toEqual([25, 35, 64, 67, 68]);
  });

  it.each([
    ['no_left_turn', { restriction: 'no_left_turn' }, 'from:w:15 via:n:5 to:w:25', [35, 64, 67, 68]],
    ['no_straight_on', { restriction: 'no_straight_on' }, 'from:w:15 via:n:5 to:w:56', [25, 35]],
    ['only_right_turn', { restriction: 'only_right_turn' }, 'from:w:15 via:n:5 to:w:35', [35]],
    ['only_straight_on', { restriction: 'only_straight_on' }, 'from:w:15 via:n:5 to:w:56', [64, 67, 68]],
    ['no_entry from several', { restriction: 'no_entry' }, 'from:w:15 from:w:35 via:n:5 to:w:25', [35, 64, 67, 68]],
    ['no_exit to several', { restriction: 'no_exit' }, 'from:w:15 via:n:5 to:w:25 to:w:35', [64, 67, 68]],
    ['no_left_turn over a way', { restriction: 'no_left_turn' }, 'from:w:15 via:w:56 to:w:67', [25, 35, 64, 68]],
    ['only_right_turn over a way', { restriction: 'only_right_turn' }, 'from:w:15 via:w:56 to:w:68', [68]],
    ['a turn for cars', { 'restriction:motorcar': 'no_left_turn' }, 'from:w:15 via:n:5 to:w:25', [35, 64, 67, 68]],
    ['a turn for lorries', { 'restriction:hgv': 'no_left_turn' }, 'from:w:15 via:n:5 to:w:25', [25, 35, 64, 67, 68]],
    [
      'a turn for all but cars',
      { restriction: 'no_left_turn', except: 'psv; motorcar' },
      'from:w:15 via:n:5 to:w:25',
      [25, 35, 64, 67, 68],
    ],
    [
      'a turn for all but bicycles',
      { restriction: 'no_left_turn', except: 'bicycle' },
      'from:w:15 via:n:5 to:w:25',
      [35, 64, 67, 68],
    ],
    [
      'a turn at certain times',
      { 'restriction:conditional': 'no_left_turn @ (07:00-09:00)' },
      'from:w:15 via:n:5 to:w:25',
      [25, 35, 64, 67, 68],
    ],
    ['members that are not there', { restriction: 'no_left_turn' }, 'from:w:15 via:n:5 to:w:99', [25, 35, 64, 67, 68]],
    ['ways that do not meet', { restriction: 'no_left_turn' }, 'from:w:15 via:n:5 to:w:67', [25, 35, 64, 67, 68]],
  ] as const)('say %s', async (_, tags, members, expected) => {
    expect(straight(await joined([...CROSSINGS, turn(tags, members)]), 15)).toEqual(expected);
  });

  it('bind bicycles unless they are excepted, and nobody on foot', async () => {
    // Without other arms there is nowhere to turn around and come back from.
    const arms = CROSSINGS.filter(({ id }) => id !== 35 && id !== 56);
    const one = (tags: Tags) => joined([...arms, turn(tags, 'from:w:15 via:n:5 to:w:25')]);
    const said = await one({ restriction: 'no_left_turn' });
    expect(reached(said, 15, 'walk')).toContain(25);
    expect(reached(said, 15, 'cycle')).not.toContain(25);
    expect(reached(await one({ restriction: 'no_left_turn', except: 'bicycle' }), 15, 'cycle')).toContain(25);
    expect(reached(await one({ 'restriction:bicycle': 'no_left_turn' }), 15, 'drive')).toContain(25);
  });

  it('may forbid to turn around, on the same way or on another', async () => {
    const ring = [
      node(1, 0, 0),
      node(2, 1, 0),
      node(3, 2, 0),
      way(15, [1, 2], { oneway: 'yes' }),
      way(25, [2, 1], { oneway: 'yes' }),
      way(35, [2, 3]),
    ];
    const near = (streets: JoinedStreets): boolean => {
      const { graph, facts } = streets;
      const at = (osmWay: number) => snapsOf([{ edge: facts.osmWay.indexOf(osmWay), fraction: 0.5, distanceM: 0 }]);
      const { cost } = costMatrix(
        {
          graph,
          search: searchGraph(graph, 'drive', { direction: 'forward' }),
          facilities: at(15),
          demand: at(25),
          accessSpeedMps: 1,
          limit: Infinity,
        },
        UNWATCHED,
      );
      return (cost[0] as number) < 2 * (graph.forward.drive[0] as number);
    };
    expect(near(await joined(ring))).toBe(true);
    expect(near(await joined([...ring, turn({ restriction: 'no_u_turn' }, 'from:w:15 via:n:2 to:w:25')]))).toBe(false);
    const dead = await joined([...CROSSINGS, turn({ restriction: 'no_u_turn' }, 'from:w:64 via:n:4 to:w:64')]);
    const edge = dead.facts.osmWay.indexOf(64);
    expect([...dead.graph.bans.arc]).toEqual([2 * edge, 2 * edge + 1]);
  });

  it('are counted where they are left out', async () => {
    const { turns, codes } = await joined([
      ...CROSSINGS,
      turn({ restriction: 'no_left_turn' }, 'from:w:15 via:n:5 to:w:99'),
      turn({ restriction: 'no_left_turn' }, 'from:w:15 via:n:99 to:w:25'),
      turn({ restriction: 'no_left_turn' }, 'from:w:15 via:n:5 to:w:67'),
      turn({ 'restriction:conditional': 'no_left_turn @ (07:00-09:00)' }, 'from:w:15 via:n:5 to:w:25'),
      turn({ 'restriction:hgv': 'no_left_turn' }, 'from:w:15 via:n:5 to:w:25'),
      // Closed to those whom it binds: there is nothing to forbid.
      way(91, [1, 8], { highway: 'footway' }),
      turn({ restriction: 'no_left_turn' }, 'from:w:91 via:n:1 to:w:15'),
    ]);
    expect(turns).toEqual({ missing: 2, unclear: 1 });
    expect(codes).toEqual(['network-turns-conditional', 'network-turns-other']);
  });

  it('from a way that runs on through the crossing are not clear, unless one-way streets leave no doubt', async () => {
    const through = (tags: Tags) => [
      ...CROSSINGS.filter(({ id }) => id !== 25 && id !== 35),
      way(25, [2, 5, 3], tags),
      turn({ restriction: 'no_left_turn' }, 'from:w:25 via:n:5 to:w:56'),
    ];
    expect((await joined(through({}))).turns.unclear).toBe(1);
    const sure = await joined(through({ oneway: 'yes' }));
    expect([sure.turns.unclear, sure.graph.bans.modes.length]).toEqual([0, 1]);
  });
});

describe('gates and barriers', () => {
  const street = (tags: Tags) => [
    node(1, -1, 0),
    node(5, 0, 0, tags),
    node(6, 1, 0),
    node(7, 2, 0),
    way(15, [1, 5, 6]),
    way(64, [6, 7]),
  ];
  /** Whom a node lets pass. */
  const passing = async (tags: Tags): Promise<string> => {
    const streets = await joined(street(tags));
    return (['walk', 'cycle', 'drive'] as const).filter((mode) => reached(streets, 15, mode).includes(64)).join();
  };

  it.each([
    [{}, 'walk,cycle,drive'],
    [{ barrier: 'gate' }, 'walk,cycle,drive'],
    [{ barrier: 'lift_gate' }, 'walk,cycle,drive'],
    [{ barrier: 'toll_booth' }, 'walk,cycle,drive'],
    [{ barrier: 'border_control' }, 'walk,cycle,drive'],
    [{ barrier: 'entrance' }, 'walk,cycle,drive'],
    [{ barrier: 'cattle_grid' }, 'walk,cycle,drive'],
    [{ barrier: 'gate', access: 'private' }, ''],
    [{ access: 'no' }, ''],
    [{ barrier: 'gate', access: 'private', foot: 'yes' }, 'walk'],
    [{ barrier: 'gate', access: 'no', bicycle: 'permissive' }, 'cycle'],
    [{ barrier: 'gate', foot: 'no' }, 'cycle,drive'],
    [{ barrier: 'gate', access: 'yes', motor_vehicle: 'private' }, 'walk,cycle'],
    [{ barrier: 'gate', motor_vehicle: 'no', motorcar: 'yes' }, 'walk,cycle,drive'],
    [{ barrier: 'gate', vehicle: 'no' }, 'walk'],
    [{ barrier: 'gate', access: 'destination' }, 'walk,cycle,drive'],
    [{ barrier: 'gate', access: 'customers' }, 'walk,cycle,drive'],
    [{ barrier: 'gate', access: 'delivery' }, ''],
    [{ barrier: 'bollard' }, 'walk,cycle'],
    [{ barrier: 'bollard', motor_vehicle: 'permissive' }, 'walk,cycle,drive'],
    [{ barrier: 'bollard', bollard: 'rising' }, 'walk,cycle,drive'],
    [{ barrier: 'bollard', access: 'yes' }, 'walk,cycle,drive'],
    [{ barrier: 'bollard', foot: 'yes', bicycle: 'yes' }, 'walk,cycle'],
    [{ barrier: 'block' }, 'walk,cycle'],
    [{ barrier: 'cycle_barrier' }, 'walk,cycle'],
    [{ barrier: 'kerb' }, 'walk,cycle'],
    [{ barrier: 'kerb', kerb: 'lowered' }, 'walk,cycle,drive'],
    [{ barrier: 'turnstile' }, 'walk'],
    [{ barrier: 'stile', bicycle: 'dismount' }, 'walk,cycle'],
    [{ barrier: 'wall' }, ''],
    [{ highway: 'crossing', bicycle: 'no' }, 'walk,cycle,drive'],
    [{ highway: 'traffic_signals' }, 'walk,cycle,drive'],
  ] as const)('%j lets pass: %s', async (tags, expected) => {
    expect(await passing(tags)).toBe(expected);
  });

  it('are come to from either side, by those whom they stop', async () => {
    const { graph, facts, gateCount } = await joined(street({ barrier: 'gate', access: 'private' }));
    const [west, east] = [...facts.osmWay.keys()].filter((e) => facts.osmWay[e] === 15) as [number, number];
    expect([gateCount, graph.to[west]]).toEqual([1, graph.from[east]]);
    const at = snapsOf([{ edge: west, fraction: 1, distanceM: 0 }]);
    const around = snapsOf([west, east].map((edge) => ({ edge, fraction: 0.5, distanceM: 0 })));
    const search = searchGraph(graph, 'walk', { direction: 'forward' });
    const parts = { graph, search, accessSpeedMps: 1, limit: Infinity };
    expect(costMatrix({ ...parts, facilities: around, demand: at }, UNWATCHED).cost).toHaveLength(2);
    expect(costMatrix({ ...parts, facilities: around, demand: around }, UNWATCHED).demand).toEqual(
      Uint32Array.of(0, 1),
    );
  });
});
