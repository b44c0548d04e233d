/** `kill -9` while a file is loaded: of the command, the service or the database. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sqlText } from '../../../server/platform/db/sql.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { oneOf, onSite, Tally, type Attack, type AttackContext, type Outcome } from '../attack.ts';
import { runCommand, type Command } from '../commands.ts';
import { brokenInvariants, countRows, lastRevision } from '../invariants.ts';
import { disturbed, KILLED, KILLED_TEXTS, undisturbed } from '../kills.ts';
import type { Site } from '../site.ts';

const LAYER = 'toilets';
const FEATURES = 4000;
/** Texts for search are a load's own, and stay where somebody deletes features by hand. */
const REMOVE = sqlText(`
  with gone as (delete from feature where layer_id = '${LAYER}' and feature_id like 'load-%')
  delete from search_term where layer_id = '${LAYER}' and feature_id like 'load-%'`);

export const killLoad: Attack = {
  name: 'kill-load',
  about: TORTURE['about-kill-load'],
  databases: ['embedded', 'server'],
  share: 2,
  run: onSite(attackLoads),
};

async function attackLoads(site: Site, context: AttackContext): Promise<Outcome> {
  const tally = new Tally();
  const { inputs, folder } = context;
  const file = join(folder, 'load.csv');
  const lines = Array.from({ length: FEATURES }, (_, n) => `load-${n},甲${n},119.${51_000 + n},35.56,370202`);
  await writeFile(file, ['id,name,lon,lat,district', ...lines].join('\n'));
  const load = (): Command =>
    runCommand(
      context,
      'scripts/commands/load.ts',
      ['--layer', LAYER, '--datum', 'wgs84', '--ignore-unknown', file],
      site.ownerEnv,
    );
  const ms = await undisturbed(load);
  await site.db.query(REMOVE);
  for (const { index, random } of inputs()) {
    const before = await countRows(site.db, LAYER);
    const revision = await lastRevision(site.db);
    const killed = oneOf(random, KILLED);
    const ended = await disturbed(site, load, { killed, random, ms }, tally, index);
    if (ended === null) break;
    const after = await countRows(site.db, LAYER);
    const values = { before, after, file: FEATURES, killed: KILLED_TEXTS[killed] };
    if (after !== before && after !== before + FEATURES)
      tally.fail('lost', index, bothLanguages(TORTURE['half-load'], values));
    if (ended.status === 0 && after !== before + FEATURES)
      tally.fail('lost', index, bothLanguages(TORTURE['load-lost'], values));
    for (const broken of await brokenInvariants(site, [LAYER], revision)) tally.fail('lost', index, broken);
    const again = await load().ended;
    const now = await countRows(site.db, LAYER);
    if (again.status !== 0 || now !== before + FEATURES)
      tally.fail('not-survived', index, bothLanguages(TORTURE['second-fails'], { said: again.output.slice(-500) }));
    for (const broken of await brokenInvariants(site, [LAYER], revision)) tally.fail('lost', index, broken);
    await site.db.query(REMOVE);
  }
  return tally.outcome();
}
