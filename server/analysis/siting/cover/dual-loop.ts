import type { SitingSearch } from '../solver/search.ts';

export interface DualLoop {
  /** Steps at most. */
  readonly steps: number;
  /** One step of the dual. False where no step is left. */
  readonly iterate: () => boolean;
  /** Proves the bound of the step. */
  readonly prove: () => void;
  /** Looks for a better choice. */
  readonly look: (step: number) => void;
  readonly tell: () => void;
}

/** Improves the bound of a Lagrangian dual step by step, and looks for better choices meanwhile. */
export function improveBound(search: SitingSearch, { steps, iterate, prove, look, tell }: DualLoop): void {
  for (let step = 1; step <= steps && !search.done(); step++) {
    const more = iterate();
    prove();
    if (search.done()) break;
    look(step);
    tell();
    if (!more) break;
  }
  search.step('bound');
}
