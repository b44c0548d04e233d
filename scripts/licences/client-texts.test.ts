import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { licencesOf } from './client-texts.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'chengtu-licences-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function install(path: string, declaration: object, files: Readonly<Record<string, string>> = {}): Promise<void> {
  const folder = join(root, 'node_modules', path);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(declaration));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}
const moduleOf = (path: string): string => join(root, 'node_modules', path, 'dist/index.js');

describe('the licence texts of a bundle', () => {
  it('are those of its packages, each version once, with their notices', async () => {
    await install(
      'tool',
      { name: 'tool', version: '1.2.3', license: 'Apache-2.0' },
      { LICENSE: 'text A', NOTICE: 'note' },
    );
    await install('@scope/part', { name: '@scope/part', version: '2.0.0', license: 'MIT' }, { 'licence.md': 'text B' });
    await install(
      '@scope/part/node_modules/tool',
      { name: 'tool', version: '0.9.0', license: 'ISC' },
      { COPYING: 'text C' },
    );
    const text = await licencesOf([
      moduleOf('tool'),
      `\0${moduleOf('tool')}?commonjs-module`,
      moduleOf('@scope/part'),
      moduleOf('@scope/part/node_modules/tool'),
      join(root, 'client/src/main.tsx'),
      '\0vite/preload-helper.js',
    ]);
    const heads = [...text.matchAll(/^-+\n(.+)\n(.+)\n-+$/gm)].map(([, name, licence]) => `${name}: ${licence}`);
    expect(heads).toEqual(['@scope/part 2.0.0: MIT', 'tool 1.2.3: Apache-2.0', 'tool 0.9.0: ISC']);
    for (const part of ['text A\n\nnote', 'text B', 'text C']) expect(text).toContain(part);
  });

  it('include what a package brings along inside its own file', async () => {
    await install(
      'maplibre-gl',
      { name: 'maplibre-gl', version: '5.0.0', license: 'BSD-3-Clause', dependencies: { inner: '1', '@types/x': '1' } },
      { 'LICENSE.txt': 'map' },
    );
    await install(
      'inner',
      { name: 'inner', version: '1.0.0', license: 'ISC', dependencies: { deep: '1' } },
      { LICENSE: 'i' },
    );
    await install('deep', { name: 'deep', version: '1.0.0', license: 'ISC' }, { LICENSE: 'd' });
    const text = await licencesOf([moduleOf('inner'), moduleOf('maplibre-gl')]);
    expect(text.match(/^\S+ \d\.\d\.\d$/gm)).toEqual(['deep 1.0.0', 'inner 1.0.0', 'maplibre-gl 5.0.0']);
  });

  it('fail for a package without one, and name it', async () => {
    await install('silent', { name: 'silent', version: '3.0.0', license: 'MIT' });
    await expect(licencesOf([moduleOf('silent')])).rejects.toThrow(/silent 3\.0\.0/);
  });
});
