import { describe, expect, it } from 'vitest';
import { CRIME, NEIGHBOURS } from '../../testing/columbus.ts';
import { randomFrom } from '../../testing/random.ts';
import { generalG } from './general-g.ts';
import { hotspots } from './hotspots.ts';
import { localMoran } from './local-moran.ts';
import { moran } from './moran.ts';
import { givenWeights, rowStandardised } from './spatial-weights.ts';

/** Crime in Columbus (Anselin 1988), binary queen contiguity. */
const weights = givenWeights(
  NEIGHBOURS.flatMap((row, i) => row.map((j) => [i, j - 1, 1] as const)),
  49,
);
const crime = Float64Array.from(CRIME);
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const relative = (a: number, b: number): number => Math.abs(a / b - 1);
const neighboursOf = (i: number): number[] => (NEIGHBOURS[i] ?? []).map((j) => j - 1);

/** Getis & Ord 1992, from the raw values, as printed there. */
function momentsOfG(x: readonly number[]): {
  readonly g: number;
  readonly expected: number;
  readonly variance: number;
} {
  const n = x.length;
  const w = (i: number, j: number): number => (neighboursOf(i).includes(j) ? 1 : 0);
  const pairs = x.flatMap((_, i) => x.map((_value, j) => [i, j] as const)).filter(([i, j]) => i !== j);
  const product = (i: number, j: number): number => (x[i] ?? 0) * (x[j] ?? 0);
  const s0 = total(pairs.map(([i, j]) => w(i, j)));
  const s1 = total(pairs.map(([i, j]) => (w(i, j) + w(j, i)) ** 2)) / 2;
  const s2 = total(x.map((_, i) => (total(x.map((_v, j) => w(i, j))) + total(x.map((_v, j) => w(j, i)))) ** 2));
  const m = (power: number): number => total(x.map((value) => value ** power));
  const b = [
    (n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0,
    -((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0),
    -(2 * n * s1 - (n + 3) * s2 + 6 * s0 * s0),
    4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * s0 * s0,
    s1 - s2 + s0 * s0,
  ] as const;
  const square =
    (b[0] * m(2) ** 2 + b[1] * m(4) + b[2] * m(1) ** 2 * m(2) + b[3] * m(1) * m(3) + b[4] * m(1) ** 4) /
    ((m(1) ** 2 - m(2)) ** 2 * n * (n - 1) * (n - 2) * (n - 3));
  const expected = s0 / (n * (n - 1));
  return {
    g: total(pairs.map(([i, j]) => w(i, j) * product(i, j))) / total(pairs.map(([i, j]) => product(i, j))),
    expected,
    variance: square - expected ** 2,
  };
}

describe('the general G', () => {
  it('of crime in Columbus is what PySAL (esda 2.9.0) gives', () => {
    const { g, expected, variance, z, p } = generalG(crime, weights);
    expect(relative(g, 0.12272424537925644)).toBeLessThan(1e-12);
    expect(relative(expected, 0.0977891156462585)).toBeLessThan(1e-12);
    expect(relative(variance, 3.3839715584635735e-5)).toBeLessThan(1e-10);
    expect(relative(z, 4.286455110714752)).toBeLessThan(1e-10);
    // One-sided there.
    expect(relative(p.randomisation, 2 * 9.077343336993948e-6)).toBeLessThan(1e-9);
  });

  it('equals the formulas as they are printed', () => {
    const ours = generalG(crime, weights);
    const theirs = momentsOfG(CRIME);
    expect(relative(ours.g, theirs.g)).toBeLessThan(1e-12);
    expect(relative(ours.expected, theirs.expected)).toBeLessThan(1e-12);
    expect(relative(ours.variance, theirs.variance)).toBeLessThan(1e-10);
  });

  it('keeps its digits where the values are far from 0', () => {
    // With a mean of 10⁹ only the sum over neighbours is left: z of Σ c·x, c the number of neighbours.
    const count = CRIME.map((_, i) => 2 * neighboursOf(i).length);
    const mean = { c: total(count) / 49, x: total(CRIME) / 49 };
    const [cc, xx, cx] = [
      total(count.map((c) => (c - mean.c) ** 2)),
      total(CRIME.map((x) => (x - mean.x) ** 2)),
      total(CRIME.map((x, i) => (x - mean.x) * ((count[i] ?? 0) - mean.c))),
    ];
    const far = generalG(
      crime.map((x) => x + 1e9),
      weights,
    );
    expect(relative(far.z, cx / Math.sqrt((cc * xx) / 48))).toBeLessThan(1e-5);
  });

  it('by permutations is the same for a seed, and small where high values are neighbours', () => {
    const run = (seed: number): number => generalG(crime, weights, { permutations: 499, seed }).p.permutation ?? NaN;
    expect(run(7)).toBe(run(7));
    expect(run(7)).toBe(1 / 500);
  });

  it('is refused of a negative value, which is named', () => {
    expect(() =>
      generalG(Float64Array.of(1, -2, 3, 4), givenWeights([[0, 1, 1]], 4), {}, undefined, '/analyses/0'),
    ).toThrow(expect.objectContaining({ code: 'values-negative', at: '/analyses/0/values' }));
  });
});

describe('statistics of values that are all neighbours of all others, alike', () => {
  const VALUES = [
    [1, 2, 3, 5],
    [0.1, 0.7, 0.3, 12.4, 9.9],
    [1, 2, 3, 4, 5, 6, 7.7, 1.3],
  ];
  it.each(VALUES.flatMap((values) => [1, 0.3, 1e-7].map((weight) => ({ values, weight }))))(
    'find nothing, as every order of the values gives the same: weight $weight of $values',
    ({ values, weight }) => {
      const all = Float64Array.from(values);
      const pairs = values.flatMap((_, i) =>
        values.flatMap((__, j) => (i === j ? [] : [[i, j, weight] as [number, number, number]])),
      );
      const everybody = givenWeights(pairs, values.length);
      const drawn = { permutations: 99 };
      const g = generalG(all, everybody, drawn);
      expect(g).toMatchObject({ g: g.expected, variance: 0, z: 0, p: { randomisation: 1, permutation: 1 } });
      const one = moran(all, everybody, drawn);
      expect(one).toMatchObject({
        i: one.expected,
        z: { normality: 0, randomisation: 0 },
        p: { normality: 1, randomisation: 1, permutation: 1 },
      });
      const local = localMoran(all, everybody, drawn);
      for (const p of [local.p, local.pPermutation ?? []]) expect(p).toEqual(values.map(() => 1));
      expect(local.z.map(Math.abs)).toEqual(values.map(() => 0));
      const numbers = JSON.stringify([g, one, local]);
      expect(numbers).not.toContain('null');
    },
  );
});

describe('local Moran’s I', () => {
  it('of crime in Columbus is what PySAL (esda 2.9.0) gives, which divides by n − 1 where Anselin 1995 divides by n', () => {
    const { i, quadrant } = localMoran(crime, weights);
    const theirs = [
      1.4435627571102494, 1.553956936944882, 0.36774168161280457, 0.018890318216684365, 1.2808237654227062,
    ];
    theirs.forEach((value, at) => expect(relative(i[at] ?? NaN, (value * 49) / 48)).toBeLessThan(1e-12));
    const quadrants =
      'LL LL LL LL HH LH LH HH LH LL HH HH HH HH HH HH HL HH HH LL HH LH LL HH HH HH HL HH HH HH LL LL HH LL HL LL HH HH LL LL LL LL HH LH LL LL LL LL LL';
    const short = { 'high-high': 'HH', 'low-low': 'LL', 'high-low': 'HL', 'low-high': 'LH', none: '–' } as const;
    expect(quadrant.map((each) => short[each]).join(' ')).toBe(quadrants);
  });

  it('adds up to the global one, with weights of any kind', () => {
    for (const each of [weights, rowStandardised(weights)]) {
      const sum = total([...localMoran(crime, each).i]);
      expect(relative(sum, moran(crime, each).i * total([...each.weight]))).toBeLessThan(1e-12);
    }
  });

  it('has the mean and variance of drawing the neighbours from all others, one by one', () => {
    const random = randomFrom(3);
    const { i, z } = localMoran(crime, weights);
    const mean = total(CRIME) / 49;
    const d = CRIME.map((x) => x - mean);
    const m2 = total(d.map((x) => x * x)) / 49;
    for (const own of [0, 6, 20, 48]) {
      const others = d.filter((_, j) => j !== own);
      const draws = Array.from({ length: 20_000 }, () => {
        const left = [...others];
        let sum = 0;
        for (let k = 0; k < neighboursOf(own).length; k += 1) {
          const at = Math.floor(random.next() * left.length);
          sum += left[at] ?? 0;
          left.splice(at, 1);
        }
        return ((d[own] ?? 0) * sum) / m2;
      });
      const drawn = total(draws) / draws.length;
      const deviation = Math.sqrt(total(draws.map((x) => (x - drawn) ** 2)) / draws.length);
      expect(z[own]).toBeCloseTo(((i[own] ?? 0) - drawn) / deviation, 1);
    }
  });

  it('by permutations finds at a rate of false discoveries what the permutations say', () => {
    const found = localMoran(crime, weights, { permutations: 999, seed: 5, fdr: 0.1 });
    expect(localMoran(crime, weights, { permutations: 999, seed: 5, fdr: 0.1 })).toEqual(found);
    const { class: classes, quadrant, threshold, pPermutation = [] } = found;
    expect(threshold).toBeGreaterThan(0);
    classes.forEach((each, at) => expect(each).toBe((pPermutation[at] ?? 1) <= threshold ? quadrant[at] : 'none'));
  });

  it('is 0 with p 1 where a value has no neighbours', () => {
    const lonely = givenWeights(
      [
        [0, 1, 1],
        [1, 0, 1],
      ],
      4,
    );
    const { i, z, p, pPermutation, quadrant, islands } = localMoran(Float64Array.of(1, 2, 4, 9), lonely, {
      permutations: 99,
    });
    expect([i[3], z[3], p[3], pPermutation?.[3], quadrant[3], islands]).toEqual([0, 0, 1, 1, 'none', 2]);
  });
});

describe('Gi* by permutations', () => {
  /** `p_sim` of PySAL (esda 2.9.0), 9,999 permutations, one-sided. */
  const P_SIM = [
    0.1885, 0.1741, 0.2414, 0.4728, 0.2723, 0.328, 0.0388, 0.164, 0.3791, 0.1188, 0.015, 0.0914, 0.3448, 0.1014, 0.0083,
    0.0009, 0.0346, 0.0214, 0.1102, 0.2321, 0.1877, 0.455, 0.0352, 0.0003, 0.0128, 0.0164, 0.4305, 0.0042, 0.0011,
    0.0776, 0.0787, 0.0023, 0.3801, 0.0446, 0.3777, 0.0051, 0.0061, 0.0817, 0.0299, 0.016, 0.0592, 0.0762, 0.4311,
    0.4734, 0.3535, 0.0394, 0.058, 0.2067, 0.1988,
  ];

  it('are near those of PySAL, of both sides', () => {
    const { pPermutation = [] } = hotspots(crime, weights, { permutations: 9999, seed: 2 });
    pPermutation.forEach((p, i) => expect(Math.abs(p - 2 * (P_SIM[i] ?? 0))).toBeLessThan(0.045));
  });

  it('decide what is found, the same for a seed', () => {
    const options = { permutations: 199, seed: 9, fdr: 0.2 };
    const found = hotspots(crime, weights, options);
    expect(hotspots(crime, weights, options)).toEqual(found);
    expect(hotspots(crime, weights, { ...options, seed: 10 }).pPermutation).not.toEqual(found.pPermutation);
    const { pPermutation = [], class: classes, threshold, z } = found;
    expect(classes.some((each) => each !== 0)).toBe(true);
    classes.forEach((each, i) => expect(each).toBe((pPermutation[i] ?? 1) <= threshold ? Math.sign(z[i] ?? 0) : 0));
  });
});
