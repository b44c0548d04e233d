export interface StepSettings {
  /** Share of the newest solution in the mean that prices follow. */
  readonly newest: number;
  /** As a share of the way to the target. */
  readonly first: number;
  /** Steps without a better bound before they become shorter. */
  readonly patience: number;
  readonly shortest: number;
}

const SHORTER = 0.8;
/** A bound that is better by less of the way to the target counts as none, for patience. */
const WORTH_WAITING = 1e-4;

/**
 * How far prices of a Lagrangian dual go at a step, and how much the newest solution counts (the volume algorithm,
 * Barahona & Anbil 2000).
 */
export class StepRule {
  step: number;
  readonly #settings: StepSettings;
  #quiet = 0;
  #isFirst = true;

  constructor(settings: StepSettings) {
    this.#settings = settings;
    this.step = settings.first;
  }

  restart(step: number): void {
    this.step = step;
    this.#quiet = 0;
    this.#isFirst = true;
  }

  /**
   * @param gain by how much a bound is better than the best before, if it is @param gap from the bound to the target
   */
  note(gain: number, gap: number): void {
    if (gain > 0) {
      if (gain > WORTH_WAITING * gap) this.#quiet = 0;
    } else if (++this.#quiet >= this.#settings.patience) {
      this.#quiet = 0;
      this.step *= SHORTER;
    }
  }

  /** Share of the newest solution in the mean: the first is all there is. */
  share(): number {
    const share = this.#isFirst ? 1 : this.#settings.newest;
    this.#isFirst = false;
    return share;
  }

  /** What each price moves by, for a slope of 1. */
  length(gap: number, norm: number): number {
    return (this.step * Math.max(gap, 1e-9)) / norm;
  }

  get isSpent(): boolean {
    return this.step <= this.#settings.shortest;
  }
}
