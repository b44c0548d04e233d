import { expect, it } from 'vitest';
import { sqlText } from '../../platform/db/sql.ts';
import { readNumber } from '../../platform/db/rows.ts';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { randomFrom } from '../../testing/random.ts';
import { geodesicM, spheroidPoints } from './geodesic.ts';

/** PostGIS measures geography by GeographicLib (Karney 2013). */
const DISTANCE = sqlText(
  'select ST_Distance(ST_SetSRID(ST_MakePoint($1, $2), 4326)::geography, ST_SetSRID(ST_MakePoint($3, $4), 4326)::geography, true) as metres',
);

type Pair = readonly [lonA: number, latA: number, lonB: number, latB: number];

const own = ([lonA, latA, lonB, latB]: Pair): number =>
  geodesicM(spheroidPoints(Float64Array.of(lonA, latA)), 0, spheroidPoints(Float64Array.of(lonB, latB)), 0);

describeDatabases('geodesics', { embedded: 'full' }, (database) => {
  const postgis = async (pair: Pair): Promise<number> => {
    const [row] = await database().query(DISTANCE, [...pair]);
    return readNumber(row ?? {}, 'metres');
  };

  it('are as long as PostGIS has them, to a millimetre, in a city and across the globe', async () => {
    const random = randomFrom(16);
    const between = (from: number, to: number): number => from + random.next() * (to - from);
    const city: Pair[] = Array.from({ length: 100 }, () => [
      between(120, 120.6),
      between(35.8, 36.4),
      between(120, 120.6),
      between(35.8, 36.4),
    ]);
    const globe: Pair[] = Array.from({ length: 100 }, () => [
      between(-180, 180),
      between(-90, 90),
      between(-180, 180),
      between(-90, 90),
    ]);
    for (const pair of [...city, ...globe]) expect(Math.abs(own(pair) - (await postgis(pair)))).toBeLessThan(0.001);
  });

  it('of nearly opposite points, on which the formula does not end, are off by half a percent at most', async () => {
    for (const pair of [
      [0, 0, 179.7, 0.5],
      [0, 0, 180, 0],
      [10, 30, -170, -30.01],
    ] as const)
      expect(Math.abs(own(pair) / (await postgis(pair)) - 1)).toBeLessThan(0.005);
  });
});
