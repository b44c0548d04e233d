/** A primary with the crowded city, and two standbys that follow it, each on a core of its own. */
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { freePort } from '../../../server/testing/free-port.ts';
import { createStandby, postmasterOf, type PostgresCluster } from '../../../server/testing/postgres.ts';
import type { LonLat } from '../../qingdao/generate/types.ts';
import type { Place } from '../place.ts';
import { fillBenchLayer, samplePositions } from '../tiles/city.ts';
import { sleep } from '../tiles/http.ts';
import { limit, pin } from './limits.ts';

const SAMPLE = 20_000;
const CAUGHT_UP = 'select count(*)::int as n from pg_stat_replication where replay_lsn = pg_current_wal_lsn()' as const;

export interface BenchStandby {
  /** By its port of this machine. */
  readonly url: string;
  readonly port: number;
  readonly postmaster: number;
}

export interface StandbysBench {
  readonly place: Place;
  /** Plain SQL at the primary. */
  readonly client: pg.Client;
  readonly primaryPostmaster: number;
  readonly standbys: readonly BenchStandby[];
  readonly positions: readonly LonLat[];
  readonly quick: boolean;
  /** Gives each standby its share of a core; false where that cannot be done here. */
  limitAll(): boolean;
  close(): Promise<void>;
}

/** To be called once a service has filled the database. */
export async function openStandbysBench(
  place: Place,
  { points, share, quick }: { readonly points: number; readonly share: number; readonly quick: boolean },
): Promise<StandbysBench> {
  const client = new pg.Client(place.databaseUrl);
  // The place may be removed under it, at a signal.
  client.on('error', () => undefined);
  await client.connect();
  const clusters: PostgresCluster[] = [];
  const undo: (() => void)[] = [];
  const close = async (): Promise<void> => {
    await client.end().catch(() => undefined);
    for (const cluster of clusters) await cluster.remove();
    for (const each of undo) each();
  };
  try {
    await fillBenchLayer(client, points);
    const folder = dirname(place.home);
    const standbys: BenchStandby[] = [];
    for (const nth of [0, 1]) {
      const at = join(folder, `standby-${String(nth)}`);
      const port = await freePort();
      clusters.push(await createStandby(join(folder, 'postgres'), at, { tcpPort: port }));
      const postmaster = postmasterOf(join(at, 'data'));
      pin(postmaster, nth % availableParallelism());
      standbys.push({ url: `postgres://postgres@127.0.0.1:${String(port)}/postgres`, port, postmaster });
    }
    // So that nothing of the filling is replayed while the standbys are measured.
    await client.query('checkpoint');
    while ((await client.query<{ n: number }>(CAUGHT_UP)).rows[0]?.n !== standbys.length) await sleep(100);
    return {
      place,
      client,
      primaryPostmaster: postmasterOf(join(folder, 'postgres/data')),
      standbys,
      positions: await samplePositions(client, SAMPLE),
      quick,
      limitAll: () => {
        if (share === 100) return false;
        for (const [nth, { postmaster }] of standbys.entries()) {
          const remove = limit(postmaster, share, `chengtu-bench-${String(process.pid)}-${String(nth)}`);
          if (remove === null) return false;
          undo.push(remove);
        }
        return true;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
