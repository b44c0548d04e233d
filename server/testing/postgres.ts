import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/usr/lib/postgresql';
const OLDEST = 15;
const PORT = 5432;

/** A PostgreSQL cluster of its own in a folder, reached by a Unix socket there. */
export interface PostgresCluster {
  readonly url: string;
  start(): Promise<void>;
  /** `immediate` ends it as a crash would. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

/** Version of the newest installed PostgreSQL (≥ 15) that has PostGIS. */
export function postgresVersion(): number | undefined {
  const versions = existsSync(ROOT)
    ? readdirSync(ROOT)
        .map(Number)
        .filter((version) => version >= OLDEST)
        .sort((a, b) => b - a)
    : [];
  return versions.find((version) => existsSync(`${ROOT}/${version}/bin/initdb`) && hasExtension(version, 'postgis'));
}

/** Its `bin` folder. */
export function findPostgres(): string | undefined {
  const found = postgresVersion();
  return found === undefined ? undefined : `${ROOT}/${found}/bin`;
}

/** Whether an extension can be created in the databases of a version. */
export function hasExtension(version: number, name: string): boolean {
  return existsSync(`/usr/share/postgresql/${version}/extension/${name}.control`);
}

/** As `findPostgres`. Throws the command that installs it where there is none. */
function postgresBin(): string {
  const bin = findPostgres();
  if (bin !== undefined) return bin;
  throw new Error(
    'The database tests need PostgreSQL 15 or newer with PostGIS 3.3 or newer and pgRouting. Run\n' +
      '  sudo apt-get update && sudo apt-get install -y postgresql postgresql-postgis postgresql-pgrouting\n' +
      'or set TEST_DATABASE_URL to a database that the tests may fill, of a superuser.',
  );
}

/**
 * Makes a cluster in `folder`, which must not exist yet, and starts it. Its speed matters more than its durability.
 * `more` are options of the server beside those that all clusters have. `tcpPort`: a port of this machine at which it
 * answers too, for programs that know no sockets.
 */
export async function createCluster(
  folder: string,
  { more = '', tcpPort }: ClusterOptions = {},
): Promise<PostgresCluster> {
  const bin = postgresBin();
  mkdirSync(folder, { mode: 0o755 });
  giveToPostgres(folder);
  const data = join(folder, 'data');
  await run(bin, 'initdb', [
    '-D',
    data,
    '--locale=C.UTF-8',
    '-E',
    'UTF8',
    '-A',
    'trust',
    '-U',
    'postgres',
    '--no-sync',
  ]);
  return startCluster(folder, { more, tcpPort });
}

/** Makes a standby of a cluster in another `folder`, which must not exist yet, and starts it. See `createCluster`. */
export async function createStandby(
  primary: string,
  folder: string,
  options: ClusterOptions = {},
): Promise<PostgresCluster> {
  mkdirSync(folder, { mode: 0o755 });
  giveToPostgres(folder);
  const from = ['-h', primary, '-p', String(PORT), '-U', 'postgres'];
  await run(postgresBin(), 'pg_basebackup', [
    ...from,
    '-D',
    join(folder, 'data'),
    '-R',
    '--checkpoint=fast',
    '--no-sync',
  ]);
  return startCluster(folder, options);
}

interface ClusterOptions {
  readonly more?: string;
  readonly tcpPort?: number | undefined;
}

async function startCluster(folder: string, { more = '', tcpPort }: ClusterOptions): Promise<PostgresCluster> {
  const bin = postgresBin();
  const data = join(folder, 'data');
  const port = tcpPort ?? PORT;
  const addresses = tcpPort === undefined ? '' : '127.0.0.1';
  const options = `-p ${port} -k ${folder} -c listen_addresses='${addresses}' -c shared_buffers=256MB -c max_connections=200 -c fsync=off -c autovacuum=on -c shared_preload_libraries=pg_stat_statements ${more}`;
  const cluster: PostgresCluster = {
    url: `postgres://postgres@localhost:${port}/postgres?host=${encodeURIComponent(folder)}`,
    start: () => run(bin, 'pg_ctl', ['-D', data, '-o', options, '-l', join(folder, 'log'), '-w', 'start']),
    stop: (mode = 'fast') => run(bin, 'pg_ctl', ['-D', data, '-m', mode, '-w', 'stop']),
    remove: async () => {
      await cluster.stop('immediate').catch(() => undefined);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await cluster.start();
  return cluster;
}

/** The first process of a server by its data folder. Throws where none has been started. */
export function postmasterOf(data: string): number {
  return Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** The same; null where none runs. */
export function runningPostmaster(data: string): number | null {
  try {
    const pid = postmasterOf(data);
    // A file of one that died may name a process of somebody else by now.
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(data) ? pid : null;
  } catch {
    return null;
  }
}

/** PostgreSQL refuses to run as root; Debian's packages bring a user for it. */
function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function giveToPostgres(folder: string): void {
  if (!isRoot()) return;
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim());
  chownSync(folder, id('-u'), id('-g'));
}

function run(bin: string, program: string, args: readonly string[]): Promise<void> {
  const [command, prefix] = isRoot()
    ? (['runuser', ['-u', 'postgres', '--', `${bin}/${program}`]] as const)
    : ([`${bin}/${program}`, []] as const);
  return new Promise((resolve, reject) => {
    // pg_ctl leaves the server behind, which would hold pipes open: output goes nowhere.
    const child = spawn(command, [...prefix, ...args], { stdio: 'ignore', cwd: '/' });
    child.once('error', reject);
    child.once('exit', (status) =>
      status === 0 ? resolve() : reject(new Error(`${program} ended with status ${status}.`)),
    );
  });
}
