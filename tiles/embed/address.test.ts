import { describe, expect, it } from 'vitest';
import { EMBED_DEFAULTS, formatEmbed, pictureAddress, readEmbed, type EmbedState } from './address.ts';

const read = (query: string): EmbedState => readEmbed(new URLSearchParams(query));
const FULL: EmbedState = {
  layers: ['toilets', '停车场'],
  view: { lon: 120.38, lat: 36.07, zoom: 13, bearing: 20, pitch: 30 },
  filter: "name LIKE '%公园%' AND a <> 'x&y=z'",
  filters: { toilets: 'wifi = true', parking: 'spaces > 20' },
  selected: { layer: 'toilets', id: 'way/4711' },
  base: 'grey',
  theme: 'dark',
  lang: 'en',
  legend: 'closed',
};

describe('the address of an embedded map', () => {
  it('says nothing for the map as it starts', () => {
    expect(formatEmbed(EMBED_DEFAULTS)).toBe('');
    expect(read('')).toEqual(EMBED_DEFAULTS);
  });

  it('carries all that there is to say, and comes back as it was', () => {
    const query = formatEmbed(FULL);
    expect(query).toContain('at=120.38,36.07,13,20,30');
    expect(query).toContain('sel=toilets/way/4711');
    expect(read(query)).toEqual(FULL);
    expect(read(formatEmbed({ ...EMBED_DEFAULTS, layers: [] }))).toEqual({ ...EMBED_DEFAULTS, layers: [] });
  });

  it.each([
    'at=1,2',
    'at=200,36,13',
    'at=x,y,z',
    'theme=pink',
    'lang=fr',
    'legend=',
    'sel=toilets',
    'sel=/x',
    'base=<b>',
    'filter=%20',
    'filter.=x',
    'filter.<b>=x',
    'unknown=1',
  ])('leaves out %s, which cannot be used', (query) => {
    expect(read(query)).toEqual(EMBED_DEFAULTS);
  });

  it('takes the first of what stands twice', () => {
    const twice = read('lang=en&lang=zh&filter.toilets=wifi=true&filter.parking=a=1&filter.toilets=wifi=false');
    expect(twice.lang).toBe('en');
    expect(twice.filters).toEqual({ toilets: 'wifi=true', parking: 'a=1' });
  });

  it('takes each layer once, and none whose id cannot be one', () => {
    expect(read('layers=toilets,,parking,toilets,<b>, schools').layers).toEqual(['toilets', 'parking', 'schools']);
  });
});

describe('the address of a still picture', () => {
  const look = { theme: 'light', lang: 'zh', width: 600.4, height: 20 } as const;

  it('draws the view with its layers and their filters, as large as the service draws at all', () => {
    const url = new URL(pictureAddress({ ...FULL, filter: null }, look), 'http://map.example');
    expect(decodeURIComponent(url.pathname)).toBe('/static/toilets,停车场/120.38,36.07,13/600x64@2x.png');
    // That of a layer which is not drawn is left out: the service would refuse it.
    expect([...url.searchParams]).toEqual([
      ['theme', 'light'],
      ['lang', 'zh'],
      ['base', 'grey'],
      ['filter.toilets', 'wifi = true'],
    ]);
  });

  it('is of the city where there is no view, and of the base map where there is no layer', () => {
    expect(pictureAddress(EMBED_DEFAULTS, { ...look, width: 5000, height: 300 })).toBe(
      '/static/base/auto/1280x300@2x.png?theme=light&lang=zh',
    );
  });
});
