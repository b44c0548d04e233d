/** The clock of the service jumps forth and back, as after a wrong battery or by NTP. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sqlText } from '../../../server/platform/db/sql.ts';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TOWN_STUDY } from '../../../server/testing/small-town.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { Tally, type Attack } from '../attack.ts';
import { get, isReady, post, waitFor } from '../client.ts';
import { sufferFault } from '../faults.ts';
import { brokenInvariants, lastRevision } from '../invariants.ts';

export const PRELOAD = fileURLToPath(new URL('../preload.mjs', import.meta.url));
const HOUR_MS = 3_600_000;
const SHIFTS_MS = [HOUR_MS, -HOUR_MS, 0, 400 * 24 * HOUR_MS, 0, -400 * 24 * HOUR_MS, 0] as const;
/** What readers are promised after a commit, and room for a busy machine. */
const SEEN_LIMIT_MS = 10_000;
const LAYER = 'toilets';
const RENAME = sqlText(
  `update feature set attributes = attributes || jsonb_build_object('name', $1::text) where layer_id = '${LAYER}' and feature_id = 'south-west'`,
);
const JOB = { ...TOWN_STUDY, analyses: [{ kind: 'coverage', within: [300] }] };

export const clock: Attack = {
  name: 'clock',
  about: TORTURE['about-clock'],
  databases: ['embedded', 'server'],
  share: null,
  run: async ({ open, folder }) => {
    const tally = new Tally();
    const file = join(folder, 'clock');
    writeFileSync(file, '0');
    const site = await open({ settings: { NODE_OPTIONS: `--import=${PRELOAD}`, TORTURE_CLOCK: file } });
    const { url } = site.service;
    for (const [round, shiftMs] of SHIFTS_MS.entries()) {
      const revision = await lastRevision(site.db);
      await sufferFault(url, tally, round, {
        begin: () => writeFileSync(file, String(shiftMs)),
        end: () => undefined,
        isTold: false,
        lastsMs: 1500,
      });
      // An edit is seen, whatever the clocks say.
      const name = `clock-${round}`;
      await site.db.query(RENAME, [name]);
      const seen = await waitFor(
        async () =>
          (await get(url, `/tiles/${LAYER}/16/54686/25684.mvt`)).body.includes(name) ||
          (await get(url, `/layers/${LAYER}/items/south-west`)).body.includes(name),
        SEEN_LIMIT_MS,
      );
      if (seen === null)
        tally.fail('wrong', round, bothLanguages(TORTURE['edit-unseen'], { seconds: SEEN_LIMIT_MS / 1000 }));
      else tally.wait(seen);
      // A job comes to its end.
      const submitted = await post(url, '/analysis/jobs', JOB);
      const place = submitted.headers['location'] ?? '';
      const done = await waitFor(async () => /"state":"done"/.test((await get(url, place)).body.toString()), 60_000);
      if (done === null)
        tally.fail(
          'not-survived',
          round,
          bothLanguages(TORTURE['job-lost'], { said: (await get(url, place)).body.toString().slice(0, 200) }),
        );
      for (const broken of await brokenInvariants(site, [LAYER], revision)) tally.fail('lost', round, broken);
      if (!(await isReady(url))) tally.notBack(round, 0);
    }
    return tally.outcome();
  },
};
