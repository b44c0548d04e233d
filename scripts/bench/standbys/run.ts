/** All parts of the benchmark of standbys. */
import { describeMachine, readVersions, type Machine } from '../machine.ts';
import { canMakePlace, makePlace, withRemoval } from '../place.ts';
import { addBenchLayer } from '../tiles/city.ts';
import { startTimed } from '../timed-service.ts';
import { openStandbysBench } from './bench.ts';
import type { StandbysFigure } from './figures.ts';
import { benchFreshness } from './freshness.ts';
import type { StandbysBenchOptions, StandbysPart } from './options.ts';
import { benchScaling } from './scaling.ts';

export interface StandbysResult {
  readonly machine: Machine;
  readonly points: number;
  readonly quick: boolean;
  /** Percent of its core that each standby got while scaling was measured; 100 where no control group can be made. */
  readonly share: number;
  readonly figures: readonly StandbysFigure[];
}

export type StandbysStep = 'prepare' | 'city' | StandbysPart;

/** No PostgreSQL with PostGIS is installed. */
export class NoPostgres extends Error {
  override readonly name = 'NoPostgres';
}

export async function runStandbysBench(
  options: StandbysBenchOptions,
  tell: (step: StandbysStep) => void,
): Promise<StandbysResult> {
  if (!canMakePlace('server')) throw new NoPostgres();
  const machine = describeMachine();
  tell('prepare');
  const place = await makePlace('server');
  return withRemoval(place, async () => {
    await addBenchLayer(place);
    // Fills the database with the city, as a first start does.
    await (await startTimed(place)).stop();
    tell('city');
    const versions = await readVersions(place);
    const bench = await openStandbysBench(place, options);
    try {
      const figures: StandbysFigure[] = [];
      if (options.parts.has('freshness')) {
        tell('freshness');
        figures.push(...(await benchFreshness(bench)));
      }
      let isLimited = false;
      if (options.parts.has('scaling')) {
        tell('scaling');
        isLimited = bench.limitAll();
        figures.push(...(await benchScaling(bench)));
      }
      const { points, quick, share } = options;
      return {
        machine: { ...machine, databases: { server: versions } },
        points,
        quick,
        share: isLimited ? share : 100,
        figures,
      };
    } finally {
      await bench.close();
    }
  });
}
