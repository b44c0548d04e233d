/**
 * The programs that others wrote: GDAL from Debian's packages, Python's from PyPI and scripts from npm, both into a
 * folder of their own, so that nothing of the product depends on them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const DEBIAN = ['gdal-bin', 'python3-venv', 'curl'];
const PYPI = ['OWSLib==0.35.*', 'schemathesis==4.*', 'geopandas==1.*', 'pyarrow'];
const NPM = ['@camptocamp/ogc-client@1', 'leaflet@1', 'leaflet.vectorgrid@1', 'ol@10'];

export interface Tools {
  /** With `node_modules` of the scripts. */
  readonly folder: string;
  /** With the programs of Python. */
  readonly bin: string;
}

/** Installs what is not there. @param folder may have been used before */
export async function installTools(folder: string): Promise<Tools> {
  await mkdir(folder, { recursive: true });
  if (!['ogrinfo', 'ogr2ogr', 'python3', 'curl'].every(isOnPath)) await installDebian(DEBIAN);
  const bin = join(folder, 'venv/bin');
  await once(join(folder, 'pypi.txt'), PYPI, async () => {
    await run('python3', ['-m', 'venv', join(folder, 'venv')]);
    await run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...PYPI]);
  });
  await once(join(folder, 'npm.txt'), NPM, async () => {
    await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
    await run('npm', ['install', '--no-audit', '--no-fund', '--silent', ...NPM], { cwd: folder });
  });
  return { folder, bin };
}

export async function installDebian(packages: readonly string[]): Promise<void> {
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Installs anew what a kept folder has of another list, as an older version of this file has left it. */
async function once(mark: string, wanted: readonly string[], install: () => Promise<void>): Promise<void> {
  const list = wanted.join('\n');
  if ((await readFile(mark, 'utf8').catch(() => '')) === list) return;
  await install();
  await writeFile(mark, list);
}

function isOnPath(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Statuses that are no failure; 0 alone without them. */
  readonly statuses?: readonly number[];
}

/** Resolves to what the program wrote to its standard output. Rejects with all that it wrote where it fails. */
export function run(
  program: string,
  args: readonly string[],
  { cwd, env = {}, statuses = [0] }: RunOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.once('error', (error) => reject(new Error(`${program}: ${error.message}`)));
    child.once('close', (status) => {
      const text = Buffer.concat(out).toString();
      if (status !== null && statuses.includes(status)) resolve(text);
      else
        reject(new Error(`${program} ${args.join(' ')}: ${String(status)}\n${Buffer.concat(err).toString()}${text}`));
    });
  });
}
