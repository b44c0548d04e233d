import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWorld } from './demo/world.ts';
import type { DemoFeature, Generator } from './demo/types.ts';
import { generateDemo, runGenerators } from './demo-files.ts';

const feature = (id: string): DemoFeature => ({ id, geometry: { type: 'Point', coordinates: [120, 36] }, properties: {}, provenance: 'synthetic' });
const generator = (id: string, layers: Record<string, string[]>): Generator => ({
  id, generate: () => Object.fromEntries(Object.entries(layers).map(([layer, ids]) => [layer, ids.map(feature)])),
});

describe('demonstration data', () => {
  it('gathers the features of several generators by layer', async () => {
    const world = await createWorld();
    const layers = runGenerators([generator('one', { b: ['1'], a: ['1'] }), generator('two', { b: ['2'] })], world, () => undefined);
    expect([...layers].map(([layer, features]) => [layer, features.map(({ id }) => id)])).toEqual([['a', ['1']], ['b', ['1', '2']]]);
  });

  it('refuses an id that two generators use, and names both', async () => {
    const world = await createWorld();
    expect(() => runGenerators([generator('one', { a: ['1'] }), generator('two', { a: ['1'] })], world, () => undefined))
      .toThrow('Generators one and two both make the feature 1 of layer a.');
  });

  it('is the same, byte by byte, on every run, and made only when its sources changed', { timeout: 180_000 }, async () => {
    const folders = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), 'chengtu-generate-'))));
    const [first = '', second = ''] = folders;
    try {
      const results = [];
      for (const folder of [first, second]) results.push(await generateDemo(folder, createWorld, () => undefined));
      expect(results[0]?.fresh).toBe(true);
      const manifest = JSON.parse(await readFile(join(first, 'manifest.json'), 'utf8')) as { layers: Record<string, number> };
      for (const name of ['manifest.json', ...Object.keys(manifest.layers).map((layer) => `${layer}.geojson`)]) {
        expect((await readFile(join(first, name))).equals(await readFile(join(second, name))), name).toBe(true);
      }
      const again = await generateDemo(first, () => Promise.reject(new Error('not needed')), () => undefined);
      expect(again).toEqual({ ...results[0], fresh: false });
    } finally {
      for (const folder of folders) await rm(folder, { recursive: true });
    }
  });
});
