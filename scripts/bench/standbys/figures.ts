/** What the benchmark of standbys measured, and what the project promises. */
import type { STANDBYS_FIGURES } from '../../cli/messages/bench-standbys.ts';
import type { Figure } from '../figures.ts';

export type StandbysFigure = Figure<keyof typeof STANDBYS_FIGURES>;

export const STANDBYS_TARGETS = {
  /** Answers of two standbys on two cores, as a multiple of those of one on one core. */
  scaling: 1.8,
  /** From the commit of an edit until the service answers with the new tile, which it has from a standby. */
  freshMs: 400,
} as const;
