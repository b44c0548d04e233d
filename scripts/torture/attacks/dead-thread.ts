/** The processes that compute studies are killed, and outgrow their memory, while the map is asked. */
import { readFileSync } from 'node:fs';
import { bothLanguages } from '../../../server/platform/messages/index.ts';
import { TOWN_STUDY } from '../../../server/testing/small-town.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { onSite, Tally, type Attack } from '../attack.ts';
import { post, type Answered } from '../client.ts';
import { sufferFault } from '../faults.ts';
import { childrenOf, signalTo, type Site } from '../site.ts';

const ROUNDS = 4;
const TRIES = 5;
const STUDY = {
  ...TOWN_STUDY,
  analyses: [
    { kind: 'coverage', within: [300, 600] },
    { kind: 'gaps', within: 600, minPeople: 1 },
  ],
};

export const deadThread: Attack = {
  name: 'dead-thread',
  about: TORTURE['about-dead-thread'],
  databases: ['embedded', 'server'],
  share: null,
  run: onSite(
    async (site) => {
      const tally = new Tally();
      const expected = withoutTimes(await wholeStudy(site));
      for (let round = 0; round < ROUNDS; round += 1) {
        const answers: Promise<Answered>[] = [];
        await sufferFault(site.service.url, tally, round, {
          begin: async () => {
            answers.push(study(site, STUDY), study(site, STUDY), study(site, greedy()));
            await new Promise((resolve) => setTimeout(resolve, 30 * round));
            for (const pid of enginesOf(site)) signalTo(pid, 'SIGKILL');
          },
          end: () => undefined,
          isTold: false,
          lastsMs: 2000,
        });
        for (const { status, body } of await Promise.all(answers))
          if (![200, 413, 422, 503].includes(status))
            tally.fail(
              'wrong',
              round,
              bothLanguages(TORTURE['bad-answer'], {
                request: 'POST /analysis/studies',
                said: `${status} ${body.toString().slice(0, 200)}`,
              }),
            );
        // The next study is computed, by whatever took the place of what died.
        const again = await wholeStudy(site);
        tally.wait(again.ms);
        if (withoutTimes(again) !== expected)
          tally.fail(
            'not-survived',
            round,
            bothLanguages(TORTURE['bad-answer'], {
              request: 'POST /analysis/studies',
              said: `${again.status} ${again.body.toString().slice(0, 200)}`,
            }),
          );
      }
      return tally.outcome();
    },
    { ANALYSIS_MEMORY_MB: '64' },
  ),
};

function study({ service }: Site, body: object): Promise<Answered> {
  return post(service.url, '/analysis/studies', body);
}

/** On a busy machine the first answer may be what was found within 20 s; the next finds more ready. */
async function wholeStudy(site: Site): Promise<Answered> {
  let answer = await study(site, STUDY);
  for (let n = 0; n < TRIES && answer.body.includes('"partial":true'); n += 1) answer = await study(site, STUDY);
  return answer;
}

/** More demand points than 64 MB hold. */
function greedy(): object {
  const points = Array.from({ length: 200_000 }, (_, n) => ({
    id: `p${n}`,
    lon: 120.4 + n * 1e-7,
    lat: 36.1,
    people: 1,
  }));
  return { ...STUDY, demand: { points } };
}

/** How long it took differs from one to the next. */
function withoutTimes({ status, body }: Answered): string {
  return `${status} ${body.toString().replace(/"(?:ms|seconds|computedAt|\w*(?:Ms|At))":[^,}]+/g, '')}`;
}

function enginesOf({ service }: Site): readonly number[] {
  return childrenOf(service.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('process-boot');
    } catch {
      return false;
    }
  });
}
