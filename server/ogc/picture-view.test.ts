import { describe, expect, it } from 'vitest';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import type { LayerSource } from '../layers/source.ts';
import type { Queryable } from '../platform/db/types.ts';
import { testCatalogue } from '../testing/layers.ts';
import { pictureView } from './picture-view.ts';

const TOILETS = testCatalogue.get('toilets') as LayerDefinition;
const CITY = [119.5, 35.5, 121, 37.2] as const;
const QUARTER = [120.38, 36.06, 120.39, 36.07] as const;
const school = { geometry: { type: 'Point', coordinates: [120.3512345, 36.1] } };

function looking(minzoom: number, features: readonly unknown[] = [school], more: Partial<LayerSource> = {}) {
  const asked: unknown[] = [];
  const source = {
    items: (_db: Queryable, query: unknown) => {
      asked.push(query);
      return Promise.resolve(features);
    },
    ...more,
  } as unknown as LayerSource;
  return { asked, source, of: { ...TOILETS, minzoom }, open: () => ({}) as Queryable };
}

describe('the picture of a layer', () => {
  it('shows all of it where its features are drawn from so far away', async () => {
    const { source, of, open, asked } = looking(6);
    expect(await pictureView(of, CITY, { source, open })).toEqual({ view: 'auto', bbox: CITY });
    expect(asked).toEqual([]);
  });

  it('shows those around the one in the middle where they are not', async () => {
    const { source, of, open, asked } = looking(12);
    expect(await pictureView(of, CITY, { source, open })).toEqual({ view: '120.35123,36.1,12', bbox: null });
    expect(asked).toMatchObject([{ lon: 120.25, limit: 1, filter: null }]);
    // A layer of one quarter is seen whole.
    expect(await pictureView(of, QUARTER, { source, open })).toEqual({ view: 'auto', bbox: QUARTER });
  });

  it('shows all of it where there is nothing to look at', async () => {
    const none = looking(12, []);
    expect(await pictureView(none.of, CITY, none)).toEqual({ view: 'auto', bbox: CITY });
    const tiles = looking(12, [school], { tilesOnly: true });
    expect(await pictureView(tiles.of, CITY, tiles)).toEqual({ view: 'auto', bbox: CITY });
    expect(await pictureView(none.of, null, none)).toEqual({ view: 'auto', bbox: null });
  });
});
