/** `kill -9` while a file is loaded: of the command, the service or the database. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sqlText } from '../../../server/platform/db/sql.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { oneOf, Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { runCommand, type Command } from '../commands.ts';
import { brokenInvariants, countRows, lastRevision } from '../invariants.ts';
import { BACK_LIMIT_MS, kill, KILLED, pause, recover } from '../kills.ts';
import type { Site } from '../site.ts';

const LAYER = 'toilets';
const FEATURES = 4000;
const REMOVE = sqlText(`delete from feature where layer_id = '${LAYER}' and feature_id like 'load-%'`);

export const killLoad: Attack = {
  name: 'kill-load',
  about: TORTURE['about-kill-load'],
  databases: ['embedded', 'server'],
  share: 2,
  run: async (context) => {
    const site = await context.open();
    try {
      return await attackLoads(site, context);
    } finally {
      await site.remove();
    }
  },
};

async function attackLoads(site: Site, { inputs, folder }: AttackContext): Promise<Outcome> {
  const tally = new Tally();
  const file = join(folder, 'load.csv');
  const lines = Array.from({ length: FEATURES }, (_, n) => `load-${n},甲${n},119.${51_000 + n},35.56,370202`);
  await writeFile(file, ['id,name,lon,lat,district', ...lines].join('\n'));
  const load = (): Command =>
    runCommand(
      'scripts/commands/load.ts',
      ['--layer', LAYER, '--datum', 'wgs84', '--ignore-unknown', file],
      ownerOf(site),
    );
  // How long a load takes, so that kills come at all of its moments.
  const whole = await load().ended;
  if (whole.status !== 0) throw new Error(`A load that nobody disturbs fails:\n${whole.output}`);
  await site.db.query(REMOVE);
  for (const { index, random } of inputs()) {
    const before = await countRows(site.db, LAYER);
    const revision = await lastRevision(site.db);
    const killed = oneOf(random, KILLED);
    const command = load();
    await pause(random.next() * whole.ms * 1.1);
    await kill(site, killed, random, command);
    const { status } = await command.ended;
    const back = await recover(site, killed);
    tally.try();
    if (back === null) {
      tally.fail('not-survived', index, bothLanguages(TORTURE['not-back'], { seconds: BACK_LIMIT_MS / 1000 }));
      break;
    }
    tally.wait(back);
    const after = await countRows(site.db, LAYER);
    const values = { before, after, file: FEATURES, killed };
    if (after !== before && after !== before + FEATURES)
      tally.fail('lost', index, bothLanguages(TORTURE['half-load'], values));
    if (status === 0 && after !== before + FEATURES)
      tally.fail('lost', index, bothLanguages(TORTURE['load-lost'], values));
    for (const broken of await brokenInvariants(site, LAYER, revision)) tally.fail('lost', index, broken);
    const again = await load().ended;
    const now = await countRows(site.db, LAYER);
    if (again.status !== 0 || now !== before + FEATURES)
      tally.fail('not-survived', index, bothLanguages(TORTURE['second-fails'], { said: again.output.slice(-500) }));
    for (const broken of await brokenInvariants(site, LAYER, revision)) tally.fail('lost', index, broken);
    await site.db.query(REMOVE);
  }
  return tally.outcome();
}

/** Settings of a command that writes: it connects as the owner. */
export function ownerOf({ env, ownerUrl }: Site): Readonly<Record<string, string>> {
  return ownerUrl === null ? env : { ...env, DATABASE_OWNER_URL: ownerUrl, MIGRATE: 'on' };
}
