/** What the benchmark of the tile plane measured, and what the project promises. */
import type { PLANE_FIGURES } from '../../messages/bench-tiles.ts';

export type PlaneUnit = 's' | 'ms' | '/s' | 'KB' | 'MB' | '%' | '×' | '';

export interface PlaneFigure {
  readonly name: keyof typeof PLANE_FIGURES;
  /** Tells figures of one name apart: a zoom, a number of connections. */
  readonly detail?: string | number;
  readonly value: number;
  readonly unit: PlaneUnit;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Promises of the project; the rates are ratios within one run on one machine. */
export const PLANE_TARGETS = {
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

export function isMet({ value, atMost, atLeast }: PlaneFigure): boolean | null {
  if (atMost === undefined && atLeast === undefined) return null;
  return value <= (atMost ?? Infinity) && value >= (atLeast ?? -Infinity);
}
