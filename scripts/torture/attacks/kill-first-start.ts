/** `kill -9` at a random moment of the first start with the demonstration city: the second start has all of it. */
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../../server/platform/db/pool.ts';
import { readNumber, readText } from '../../../server/platform/db/rows.ts';
import { sqlText } from '../../../server/platform/db/sql.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { createCluster, type PostgresCluster } from '../../../server/testing/postgres.ts';
import { makeRoles } from '../../../server/testing/roles.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { demoCity } from '../../testing/demo-city.ts';
import { startService } from '../../testing/running-service.ts';
import { Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { runCommand } from '../commands.ts';
import { isObject } from '../fuzz/values.ts';
import { pause } from '../kills.ts';
import { childrenOf, signalTo } from '../site.ts';

/** Of a first start beside other work: kills come before and after its end. */
const ABOUT_MS = 60_000;
const COUNTS = sqlText('select layer_id, count(*) as count from feature group by layer_id');
const PYRAMID = sqlText('select l.layer_id from layer l cross join lateral check_pyramid(l.layer_id) limit 1');

export const killFirstStart: Attack = {
  name: 'kill-first-start',
  about: TORTURE['about-kill-first-start'],
  databases: ['embedded', 'server'],
  share: 2,
  run: async (context) => {
    const cluster = context.database === 'server' ? await createCluster(join(context.folder, 'postgres')) : null;
    if (cluster !== null) context.defer(() => cluster.remove());
    return attackFirstStarts(context, cluster);
  },
};

async function attackFirstStarts(context: AttackContext, cluster: PostgresCluster | null): Promise<Outcome> {
  const tally = new Tally();
  const { inputs, folder, defer } = context;
  const city = await demoCity();
  const expected = await countsOf(city);
  for (const { index, random } of inputs()) {
    const home = join(folder, `first-${index}`);
    await mkdir(home);
    // Half of the starts generate the city themselves.
    if (random.below(2) === 0) await cp(city, join(home, 'demo'), { recursive: true });
    const url = cluster === null ? undefined : (await makeRoles(cluster.url, `first_${index}`)).ownerUrl;
    const settings = { CHENGTU_LANG: 'en', PORT: '0', ...(url === undefined ? {} : { DATABASE_URL: url }) };
    const first = runCommand(context, 'scripts/start/start.ts', [], { CHENGTU_HOME: home, ...settings });
    await pause(random.next() * ABOUT_MS);
    // What it has started dies with it now and then, and now and then it is left alone.
    const pids = [first.child.pid ?? 0, ...(random.below(2) === 0 ? childrenOf(first.child.pid ?? 0) : [])];
    for (const pid of pids) signalTo(pid, 'SIGKILL');
    await first.ended;
    tally.try();
    const startedAt = performance.now();
    try {
      const { PORT: _, ...rest } = settings;
      const second = await startService(home, rest);
      defer(async () => void (await second.stop()));
      tally.wait(performance.now() - startedAt);
      const db = await openDatabase({ home, url, whenRunning: 'attach' });
      for (const [layer, count] of await differences(db, expected))
        tally.fail(
          'lost',
          index,
          bothLanguages(TORTURE['start-lacks'], { layer, count, expected: expected.get(layer) ?? 0 }),
        );
      if ((await db.query(PYRAMID)).length > 0)
        tally.fail('lost', index, bothLanguages(TORTURE['pyramid-differs'], { layer: '*', problem: '' }));
      await db.close();
      await second.stop();
    } catch (error) {
      tally.fail('not-survived', index, bothLanguages(TORTURE['second-fails'], { said: String(error).slice(-500) }));
    }
    await rm(home, { recursive: true, force: true });
  }
  return tally.outcome();
}

/** Features by layer, as the generated files say. */
async function countsOf(city: string): Promise<ReadonlyMap<string, number>> {
  const manifest: unknown = JSON.parse(await readFile(join(city, 'manifest.json'), 'utf8'));
  const layers = isObject(manifest) && isObject(manifest['layers']) ? manifest['layers'] : {};
  return new Map(Object.entries(layers).map(([layer, count]) => [layer, Number(count)]));
}

async function differences(
  db: Database,
  expected: ReadonlyMap<string, number>,
): Promise<readonly (readonly [string, number])[]> {
  const found = new Map((await db.query(COUNTS)).map((row) => [readText(row, 'layer_id'), readNumber(row, 'count')]));
  return [...expected].flatMap(([layer, count]) =>
    found.get(layer) === count ? [] : [[layer, found.get(layer) ?? 0] as const],
  );
}
