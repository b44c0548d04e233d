import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { OsmOracle } from '../../../testing/osm-oracle.ts';
import { randomFrom } from '../../../testing/random.ts';
import { UNWATCHED } from '../../../testing/street-grids.ts';
import { costMatrix } from '../../paths/cost-matrix.ts';
import { searchGraph } from '../../paths/search-graph.ts';
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
const here = (name: string): string =>
  fileURLToPath(new URL(`../../../../data/fixtures/network/${name}`, import.meta.url));
const FILES: readonly (readonly [string, number])[] = [
  [here('corner-cases.osm.pbf'), 5],
  [here('old-town.osm.pbf'), 10],
  ...given.map((path) => [path, 23] as const),
];

describe.each(FILES.map(([path, places]) => [basename(path), path, places] as const))(
  'ways in %s',
  (_, path, places) => {
    it.each(['walk', 'drive'] as const)('by %s are those of another reader and another search', async (mode) => {
      const oracle = new OsmOracle(path);
      const theirs = oracle.network(mode);
      const { graph } = joinStreets(await readPbf(path), META);
      const random = randomFrom(13);
      const pick = (): number[] =>
        Array.from({ length: places }, () => theirs.nodes[random.below(theirs.nodes.length)] as number);
      const [from, to] = [pick(), pick()];
      const snap = (nodes: readonly number[]) =>
        snapPoints(
          graph,
          mode,
          Float64Array.from(nodes.flatMap((node) => [...(oracle.places.get(node) as readonly number[])])),
          { maxDistanceM: 1 },
        );
      const parts = { graph, facilities: snap(from), demand: snap(to), accessSpeedMps: 1, limit: Infinity };
      const { start, demand, cost } = costMatrix(
        { ...parts, search: searchGraph(graph, mode, { direction: 'forward' }) },
        UNWATCHED,
      );
      let found = 0;
      from.forEach((node, f) => {
        const costs = theirs.from(node);
        const ours = new Map(
          Array.from(demand.subarray(start[f], start[f + 1]), (d, i) => [d, cost[(start[f] as number) + i] as number]),
        );
        to.forEach((target, d) => {
          const [a, b] = [ours.get(d) ?? Infinity, costs.get(target) ?? Infinity];
          if (a === b) found += Number(a < Infinity);
          else {
            expect(
              Math.abs(a - b),
              `${String(node)} to ${String(target)}: ${String(a)}, not ${String(b)}`,
            ).toBeLessThan(Math.max(0.001, 1e-5 * b));
            found += 1;
          }
        });
      });
      expect(found).toBeGreaterThan((places * places) / 20);
    });
  },
);
