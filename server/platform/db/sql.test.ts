import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const filesOf = (folder: string): string[] =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));
const onDisk = filesOf('server').flatMap((path) => (path.endsWith('.sql') ? [path.replace(/\.sql$/, '')] : []));
const calls = ['server', 'scripts']
  .flatMap((folder) => filesOf(folder).map((path) => `${folder}/${path}`))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .flatMap((path) => [...readFileSync(ROOT + path, 'utf8').matchAll(/(?<!function )\bloadSql\(([^)]*)\)/g)])
  .map(([, argument = '']) => argument);

it('every statement is loaded by a plain name, so that it can be found', () => {
  expect(calls.filter((argument) => !/^'[\w/-]+'$/.test(argument))).toEqual([]);
});

it('every statement that is loaded has a file, and every file is loaded', () => {
  const loaded = [...new Set(calls.map((argument) => argument.slice(1, -1)))];
  expect(loaded.sort()).toEqual(onDisk.sort());
});
