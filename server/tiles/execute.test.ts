import { describe, expect, it } from 'vitest';
import { FEATURE_TABLE } from '../layers/feature-table-source.ts';
import { registryOf } from '../layers/registry.ts';
import type { LayerSource } from '../layers/source.ts';
import { fakeDatabase } from '../testing/fake-database.ts';
import { testCatalogue } from '../testing/layers.ts';
import { executeTile } from './request.ts';
import { decideTile } from './request.ts';
import { testCity } from '../testing/city.ts';

const db = fakeDatabase(() => Promise.reject(new Error('Nothing is to be asked of the database here.')));

/** Answers a tile with the ids of the layers that it was asked for. */
function source(id: string, revision: number, asked: string[]): LayerSource {
  return {
    ...FEATURE_TABLE,
    id,
    tile: (_db, _place, { layers }) => {
      const ids = layers.map(({ layer }) => layer.id);
      asked.push(`${id}: ${ids.join()}`);
      return Promise.resolve({
        bytes: Buffer.from(ids.map((each) => `[${each}]`).join('')),
        revisions: new Map(ids.map((each) => [each, revision])),
      });
    },
  };
}

function make(layers: string, sourceOf: (id: string) => LayerSource) {
  const registry = registryOf(testCatalogue);
  for (const layer of registry.list) registry.set(layer, sourceOf(layer.id));
  return executeTile(db, decideTile({ layers, z: '12', x: '1', y: '1' }, new URLSearchParams(), registry));
}

describe('a tile of several layers', () => {
  it('is asked of its only source once, and is the bytes of that source', async () => {
    const asked: string[] = [];
    const table = source('table', 3, asked);
    const tile = await make('zones,toilets,districts', () => table);
    expect([asked, tile.bytes.toString()]).toEqual([['table: zones,toilets,districts'], '[zones][toilets][districts]']);
    expect(tile.revisions).toEqual(
      new Map([
        ['zones', 3],
        ['toilets', 3],
        ['districts', 3],
      ]),
    );
  });

  it('is put together from several sources, with the revisions of each', async () => {
    const asked: string[] = [];
    const [table, other] = [source('table', 3, asked), source('other', 8, asked)];
    const tile = await make('zones,toilets,districts', (id) => (id === 'toilets' ? other : table));
    expect([asked, tile.bytes.toString()]).toEqual([
      ['table: zones,districts', 'other: toilets'],
      '[zones][districts][toilets]',
    ]);
    expect(tile.revisions).toEqual(
      new Map([
        ['zones', 3],
        ['districts', 3],
        ['toilets', 8],
      ]),
    );
  });

  it('asks no source where all layers begin at a higher zoom', async () => {
    const registry = registryOf({
      city: testCity,
      layers: testCatalogue.layers.map((layer) => ({ ...layer, minzoom: 13 })),
    });
    const request = decideTile({ layers: 'toilets', z: '12', x: '1', y: '1' }, new URLSearchParams(), registry);
    expect(await executeTile(db, request)).toEqual({ bytes: Buffer.alloc(0), revisions: new Map() });
  });
});
