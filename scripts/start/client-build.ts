/** Builds the web client when its sources changed since the last build. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What the build reads; the lock file stands for the libraries. */
const SOURCES = ['client', 'tiles', 'scripts/licences', 'package-lock.json'];
/** Holds the hash of the sources the build was made from. */
const STAMP = join(ROOT, 'dist/client/.sources');

/** The build failed; `output` is what the bundler said. */
export class ClientBuildError extends Error {
  override readonly name = 'ClientBuildError';
  readonly output: string;
  constructor(output: string) {
    super(`The client could not be built:\n${output}`);
    this.output = output;
  }
}

/** @returns whether a build was necessary */
export async function ensureClient(): Promise<boolean> {
  const hash = await hashSources();
  const built = await readFile(STAMP, 'utf8').catch(() => null);
  if (built === hash) return false;
  // The second adds what other sites load to the files of the first.
  await build();
  await build('--config', join(ROOT, 'client/vite.embed.config.ts'));
  await writeFile(STAMP, hash);
  return true;
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    const files = source.includes('.') ? [source] : await filesUnder(source);
    for (const file of files)
      hash
        .update(file)
        .update('\0')
        .update(await readFile(join(ROOT, file)))
        .update('\0');
  }
  return hash.digest('hex');
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .sort();
}

function build(...options: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', 'client', '--logLevel', 'warn', ...options],
      {
        cwd: ROOT,
        // The bundler takes that of its surroundings for its own: of tests or developers it makes larger, slower files.
        env: { ...process.env, NODE_ENV: 'production' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const output: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new ClientBuildError(output.join('')))));
  });
}
