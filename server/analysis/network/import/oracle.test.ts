import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { harbour } from '../../../testing/osm-harbour.ts';
import { OsmOracle, type OracleMode } from '../../../testing/osm-oracle.ts';
import { osmFile } from '../../../testing/osm-writer.ts';
import { randomFrom } from '../../../testing/random.ts';
import { UNWATCHED } from '../../../testing/street-grids.ts';
import { costMatrix } from '../../paths/cost-matrix.ts';
import { searchGraph } from '../../paths/search-graph.ts';
import type { Graph } from '../../types.ts';
import { bansFor } from '../bans.ts';
import { withBans } from '../build.ts';
import { sailing } from '../ferries.ts';
import { snapPoints } from '../snap.ts';
import { joinStreets } from './join-streets.ts';
import { readPbf } from './read-pbf.ts';

const META = {
  id: 'oracle',
  title: { zh: '对照', en: 'Oracle' },
  provenance: 'synthetic',
  source: { zh: '测试', en: 'Test' },
  costUnit: 's',
};
/** Further extracts, paths with commas between; of these all 500 ways are tried. */
const given = (process.env['TEST_OSM_FILES'] ?? '').split(',').filter((path) => path !== '');
/** Every rule of OpenStreetMap that a small town of chance can have. */
const folder = mkdtempSync(join(tmpdir(), 'chengtu-harbour-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const HARBOUR = join(folder, 'harbour.osm.pbf');
writeFileSync(HARBOUR, osmFile(harbour(randomFrom(13))));
/** Of these places all ways between are tried: more than five hundred. */
const MANY = 23;

const here = (name: string): string =>
  fileURLToPath(new URL(`../../../../data/fixtures/network/${name}`, import.meta.url));
const FILES: readonly (readonly [string, number])[] = [
  [here('corner-cases.osm.pbf'), 5],
  [here('old-town.osm.pbf'), 10],
  [HARBOUR, MANY],
  ...given.map((path) => [path, MANY] as const),
];

interface Ways {
  readonly ours: ReadonlyMap<string, number>;
  readonly theirs: ReadonlyMap<string, number>;
}

/** Ways from so many random places to as many others, `from>to`; none is not there. */
async function waysOf(
  path: string,
  mode: OracleMode,
  places: number,
  { ferries = false, change = (graph: Graph): Graph => graph } = {},
): Promise<Ways> {
  const oracle = new OsmOracle(path);
  const network = oracle.network(mode, { ferries });
  const { graph: streets } = joinStreets(await readPbf(path), META);
  const graph = change(ferries ? sailing(streets) : streets);
  const random = randomFrom(13);
  const { nodes } = oracle.network(mode);
  const pick = (): number[] => Array.from({ length: places }, () => nodes[random.below(nodes.length)] as number);
  const [from, to] = [pick(), pick()];
  const snap = (some: readonly number[]) =>
    snapPoints(
      graph,
      mode,
      Float64Array.from(some.flatMap((node) => [...(oracle.places.get(node) as readonly number[])])),
      { maxDistanceM: 1 },
    );
  const parts = { graph, facilities: snap(from), demand: snap(to), accessSpeedMps: 1, limit: Infinity };
  const { start, demand, cost } = costMatrix(
    { ...parts, search: searchGraph(graph, mode, { direction: 'forward' }) },
    UNWATCHED,
  );
  const [ours, theirs] = [new Map<string, number>(), new Map<string, number>()];
  from.forEach((node, f) => {
    const costs = network.from(node);
    to.forEach((target, d) => {
      const found = costs.get(target);
      if (found !== undefined) theirs.set(`${String(f)} ${String(node)}>${String(target)} ${String(d)}`, found);
    });
    for (let at = start[f] as number; at < (start[f + 1] as number); at += 1) {
      const d = demand[at] as number;
      ours.set(`${String(f)} ${String(node)}>${String(to[d])} ${String(d)}`, cost[at] as number);
    }
  });
  return { ours, theirs };
}

/** All of either, to a millimetre on foot. */
function expectSame({ ours, theirs }: Ways): void {
  const differing = [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((way) => {
    const [a, b] = [ours.get(way) ?? Infinity, theirs.get(way) ?? Infinity];
    return a === b || Math.abs(a - b) < Math.max(0.001, 1e-5 * b) ? [] : [`${way}: ${String(a)}, not ${String(b)}`];
  });
  expect(differing).toEqual([]);
}

describe.each(FILES.map(([path, places]) => [basename(path), path, places] as const))(
  'ways in %s',
  (_, path, places) => {
    it.each(['walk', 'drive'] as const)('by %s are those of another reader and another search', async (mode) => {
      const ways = await waysOf(path, mode, places);
      expectSame(ways);
      expect(ways.ours.size).toBeGreaterThan((places * places) / 20);
    });
  },
);

describe('a town with everything that OpenStreetMap knows', () => {
  const far = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number =>
    [...a].filter(([way, cost]) => Math.abs((b.get(way) ?? Infinity) - cost) > 0.01 * cost).length;

  it.each(['walk', 'drive'] as const)(
    'by %s and by ferry has other ways, and the same by both readers',
    async (mode) => {
      const dry = await waysOf(HARBOUR, mode, MANY);
      const wet = await waysOf(HARBOUR, mode, MANY, { ferries: true });
      expectSame(wet);
      expect(far(wet.ours, dry.ours)).toBeGreaterThan(20);
    },
  );

  it('would have other drives without its turn restrictions and gates, and pieces that nothing leads to', async () => {
    const { ours } = await waysOf(HARBOUR, 'drive', MANY);
    const free = await waysOf(HARBOUR, 'drive', MANY, { change: (graph) => withBans(graph, []) });
    expect(far(free.ours, ours)).toBeGreaterThan(50);
    expect(ours.size).toBeLessThan(MANY * MANY);
  });

  it('has its water, and bans of every length', async () => {
    const source = await readPbf(HARBOUR);
    expect(source.water).toHaveLength(1);
    const { graph, turns } = joinStreets(source, META);
    expect(new Set(bansFor(graph, 'drive').map(({ length }) => length))).toEqual(new Set([2, 3, 4]));
    expect(turns.unclear).toBe(0);
  });
});
