import { describe, expect, it } from 'vitest';
import { createWorld } from '../world.ts';
import base from './base.ts';

describe('features of the base data', () => {
  it('says where each kind comes from and how many there are', async () => {
    const layers = base.generate(await createWorld());
    const summary = Object.entries(layers).map(([layer, features]) => [
      layer,
      features.length,
      [...new Set(features.map(({ provenance }) => provenance))],
    ]);
    expect(summary).toEqual([
      ['districts', 10, ['imported']],
      ['streets', 141, ['synthetic']],
      ['communities', 2120, ['synthetic']],
      ['sea', 1, ['imported']],
      ['coast', 8, ['imported']],
    ]);
    expect(layers.districts.reduce((sum, { properties }) => sum + Number(properties.communities), 0)).toBe(2120);
    expect(layers.communities.filter(({ properties }) => properties.kind === 'village').length).toBeGreaterThan(900);
  });
});
