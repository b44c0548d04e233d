import gcoord from 'gcoord';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bbox } from '../../../../tiles/api/wire.ts';
import { fakeDatabase } from '../../../testing/fake-database.ts';
import { knownGround, type KnownGround as Ground, type Reading } from '../../../ingest/index.ts';
import { fitDatums, fitWarning } from './datum-fit.ts';
import { readPbf } from './read-pbf.ts';
import type { StreetSource } from './source.ts';
import { testCity } from '../../../testing/city.ts';

const OLD_TOWN = fileURLToPath(new URL('../../../../data/fixtures/network/old-town.osm.pbf', import.meta.url));
/** Without any row, the sea of the city's base files is known all the same. */
const EMPTY = fakeDatabase(() => Promise.resolve([]));
const BOX: Bbox = [120.29, 36.04, 120.4, 36.11];

let town: StreetSource;
let coast: Ground;

beforeAll(async () => {
  town = await readPbf(OLD_TOWN);
  coast = await knownGround(EMPTY, testCity, BOX);
});

/** The streets as a file in the datum has them. */
function writtenIn(
  datum: Reading,
  source: Pick<StreetSource, 'lonLat' | 'streets'>,
): Pick<StreetSource, 'lonLat' | 'streets'> {
  if (datum === 'wgs84') return source;
  const lonLat = new Float64Array(source.lonLat.length);
  const to = datum === 'gcj02' ? gcoord.GCJ02 : gcoord.BD09;
  for (let i = 0; i < lonLat.length; i += 2)
    lonLat.set(gcoord.transform([source.lonLat[i] as number, source.lonLat[i + 1] as number], gcoord.WGS84, to), i);
  return { ...source, lonLat };
}

/** Some of the town's streets, which somebody has measured. */
function measuredRoads(): Ground['roads'] {
  return town.streets
    .filter((_, i) => i % 3 === 0)
    .map(({ points }) =>
      points.map((point) => [town.lonLat[point * 2] as number, town.lonLat[point * 2 + 1] as number]),
    );
}

describe('streets by the coast', () => {
  it.each([
    ['wgs84', 'wgs84', null],
    ['wgs84', 'gcj02', 'wgs84'],
    ['gcj02', 'wgs84', 'gcj02'],
    ['gcj02', 'gcj02', null],
    ['bd09', 'wgs84', 'bd09'],
  ] as const)('in %s, taken for %s, fit better in %s', (datum, present, better) => {
    const fit = fitDatums(writtenIn(datum, town), coast, present);
    expect(fit.better).toBe(better);
    expect(fit.fits[datum].inSea).toBeLessThan(0.001);
  });

  it('say how much of them lies in the sea', () => {
    const fit = fitDatums(writtenIn('gcj02', town), coast, 'wgs84');
    const told = fitWarning(fit, 'wgs84');
    expect(told.code).toBe('network-datum-wrong');
    expect(told.message.en).toContain('--datum gcj02');
    expect(told.message.en).toContain(
      `WGS 84: ${((fit.fits.wgs84.inSea ?? 0) * 100).toFixed(2)} % of the length in the sea`,
    );
    expect(told.message.zh).toContain('请用 --datum gcj02 导入');
    expect(fitWarning(fitDatums(town, coast, 'wgs84'), 'wgs84').code).toBe('network-datum-fits');
  });

  it('may cross the water on bridges and in tunnels', () => {
    const sunk = town.streets.map((street) => ({ ...street, mayCrossWater: true }));
    expect(fitDatums(writtenIn('gcj02', { ...town, streets: sunk }), coast, 'wgs84').better).toBeNull();
  });
});

describe('streets away from the coast', () => {
  it.each(['wgs84', 'gcj02', 'bd09'] as const)('in %s are seen to be so by known roads', (datum) => {
    const ground: Ground = { sea: null, roads: measuredRoads() };
    const fit = fitDatums(writtenIn(datum, town), ground, 'wgs84');
    expect(fit.better).toBe(datum === 'wgs84' ? null : datum);
    expect(fit.fits[datum].onRoads).toBeGreaterThan(0.4);
    expect(fitWarning(fit, 'wgs84').message.en).toMatch(/\d+\.\d % of the length on known roads/);
  });

  it('cannot be told apart where nothing is known', () => {
    const fit = fitDatums(writtenIn('gcj02', town), { sea: null, roads: [] }, 'wgs84');
    expect(fit).toEqual({
      better: null,
      fits: {
        wgs84: { inSea: null, onRoads: null },
        gcj02: { inSea: null, onRoads: null },
        bd09: { inSea: null, onRoads: null },
      },
    });
    expect(fitWarning(fit, 'wgs84').code).toBe('network-datum-unknown');
  });

  it('are not judged by roads of another place', () => {
    const elsewhere = measuredRoads().map((line) => line.map(([lon = NaN, lat = NaN]) => [lon + 1, lat]));
    expect(fitDatums(writtenIn('gcj02', town), { sea: null, roads: elsewhere }, 'wgs84')).toMatchObject({
      better: null,
      fits: { gcj02: { onRoads: null } },
    });
  });
});

it('finds no sea where the streets are far from it', async () => {
  expect((await knownGround(EMPTY, testCity, [24.93, 60.16, 24.96, 60.18])).sea).toBeNull();
});
