import { describe, expect, it } from 'vitest';
import { UnknownLayer } from '../platform/http/errors.ts';
import { testCatalogue } from '../testing/layers.ts';
import { FEATURE_TABLE } from './feature-table-source.ts';
import { registryOf } from './registry.ts';
import type { LayerSource } from './source.ts';
import { testCity } from '../testing/city.ts';

const toilets = testCatalogue.layers.filter(({ id }) => id === 'toilets');
const [toilet] = toilets;
if (toilet === undefined) throw new Error('The test catalogue has toilets.');
const OTHER: LayerSource = { ...FEATURE_TABLE, id: 'other' };

describe('the registry of layers', () => {
  it('lists public layers in the order of their ids, and knows no internal one', () => {
    const registry = registryOf({
      city: testCity,
      layers: [...testCatalogue.layers, { ...toilet, id: 'cameras', visibility: 'internal' }],
    });
    expect(registry.list.map(({ id }) => id)).toEqual(['districts', 'reports', 'streets', 'toilets', 'zones']);
    expect(registry.get('cameras')).toBeUndefined();
    expect(() => registry.layer('cameras')).toThrow(UnknownLayer);
  });

  it('names layers that are spelt alike where an id is unknown', () => {
    const registry = registryOf(testCatalogue);
    expect(registry.layers(['zones', 'toilets']).map(({ id }) => id)).toEqual(['zones', 'toilets']);
    expect(() => registry.layer('toilet')).toThrow(
      expect.objectContaining({ values: { layer: 'toilet', near: 'toilets' } }),
    );
    expect(() => registry.layers([])).toThrow(expect.objectContaining({ code: 'bad-parameter', parameter: 'layers' }));
  });

  it('tells a listener what was added, defined anew or removed, and nothing else, until it stops listening', () => {
    const registry = registryOf({ city: testCity, layers: [] });
    const told: string[] = [];
    const stop = registry.onChange((id) => told.push(`${id} ${registry.get(id)?.minzoom ?? 'gone'}`));
    registry.remove('toilets');
    registry.set(toilet, FEATURE_TABLE);
    registry.set({ ...toilet, minzoom: 5 }, FEATURE_TABLE);
    registry.set({ ...toilet, minzoom: 7, visibility: 'internal' }, FEATURE_TABLE);
    registry.set(toilet, FEATURE_TABLE);
    registry.remove('toilets');
    stop();
    registry.set(toilet, FEATURE_TABLE);
    expect(told).toEqual(['toilets 0', 'toilets 5', 'toilets gone', 'toilets 0', 'toilets gone']);
  });

  it('has a digest that is the same for the same definitions, and a version that never comes back', () => {
    const [one, other] = [
      registryOf(testCatalogue),
      registryOf({ city: testCity, layers: [...testCatalogue.layers].reverse() }),
    ];
    expect(one.digest).toBe(other.digest);
    const [digest, version] = [one.digest, one.version];
    one.set({ ...toilet, minzoom: 5 }, FEATURE_TABLE);
    expect(one.digest).not.toBe(digest);
    one.set(toilet, FEATURE_TABLE);
    expect([one.digest, one.version]).toEqual([digest, version + 2]);
  });

  it('knows where the data of a layer lives, and every source once', () => {
    const registry = registryOf(testCatalogue);
    expect([...registry.sources]).toEqual([FEATURE_TABLE]);
    registry.set({ ...toilet, id: 'benches' }, OTHER);
    expect([registry.sourceOf('toilets'), registry.sourceOf('benches')]).toEqual([FEATURE_TABLE, OTHER]);
    expect([...registry.sources]).toEqual([FEATURE_TABLE, OTHER]);
    registry.remove('benches');
    expect([...registry.sources]).toEqual([FEATURE_TABLE]);
  });

  it('does not say that a layer is unknown while a source has not been read, whose layer it may be', () => {
    const registry = registryOf(testCatalogue);
    registry.expect('gis');
    expect(registry.layer('toilets').id).toBe('toilets');
    expect(() => registry.layer('trees')).toThrow(
      expect.objectContaining({ name: 'DatabaseUnavailable', source: 'gis' }),
    );
    registry.expectNoLonger('gis');
    expect(() => registry.layer('trees')).toThrow(UnknownLayer);
  });

  it('has groups of sources ahead of those of the city', () => {
    const registry = registryOf(testCatalogue);
    registry.setThemes([{ id: 'source-gis', title: { zh: '库', en: 'Database' } }]);
    expect(registry.themes.map(({ id }) => id)).toEqual(['source-gis', ...testCity.themes.map(({ id }) => id)]);
  });
});
