import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AREA_KINDS, COLOR_KEYS, DISPLAYS, PLAYBACKS, SPEEDS, STEPS } from './codecs/casedata.ts';
import { TABLE_VIEWS } from './codecs/table.ts';
import { formatAddress, parseAddress } from './address.ts';
import { isFeatureId } from '../../../tiles/layer/feature-id.ts';
import { roundView } from '../map/view.ts';
import { LANGUAGES } from '../i18n/keys.ts';
import { TABS, THEME_CHOICES, type FilterValue, type MapState } from './types.ts';

const id = fc.stringMatching(/^[a-z0-9][a-z0-9_.-]{0,20}$/);
const featureId = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(isFeatureId);
const attribute = fc.stringMatching(/^[a-z][a-z0-9_]{0,15}$/);
const lon = fc.double({ min: -180, max: 180, noNaN: true });
const lat = fc.double({ min: -85, max: 85, noNaN: true });
const number = fc.option(fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => n / 100));
const certainDay = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const day = fc.option(certainDay);
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');
const bounded = <T>(value: { from: T | null; to: T | null }) => value.from !== null || value.to !== null;

const filterValue: fc.Arbitrary<FilterValue> = fc.oneof(
  fc.record({ kind: fc.constant('choice' as const), values: fc.array(words, { minLength: 1, maxLength: 4 }) }),
  fc.record({ kind: fc.constant('range' as const), from: number, to: number }).filter(bounded),
  fc.record({ kind: fc.constant('date' as const), from: day, to: day }).filter(bounded),
  fc.record({ kind: fc.constant('flag' as const), on: fc.boolean() }),
  fc.record({ kind: fc.constant('text' as const), text: words }),
);
const view = fc
  .record({
    lon,
    lat,
    zoom: fc.double({ min: 0, max: 22, noNaN: true }),
    bearing: fc.double({ min: -180, max: 180, noNaN: true }),
    pitch: fc.double({ min: 0, max: 85, noNaN: true }),
  })
  .map(roundView);

const state: fc.Arbitrary<MapState> = fc.record({
  view: fc.option(view),
  layers: fc.option(fc.uniqueArray(id, { maxLength: 8 })),
  filters: fc.dictionary(id, fc.dictionary(attribute, filterValue, { minKeys: 1, maxKeys: 4, noNullPrototype: true }), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
  colors: fc.dictionary(id, attribute, { maxKeys: 3, noNullPrototype: true }),
  selection: fc.option(fc.record({ layer: id, id: featureId })),
  language: fc.constantFrom(...LANGUAGES),
  theme: fc.constantFrom(...THEME_CHOICES),
  basemap: id,
  tab: fc.constantFrom(...TABS),
  panelOpen: fc.boolean(),
  nearby: fc.option(
    fc.record({
      layer: id,
      lon: lon.map((degrees) => roundView({ lon: degrees, lat: 0, zoom: 0, bearing: 0, pitch: 0 }).lon),
      lat: lat.map((degrees) => roundView({ lon: 0, lat: degrees, zoom: 0, bearing: 0, pitch: 0 }).lat),
      radiusM: fc.integer({ min: 1, max: 50_000 }),
      flags: fc.uniqueArray(attribute, { maxLength: 3 }),
    }),
  ),
  case: fc.option(id),
  opacities: fc.dictionary(
    id,
    fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100),
    { maxKeys: 3, noNullPrototype: true },
  ),
  order: fc.uniqueArray(id, { maxLength: 4 }),
  figure: fc.option(id),
  table: fc.option(
    fc.record({
      layer: id,
      place: fc.option(
        fc.oneof(
          fc.record({ kind: fc.constantFrom('district' as const, 'subdistrict' as const, 'grid' as const), code: id }),
          fc
            .record({ west: fc.integer({ min: -1799, max: 0 }), south: fc.integer({ min: -899, max: 0 }) })
            .map(({ west, south }) => ({
              kind: 'box' as const,
              bbox: [west / 10, south / 10, (west + 1800) / 10, 90] as const,
            })),
          fc.record({
            kind: fc.constant('hexagon' as const),
            zoom: fc.integer({ min: 0, max: 44 }).map((n) => n / 2),
            column: fc.integer({ min: -1000, max: 2_000_000 }),
            line: fc.integer({ min: 0, max: 2_000_000 }),
          }),
        ),
      ),
      analysed: fc.boolean(),
      view: fc.constantFrom(...TABLE_VIEWS),
      sort: fc.option(fc.record({ column: attribute, descending: fc.boolean() })),
    }),
  ),
  analysis: fc.record({
    layer: fc.option(id),
    display: fc.constantFrom(...DISPLAYS),
    colorBy: fc.constantFrom(...COLOR_KEYS),
    areas: fc.constantFrom(...AREA_KINDS),
    measure: fc.oneof(
      fc.record({ kind: fc.constantFrom('count' as const, 'rate' as const, 'closed' as const) }),
      fc.record({ kind: fc.constantFrom('sum' as const, 'mean' as const), attribute }),
    ),
    filters: fc.dictionary(attribute, fc.uniqueArray(words, { minLength: 1, maxLength: 3 }), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    window: fc.option(
      fc.tuple(certainDay, certainDay).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a })),
    ),
    step: fc.constantFrom(...STEPS),
    playback: fc.constantFrom(...PLAYBACKS),
    speed: fc.constantFrom(...SPEEDS),
    pinned: fc.boolean(),
  }),
});

describe('the address', () => {
  it('gives back every state it was made from', () => {
    fc.assert(
      fc.property(state, (original) => {
        expect(parseAddress(formatAddress(original))).toEqual(original);
      }),
    );
  });

  it('is the same text after a round trip, so that a shared link does not grow', () => {
    fc.assert(
      fc.property(state, (original) => {
        const address = formatAddress(original);
        expect(formatAddress(parseAddress(address))).toBe(address);
      }),
    );
  });

  it('survives any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => formatAddress(parseAddress(text))).not.toThrow();
      }),
    );
    const names = fc.constantFrom(
      'at',
      'layers',
      'f.toilets',
      'sel',
      'near',
      'case',
      'tab',
      'lang',
      'theme',
      'base',
      'table',
      'table.in',
      'table.sort',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string({ unit: 'binary' }))), (pairs) => {
        const parsed = parseAddress(pairs.map(([name, value]) => `${name}=${value}`).join('&'));
        expect(parseAddress(formatAddress(parsed))).toEqual(parsed);
      }),
    );
  });

  it('is empty for the map as it starts', () => {
    expect(formatAddress(parseAddress(''))).toBe('');
  });

  it('reads well', () => {
    const search =
      '?at=120.38264,36.0671,13.5&layers=toilets,parking&f.toilets=district:370202;wifi!1&sel=toilets/05-0001&lang=en';
    expect(formatAddress(parseAddress(search))).toBe(search);
  });

  it('ignores bad parameters one by one', () => {
    const parsed = parseAddress(
      '?at=999,36,12&layers=toilets,<x>,toilets&sel=toilets&lang=fr&theme=dark&f.toilets=wifi!7;grade:first',
    );
    expect(parsed).toMatchObject({
      view: null,
      layers: ['toilets'],
      selection: null,
      language: 'zh',
      theme: 'dark',
      filters: { toilets: { grade: { kind: 'choice', values: ['first'] } } },
    });
  });

  it('tells a map without layers from the start layers', () => {
    expect(parseAddress('?layers=').layers).toEqual([]);
    expect(parseAddress('').layers).toBeNull();
  });
});
