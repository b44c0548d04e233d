import { describe, expect, it } from 'vitest';
import { coordinateColumns, positionColumns, readPair } from './position-columns.ts';

const none = { lon: null, lat: null };
const find = (header: readonly string[], row: readonly string[] = []) => positionColumns(header, [row], none);

describe('columns of coordinates', () => {
  it.each([
    ['lon', 'lat'],
    ['LNG', 'LAT'],
    ['Longitude', 'Latitude'],
    ['经度', '纬度'],
    ['经度（WGS84）', '纬度（WGS84）'],
    ['经度(WGS-84)', '纬度(WGS-84)'],
    ['wgs84_lng', 'wgs84_lat'],
    ['POINT_X', 'POINT_Y'],
    ['X坐标', 'Y坐标'],
    ['X', 'Y'],
    ['decimalLongitude', 'decimalLatitude'],
    ['stop_lon', 'stop_lat'],
    ['GPS经度', 'GPS纬度'],
    ['Longitude (deg)', 'Latitude (deg)'],
    ['坐标（经度）', '坐标（纬度）'],
    ['X(经度)', 'Y(纬度)'],
    ['lon84', 'lat84'],
  ])('are %s and %s', (lon, lat) => {
    expect(find(['id', lat, lon, 'name'])).toMatchObject({ kind: 'two', lon: 2, lat: 1 });
    expect(coordinateColumns(['id', lat, lon, 'name'])).toMatchObject({ lon: 2, lat: 1 });
  });

  it('that say their datum say it', () => {
    expect(find(['经度（GCJ02）', '纬度（GCJ02）'])).toMatchObject({ datum: 'gcj02' });
    expect(find(['百度经度', '百度纬度'])).toMatchObject({ datum: 'bd09' });
    expect(find(['bd09_lng', 'bd09_lat'])).toMatchObject({ datum: 'bd09' });
    expect(find(['lng', 'lat'])).toMatchObject({ datum: null });
  });

  it('in WGS 84 are taken before those in another datum, and degrees before what is called x and y', () => {
    expect(find(['高德经度', '高德纬度', 'wgs84_lng', 'wgs84_lat'])).toMatchObject({ lon: 2, lat: 3, datum: 'wgs84' });
    expect(find(['gcj02_lng', 'gcj02_lat', 'lng', 'lat'])).toMatchObject({ lon: 2, lat: 3, datum: null });
    expect(find(['POINT_X', 'POINT_Y', '经度', '纬度'])).toMatchObject({ lon: 2, lat: 3 });
  });

  it('are those that somebody names', () => {
    const header = ['a', 'b', 'lon', 'lat'];
    expect(positionColumns(header, [], { lon: 'b', lat: 'a' })).toMatchObject({ kind: 'two', lon: 1, lat: 0 });
    expect(positionColumns(header, [], { lon: 'b', lat: 'c' })).toMatchObject({ message: 'no-column' });
    expect(positionColumns(header, [], { lon: 'b', lat: null })).toMatchObject({ message: 'lon-and-lat' });
  });

  it('may be one column with both, in the order that its values or its name show', () => {
    expect(find(['geo_point_2d'], ['36.06, 120.38'])).toMatchObject({ kind: 'pair', latFirst: true });
    expect(find(['坐标'], ['120.38,36.06'])).toMatchObject({ kind: 'pair', latFirst: false });
    expect(find(['location'], ['(36.06, 120.38)'])).toMatchObject({ kind: 'pair', latFirst: true });
    expect(find(['geo_point_2d'], ['-30.02, -51.22'])).toMatchObject({ kind: 'pair', latFirst: true });
    expect(find(['Latitude/Longitude'], ['36.06, 120.38'])).toMatchObject({ latFirst: true });
    expect(find(['中心点坐标'], ['120.38,36.06'])).toMatchObject({ kind: 'pair', latFirst: false });
    expect(find(['经纬度'], ['-51.22，-30.02'])).toMatchObject({ kind: 'pair', latFirst: false });
    expect(find(['坐标'], ['-51.22, -30.02'])).toMatchObject({ message: 'pair-order' });
    expect(find(['location'], ['中山路3号'])).toMatchObject({ message: 'no-geometry-column' });
  });

  it('may be a shape, by its name or by what it holds', () => {
    expect(find(['the_geom'], ['POINT (120 36)'])).toEqual({ kind: 'shape', column: 0 });
    expect(find(['Geo Shape'], ['{"type":"Point"}'])).toEqual({ kind: 'shape', column: 0 });
    expect(find(['空间'], ['MULTIPOINT ((120 36))'])).toEqual({ kind: 'shape', column: 0 });
    // Where the column of shapes is one of words, there are others.
    expect(find(['shape', 'lon', 'lat'], ['Point', '120', '36'])).toMatchObject({ kind: 'two' });
  });
});

describe('a pair of numbers', () => {
  it.each([
    ['36.06, 120.38', [36.06, 120.38]],
    ['(36.06 120.38)', [36.06, 120.38]],
    ['[120.38,36.06]', [120.38, 36.06]],
    ['１２０．３８，３６．０６', [120.38, 36.06]],
    ['36.06;120.38', [36.06, 120.38]],
    ['36.06', null],
    ['36.06, 120.38, 5', null],
    ['a, b', null],
  ])('%j is %j', (text, pair) => {
    expect(readPair(text)).toEqual(pair);
  });
});
