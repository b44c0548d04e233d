/** The database dies, stops, or can no longer be reached, and comes back. */
import { openRelay } from '../../../server/testing/relay.ts';
import { TORTURE } from '../../cli/messages/torture.ts';
import { onSite, Tally, type Attack } from '../attack.ts';
import { sufferFault } from '../faults.ts';
import { signalTo, type Site } from '../site.ts';

export const lostDatabase: Attack = {
  name: 'lost-database',
  about: TORTURE['about-lost-database'],
  databases: ['embedded', 'server'],
  share: null,
  run: onSite(async (site) => {
    const tally = new Tally();
    if (site.kind === 'embedded') await loseEmbedded(site, tally);
    else await loseServer(site, tally);
    return tally.outcome();
  }),
};

/** Its supervisor starts it again at once, and holds it back where it cannot get its socket. */
async function loseEmbedded({ service, databasePids }: Site, tally: Tally): Promise<void> {
  const kill = async (): Promise<void> => {
    for (const pid of await databasePids()) signalTo(pid, 'SIGKILL');
  };
  for (const round of [0, 1, 2])
    await sufferFault(service.url, tally, round, { begin: kill, end: () => undefined, isTold: true, lastsMs: 0 });
}

async function loseServer(site: Site, tally: Tally): Promise<void> {
  const { cluster, service } = site;
  if (cluster === null) return;
  for (const [round, mode] of (['fast', 'immediate'] as const).entries())
    await sufferFault(service.url, tally, round, {
      begin: () => cluster.stop(mode),
      end: () => cluster.start(),
      isTold: true,
      lastsMs: 3000,
    });
  // Every session ends, and new ones are taken at once: nobody has to notice.
  await sufferFault(service.url, tally, 2, {
    begin: async () => {
      for (const pid of (await site.databasePids()).slice(-3)) signalTo(pid, 'SIGKILL');
    },
    end: () => undefined,
    isTold: false,
    lastsMs: 3000,
  });
  await loseNetwork(site, tally);
}

/** A network that swallows everything, as a switch that dies does. */
async function loseNetwork(site: Site, tally: Tally): Promise<void> {
  const relay = await openRelay(site.env['DATABASE_URL'] ?? '');
  try {
    await site.service.stop();
    await site.restart({ DATABASE_URL: relay.url });
    await sufferFault(site.service.url, tally, 3, {
      begin: () => relay.hold(),
      end: () => relay.resume(),
      isTold: true,
      lastsMs: 6000,
    });
  } finally {
    await relay.close();
  }
}
