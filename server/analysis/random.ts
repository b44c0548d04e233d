/** Random numbers that are the same on every run and machine: `sfc32` of Chris Doty-Humphrey's PractRand (2018). */
export interface Random {
  /** A whole number from 0, below `end` (at most 2³²), all equally likely. */
  below(end: number): number;
}

const WARM_UP = 12;

export function randomFrom(seed: number): Random {
  let [a, b, c, counter] = [0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const next = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  };
  for (let i = 0; i < WARM_UP; i += 1) next();
  return {
    below: (end) => {
      // What is left over of 2³² would make the first numbers likelier.
      const limit = 2 ** 32 - (2 ** 32 % end);
      let drawn = next();
      while (drawn >= limit) drawn = next();
      return drawn % end;
    },
  };
}

/** In place, every order equally likely (Fisher & Yates, as Durstenfeld 1964). */
export function shuffle(values: Float64Array, random: Random): void {
  for (let i = values.length - 1; i > 0; i -= 1) {
    const j = random.below(i + 1);
    [values[i], values[j]] = [values[j] as number, values[i] as number];
  }
}
