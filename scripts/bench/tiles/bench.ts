/** What every part of the benchmark is given. */
import { readFileSync } from 'node:fs';
import type pg from 'pg';
import type { Place } from '../place.ts';
import { startTimed, type TimedService } from '../timed-service.ts';
import type { LonLat } from '../../qingdao/generate/types.ts';

export interface TilesBench {
  readonly place: Place;
  /** Plain SQL, as from psql. */
  readonly client: pg.Client;
  readonly positions: readonly LonLat[];
  readonly quick: boolean;
}

/** Connections of the service and of pgbench: both get the same. */
export const CONNECTIONS = 8;

/** Runs with a service of the place that has these settings. */
export async function withService<T>(
  bench: TilesBench,
  env: Readonly<Record<string, string>>,
  use: (service: TimedService) => Promise<T>,
): Promise<T> {
  const service = await startTimed(bench.place, { DATABASE_CONNECTIONS: String(CONNECTIONS), ...env });
  try {
    return await use(service);
  } finally {
    await service.stop();
  }
}

/** The process of the database that has started all others of it. */
export async function databaseProcess(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ data_directory: string }>('show data_directory');
  const [line = ''] = readFileSync(`${rows[0]?.data_directory ?? ''}/postmaster.pid`, 'utf8').split('\n');
  return Number(line);
}

export const NO_CACHE = { TILE_CACHE_MB: '0' } as const;
