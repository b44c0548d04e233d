/**
 * Sums that lose nothing to rounding on the way: Kahan's compensated summation as Neumaier improved it (Neumaier 1974),
 * whose error does not grow with the number of terms.
 */
export class Sum {
  #sum = 0;
  #lost = 0;

  add(term: number): void {
    const next = this.#sum + term;
    this.#lost += Math.abs(this.#sum) >= Math.abs(term) ? this.#sum - next + term : term - next + this.#sum;
    this.#sum = next;
  }

  get value(): number {
    return this.#sum + this.#lost;
  }
}

/** One compensated sum per group, by number. */
export class GroupSums {
  readonly #sum: Float64Array;
  readonly #lost: Float64Array;

  constructor(groups: number) {
    this.#sum = new Float64Array(groups);
    this.#lost = new Float64Array(groups);
  }

  add(group: number, term: number): void {
    const sum = this.#sum[group] as number;
    const next = sum + term;
    this.#lost[group] =
      (this.#lost[group] as number) + (Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum);
    this.#sum[group] = next;
  }

  of(group: number): number {
    return (this.#sum[group] as number) + (this.#lost[group] as number);
  }
}

export function sumOf(values: ArrayLike<number>): number {
  const sum = new Sum();
  for (let i = 0; i < values.length; i += 1) sum.add(values[i] as number);
  return sum.value;
}
