/** Where a benchmark works: a fresh checkout, an empty home and a database, all in one temporary folder. */
import { chmod, cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCluster, findPostgres, type PostgresCluster } from '../../server/testing/postgres.ts';
import { atSignal } from '../testing/at-signal.ts';
import { freePort } from '../../server/testing/free-port.ts';

export const DATABASES = ['embedded', 'server'] as const;
export type DatabaseKind = (typeof DATABASES)[number];

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = [
  'client',
  'data',
  'scripts',
  'server',
  'tiles',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
];

export interface Place {
  readonly database: DatabaseKind;
  readonly checkout: string;
  readonly home: string;
  /** Absent for the embedded database. */
  readonly databaseUrl: string | undefined;
  /** What the service and the commands run with. */
  readonly env: NodeJS.ProcessEnv;
  /** The PostgreSQL cluster, absent for the embedded database. */
  readonly cluster: PostgresCluster | null;
  remove(): Promise<void>;
}

/** False where PostgreSQL or PostGIS is not installed. */
export function canMakePlace(database: DatabaseKind): boolean {
  return database === 'embedded' || findPostgres() !== undefined;
}

/** `hasTcp`: PostgreSQL answers at a port of this machine too. */
export async function makePlace(
  database: DatabaseKind,
  { hasTcp = false }: { readonly hasTcp?: boolean } = {},
): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-bench-'));
  // PostgreSQL runs as another user and has to pass through.
  await chmod(folder, 0o755);
  const temporary = join(folder, 'tmp');
  const [cluster] = await Promise.all([
    database === 'server' ? createCluster(join(folder, 'postgres'), hasTcp ? { tcpPort: await freePort() } : {}) : null,
    copyCheckout(join(folder, 'checkout')),
    mkdir(temporary),
  ]);
  const home = join(folder, 'home');
  return {
    database,
    checkout: join(folder, 'checkout'),
    home,
    databaseUrl: cluster?.url,
    cluster,
    // A temporary folder of its own keeps what tsx compiled for an earlier run from helping the first start.
    env: {
      PATH: process.env['PATH'],
      CHENGTU_HOME: home,
      CHENGTU_LANG: 'zh',
      TMPDIR: temporary,
      ...(cluster === null ? {} : { DATABASE_URL: cluster.url }),
    },
    remove: async () => {
      await cluster?.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Works in a place and removes it, at a signal too: a benchmark that is cut short must not leave a database cluster
 * behind.
 */
export async function withRemoval<T>(place: Place, work: () => Promise<T>): Promise<T> {
  const off = atSignal(() => place.remove());
  try {
    return await work();
  } finally {
    off();
    await place.remove();
  }
}

/** A copy of the sources beside the installed packages: the state right after `npm ci`, with nothing built. */
async function copyCheckout(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await Promise.all(SOURCES.map((source) => cp(join(ROOT, source), join(folder, source), { recursive: true })));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
}
