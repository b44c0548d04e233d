import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import type { LayerDefinition, LayerRole } from '../layer/layer.ts';
import { BASE_TONES, PALETTES, STYLE_THEMES } from './palette.ts';
import { styleOf, type StyleOptions } from './style.ts';

const text = { zh: '字', en: 'text' };
const color = { light: '#112233', dark: '#ddeeff' };

/** Parts that the fixtures play. */
const ROLES: Readonly<Record<string, LayerRole>> = {
  sea: 'sea',
  districts: 'district',
  streets: 'subdistrict',
  roads: 'roads',
};

function fixture(
  id: string,
  geometry: LayerDefinition['geometry'],
  style: Partial<LayerDefinition['style']> = {},
): LayerDefinition {
  return {
    id,
    ...(Object.hasOwn(ROLES, id) ? { role: ROLES[id] } : {}),
    title: text,
    description: text,
    theme: 'facilities',
    geometry,
    attributes: {
      name: { type: 'string', title: text },
      open: { type: 'boolean', title: text },
      level: { type: 'number', title: text },
    },
    required: [],
    name: { zh: 'name', en: 'name_en' },
    owner: text,
    visibility: 'public',
    source: text,
    minzoom: 4,
    maxzoom: 14,
    tileAttributes: [],
    style: { color, order: 10, ...style },
    filters: [],
  };
}

const FIXTURES: readonly LayerDefinition[] = [
  fixture('sea', 'Polygon'),
  fixture('districts', 'Polygon', { label: { minzoom: 8 } }),
  fixture('streets', 'Polygon'),
  fixture('roads', 'LineString', { size: 3, label: { minzoom: 12 } }),
  fixture('plans', 'LineString', { dash: [2, 1], by: { attribute: 'open', values: { true: color, false: color } } }),
  fixture('lots', 'Point', {
    order: 220,
    size: 6,
    glyph: 'P',
    label: { minzoom: 15 },
    by: {
      attribute: 'level',
      steps: [
        { from: 0, color },
        { from: 10, color },
      ],
    },
  }),
  {
    ...fixture('areas', 'Polygon', { fillOpacity: 0, label: { minzoom: 10 }, by: { attribute: 'level', values: {} } }),
    shownAtStart: true,
    name: { zh: 'name' },
  },
];

const options = (over: Partial<StyleOptions> = {}): StyleOptions => ({
  theme: 'light',
  lang: 'zh',
  catalogue: FIXTURES,
  origin: 'http://map.example',
  name: 'test',
  center: [120.3, 36.1],
  zoom: 9,
  bounds: { lots: [119.5, 35.5, 121, 37] },
  labels: [{ layer: 'districts', name: '市南区', name_en: null, lon: 120.4, lat: 36.06 }],
  ...over,
});

describe.each(STYLE_THEMES)('the %s style', (theme) => {
  it.each(['zh', 'en'] as const)('is valid in %s, for fixtures and for the real catalogue', async (lang) => {
    expect(validateStyleMin(styleOf(options({ theme, lang })))).toEqual([]);
    const { layers } = await loadCatalogue();
    const style = styleOf(options({ theme, lang, catalogue: layers }));
    expect(validateStyleMin(style)).toEqual([]);
    for (const layer of layers) {
      expect(
        style.layers.filter((each) => (each.metadata as Record<string, unknown>)['chengtu:layer'] === layer.id),
        layer.id,
      ).not.toHaveLength(0);
    }
  });
});

const GROUND = {
  minzoom: 0,
  maxzoom: 14,
  bounds: [120, 35, 121, 37] as const,
  attribution: { zh: '© 某某', en: '© <b>Somebody</b>' },
  draws: ['sea', 'roads'],
};

describe('a style of a city with a base map of its own', () => {
  it.each(STYLE_THEMES)('is valid in the %s theme and in every tone', (theme) => {
    for (const tone of BASE_TONES)
      expect(validateStyleMin(styleOf(options({ theme, tone, ground: GROUND })))).toEqual([]);
  });

  it('takes from the layers only what that does not draw, and credits it', () => {
    const { sources, layers } = styleOf(options({ ground: GROUND, lang: 'en' }));
    expect(sources['ground']).toMatchObject({
      tiles: ['http://map.example/basemap/{z}/{x}/{y}.mvt'],
      maxzoom: 14,
      attribution: '© &lt;b&gt;Somebody&lt;/b&gt;',
    });
    expect(sources['base']).toMatchObject({ tiles: ['http://map.example/tiles/districts,streets/{z}/{x}/{y}.mvt'] });
    const ids = layers.map(({ id }) => id);
    expect(ids).toContain('base:district-line');
    expect(ids).not.toContain('base:sea');
    expect(ids.indexOf('base:land')).toBeLessThan(ids.indexOf('base:ground-landcover'));
    expect(ids.indexOf('base:ground-water')).toBeLessThan(ids.indexOf('areas:fill'));
  });

  it('draws borders once: its own where the city has no districts, or where it has theirs', () => {
    const idsWith = (draws: readonly string[]): string[] =>
      styleOf(options({ ground: { ...GROUND, draws } })).layers.map(({ id }) => id);
    expect(idsWith(['sea'])).not.toContain('base:ground-border-minor');
    expect(idsWith(['district', 'subdistrict'])).toContain('base:ground-border-minor');
    expect(idsWith(['district', 'subdistrict'])).not.toContain('base:district-line');
  });

  it('sets the city off from the land beyond its districts, whoever draws them', () => {
    const background = (ground: typeof GROUND | null, catalogue = FIXTURES) =>
      styleOf(options({ ground, catalogue })).layers[0]?.paint;
    const { outside, land } = PALETTES.light;
    expect(background({ ...GROUND, draws: ['district'] })).toEqual({ 'background-color': outside });
    expect(background(null)).toEqual({ 'background-color': outside });
    expect(background(GROUND, [])).toEqual({ 'background-color': land });
  });

  it('has no colour in grey, and those of the night in dark', () => {
    const water = (tone: 'grey' | 'dark') =>
      styleOf(options({ ground: GROUND, tone })).layers.find(({ id }) => id === 'base:ground-water')?.paint;
    expect(water('grey')).toEqual({ 'fill-color': '#cdcdcd' });
    expect(water('dark')).toEqual({ 'fill-color': PALETTES.dark.sea });
  });
});

