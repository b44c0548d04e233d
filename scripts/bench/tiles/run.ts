/** All parts of the benchmark of the tile plane, on one city in one PostgreSQL of its own. */
import pg from 'pg';
import { describeMachine, readVersions, type Machine } from '../service/machine.ts';
import { canMakePlace, makePlace, type Place } from '../service/place.ts';
import { startTimed } from '../service/service.ts';
import { withRemoval } from '../service/removal.ts';
import type { PlaneBench } from './bench.ts';
import { benchBounded } from './bounded.ts';
import { benchCached } from './cached.ts';
import { addBenchLayer, fillBenchLayer, samplePositions } from './city.ts';
import type { PlaneFigure } from './figures.ts';
import { benchEdits, benchFreshness } from './freshness.ts';
import type { PlaneOptions, PlanePart } from './options.ts';
import { benchOthers, installedOthers, OTHERS, type Other } from './others.ts';
import { benchOverload } from './overload.ts';
import { benchUncached } from './uncached.ts';

export interface PlaneResult {
  readonly machine: Machine;
  readonly points: number;
  readonly quick: boolean;
  readonly figures: readonly PlaneFigure[];
  /** Servers to compare with that this machine lacks. */
  readonly absent: readonly Other[];
}

export type PlaneStep = 'prepare' | 'city' | PlanePart;

/** No PostgreSQL with PostGIS is installed. */
export class NoPostgres extends Error {
  override readonly name = 'NoPostgres';
}

const SAMPLE = 20_000;

/** In the order in which they may disturb one another least; the last one stops the database. */
const PARTS: readonly (readonly [PlanePart, (bench: PlaneBench) => Promise<PlaneFigure[]>])[] = [
  ['bounded', benchBounded],
  ['uncached', benchUncached],
  ['others', benchOthers],
  ['cached', benchCached],
  ['freshness', async (bench) => [...(await benchFreshness(bench)), ...(await benchEdits(bench))]],
  ['overload', benchOverload],
];

export async function runPlaneBench(options: PlaneOptions, tell: (step: PlaneStep) => void): Promise<PlaneResult> {
  if (!canMakePlace('server')) throw new NoPostgres();
  const machine = describeMachine();
  tell('prepare');
  const place = await makePlace('server');
  return withRemoval(place, async () => {
    await addBenchLayer(place);
    // Fills the database with the city, as a first start does.
    await (await startTimed(place)).stop();
    tell('city');
    const { figures, versions } = await measure(place, options, tell);
    return {
      machine: { ...machine, databases: { server: versions } },
      points: options.points,
      quick: options.quick,
      figures,
      absent: OTHERS.filter((name) => !installedOthers().includes(name)),
    };
  });
}

async function measure(place: Place, { parts, points, quick }: PlaneOptions, tell: (step: PlaneStep) => void) {
  const versions = await readVersions(place);
  const client = new pg.Client(place.databaseUrl);
  // The last part stops the database under it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const fillS = await fillBenchLayer(client, points);
    const bench: PlaneBench = { place, client, positions: await samplePositions(client, SAMPLE), quick };
    const figures: PlaneFigure[] = [{ name: 'city-fill', detail: points, value: fillS, unit: 's' }];
    for (const [part, run] of PARTS) {
      if (!parts.has(part)) continue;
      tell(part);
      figures.push(...(await run(bench)));
    }
    return { figures, versions };
  } finally {
    await client.end().catch(() => undefined);
  }
}
