/**
 * What the tests need from the system: Chromium, PostgreSQL with PostGIS and pgRouting, PgBouncer, HAProxy, a font with
 * Chinese glyphs. A missing part is installed from Debian's packages where this process may do so, and else named
 * exactly.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hasHaproxy } from '../../server/testing/haproxy.ts';
import { hasPgBouncer } from '../../server/testing/pgbouncer.ts';
import { hasExtension, postgresVersion } from '../../server/testing/postgres.ts';

export interface Prerequisite {
  readonly name: 'chromium' | 'postgresql' | 'pgrouting' | 'pgbouncer' | 'haproxy' | 'fonts';
  /** Debian packages that bring it. */
  readonly packages: () => readonly string[];
  readonly present: (env: NodeJS.ProcessEnv) => boolean;
}

/** Thrown when something is missing that may not be installed from here; `command` is what to run. */
export class MissingPrerequisite extends Error {
  readonly missing: readonly string[];
  readonly command: string;
  constructor(missing: readonly string[], command: string) {
    super(`missing: ${missing.join(', ')}; run: ${command}`);
    this.name = 'MissingPrerequisite';
    this.missing = missing;
    this.command = command;
  }
}

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const FONT_FOLDERS = ['/usr/share/fonts', '/usr/local/share/fonts'];

function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder: look in the next.
    }
  }
  return undefined;
}

/** Path of the browser the tests drive: `CHROMIUM_PATH`, else the first Chromium or Chrome on the PATH. */
export function chromiumPath(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['CHROMIUM_PATH'];
  if (named) return existsSync(named) ? named : undefined;
  return CHROMIUM_NAMES.map((name) => onPath(name, env)).find((path) => path !== undefined);
}

function hasChineseFont(): boolean {
  return FONT_FOLDERS.filter((folder) => existsSync(folder)).some((folder) =>
    readdirSync(folder, { recursive: true }).some((file) =>
      /cjk|wqy|sourcehan|wenquan|heiti|songti/i.test(String(file)),
    ),
  );
}

/** Of the PostgreSQL that the tests run; before there is one, of that which Debian's packages bring. */
function pgRoutingPackage(): string {
  const version = postgresVersion();
  return version === undefined ? 'postgresql-pgrouting' : `postgresql-${version}-pgrouting`;
}

export const PREREQUISITES: readonly Prerequisite[] = [
  {
    name: 'chromium',
    // Mesa draws WebGL in a fifth of the time that Chromium's own renderer takes: see browser.ts.
    packages: () => ['chromium', 'libegl1', 'libgl1-mesa-dri'],
    present: (env) => chromiumPath(env) !== undefined,
  },
  {
    name: 'postgresql',
    packages: () => ['postgresql', 'postgresql-postgis'],
    present: (env) => Boolean(env['TEST_DATABASE_URL']) || postgresVersion() !== undefined,
  },
  {
    name: 'pgrouting',
    packages: () => [pgRoutingPackage()],
    present: (env) => Boolean(env['TEST_DATABASE_URL']) || hasExtension(postgresVersion() ?? 0, 'pgrouting'),
  },
  {
    name: 'pgbouncer',
    packages: () => ['pgbouncer'],
    present: (env) => Boolean(env['TEST_DATABASE_URL']) || hasPgBouncer(),
  },
  { name: 'haproxy', packages: () => ['haproxy'], present: hasHaproxy },
  { name: 'fonts', packages: () => ['fonts-wqy-microhei'], present: hasChineseFont },
];

/** Command prefix that may install packages without asking, or undefined where there is none. */
function installer(env: NodeJS.ProcessEnv): readonly string[] | undefined {
  if (!onPath('apt-get', env)) return undefined;
  if (process.getuid?.() === 0) return ['env', 'DEBIAN_FRONTEND=noninteractive'];
  if (!onPath('sudo', env)) return undefined;
  const allowed = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
  return allowed ? ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive'] : undefined;
}

/**
 * Installs what is missing.
 * @param onInstall told the packages before they are installed
 * @throws MissingPrerequisite where this process may not install, or installing did not bring it
 */
export function ensurePrerequisites(env: NodeJS.ProcessEnv, onInstall: (packages: readonly string[]) => void): void {
  const missing = PREREQUISITES.filter((item) => !item.present(env));
  if (missing.length === 0) return;
  const packages = missing.flatMap((item) => item.packages());
  const names = missing.map((item) => item.name);
  const command = `sudo apt-get update && sudo apt-get install -y ${packages.join(' ')}`;
  const prefix = installer(env);
  if (!prefix) throw new MissingPrerequisite(names, command);
  onInstall(packages);
  const [program, ...rest] = prefix;
  for (const step of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    const done = spawnSync(program ?? 'env', [...rest, 'apt-get', ...step], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (done.status !== 0) throw new MissingPrerequisite(names, command);
  }
  const still = missing.filter((item) => !item.present(env)).map((item) => item.name);
  if (still.length > 0) throw new MissingPrerequisite(still, command);
}
