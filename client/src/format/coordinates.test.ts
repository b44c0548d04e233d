import { describe, expect, it } from 'vitest';
import { parseCoordinates } from './coordinates.ts';

const CITY = [119.5, 35.55, 121.05, 37.2] as const;
const HERE = { lon: 120.38, lat: 36.06 };

describe('coordinates in the search box', () => {
  it.each([
    '120.38,36.06',
    '36.06, 120.38',
    '120.38 36.06',
    '120.38，36.06',
    '36°3′36″N 120°22′48″E',
    '120°22\'48"E, 36°3\'36"N',
    'N36.06 E120.38',
    'E120.38° N36.06°',
    '36.06n 120.38e',
    '北纬36.06°，东经120.38°',
    '36度3分36秒，120度22分48秒',
    "36°3.6' 120°22.8'",
  ])('%s are read', (text) => {
    const at = parseCoordinates(text, CITY);
    expect(at?.lon).toBeCloseTo(HERE.lon, 9);
    expect(at?.lat).toBeCloseTo(HERE.lat, 9);
  });

  it('go by the city where both orders could be', () => {
    expect(parseCoordinates('48.85, 2.35', [2, 48, 3, 49])).toEqual({ lon: 2.35, lat: 48.85 });
    expect(parseCoordinates('2.35, 48.85', [2, 48, 3, 49])).toEqual({ lon: 2.35, lat: 48.85 });
    expect(parseCoordinates('10 20', CITY)).toEqual({ lon: 10, lat: 20 });
    expect(parseCoordinates('-33.87, 151.21', null)).toEqual({ lon: 151.21, lat: -33.87 });
    expect(parseCoordinates('33.87S 70.5W', null)).toEqual({ lon: -70.5, lat: -33.87 });
  });

  it.each([
    '五四广场',
    '120.38',
    '05-0001',
    '120.38,36.06,12',
    '36°70′N 120°E',
    '95N 120E',
    '36N 37N',
    '370202001',
    '12 号楼',
    '',
    '9'.repeat(200),
  ])('%s are none', (text) => {
    expect(parseCoordinates(text, CITY)).toBeNull();
  });
});
