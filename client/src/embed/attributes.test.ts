import { describe, expect, it } from 'vitest';
import { EMBED_DEFAULTS, type EmbedState } from '../../../tiles/embed/address.ts';
import { elementAttributes, elementHtml } from '../../../tiles/embed/snippets.ts';
import { filterOf, readAttributes } from './attributes.ts';

const read = (attributes: Readonly<Record<string, string>>) => readAttributes((name) => attributes[name] ?? null);

describe('attributes of <city-map>', () => {
  it('that a builder writes are read as they were meant', () => {
    const state: EmbedState = {
      layers: ['toilets', 'parking'],
      view: { lon: 120.38, lat: -36.07, zoom: 13.5, bearing: -20, pitch: 30 },
      filter: `name = "it's" OR a < 3`,
      filters: { toilets: "name LIKE '%\"<b>&%'" },
      selected: { layer: 'toilets', id: 'way/4711' },
      base: 'grey',
      theme: 'dark',
      lang: 'en',
      legend: 'closed',
    };
    const attributes = Object.fromEntries(elementAttributes(state));
    expect(read(attributes)).toEqual({ state, faults: [] });
    expect(elementAttributes(EMBED_DEFAULTS)).toEqual([]);
  });

  it('are text in the HTML that a builder writes', () => {
    const html = elementHtml(
      'https://map.example/a"b',
      { ...EMBED_DEFAULTS, filter: '"><script>x</script>' },
      { width: null, height: 400 },
    );
    expect(html.match(/<\/?[a-z-]+/g)).toEqual(['<script', '</script', '<city-map', '</city-map']);
    expect(html).toContain('src="https://map.example/a&quot;b/embed.js"');
  });

  it('that are not there say nothing', () => {
    expect(read({})).toEqual({ state: EMBED_DEFAULTS, faults: [] });
    expect(read({ selected: '', theme: '', filters: ' ' })).toEqual({ state: EMBED_DEFAULTS, faults: [] });
  });

  it.each([
    [{ center: '36.07' }, 'center="36.07"'],
    [{ center: '1,2,3' }, 'center="1,2,3"'],
    [{ center: '420,36' }, 'center="420,36"'],
    [{ zoom: 'near' }, 'zoom="near"'],
    [{ theme: 'pink' }, 'auto | light | dark'],
    [{ legend: 'none' }, 'open | closed'],
    [{ filters: '{"toilets": 3}' }, 'filters='],
    [{ filters: 'wifi = true' }, 'filters='],
    [{ selected: 'toilets' }, 'selected="toilets"'],
  ])('that cannot be used are told by name and value: %j', (attributes, told) => {
    const { state, faults } = read(attributes);
    expect(state).toEqual(EMBED_DEFAULTS);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.zh).toContain(told);
    expect(faults[0]?.en).toContain(told);
  });

  it('take any language of a page, and know ours', () => {
    expect([read({ lang: 'en-US' }).state.lang, read({ lang: 'zh-Hant' }).state.lang]).toEqual(['en', 'zh']);
    expect(read({ lang: 'fr' })).toEqual({ state: EMBED_DEFAULTS, faults: [] });
  });
});

describe('the filter of a map', () => {
  const layers = ['toilets', 'parking'];

  it('is one text for all layers, or one for each, or both of them', () => {
    expect(filterOf({ ...EMBED_DEFAULTS, layers, filter: 'a = 1' })).toBe('a = 1');
    expect(filterOf({ ...EMBED_DEFAULTS, layers, filters: { toilets: 'b = 2 OR c = 3' } })).toEqual({
      toilets: 'b = 2 OR c = 3',
    });
    expect(filterOf({ ...EMBED_DEFAULTS, layers, filter: 'a = 1', filters: { toilets: 'b = 2 OR c = 3' } })).toEqual({
      toilets: '(a = 1) AND (b = 2 OR c = 3)',
      parking: 'a = 1',
    });
    expect(filterOf({ ...EMBED_DEFAULTS, layers })).toBeNull();
  });
});
