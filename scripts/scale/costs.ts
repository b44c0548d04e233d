/**
 * What units of work take, as measured (`npm run bench:tiles`, data/docs/performance.en.md), on cores of an AMD EPYC
 * server of 2023. Whoever has figures of their own machine changes them here.
 */
export const COSTS = {
  /** Processor time of a tile from memory. */
  cachedTileMs: 0.088,
  /** Of a tile that is made, of 10 million features, in the service and in the database. */
  coldTile: { serviceMs: 3, databaseMs: 6.7 },
  /** Of a search or a question for what is nearby, in the database mostly. */
  question: { serviceMs: 2, databaseMs: 9 },
  /** Variance of the time of a tile over its mean squared: tiles of crowded places take longer. */
  tileScv: 1.5,
  tileKb: 11.1,
  /** A tile in memory: its codings, and what finds it when an edit touches it. */
  keptTileKb: 22,
  editMs: 2.3,
  /** Of a million features with indexes, in MB: features, clusters, search terms. */
  diskMb: { features: 621, clusters: 68, search: 370 },
  /** Features a second by SQL, clusters counted at the end; by `data:load` from a file. */
  loadPerS: { sql: 25_000, file: 7600 },
  /** Service with one process and its analysis, and each process more. */
  serviceMb: { first: 900, more: 250 },
  restartS: 2.4,
} as const;

/** What is supposed of people. */
export const HABITS = {
  /** Of all who live there, on a usual day. */
  visitorShare: 0.02,
  tilesPerVisit: 60,
  questionsPerVisit: 3,
  /** Of the visits of a day, in its busiest hour; and how much its busiest minute is above that. */
  busiestHour: 0.1,
  burst: 2,
  /** How much more often the first tile is asked for than the n-th: n to this power. */
  skew: 0.8,
  /** Edits a day for each million features. */
  editsPerMillion: 2000,
} as const;

/** What waiting is to be: 95 in 100 tiles that are made wait no longer for a processor. */
export const GOAL = { mostUtilisation: 0.6, mostWaitS: 0.02 } as const;

/** Cores of a machine. */
export const MACHINE_CORES = 16;
export const CACHE_MB = 512;

export interface Size {
  readonly name: 'city' | 'province' | 'country';
  readonly features: number;
  readonly people: number;
  /** Tiles that somebody might ask for: those with something in them, z0 to z18. */
  readonly tiles: number;
  /** Databases that share the features, each with its service. */
  readonly parts: number;
  /** Share of the tiles that a CDN answers from an export. */
  readonly fromArchive: number;
}

export const SIZES: readonly Size[] = [
  { name: 'city', features: 1e6, people: 1e7, tiles: 1e5, parts: 1, fromArchive: 0 },
  { name: 'province', features: 5e7, people: 1e8, tiles: 2e6, parts: 1, fromArchive: 0 },
  { name: 'country', features: 1e9, people: 1.4e9, tiles: 4e7, parts: 31, fromArchive: 0.95 },
];
