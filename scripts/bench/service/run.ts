/** All parts of the benchmark, one database after the other, so that they do not slow each other down. */
import { compareDatabases, TARGETS, type ServiceFigure } from './figures.ts';
import { benchFind } from './find.ts';
import { benchLoad } from './load.ts';
import { describeMachine, readVersions, type Machine } from '../machine.ts';
import { benchNearby } from './nearby.ts';
import type { Part, ServiceBenchOptions } from './options.ts';
import { canMakePlace, makePlace, withRemoval, type DatabaseKind, type Place } from '../place.ts';
import { benchSearch } from './search.ts';
import { startTimed, type TimedService } from '../timed-service.ts';
import { median } from '../statistics.ts';
import { benchTiles } from './tiles.ts';

export interface BenchResult {
  readonly machine: Machine;
  readonly quick: boolean;
  readonly figures: readonly ServiceFigure[];
  /** Databases asked for that this machine lacks. */
  readonly missing: readonly DatabaseKind[];
}

export type BenchStep = 'prepare' | 'first-start' | 'later-start' | Exclude<Part, 'start'>;
type Tell = (told: { readonly step: BenchStep; readonly database: DatabaseKind }) => void;

interface Size {
  readonly starts: number;
  readonly tilesPerZoom: number;
  readonly queries: number;
  readonly points: number;
}

const FULL: Size = { starts: 3, tilesPerZoom: 250, queries: 250, points: 100_000 };
const QUICK: Size = { starts: 1, tilesPerZoom: 20, queries: 25, points: 2000 };

/** Everything is made in temporary folders and removed again, at a signal too. */
export async function runBench(options: ServiceBenchOptions, tell: Tell): Promise<BenchResult> {
  const machine = describeMachine();
  const databases: { [K in keyof Machine['databases']]: Machine['databases'][K] } = {};
  const figures: ServiceFigure[] = [];
  const missing: DatabaseKind[] = [];
  for (const database of options.databases) {
    if (!canMakePlace(database)) {
      missing.push(database);
      continue;
    }
    tell({ step: 'prepare', database });
    const place = await makePlace(database);
    await withRemoval(place, async () => {
      figures.push(...(await benchPlace(place, options, tell)));
      databases[database] = await readVersions(place);
    });
  }
  return {
    machine: { ...machine, databases },
    quick: options.quick,
    figures: [...figures, ...compareDatabases(figures)],
    missing,
  };
}

async function benchPlace(place: Place, { parts, quick }: ServiceBenchOptions, tell: Tell): Promise<ServiceFigure[]> {
  const size = quick ? QUICK : FULL;
  const figures: ServiceFigure[] = [];
  const { database } = place;
  // Only loading works on a database that nobody has started and filled.
  if ([...parts].some((part) => part !== 'load')) {
    tell({ step: 'first-start', database });
    let service = await startTimed(place);
    try {
      if (parts.has('start')) {
        figures.push({
          part: 'start',
          name: 'start-first',
          database,
          value: service.readyS,
          unit: 's',
          atMost: TARGETS.firstStartS,
        });
        tell({ step: 'later-start', database });
        const later: number[] = [];
        for (let i = 0; i < size.starts; i += 1) {
          await service.stop();
          service = await startTimed(place);
          later.push(service.readyS);
        }
        figures.push({
          part: 'start',
          name: 'start-later',
          database,
          value: median(later),
          unit: 's',
          atMost: TARGETS.laterStartS,
        });
      }
      figures.push(...(await benchRequests(service, { place, parts, size, tell })));
    } finally {
      await service.stop();
    }
  }
  if (parts.has('load')) {
    tell({ step: 'load', database });
    figures.push(...(await benchLoad(place, size.points)));
  }
  return figures;
}

interface RequestParts {
  readonly place: Place;
  readonly parts: ServiceBenchOptions['parts'];
  readonly size: Size;
  readonly tell: Tell;
}

async function benchRequests(
  { url }: TimedService,
  { place, parts, size, tell }: RequestParts,
): Promise<ServiceFigure[]> {
  const { database } = place;
  const figures: ServiceFigure[] = [];
  const part = async (name: BenchStep & Part, measure: () => Promise<ServiceFigure[]>): Promise<void> => {
    if (!parts.has(name)) return;
    tell({ step: name, database });
    figures.push(...(await measure()));
  };
  await part('tiles', () => benchTiles(url, database, size.tilesPerZoom));
  await part('nearby', () => benchNearby(url, database, size.queries));
  await part('search', () => benchSearch(url, database, size.queries));
  // Last, since it changes what the others are drawn from.
  await part('find', () => benchFind(url, place, size.queries));
  return figures;
}
