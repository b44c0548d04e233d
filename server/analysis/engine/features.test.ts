import { expect, it } from 'vitest';
import type { Queryable } from '../../platform/db/types.ts';
import { testCatalogue } from '../../testing/layers.ts';
import { readFeatures } from './features.ts';

const NO_DATABASE = {} as Queryable;
const UNREAD = { facilities: () => Promise.reject(new Error('Nothing is to be read.')) };

it('names what is no number by what names it in the request', async () => {
  const layer = testCatalogue.get('districts');
  if (layer === undefined) throw new Error('There is no such layer.');
  const refusedAt = async (query: object, place: string): Promise<void> => {
    const read = readFeatures(UNREAD, NO_DATABASE, layer, { layer: layer.id, ...query }, '/analyses/1');
    await expect(read).rejects.toMatchObject({ code: 'bad-capacity', at: `/analyses/1/${place}` });
  };
  await refusedAt({ attributes: ['name'], attributesAt: 'attribute' }, 'attribute');
  await refusedAt({ capacity: 'name' }, 'capacity');
  await refusedAt({ capacity: 'area_km2', cost: 'name' }, 'cost');
});
