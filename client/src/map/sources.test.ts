import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import { qingdaoLayer } from '../../../server/testing/city.ts';
import type { Bbox, LayerInfo } from '../../../tiles/api/wire.ts';
import { MAX_TILE_LAYERS } from '../../../tiles/api/limits.ts';
import { changeAddresses, createBounds, createGroups, switchSources } from './sources.ts';

const toilets = qingdaoLayer('toilets');

const vector = (name: string) => ({
  type: 'vector' as const,
  tiles: [`/tiles/${name}/{z}/{x}/{y}.mvt`],
  minzoom: 6,
  maxzoom: 16,
});
const style: StyleSpecification = {
  version: 8,
  metadata: { 'chengtu:base-layers': ['sea', 'districts', 'streets', 'roads'] },
  sources: {
    base: vector('sea,districts,streets,roads'),
    'base-labels': { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    toilets: vector('toilets'),
    parking: vector('parking'),
  },
  layers: [
    { id: 'base:sea', type: 'fill', source: 'base', 'source-layer': 'sea' },
    { id: 'base:names', type: 'symbol', source: 'base-labels' },
    { id: 'toilets:circle', type: 'circle', source: 'toilets', 'source-layer': 'toilets' },
    { id: 'parking:circle', type: 'circle', source: 'parking', 'source-layer': 'parking' },
  ],
};
const ARCHIVE_SOURCE = 'archive';
const archive = (...layers: string[]) => ({
  layers: new Map(layers.map((id) => [id, ARCHIVE_SOURCE])),
  sources: { [ARCHIVE_SOURCE]: { ...vector('x'), tiles: ['pmtiles://https://cdn/city.pmtiles/{z}/{x}/{y}'] } },
});
const sourcesOf = (made: StyleSpecification) =>
  Object.fromEntries(made.layers.map((layer) => [layer.id, 'source' in layer ? layer.source : null]));

describe('where tiles come from', () => {
  it('is the service for all layers where there is no archive', () => {
    expect(switchSources(style, { filters: {}, archive: null })).toEqual(style);
  });

  it('is the archive for the layers in it, all from one source, and the service for the others', () => {
    const made = switchSources(style, { filters: {}, archive: archive('toilets', 'sea') });
    expect(sourcesOf(made)).toEqual({
      'base:sea': 'base',
      'base:names': 'base-labels',
      'toilets:circle': ARCHIVE_SOURCE,
      'parking:circle': 'parking',
    });
    expect(Object.keys(made.sources).sort()).toEqual([ARCHIVE_SOURCE, 'base', 'base-labels', 'parking']);
  });

  it('is the archive for the base map where all its layers are in it', () => {
    const made = switchSources(style, { filters: {}, archive: archive('sea', 'districts', 'streets', 'roads') });
    expect(sourcesOf(made)).toMatchObject({ 'base:sea': ARCHIVE_SOURCE, 'base:names': 'base-labels' });
  });

  it('is an archive a layer where there are several, of the base map too', () => {
    const made = switchSources(style, {
      filters: {},
      archive: {
        layers: new Map([
          ...['sea', 'districts', 'streets', 'roads'].map((id) => [id, `archive:${id}`] as const),
          ['toilets', 'archive:toilets'],
        ]),
        sources: { 'archive:sea': vector('a'), 'archive:toilets': vector('b') },
      },
    });
    expect(sourcesOf(made)).toEqual({
      'base:sea': 'archive:sea',
      'base:names': 'base-labels',
      'toilets:circle': 'archive:toilets',
      'parking:circle': 'parking',
    });
    expect(Object.keys(made.sources).sort()).toEqual(['archive:sea', 'archive:toilets', 'base-labels', 'parking']);
  });

  it('is the service for a layer with a filter, in the archive or not', () => {
    const made = switchSources(style, {
      filters: { toilets: "grade = '一类' AND a{z} > 1" },
      archive: archive('toilets'),
    });
    expect(sourcesOf(made)).toMatchObject({ 'toilets:circle': 'toilets' });
    const [address = ''] = (made.sources['toilets'] as { tiles: string[] }).tiles;
    expect(address.match(/\{z\}/g)).toHaveLength(1);
    expect(new URL(address, 'http://x').searchParams.get('filter')).toBe("grade = '一类' AND a{z} > 1");
    expect(made.sources['parking']).toEqual(style.sources['parking']);
  });
});

describe('layers that are switched on together', () => {
  const switched = (groups: readonly (readonly string[])[], filters = {}, from: Parameters<typeof archive> = []) =>
    switchSources(style, { filters, archive: from.length === 0 ? null : archive(...from), groups });

  it('have one source, as wide and as deep as any of them, whose tiles hold them all', () => {
    const bounded = (bounds: Bbox, minzoom: number, maxzoom: number) => ({
      bounds: [...bounds] as [number, number, number, number],
      minzoom,
      maxzoom,
    });
    const made = switchSources(
      {
        ...style,
        sources: {
          toilets: { ...vector('toilets'), ...bounded([120, 36, 121, 37], 8, 16) },
          parking: { ...vector('parking'), ...bounded([119, 36, 120.5, 36.5], 10, 14) },
        },
      },
      { filters: {}, archive: null, groups: [['parking', 'toilets']] },
    );
    expect(made.sources).toEqual({
      'parking,toilets': {
        type: 'vector',
        tiles: ['/tiles/parking,toilets/{z}/{x}/{y}.mvt'],
        bounds: [119, 36, 121, 37],
        minzoom: 8,
        maxzoom: 16,
        attribution: '',
      },
    });
    expect(sourcesOf(made)).toMatchObject({
      'toilets:circle': 'parking,toilets',
      'parking:circle': 'parking,toilets',
    });
  });

  it('are not fetched anew where one of them is filtered: that one has its own source then', () => {
    const before = switched([['parking', 'toilets']]);
    const made = switched([['parking', 'toilets']], { toilets: "grade = '一类'" });
    expect(sourcesOf(made)).toMatchObject({ 'toilets:circle': 'toilets', 'parking:circle': 'parking,toilets' });
    expect(made.sources['parking,toilets']).toEqual(before.sources['parking,toilets']);
    const [address = ''] = (made.sources['toilets'] as { tiles: string[] }).tiles;
    expect(new URL(address, 'http://x').searchParams.get('filter')).toBe("grade = '一类'");
    // Nor where it comes from the archive else.
    expect(sourcesOf(switched([['parking', 'toilets']], { toilets: 'a = 1' }, ['toilets']))).toMatchObject({
      'toilets:circle': 'toilets',
      'parking:circle': 'parking',
    });
  });

  it('leave out those that the archive holds, and a single one has its own source', () => {
    expect(sourcesOf(switched([['parking', 'toilets']], {}, ['toilets']))).toMatchObject({
      'toilets:circle': ARCHIVE_SOURCE,
      'parking:circle': 'parking',
    });
    expect(sourcesOf(switched([['toilets']]))).toMatchObject({ 'toilets:circle': 'toilets' });
  });

  it('stay together while any of them is shown, so that none is fetched anew', () => {
    const info = (fields: Partial<LayerInfo> = {}) => ({ ...toilets, ...fields }) as LayerInfo;
    const layers = new Map([
      ...['a', 'b', 'c', 'd'].map((id) => [id, info()] as const),
      ['far', info({ maxAgeS: 60 })] as const,
      ['made', info({ tilesOnly: true })] as const,
    ]);
    const made = createGroups();
    const groupsOf = (shown: readonly string[], filters = {}) => made(shown, layers, filters);
    expect(groupsOf(['b', 'a', 'd', 'far', 'made', 'unknown'], { d: 'x = 1' })).toEqual([['a', 'b']]);
    expect(groupsOf(['b', 'far', 'c'])).toEqual([['a', 'b'], ['c']]);
    expect(groupsOf(['b', 'a', 'c'])).toEqual([['a', 'b'], ['c']]);
    expect(groupsOf(['c'])).toEqual([['c']]);
    expect(groupsOf(['a', 'c', 'd', 'b'])).toEqual([['c'], ['a', 'b', 'd']]);
    expect(groupsOf([])).toEqual([]);
  });

  it('are asked for by as few requests as the service takes so many of', () => {
    const ids = Array.from({ length: MAX_TILE_LAYERS + 4 }, (_, index) => `l${String(index).padStart(3, '0')}`);
    const layers = new Map(ids.map((id) => [id, { ...toilets, id } as LayerInfo]));
    expect(createGroups()(ids, layers, {})).toEqual([ids.slice(0, MAX_TILE_LAYERS), ids.slice(MAX_TILE_LAYERS)]);
  });
});

describe('another address', () => {
  /** A map with one source that has one tile in view. */
  function setUp(state: 'loading' | 'loaded' | 'expired') {
    const set: string[][] = [];
    const refreshed: string[] = [];
    const listeners = new Set<(event: object) => void>();
    const tile = { state, tileID: { canonical: { z: 12, x: 1, y: 1 } } };
    const source = {
      type: 'vector',
      serialize: () => ({ ...vector('toilets') }),
      setTiles: (tiles: string[]) => set.push(tiles),
    };
    const map = {
      getSource: (id: string) => (id === 'toilets' ? source : undefined),
      style: { tileManagers: { toilets: { _inViewTiles: { getAllTiles: () => [tile] } } } },
      on: (_: string, listener: (event: object) => void) => listeners.add(listener),
      off: (_: string, listener: (event: object) => void) => listeners.delete(listener),
    };
    const refresher = {
      refresh: (id: string, test: (at: { z: number; x: number; y: number }) => boolean) => {
        if (test({ z: 12, x: 1, y: 1 })) refreshed.push(id);
      },
      stop: () => undefined,
    };
    const change = (next: Partial<ReturnType<typeof vector>>): void => {
      changeAddresses(
        map as unknown as MapLibre,
        { ...style, sources: { ...style.sources, toilets: { ...vector('toilets'), ...next } } },
        refresher,
      );
    };
    const emit = (event: object): void => [...listeners].forEach((listener) => listener(event));
    return { set, refreshed, change, emit, listeners, tile };
  }
  const next = ['/tiles/toilets/{z}/{x}/{y}.mvt?filter=x'];

  it('is given to a source that stands still, so that its tiles are shown until the new ones come', () => {
    const { set, change } = setUp('loaded');
    change({ tiles: next });
    expect(set).toEqual([next]);
    change({});
    expect(set).toHaveLength(1);
  });

  it.each(['loading', 'expired'] as const)(
    'is left to the style where a tile is %s: its answer for the old one could come last',
    (state) => {
      const { set, change } = setUp(state);
      change({ tiles: next });
      expect(set).toEqual([]);
    },
  );

  it('is left to the style where more than the address changes', () => {
    const { set, change } = setUp('loaded');
    change({ tiles: next, maxzoom: 14 });
    expect(set).toEqual([]);
  });

  it('repeats requests that went to the old address meanwhile', () => {
    const { refreshed, change, emit, listeners, tile } = setUp('loaded');
    change({ tiles: next });
    tile.state = 'loading';
    emit({ sourceId: 'parking', sourceDataType: 'content' });
    emit({ sourceId: 'toilets', sourceDataType: 'metadata' });
    expect(refreshed).toEqual([]);
    emit({ sourceId: 'toilets', sourceDataType: 'content' });
    expect([refreshed, listeners.size]).toEqual([['toilets'], 0]);
  });
});

const bounded: StyleSpecification = {
  version: 8,
  sources: {
    toilets: { type: 'vector', tiles: [], bounds: [120, 36, 121, 37] },
    parking: { type: 'vector', tiles: [] },
  },
  layers: [],
};
const layersTo = (bbox: Bbox | null): ReadonlyMap<string, LayerInfo> =>
  new Map([['toilets', { ...toilets, count: 1, bbox, provenance: {}, updatedAt: null } as LayerInfo]]);
const boundsOf = (made: StyleSpecification) => (made.sources['toilets'] as { bounds?: number[] }).bounds;

describe('the extent that tiles are asked for in', () => {
  it('grows with the data, and does not shrink again', () => {
    const withBounds = createBounds();
    expect(boundsOf(withBounds(bounded, layersTo([120.2, 36.2, 120.8, 36.8])))).toEqual([120, 36, 121, 37]);
    expect(boundsOf(withBounds(bounded, layersTo([119, 36.2, 120.8, 38])))).toEqual([119, 36, 121, 38]);
    expect(boundsOf(withBounds(bounded, layersTo([120.2, 36.2, 120.8, 36.8])))).toEqual([119, 36, 121, 38]);
    expect(boundsOf(withBounds(bounded, layersTo(null)))).toEqual([119, 36, 121, 38]);
  });

  it('is the world where the style names none', () => {
    expect(createBounds()(bounded, layersTo([119, 36, 121, 38])).sources['parking']).not.toHaveProperty('bounds');
  });
});
