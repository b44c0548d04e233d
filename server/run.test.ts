import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RUN } from './platform/run.ts';

const PACKAGES = fileURLToPath(new URL('../node_modules/', import.meta.url));

/** A checkout of its own, with the packages of this one. */
let root: string;
const kept = (): string[] => readdirSync(join(root, 'node_modules/.cache/chengtu')).sort();

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function run(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'server/run.mjs'), ...args], { cwd: root });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (status) => resolve({ status, out, err }));
  });
}

describe('a file that is run', () => {
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'chengtu $$ $& run-'));
    cpSync(RUN, join(root, 'server/run.mjs'), { recursive: true });
    mkdirSync(join(root, 'node_modules'));
    for (const name of ['@esbuild', 'esbuild', 'tsx', 'get-tsconfig', 'express'])
      symlinkSync(join(PACKAGES, name), join(root, 'node_modules', name));
    write('package.json', '{"type":"module"}');
    write('part/word.ts', `export const WORD: string = 'first';`);
    write(
      'part/main.ts',
      `import { WORD } from './word.ts';
console.log(JSON.stringify([WORD, import.meta.url, process.argv.slice(1)]));`,
    );
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('knows its place and its arguments', async () => {
    const main = join(root, 'part/main.ts');
    for (const _ of ['at first', 'again'])
      expect(JSON.parse((await run('part/main.ts', '--a', 'b c')).out)).toEqual([
        'first',
        pathToFileURL(main).href,
        [main, '--a', 'b c'],
      ]);
    expect(kept()).toHaveLength(1);
  });

  it('is what its sources are now', async () => {
    await run('part/main.ts');
    write('part/word.ts', `export const WORD = 'other';`);
    expect((await run('part/main.ts')).out).toContain('other');
    // As long as before, and written at another time.
    write('part/word.ts', `export const WORD = 'third';`);
    utimesSync(join(root, 'part/word.ts'), 1, 1);
    expect((await run('part/main.ts')).out).toContain('third');
  });

  it('is made anew after other packages were installed', async () => {
    await run('part/main.ts');
    write('node_modules/.package-lock.json', '{}');
    await run('part/main.ts');
    expect(kept()).toHaveLength(2);
  });

  it('leaves what older sources were made into for a day, as a process may still read it', async () => {
    await run('part/main.ts');
    const [first = ''] = kept();
    write('part/word.ts', `export const WORD = 'other';`);
    await run('part/main.ts');
    expect(kept()).toContain(first);
    utimesSync(join(root, 'node_modules/.cache/chengtu', first), 1, 1);
    write('part/word.ts', `export const WORD = 'another';`);
    await run('part/main.ts');
    expect(kept()).not.toContain(first);
    expect(kept()).toHaveLength(2);
  });

  it('fails with the lines of its sources, and with its status', async () => {
    write('part/word.ts', `\n\nexport const WORD: string = 'a';\nthrow new Error('on line four');`);
    const { status, err } = await run('part/main.ts');
    expect(status).toBe(1);
    expect(err).toContain('on line four');
    expect(err).toContain(`${join(root, 'part/word.ts')}:4:`);
  });

  it('that cannot be read says where, and leaves nothing', async () => {
    write('part/word.ts', `export const WORD = ;`);
    const { status, err } = await run('part/main.ts');
    expect(status).toBe(1);
    expect(err).toContain('part/word.ts:1:20');
    expect(kept()).toEqual([]);
  });

  it('has the packages it imports, also those written for CommonJS', async () => {
    write('part/main.ts', `import express from 'express';\nconsole.log(typeof express().listen);`);
    expect((await run('part/main.ts')).out).toBe('function\n');
  });

  it('is run where nothing can be kept as well', async () => {
    write('node_modules/.cache', 'no folder');
    expect((await run('part/main.ts')).out).toContain('first');
  });

  it('is run by several processes at once', async () => {
    const all = await Promise.all([1, 2, 3].map(() => run('part/main.ts')));
    expect(all.map(({ status, out }) => [status, out.includes('first')])).toEqual(all.map(() => [0, true]));
  });

  it('has to be named', async () => {
    expect((await run()).err).toContain('Which file? node server/run.mjs FILE [ARGUMENTS]');
  });
});
