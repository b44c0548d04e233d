import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFunctionFiles, type FunctionFile } from './functions.ts';

const DATA = fileURLToPath(new URL('../../../data/', import.meta.url));
const fn = (name: string): string => `create or replace function ${name}() returns int language sql as 'select 1';\n`;

describe('the files of a folder', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-functions-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(files: Readonly<Record<string, string>>): Promise<readonly FunctionFile[]> {
    for (const name of await readdir(folder)) await rm(join(folder, name));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return readFunctionFiles(folder);
  }

  it('come after those that they need, else by name', async () => {
    const files = await read({
      'a.sql': `-- needs: c, d\n\n${fn('a')}`,
      'b.sql': fn('b'),
      'c.sql': `-- needs: d\n${fn('c')}`,
      'd.sql': fn('d'),
      'README.md': 'no SQL',
    });
    expect(files.map(({ name }) => name)).toEqual(['d', 'c', 'a', 'b']);
  });

  it('have a checksum that does not depend on line ends', async () => {
    const [unix] = await read({ 'a.sql': fn('a') });
    const [windows] = await read({ 'a.sql': fn('a').replaceAll('\n', '\r\n') });
    expect(windows).toEqual(unix);
  });

  it.each([
    ['need each other', { 'a.sql': '-- needs: b\n', 'b.sql': '-- needs: a\n' }, /need each other: a → b → a/],
    ['need what is not there', { 'a.sql': '-- needs: b\n' }, /a\.sql needs b\.sql, which is not there/],
    ['define a function twice', { 'a.sql': fn('f'), 'b.sql': fn('f') }, /f is defined twice, in a\.sql and b\.sql/],
    [
      'do not replace',
      { 'a.sql': fn('f').replace('or replace ', '') },
      /a\.sql must say "create or replace function f"/,
    ],
  ])('that %s are refused', async (_what, files, message) => {
    await expect(read(files)).rejects.toThrow(message);
  });
});

describe('data/functions', () => {
  it('names in each file all the files whose functions it calls, and no others', async () => {
    const files = await readFunctionFiles(`${DATA}functions`);
    const homes = new Map(
      files.flatMap(({ name, text }) =>
        [...text.matchAll(/^create or replace function (\w+)/gm)].map((match) => [match[1] ?? '', name] as const),
      ),
    );
    for (const { name, text, needs } of files) {
      const called = [...text.replace(/--.*$/gm, '').matchAll(/\b(\w+)\(/g)].map((match) => homes.get(match[1] ?? ''));
      const others = new Set(called.filter((home) => home !== undefined && home !== name));
      expect([name, ...[...others].sort()]).toEqual([name, ...needs]);
    }
  });

  it('holds all functions: migrations after those of 0.3.0 hold none', async () => {
    const names = (await readdir(`${DATA}migrations`)).filter((name) => name > '013_analysis_jobs.sql');
    for (const name of names) {
      expect(await readFile(`${DATA}migrations/${name}`, 'utf8')).not.toMatch(
        /create (or replace )?(function|trigger)/i,
      );
    }
  });
});
