/** What a city, a province and a country need, from costs and habits. */
import { hitRate, zipf } from './cache.ts';
import { CACHE_MB, COSTS, GOAL, HABITS, MACHINE_CORES, type Size } from './costs.ts';
import { serversFor, waitQuantileS, type Queue } from './queue.ts';

/** All numbers are of one part, but for what is said to be of all. */
export interface Plan {
  readonly size: Size;
  /** Tiles a second in the busiest minute, CDN left out. */
  readonly tilesPerS: number;
  readonly questionsPerS: number;
  /** Share of tiles from memory. */
  readonly hits: number;
  readonly serviceCores: number;
  readonly databaseCores: number;
  /** The database's processors, as a queue of tiles. */
  readonly queue: Queue;
  readonly waitP95Ms: number;
  readonly diskGb: number;
  readonly serviceGb: number;
  readonly loadHours: number;
  readonly editLoad: number;
  readonly bandwidthMbit: number;
  /** Machines of all parts, one more in each for when one is lost. */
  readonly machines: number;
}

/** Beyond this number neighbours by rank count as one: a power law looks the same from afar. */
const MOST_RANKS = 200_000;

export function planFor(size: Size): Plan {
  const { people, parts, features, fromArchive } = size;
  const visitsPerS = (people * HABITS.visitorShare * HABITS.busiestHour * HABITS.burst) / 3600 / parts;
  const tilesPerS = visitsPerS * HABITS.tilesPerVisit * (1 - fromArchive);
  const questionsPerS = visitsPerS * HABITS.questionsPerVisit;
  const hits = hitsOf(size);
  const made = tilesPerS * (1 - hits);
  const { coldTile, question, cachedTileMs, tileScv, diskMb, editMs } = COSTS;
  const serviceMs = tilesPerS * hits * cachedTileMs + made * coldTile.serviceMs + questionsPerS * question.serviceMs;
  const serviceCores = Math.ceil(serviceMs / 1000 / GOAL.mostUtilisation);
  const editsPerS = ((features / 1e6) * HABITS.editsPerMillion * HABITS.busiestHour * HABITS.burst) / 3600 / parts;
  const editLoad = (editsPerS * editMs) / 1000;
  const perSecond = made + questionsPerS;
  const databaseS = (made * coldTile.databaseMs + questionsPerS * question.databaseMs) / 1000;
  const asked = { perSecond, serviceS: databaseS / perSecond, scv: tileScv };
  const databaseCores = serversFor(asked, GOAL) + Math.ceil(editLoad);
  const queue = { ...asked, servers: databaseCores };
  const millions = features / parts / 1e6;
  return {
    size,
    tilesPerS,
    questionsPerS,
    hits,
    serviceCores,
    databaseCores,
    queue,
    waitP95Ms: waitQuantileS(queue, 0.95) * 1000,
    diskGb: (millions * (diskMb.features + diskMb.clusters + diskMb.search)) / 1024,
    serviceGb: (COSTS.serviceMb.first + (serviceCores - 1) * (COSTS.serviceMb.more + CACHE_MB)) / 1024,
    loadHours: (millions * 1e6) / COSTS.loadPerS.sql / 3600,
    editLoad,
    bandwidthMbit: (tilesPerS * COSTS.tileKb * 8) / 1024,
    machines: parts * (Math.ceil((serviceCores + databaseCores) / MACHINE_CORES) + 1),
  };
}

/** Each process has a cache of its own, which sees a share of all tiles. */
function hitsOf({ tiles, parts }: Size): number {
  const own = Math.ceil(tiles / parts);
  const together = Math.max(1, own / MOST_RANKS);
  const room = (CACHE_MB * 1024) / COSTS.keptTileKb / together;
  return hitRate(zipf(Math.ceil(own / together), HABITS.skew), room);
}
