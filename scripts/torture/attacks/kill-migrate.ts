/** `kill -9` while a database is made: a second try makes what an undisturbed one does. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readLock } from '../../../server/platform/db/embedded/lock.ts';
import { openDatabase } from '../../../server/platform/db/pool.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { copyEmbedded } from '../../../server/testing/embedded-template.ts';
import { createCluster, type PostgresCluster } from '../../../server/testing/postgres.ts';
import { makeRoles } from '../../../server/testing/roles.ts';
import { readText } from '../../../server/platform/db/rows.ts';
import { sqlText } from '../../../server/platform/db/sql.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { runCommand, type Ended } from '../commands.ts';
import { pause } from '../kills.ts';
import { signalTo } from '../site.ts';

/** Everything of ours that the schema has, one line a thing, without what extensions bring. */
const CATALOG = sqlText(`
  with own as (select oid, relname from pg_class c where relnamespace = current_schema()::regnamespace
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e'))
  select line from (
    select pg_get_functiondef(oid) from pg_proc p
    where pronamespace = current_schema()::regnamespace and prokind in ('f', 'p')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all select concat_ws(' ', relname, pg_get_triggerdef(t.oid), tgenabled)
    from pg_trigger t join own on own.oid = tgrelid where not tgisinternal
    union all select concat_ws(' ', relname, attname, format_type(atttypid, atttypmod), attnotnull, attisdropped)
    from pg_attribute join own on own.oid = attrelid where attnum > 0
    union all select pg_get_indexdef(indexrelid) from pg_index join own on own.oid = indrelid where indisvalid
    union all select concat_ws(' ', relname, conname, pg_get_constraintdef(c.oid))
    from pg_constraint c join own on own.oid = conrelid where contype <> 'n'
    union all select name || checksum from schema_migration
    union all select name || checksum from function_file
  ) as lines (line) order by line collate "C"`);
const SCRIPT = 'scripts/commands/migrate.ts';

export const killMigrate: Attack = {
  name: 'kill-migrate',
  about: TORTURE['about-kill-migrate'],
  databases: ['embedded', 'server'],
  share: 1,
  run: async (context) => {
    const cluster = context.database === 'server' ? await createCluster(join(context.folder, 'postgres')) : null;
    try {
      return await attackMigrations(context, cluster);
    } finally {
      await cluster?.remove();
    }
  },
};

async function attackMigrations({ inputs, folder }: AttackContext, cluster: PostgresCluster | null): Promise<Outcome> {
  const tally = new Tally();
  const undisturbed = await makeEmpty(folder, 'undisturbed', cluster);
  const whole = await runCommand(SCRIPT, [], undisturbed.env).ended;
  if (whole.status !== 0) throw new Error(`A migration that nobody disturbs fails:\n${whole.output}`);
  const expected = await catalogOf(undisturbed);
  for (const { index, random } of inputs()) {
    const made = await makeEmpty(folder, `round-${index}`, cluster);
    const command = runCommand(SCRIPT, [], made.env);
    await pause(random.next() * whole.ms * 1.1);
    const killsDatabase = random.below(2) === 0;
    if (!killsDatabase) command.child.kill('SIGKILL');
    else if (cluster === null) signalTo((await readLock(made.home))?.pid ?? 0, 'SIGKILL');
    else {
      await cluster.stop('immediate');
      await cluster.start();
    }
    // One that goes on with a database that it has started again comes to its end.
    await command.ended;
    const startedAt = performance.now();
    const again = await runCommand(SCRIPT, [], made.env).ended;
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
    return (await db.query(CATALOG)).map((row) => readText(row, 'line')).join('\n');
  } finally {
    await db.close();
  }
}
