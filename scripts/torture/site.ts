/** A service under attack: a process of its own with a small town in it, and everything an attack may do to it. */
import { readFileSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalogue, type Catalogue } from '../../server/layers/catalogue.ts';
import { readLock } from '../../server/platform/db/embedded/lock.ts';
import { migrateFor } from '../../server/layers/city-database.ts';
import { openDatabase } from '../../server/platform/db/pool.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { copyEmbedded } from '../../server/testing/embedded-template.ts';
import { insertFixtures } from '../../server/testing/fixtures.ts';
import { createCluster, postmasterOf, type PostgresCluster } from '../../server/testing/postgres.ts';
import { grantWebRole, makeRoles } from '../../server/testing/roles.ts';
import { writeTown } from '../../server/testing/small-town.ts';
import type { Undo } from '../testing/at-signal.ts';
import { environmentOf } from '../testing/running-service.ts';
import { startProcess, type ServiceProcess } from '../testing/service-process.ts';
import type { DatabaseKind } from '../bench/place.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_LIMIT_MS = 300_000;

export interface Site {
  readonly kind: DatabaseKind;
  readonly folder: string;
  readonly home: string;
  readonly catalogue: Catalogue;
  /** The database as its owner, who loads and edits; opened anew after it was lost. */
  readonly db: Database;
  /** Its PostgreSQL, which an attack may stop; null for the embedded database. */
  readonly cluster: PostgresCluster | null;
  /** What the service runs with. */
  readonly env: Readonly<Record<string, string>>;
  /** What a command that writes runs with: it connects as the owner of the tables. */
  readonly ownerEnv: Readonly<Record<string, string>>;
  /** What must never stand in an answer: passwords and folders. */
  readonly secrets: readonly string[];
  readonly service: ServiceProcess;
  /** Processes of the database, the one that keeps the others first. */
  databasePids(): Promise<readonly number[]>;
  /** Starts the service again, which has ended. */
  restart(settings?: Readonly<Record<string, string>>): Promise<void>;
  /** Removes it before the end of the attack. */
  remove(): Promise<void>;
}

/** What an attack by kills needs of a site. */
export type Victim = Pick<Site, 'db' | 'cluster' | 'databasePids' | 'restart'> & {
  readonly service: Pick<ServiceProcess, 'url' | 'pid'>;
};

export interface SiteOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Holds the home; a temporary folder of the run where absent. */
  readonly folder?: string;
}

export type OpenSite = (options?: SiteOptions) => Promise<Site>;

let sites = 0;
/**
 * Opens sites in a folder, which are removed after the attack where nobody does it before. Rejects with what the
 * service said where it does not start.
 */
export function siteOpener(kind: DatabaseKind, parent: string, defer: (undo: Undo) => void): OpenSite {
  return async ({ settings = {}, folder = join(parent, `site-${(sites += 1)}`) } = {}) => {
    await mkdir(folder, { recursive: true });
    const home = join(folder, 'home');
    const base = kind === 'embedded' ? await prepareEmbedded(home) : await prepareServer(folder, home);
    const catalogue = await loadCatalogue();
    const env = { CHENGTU_HOME: home, CHENGTU_LANG: 'en', DEMO: 'off', ...base.env, ...settings };
    const openOwned = (): Promise<Database> =>
      openDatabase({ home, url: base.ownerUrl, whenRunning: 'attach', statementTimeoutMs: 0 });
    let db: Database | null = null;
    let service: ServiceProcess | null = null;
    const leaving = new AbortController();
    let starting: Promise<ServiceProcess> | null = null;
    const start = (more: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> =>
      (starting = startAsUsual({ ...env, ...more }, leaving.signal));
    const end = async (): Promise<void> => {
      leaving.abort();
      await db?.close().catch(() => undefined);
      // One that is on its way ends too.
      await starting?.then((started) => started.stop()).catch(() => undefined);
      await base.cluster?.remove();
      await rm(folder, { recursive: true, force: true });
    };
    let ended: Promise<void> | null = null;
    const remove = (): Promise<void> => (ended ??= end());
    defer(remove);
    try {
      if (base.webUrl !== null) {
        const owned = await openOwned();
        await fill(owned, catalogue);
        await owned.close();
        await grantWebRole(base.ownerUrl ?? '', base.webUrl, 'public');
      }
      service = await start();
      db = await openOwned();
      if (kind === 'embedded') await fill(db, catalogue);
    } catch (error) {
      await remove();
      throw error;
    }
    return {
      kind,
      folder,
      home,
      catalogue,
      cluster: base.cluster,
      env,
      ownerEnv: base.ownerUrl === undefined ? env : { ...env, DATABASE_OWNER_URL: base.ownerUrl, MIGRATE: 'on' },
      secrets: [ROOT, folder, ...base.secrets],
      get db() {
        if (db === null) throw new Error('The database of the site is closed.');
        return db;
      },
      get service() {
        if (service === null) throw new Error('The service does not run.');
        return service;
      },
      databasePids: () => (kind === 'embedded' ? embeddedPids(home) : Promise.resolve(serverPids(folder))),
      restart: async (more = {}) => {
        await db?.close().catch(() => undefined);
        db = null;
        service = null;
        service = await start(more);
        db = await openOwned();
      },
      remove,
    };
  };
}

function startAsUsual(env: Readonly<Record<string, string>>, leaving: AbortSignal): Promise<ServiceProcess> {
  return startProcess({
    checkout: ROOT,
    env: environmentOf(env),
    signal: AbortSignal.any([leaving, AbortSignal.timeout(START_LIMIT_MS)]),
    keepsOutput: true,
  });
}

/** A city of every layer, and the town that analyses are computed on. */
async function fill(db: Database, catalogue: Catalogue): Promise<void> {
  await migrateFor(db, catalogue.city);
  await insertFixtures(db, catalogue);
  await writeTown(db, catalogue);
}

interface Base {
  readonly ownerUrl: string | undefined;
  readonly webUrl: string | null;
  readonly cluster: PostgresCluster | null;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

async function prepareEmbedded(home: string): Promise<Base> {
  await copyEmbedded(home);
  return { ownerUrl: undefined, webUrl: null, cluster: null, env: {}, secrets: [] };
}

/** As an administrator sets it up: the service owns nothing. */
async function prepareServer(folder: string, home: string): Promise<Base> {
  await mkdir(home);
  const cluster = await createCluster(join(folder, 'postgres'));
  const { ownerUrl, webUrl } = await makeRoles(cluster.url, 'torture');
  return {
    ownerUrl,
    webUrl,
    cluster,
    env: { DATABASE_URL: webUrl, MIGRATE: 'off' },
    secrets: [new URL(ownerUrl).password],
  };
}

/** The process that keeps an embedded database. */
export async function embeddedPids(home: string): Promise<readonly number[]> {
  const holder = await readLock(home);
  return holder === null ? [] : [holder.pid];
}

function serverPids(folder: string): readonly number[] {
  const first = postmasterOf(join(folder, 'postgres/data'));
  return [first, ...childrenOf(first)];
}

/** Processes that a process has started, and those that they have. Linux tells; elsewhere there are none to be seen. */
export function childrenOf(pid: number): readonly number[] {
  let names: readonly string[];
  try {
    names = readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
  return names.flatMap((task) => {
    try {
      const own = readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(/\s+/).filter(Boolean);
      return own.map(Number).flatMap((child) => [child, ...childrenOf(child)]);
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

/** Sends a signal. False where the process has ended. */
export function signalTo(pid: number, signal: NodeJS.Signals): boolean {
  // The system takes 0 and less for groups of processes, ours among them.
  if (pid <= 0) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
