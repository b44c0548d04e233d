/** The database stands still (`SIGSTOP`), as on a machine that swaps or a disk that hangs, and goes on. */
import { TORTURE } from '../../cli/messages/torture.ts';
import { onSite, Tally, type Attack } from '../attack.ts';
import { sufferFault } from '../faults.ts';
import { signalTo } from '../site.ts';

const ROUNDS_MS = [3000, 12_000] as const;

export const frozenDatabase: Attack = {
  name: 'frozen-database',
  about: TORTURE['about-frozen-database'],
  databases: ['embedded', 'server'],
  share: null,
  run: onSite(async (site, { defer }) => {
    const tally = new Tally();
    let frozen: readonly number[] = [];
    const thaw = (): void => {
      for (const pid of frozen) signalTo(pid, 'SIGCONT');
      frozen = [];
    };
    // What stands still cannot be ended.
    defer(thaw);
    for (const [round, lastsMs] of ROUNDS_MS.entries())
      await sufferFault(site.service.url, tally, round, {
        begin: async () => {
          frozen = await site.databasePids();
          for (const pid of frozen) signalTo(pid, 'SIGSTOP');
        },
        end: thaw,
        isTold: true,
        lastsMs,
      });
    return tally.outcome();
  }),
};
