/** `kill -9` while a database is made: a second try makes what an undisturbed one does. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../../server/platform/db/pool.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { copyEmbedded } from '../../../server/testing/embedded-template.ts';
import { createCluster, type PostgresCluster } from '../../../server/testing/postgres.ts';
import { makeRoles } from '../../../server/testing/roles.ts';
import { readSchemaCatalog } from '../../../server/testing/schema-catalog.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { runCommand, type Ended } from '../commands.ts';
import { killDatabase, pause, undisturbed } from '../kills.ts';
import { embeddedPids } from '../site.ts';

const SCRIPT = 'scripts/commands/migrate.ts';

export const killMigrate: Attack = {
  name: 'kill-migrate',
  about: TORTURE['about-kill-migrate'],
  databases: ['embedded', 'server'],
  share: 1,
  run: async (context) => {
    const cluster = context.database === 'server' ? await createCluster(join(context.folder, 'postgres')) : null;
    if (cluster !== null) context.defer(() => cluster.remove());
    return attackMigrations(context, cluster);
  },
};

async function attackMigrations(context: AttackContext, cluster: PostgresCluster | null): Promise<Outcome> {
  const tally = new Tally();
  const { inputs, folder } = context;
  const whole = await makeEmpty(folder, 'undisturbed', cluster);
  const ms = await undisturbed(() => runCommand(context, SCRIPT, [], whole.env));
  const expected = await catalogOf(whole);
  for (const { index, random } of inputs()) {
    const made = await makeEmpty(folder, `round-${index}`, cluster);
    const command = runCommand(context, SCRIPT, [], made.env);
    await pause(random.next() * ms * 1.1);
    const killsDatabase = random.below(2) === 0;
    if (killsDatabase) await killDatabase({ cluster, databasePids: () => embeddedPids(made.home) }, random);
    else command.child.kill('SIGKILL');
    // One that goes on with a database that it has started again comes to its end.
    await command.ended;
    const startedAt = performance.now();
    const again = await runCommand(context, SCRIPT, [], made.env).ended;
    tally.try();
    tally.wait(performance.now() - startedAt);
    if (again.status !== 0) tally.fail('not-survived', index, secondFails(again));
    else if ((await catalogOf(made)) !== expected) tally.fail('lost', index, TORTURE['schema-differs']);
    await rm(made.home, { recursive: true, force: true });
  }
  return tally.outcome();
}

function secondFails({ output }: Ended) {
  return bothLanguages(TORTURE['second-fails'], { said: output.slice(-500) });
}

interface EmptyDatabase {
  readonly home: string;
  readonly url: string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

async function makeEmpty(folder: string, name: string, cluster: PostgresCluster | null): Promise<EmptyDatabase> {
  const home = join(folder, name);
  const env = { CHENGTU_HOME: home, CHENGTU_LANG: 'en' };
  if (cluster === null) {
    await copyEmbedded(home);
    return { home, url: undefined, env };
  }
  await mkdir(home);
  const { ownerUrl } = await makeRoles(cluster.url, `migrate_${name.replace(/\W/g, '_')}`);
  return { home, url: ownerUrl, env: { ...env, DATABASE_URL: ownerUrl } };
}

/** The schema, as one text; roles have their database's name and are left out. */
async function catalogOf({ home, url }: EmptyDatabase): Promise<string> {
  const db = await openDatabase({ home, url });
  try {
    return JSON.stringify(await readSchemaCatalog(db));
  } finally {
    await db.close();
  }
}
