import decodeQr from 'qr/decode.js';
import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { EMBED_DEFAULTS } from '../../../../tiles/embed/address.ts';
import { metresPerPx, roundLength } from '../../format/scale.ts';
import { wrap } from '../../format/wrap.ts';
import { pictureOf, snippetOf } from './embed-choice.ts';
import { pictureTexts } from './picture.ts';
import type { App } from '../../app/types.ts';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { createI18n } from '../../i18n/i18n.ts';
import { qrCode } from './qr.ts';

const PX_PER_SQUARE = 4;

/** Reads a code back as a camera would: from its pixels. */
function read({ size, path }: { size: number; path: string }): string {
  const side = size * PX_PER_SQUARE;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x = '', y = ''] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dy = 0; dy < PX_PER_SQUARE; dy += 1)
      for (let dx = 0; dx < PX_PER_SQUARE; dx += 1) {
        const at = 4 * ((Number(y) * PX_PER_SQUARE + dy) * side + Number(x) * PX_PER_SQUARE + dx);
        data.fill(0, at, at + 3);
      }
  return decodeQr({ width: side, height: side, data });
}

describe('the code of a link', () => {
  it('reads back as the link, Chinese and filters included', () => {
    for (const link of [
      'https://maps.example/',
      `https://maps.example/?q=${encodeURIComponent('公厕')}&f.toilets=wifi!1`,
    ]) {
      const code = qrCode(link);
      expect(code === null ? null : read(code)).toBe(link);
    }
  });

  it('is left out where phones could not read it from a screen', () => {
    expect(qrCode(`https://maps.example/?${'x'.repeat(1000)}`)).toBeNull();
  });
});

describe('the still picture to embed', () => {
  const state = { ...EMBED_DEFAULTS, layers: ['toilets'], filters: { toilets: "level = 'A' AND name <> 'x&y'" } };
  const size = { width: null, height: 480 };
  const parts = { base: 'https://maps.example', title: '公厕', size, theme: 'light', lang: 'zh' } as const;

  it('has the whole filter in its address, apostrophes included', () => {
    const address = new URL(pictureOf(state, parts));
    expect(address.pathname).toBe('/static/toilets/auto/800x480@2x.png');
    expect(address.searchParams.get('filter.toilets')).toBe(state.filters.toilets);
  });

  it('has the same address in its code, as text of HTML', () => {
    const escaped = pictureOf(state, parts).replaceAll('&', '&amp;').replaceAll("'", '&#39;');
    expect(escaped).toContain('&#39;A&#39;');
    expect(snippetOf('picture', state, parts)).toBe(`<img src="${escaped}" alt="公厕" width="800" height="480">`);
  });
});

const layer = (id: string, minzoom: number, provenance: LayerInfo['provenance']) =>
  ({
    id,
    minzoom,
    provenance,
    title: { zh: id, en: id },
    source: { zh: `${id} source`, en: `${id} source` },
    geometry: 'Point',
    style: { color: { light: '#000000', dark: '#ffffff' }, order: 1 },
  }) as unknown as LayerInfo;

describe('the picture of the map', () => {
  it('names what the map draws now, the topmost first, and the sources of that alone', () => {
    const layers = [
      layer('a', 0, { official: 1 }),
      layer('far', 14, { synthetic: 1 }),
      layer('hidden', 0, { imported: 1 }),
      layer('b', 0, { official: 2 }),
    ];
    const app = {
      config: { state: signal({ value: null }) },
      catalogue: { state: signal({ value: {} }) },
      coloured: signal(null),
      layersById: signal(new Map(layers.map((each) => [each.id, each]))),
      shown: signal(layers.map(({ id }) => id)),
      store: { order: signal(['a', 'b']), opacities: signal({ hidden: 0 }), basemap: signal(null) },
      theme: signal('light'),
      map: signal({ getZoom: () => 12 }),
      i18n: createI18n(signal('zh')),
    } as unknown as App;
    const drawnOf = (order: readonly string[]) => {
      app.store.order.value = order;
      const { lines, notes } = pictureTexts(app, new Date('2026-01-05T00:00:00Z'));
      return [lines.map(({ label }) => label), notes.slice(1)];
    };
    const provenance = `${app.i18n.t('table.provenance')}: ${app.i18n.t('provenance.official')}`;
    const source = app.i18n.t('details.source');
    expect(drawnOf(['a', 'b'])).toEqual([
      ['a', 'b'],
      [`${source}: a source; b source`, provenance],
    ]);
    expect(drawnOf(['b', 'a'])).toEqual([
      ['b', 'a'],
      [`${source}: b source; a source`, provenance],
    ]);
  });

  it('has a scale of a round length', () => {
    expect([7, 120, 999, 1000, 4999].map(roundLength)).toEqual([5, 100, 500, 1000, 2000]);
    // At the equator a world of 512 px is 40,075 km wide; at 60° a pixel covers half of that.
    expect(metresPerPx(0, 0)).toBeCloseTo(78_271.5, 1);
    expect(metresPerPx(60, 0)).toBeCloseTo(39_135.8, 1);
  });

  it('breaks its notes between Chinese characters and between English words', () => {
    const lines = (width: number) => wrap('市城市管理局 urban management', width, ({ length }) => length);
    expect(lines(10)).toEqual(['市城市管理局', 'urban', 'management']);
    expect(lines(8)).toEqual(['市城市管理局', 'urban', 'manageme', 'nt']);
  });
});
