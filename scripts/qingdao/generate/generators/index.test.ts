import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { GENERATORS } from './index.ts';

it('the generators are those of the folder, each once', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const files = readdirSync(folder).filter((file) => /^export default /m.test(readFileSync(folder + file, 'utf8')));
  expect(GENERATORS).toHaveLength(files.length);
  expect(new Set(GENERATORS.map(({ id }) => id)).size).toBe(files.length);
});
