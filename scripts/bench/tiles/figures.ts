/** What the benchmark of tiles measured, and what the project promises. */
import type { TILES_FIGURES } from '../../cli/messages/bench-tiles.ts';
import type { Figure } from '../figures.ts';

export type TilesFigure = Figure<keyof typeof TILES_FIGURES>;

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
  refusalP99Ms: 50,
  cancelMs: 100,
  lostMs: 2000,
} as const;
