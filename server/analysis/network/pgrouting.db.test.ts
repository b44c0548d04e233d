import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { askBoth, createPgRouting, largestDifference } from '../../testing/pgrouting.ts';
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
    ['corner-cases', 10],
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
    const asked = await askBoth(db, graph, 2024);
    expect(asked.reduce((sum, { queries }) => sum + queries, 0)).toBe(1000);
    for (const answers of asked) {
      expect(answers.ours.size, answers.name).toBeGreaterThan(2);
      expect(answers.ours.size, answers.name).toBe(answers.theirs.size);
      expect(largestDifference(answers), answers.name).toBeLessThan(ROUNDING);
    }
  });
});
