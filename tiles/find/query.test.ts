import { describe, expect, it } from 'vitest';
import { formatState, NO_FILTERS, readState, resultsQuery, typedPlace, type FindState } from './query.ts';

const read = (query: string): FindState => readState(new URLSearchParams(query));

const STATE: FindState = {
  kind: 'parking',
  place: { lon: 120.38, lat: 36.06 },
  q: '五四广场 & 西侧',
  radiusM: 5000,
  filters: { ...NO_FILTERS, open: true, spaces: true, with: ['charging'], heightM: 2.1, level: 'public' },
  to: 'parking/p-1',
  big: true,
  lang: 'en',
};

describe('the address of what is looked for', () => {
  it('reads back as it was written', () => {
    expect(read(formatState(STATE))).toEqual(STATE);
    expect(formatState(read(''))).toBe('');
  });

  it.each([
    ['kind=tram&lon=181&lat=36', { kind: null, place: null }],
    ['lon=120&lat=', { place: null }],
    ['radius=7', { radiusM: 2000 }],
    ['height=tall', { filters: NO_FILTERS }],
    ['with=third_restroom,%27;drop,third_restroom', { filters: { ...NO_FILTERS, with: ['third_restroom'] } }],
    ['open=yes', { filters: NO_FILTERS }],
  ])('leaves out what cannot be used: %s', (query, expected) => {
    expect(read(query)).toMatchObject(expected);
  });

  it('asks the service for all that was chosen', () => {
    const query = new URLSearchParams(resultsQuery(STATE, 500));
    expect(Object.fromEntries(query)).toEqual({
      kind: 'parking',
      lon: '120.38',
      lat: '36.06',
      radius: '5000',
      limit: '500',
      open: 'true',
      spaces: 'true',
      with: 'charging',
      height: '2.1',
      level: 'public',
    });
  });
});

describe('a place that was typed', () => {
  it.each([
    ['120.38,36.06', { lon: 120.38, lat: 36.06 }],
    ['120.38，36.06', { lon: 120.38, lat: 36.06 }],
    [' 120.38  36.06 ', { lon: 120.38, lat: 36.06 }],
    ['36.06,120.38', { lon: 120.38, lat: 36.06 }],
    ['36.06,-97.5', { lon: -97.5, lat: 36.06 }],
    ['97.5,120.38', null],
    ['香港中路 12', null],
    ['1e2,30', null],
  ])('is a pair of coordinates, longitude first unless only latitude can be: %s', (text, expected) => {
    expect(typedPlace(text)).toEqual(expected);
  });
});
