import { expect, it } from 'vitest';
import { explain } from './explain.ts';

it.each([
  ['ENOSPC', '/data/city.pmtiles.part'],
  ['EDQUOT', '/home/planner/result.json'],
])('a full disk (%s) is said as such, with the file that was written', (code, path) => {
  const error = Object.assign(new Error(`${code}: no space left on device, write`), { code, syscall: 'write', path });
  const said = explain(error);
  expect(said).toContain(path);
  expect(said).toMatch(/磁盘已满|The disk is full/);
});
