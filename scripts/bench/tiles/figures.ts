/** What the benchmark of tiles measured, and what the project promises. */
import type { TILES_FIGURES } from '../../cli/messages/bench-tiles.ts';
import type { Figure } from '../figures.ts';

export type TilesFigure = Figure<keyof typeof TILES_FIGURES>;

export type RivalKind = 'points' | 'lines' | 'areas' | 'several';

/** What is compared with other servers, and how many times their rate ours is to be at least. */
export const RIVAL_TARGETS: readonly { readonly kind: RivalKind; readonly zoom: number; readonly atLeast: number }[] = [
  ...targets('points', [10, 11], 10),
  ...targets('points', [12, 13], 5),
  ...targets('points', [14], 1.5),
  ...targets('points', [15, 16, 17, 18, 19, 20], 1.2),
  ...targets('lines', [10, 11], 1.2),
  ...targets('lines', [12, 14, 16, 18], 1),
  ...targets('areas', [11], 1.2),
  ...targets('areas', [12, 14, 16, 18], 1),
  ...targets('several', [12, 14, 16], 1.2),
];

function targets(kind: RivalKind, zooms: readonly number[], atLeast: number) {
  return zooms.map((zoom) => ({ kind, zoom, atLeast }));
}

/** Promises of the project; the rates are ratios within one run on one machine. */
export const TILES_TARGETS = {
  /** Percent of the rate of pgbench that runs the same SQL with as many connections. */
  uncachedPercent: 70,
  /** Percent of the rate of a bare node:http server that sends the same bytes. */
  cachedPercent: 80,
  cachedP99Ms: 5,
  freshMs: 250,
  eventMs: 1000,
  tileKb: 500,
  lowZoomP95Ms: 25,
  anyZoomP95Ms: 100,
  editMs: 5,
  /** From the start of the process until it answers, whatever the database holds. */
  restartS: 3,
  refusalP99Ms: 50,
  cancelMs: 100,
  lostMs: 2000,
  /** Tiles for each second of a processor, of the command and the database. */
  exportRate: 2000,
  /** Features a second as GeoJSON, and megabytes that a million of them may take in any format. */
  downloadRate: 50_000,
  downloadMb: 200,
} as const;
