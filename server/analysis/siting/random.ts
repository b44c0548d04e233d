/** Whole numbers that are the same on every run (Marsaglia's xorshift32, 2003). */
export interface Generator {
  /** From 0, below `end`. */
  below(end: number): number;
}

export function generator(seed: number): Generator {
  let state = (seed * 2654435761 + 0x9e3779b9) >>> 0 || 1;
  return {
    below(end: number): number {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      state >>>= 0;
      return Math.floor((state / 2 ** 32) * end);
    },
  };
}