describe('a style of a city whose heights are known', () => {
  const terrain = { minzoom: 5, maxzoom: 13, bounds: GROUND.bounds, attribution: GROUND.attribution };

  it.each([null, GROUND])(
    'shades hills under water, roads and names, and credits their source (base map: %j)',
    (ground) => {
      for (const theme of STYLE_THEMES) {
        const style = styleOf(options({ theme, ground, terrain, lang: 'en' }));
        expect(validateStyleMin(style)).toEqual([]);
        expect(style.sources['terrain']).toMatchObject({
          type: 'raster-dem',
          tiles: ['http://map.example/basemap/terrain/{z}/{x}/{y}.png'],
          attribution: '© &lt;b&gt;Somebody&lt;/b&gt;',
        });
        const ids = style.layers.map(({ id }) => id);
        const at = ids.indexOf('base:hillshade');
        expect(at).toBeGreaterThan(ids.indexOf('base:land'));
        for (const above of ground === null
          ? ['base:sea', 'base:road-major']
          : ['base:ground-water', 'base:ground-road-major'])
          expect(at).toBeLessThan(ids.indexOf(above));
      }
    },
  );

  it('leaves them out of the quiet looks', () => {
    for (const tone of ['grey', 'dark'] as const)
      expect(styleOf(options({ terrain, tone })).layers.some(({ type }) => type === 'hillshade')).toBe(false);
  });
});

describe('a style', () => {
  it('needs no outside server: no glyphs, no sprite, and every tile from the origin it is given', () => {
    const style = styleOf(options());
    expect(style.glyphs).toBeUndefined();
    expect(style.sprite).toBeUndefined();
    const tiles = Object.values(style.sources).flatMap((source) => ('tiles' in source ? (source.tiles ?? []) : []));
    expect(tiles.length).toBeGreaterThan(0);
    for (const tile of tiles) expect(tile).toMatch(/^http:\/\/map\.example\/tiles\//);
  });

  it('draws the base map from one source and each layer from its own', () => {
    const { sources } = styleOf(options());
    expect(sources['base']).toMatchObject({
      tiles: ['http://map.example/tiles/sea,districts,streets,roads/{z}/{x}/{y}.mvt'],
    });
    expect(sources['lots']).toMatchObject({ type: 'vector', minzoom: 4, maxzoom: 14, bounds: [119.5, 35.5, 121, 37] });
  });

  it('shows the layers that are shown at the start, and no other', () => {
    const visible = styleOf(options())
      .layers.filter((layer) => layer.layout?.visibility === 'visible')
      .map((layer) => (layer.metadata as Record<string, unknown>)['chengtu:layer']);
    expect(new Set(visible)).toEqual(new Set(['areas']));
  });

  it('stacks areas below lines below points, by their order, and the selection on top', () => {
    const ids = styleOf(options()).layers.map((layer) => layer.id);
    const at = (id: string): number => ids.indexOf(id);
    expect(ids[0]).toBe('base:background');
    expect(at('base:sea')).toBeLessThan(at('areas:fill'));
    expect(at('areas:fill')).toBeLessThan(at('base:road-major'));
    expect(at('base:road-major')).toBeLessThan(at('plans:line'));
    expect(at('plans:line')).toBeLessThan(at('lots:circle'));
    expect(at('lots:circle')).toBeLessThan(at('lots:glyph'));
    expect(at('lots:glyph')).toBeLessThan(at('areas:selected'));
  });

  it('draws only the layers asked for, on the whole base map', () => {
    const style = styleOf(options({ only: new Set(['lots']) }));
    expect(Object.keys(style.sources)).toEqual(['base', 'base-labels', 'lots']);
    expect(style.layers.map((layer) => layer.id)).toContain('base:sea');
  });

  it('does without base layers that the catalogue lacks', () => {
    const style = styleOf(options({ catalogue: FIXTURES.filter((layer) => layer.id === 'lots') }));
    expect(validateStyleMin(style)).toEqual([]);
    expect(style.sources['base']).toBeUndefined();
  });

  it('names features in the language asked for, in Chinese where they have no other name', () => {
    const fieldOf = (lang: 'zh' | 'en') =>
      styleOf(options({ lang })).layers.find((layer) => layer.id === 'lots:label')?.layout;
    expect(fieldOf('zh')).toMatchObject({ 'text-field': ['to-string', ['get', 'name']] });
    expect(fieldOf('en')).toMatchObject({
      'text-field': ['to-string', ['coalesce', ['get', 'name_en'], ['get', 'name']]],
    });
  });
});
