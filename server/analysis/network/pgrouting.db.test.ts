import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { randomBans } from '../../testing/turns.ts';
import { askBoth, askTurns, createPgRouting, largestDifference } from '../../testing/pgrouting.ts';
import { withBans } from './build.ts';
import { importNetwork } from './import/import.ts';
import { testCity } from '../../testing/city.ts';

/** Sums of the same costs in another order differ by less. */
const ROUNDING = 1e-12;

let db: Suite;
beforeAll(async () => {
  db = await openSuite('server', 'pgrouting');
  await createPgRouting(db);
});
afterAll(() => db.close());

describe('ways on streets of OpenStreetMap', () => {
  it.each([
    ['old-town', 5591],
    ['corner-cases', 11],
  ] as const)('cost in %s, by a thousand random questions, what pgRouting says', async (name, nodes) => {
    const path = fileURLToPath(new URL(`../../../data/fixtures/network/${name}.osm.pbf`, import.meta.url));
    const { graph } = await importNetwork(db, {
      city: testCity,
      path,
      id: name,
      datum: null,
      replace: false,
      provenance: 'approximate',
    });
    expect(graph.nodeCount).toBe(nodes);
    // Most of its questions know of no bans.
    const asked = await askBoth(db, withBans(graph, []), 2024);
    expect(asked.reduce((sum, { queries }) => sum + queries, 0)).toBe(1000);
    for (const answers of asked) {
      expect(answers.ours.size, answers.name).toBeGreaterThan(2);
      expect(answers.ours.size, answers.name).toBe(answers.theirs.size);
      expect(largestDifference(answers), answers.name).toBeLessThan(ROUNDING);
    }
    const free = asked.filter(({ name }) => name.endsWith('between nodes'));
    const bans = randomBans(graph, graph.edgeCount, 7).map((ban) => ({ ...ban, arcs: ban.arcs.slice(0, 2) }));
    const turned = await askTurns(db, withBans(graph, bans), 2024);
    expect(turned.reduce((sum, { queries }) => sum + queries, 0)).toBeGreaterThan(name === 'old-town' ? 285 : 100);
    for (const answers of turned) {
      expect(answers.ours.size, answers.name).toBeGreaterThan(2);
      expect(answers.ours.size, answers.name).toBe(answers.theirs.size);
      expect(largestDifference(answers), answers.name).toBeLessThan(ROUNDING);
    }
    // The same questions cost more.
    if (name === 'old-town')
      expect(
        turned.some(({ ours }, m) =>
          [...ours].some(([pair, cost]) => cost > (free[m]?.ours.get(pair) ?? Infinity) * 1.01),
        ),
      ).toBe(true);
  });
});
