/** All parts of the benchmark of tiles, on one city in one PostgreSQL of its own. */
import pg from 'pg';
import { describeMachine, readVersions, type Machine } from '../machine.ts';
import { canMakePlace, makePlace, withRemoval, type Place } from '../place.ts';
import { startTimed } from '../timed-service.ts';
import type { TilesBench } from './bench.ts';
import { benchBounded } from './bounded.ts';
import { benchCached } from './cached.ts';
import { benchCosts } from './costs.ts';
import { addBenchLayer, fillBenchLayer, samplePositions } from './city.ts';
import { benchExport } from './export.ts';
import { benchDownloads, hasOgr } from './downloads.ts';
import type { TilesFigure } from './figures.ts';
import { benchEdits, benchFreshness } from './freshness.ts';
import type { TilesBenchOptions, TilesPart } from './options.ts';
import { benchOthers, type OthersResult } from './others.ts';
import { benchOverload } from './overload.ts';
import { installedRivals, RIVALS, type RivalName } from './rivals.ts';
import { benchUncached } from './uncached.ts';

export interface TilesResult {
  readonly machine: Machine;
  readonly points: number;
  readonly quick: boolean;
  readonly figures: readonly TilesFigure[];
  /** Programs to compare with that this machine lacks. */
  readonly absent: readonly (RivalName | 'ogr2ogr')[];
  /** Those that did not start, with what they printed. */
  readonly failed: readonly string[];
}

export type TilesStep = 'prepare' | 'city' | TilesPart;

/** No PostgreSQL with PostGIS is installed. */
export class NoPostgres extends Error {
  override readonly name = 'NoPostgres';
}

const SAMPLE = 20_000;

/** In the order in which they may disturb one another least; the last one stops the database. */
const PARTS: readonly (readonly [TilesPart, (bench: TilesBench) => Promise<TilesFigure[] | OthersResult>])[] = [
  ['bounded', benchBounded],
  ['costs', benchCosts],
  ['uncached', benchUncached],
  ['others', benchOthers],
  ['cached', benchCached],
  ['freshness', async (bench) => [...(await benchFreshness(bench)), ...(await benchEdits(bench))]],
  ['downloads', benchDownloads],
  ['export', benchExport],
  ['overload', benchOverload],
];

export async function runTilesBench(options: TilesBenchOptions, tell: (step: TilesStep) => void): Promise<TilesResult> {
  if (!canMakePlace('server')) throw new NoPostgres();
  const machine = describeMachine();
  tell('prepare');
  const place = await makePlace('server', { hasTcp: true });
  return withRemoval(place, async () => {
    await addBenchLayer(place);
    // Fills the database with the city, as a first start does.
    await (await startTimed(place)).stop();
    tell('city');
    const { figures, failed, versions } = await measure(place, options, tell);
    return {
      machine: { ...machine, databases: { server: versions } },
      points: options.points,
      quick: options.quick,
      figures,
      absent: [
        ...RIVALS.filter((name) => !installedRivals().includes(name)),
        ...(hasOgr() ? [] : (['ogr2ogr'] as const)),
      ],
      failed,
    };
  });
}

async function measure(place: Place, { parts, points, quick }: TilesBenchOptions, tell: (step: TilesStep) => void) {
  const versions = await readVersions(place);
  const client = new pg.Client(place.databaseUrl);
  // The last part stops the database under it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const fillS = await fillBenchLayer(client, points);
    const bench: TilesBench = { place, client, positions: await samplePositions(client, SAMPLE), quick };
    const failed: string[] = [];
    const figures: TilesFigure[] = [{ name: 'city-fill', detail: points, value: fillS, unit: 's' }];
    for (const [part, run] of PARTS) {
      if (!parts.has(part)) continue;
      tell(part);
      const measured = await run(bench);
      if ('failed' in measured) failed.push(...measured.failed);
      figures.push(...('figures' in measured ? measured.figures : measured));
    }
    return { figures, failed, versions };
  } finally {
    await client.end().catch(() => undefined);
  }
}
