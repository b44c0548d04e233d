import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSuite, type Suite } from '../../testing/databases.ts';
import { harbour } from '../../testing/osm-harbour.ts';
import { osmFile } from '../../testing/osm-writer.ts';
import { randomFrom } from '../../testing/random.ts';
import { randomBans } from '../../testing/turns.ts';
import { askBoth, askTurns, createPgRouting, largestDifference } from '../../testing/pgrouting.ts';
import { MODES } from '../../../tiles/api/vocabulary.ts';
import { bansFor } from './bans.ts';
import { withBans } from './build.ts';
import { importNetwork } from './import/import.ts';
import { testCity } from '../../testing/city.ts';

/** Questions that meet a ban, at least: small networks have fewer. */
const LEAST_TURNS: Readonly<Record<string, number>> = { 'corner-cases': 100, harbour: 240 };

/** Sums of the same costs in another order differ by less. */
const ROUNDING = 1e-12;

const folder = mkdtempSync(join(tmpdir(), 'chengtu-pgrouting-'));

let db: Suite;
beforeAll(async () => {
  db = await openSuite('server', 'pgrouting');
  await createPgRouting(db);
  writeFileSync(join(folder, 'harbour.osm.pbf'), osmFile(harbour(randomFrom(13))));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  return db.close();
});

describe('ways on streets of OpenStreetMap', () => {
  it.each([
    ['old-town', 5591],
    ['corner-cases', 11],
    // Written: its own restrictions are those that pgRouting is asked about.
    ['harbour', 465],
  ] as const)('cost in %s, by a thousand random questions, what pgRouting says', async (name, nodes) => {
    const path =
      name === 'harbour'
        ? join(folder, 'harbour.osm.pbf')
        : fileURLToPath(new URL(`../../../data/fixtures/network/${name}.osm.pbf`, import.meta.url));
    const { graph } = await importNetwork(db, {
      city: testCity,
      path,
      id: name,
      // Its water is not that of the city.
      datum: name === 'harbour' ? 'wgs84' : null,
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
    const own = MODES.flatMap((mode) => bansFor(graph, mode).map((arcs) => ({ arcs: [...arcs], modes: [mode] })));
    const bans =
      name === 'harbour'
        ? own.filter(({ arcs }) => arcs.length === 2)
        : randomBans(graph, graph.edgeCount, 7).map((ban) => ({ ...ban, arcs: ban.arcs.slice(0, 2) }));
    const turned = await askTurns(db, withBans(graph, bans), 2024);
    expect(turned.reduce((sum, { queries }) => sum + queries, 0)).toBeGreaterThan(LEAST_TURNS[name] ?? 285);
    for (const answers of turned) {
      expect(answers.ours.size, answers.name).toBeGreaterThan(2);
      expect(answers.ours.size, answers.name).toBe(answers.theirs.size);
      expect(largestDifference(answers), answers.name).toBeLessThan(ROUNDING);
    }
    // The same questions cost more.
    if (name !== 'corner-cases')
      expect(
        turned.some(({ ours }, m) =>
          [...ours].some(([pair, cost]) => cost > (free[m]?.ours.get(pair) ?? Infinity) * 1.01),
        ),
      ).toBe(true);
  });
});
