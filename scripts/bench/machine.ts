/** The machine that the figures were measured on. */
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { openDatabase } from '../../server/platform/db/pool.ts';
import { onlyRow, readText } from '../../server/platform/db/rows.ts';
import { sqlText } from '../../server/platform/db/sql.ts';
import type { DatabaseKind, Place } from './place.ts';

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGb: number;
  readonly node: string;
  readonly system: string;
  /** Processes that wanted a core in the minute before: a busy machine measures low. */
  readonly busyBefore: number;
  readonly databases: Partial<Record<DatabaseKind, { readonly postgresql: string; readonly postgis: string }>>;
}

const VERSIONS = sqlText("select current_setting('server_version') as postgresql, postgis_lib_version() as postgis");

/** To be called before anything is measured. */
export function describeMachine(): Omit<Machine, 'databases'> {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? '?',
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    node: process.versions.node,
    system: `${process.platform} ${release()}`,
    busyBefore: loadavg()[0] ?? 0,
  };
}

/** Versions of a place's database. Attaches to that of a running service, else opens it. */
export async function readVersions({ home, databaseUrl }: Place): Promise<{ postgresql: string; postgis: string }> {
  const db = await openDatabase({ home, url: databaseUrl, whenRunning: 'attach' });
  try {
    const row = onlyRow(await db.query(VERSIONS));
    return { postgresql: readText(row, 'postgresql'), postgis: readText(row, 'postgis') };
  } finally {
    await db.close();
  }
}
