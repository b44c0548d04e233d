import { describe, expect, it } from 'vitest';
import { CRIME, NEIGHBOURS } from '../../testing/columbus.ts';
import { IDLE } from '../../testing/measure-inputs.ts';
import { randomFrom } from '../../testing/random.ts';
import { discoveryThreshold, hotspots } from './hotspots.ts';
import { moran } from './moran.ts';
import { contiguous, givenWeights, rowStandardised, type SpatialWeights } from './spatial-weights.ts';

const columbus = (): SpatialWeights =>
  givenWeights(
    NEIGHBOURS.flatMap((row, i) => row.map((j) => [i, j - 1, 1] as const)),
    49,
  );
const crime = Float64Array.from(CRIME);

function matrixOf({ count, start, index, weight }: SpatialWeights): number[][] {
  const matrix = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (let i = 0; i < count; i += 1)
    for (let k = start[i] as number; k < (start[i + 1] as number); k += 1)
      (matrix[i] as number[])[index[k] as number] = weight[k] as number;
  return matrix;
}
const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const relative = (a: number, b: number): number => Math.abs(a / b - 1);

/** Cliff & Ord 1981, written out over the whole matrix. */
function moranByMatrix(
  x: readonly number[],
  w: readonly (readonly number[])[],
): { readonly i: number; readonly normality: number; readonly randomisation: number } {
  const n = x.length,
    mean = total(x) / n,
    z = x.map((value) => value - mean);
  const at = (i: number, j: number): number => w[i]?.[j] ?? 0;
  const pairs = z.flatMap((_, i) => z.map((_, j) => [i, j] as const));
  const s0 = total(pairs.map(([i, j]) => at(i, j)));
  const s1 = total(pairs.map(([i, j]) => (at(i, j) + at(j, i)) ** 2)) / 2;
  const s2 = total(z.map((_, i) => (total(z.map((_, j) => at(i, j))) + total(z.map((_, j) => at(j, i)))) ** 2));
  const m2 = total(z.map((d) => d ** 2)) / n,
    m4 = total(z.map((d) => d ** 4)) / n,
    b2 = m4 / m2 ** 2;
  return {
    i: ((n / s0) * total(pairs.map(([i, j]) => at(i, j) * (z[i] ?? 0) * (z[j] ?? 0)))) / (n * m2),
    normality: (n * n * s1 - n * s2 + 3 * s0 * s0) / ((n - 1) * (n + 1) * s0 * s0) - 1 / (n - 1) ** 2,
    randomisation:
      (n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0 * s0) - b2 * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0 * s0)) /
        ((n - 1) * (n - 2) * (n - 3) * s0 * s0) -
      1 / (n - 1) ** 2,
  };
}

/** Ord & Getis 1995, value by value from the raw figures. */
function giByMatrix(x: readonly number[], w: readonly (readonly number[])[], star: boolean): number[] {
  return x.map((_, i) => {
    const taken = x.map((_, j) => j).filter((j) => star || j !== i);
    const weight = (j: number): number => (star && j === i && (w[i]?.[i] ?? 0) === 0 ? 1 : (w[i]?.[j] ?? 0));
    const n = taken.length,
      mean = total(taken.map((j) => x[j] ?? 0)) / n;
    const s = Math.sqrt(total(taken.map((j) => ((x[j] ?? 0) - mean) ** 2)) / n);
    const sum = total(taken.map(weight)),
      squares = total(taken.map((j) => weight(j) ** 2));
    return (
      (total(taken.map((j) => weight(j) * (x[j] ?? 0))) - mean * sum) /
      (s * Math.sqrt((n * squares - sum ** 2) / (n - 1)))
    );
  });
}

describe('Moran’s I', () => {
  it('of crime in Columbus is what Anselin’s workbook of 2005 prints (R, queen contiguity, rows of 1), to every digit of it', () => {
    const { i, expected, variance, z, p, islands } = moran(crime, rowStandardised(columbus()));
    expect(i).toBeCloseTo(0.485770914, 9);
    expect(expected).toBeCloseTo(-0.020833333, 9);
    expect(variance.normality).toBeCloseTo(0.008860962, 9);
    expect(variance.randomisation).toBeCloseTo(0.008991121, 9);
    expect(z.normality).toBeCloseTo(5.3818, 4);
    expect(z.randomisation).toBeCloseTo(5.3427, 4);
    expect(p.normality).toBeCloseTo(7.374e-8, 11);
    expect(p.randomisation).toBeCloseTo(9.157e-8, 11);
    expect(islands).toBe(0);
  });

  it.each([
    ['binary', columbus()],
    ['row-standardised, so not symmetric', rowStandardised(columbus())],
  ] as const)('with %s weights equals the formulas over the whole matrix at 1e-12', (_, weights) => {
    const ours = moran(crime, weights);
    const theirs = moranByMatrix(CRIME, matrixOf(weights));
    expect(relative(ours.i, theirs.i)).toBeLessThan(1e-12);
    expect(relative(ours.variance.normality, theirs.normality)).toBeLessThan(1e-12);
    expect(relative(ours.variance.randomisation, theirs.randomisation)).toBeLessThan(1e-12);
  });

  it('of a chessboard is −1 between rooks', () => {
    const cells = Array.from({ length: 64 }, (_, k) => [k % 8, Math.floor(k / 8)] as const);
    const weights = contiguous(
      cells.map(([c]) => c),
      cells.map(([, r]) => r),
      'rook',
    );
    expect(
      moran(
        Float64Array.from(cells, ([c, r]) => (c + r) % 2),
        weights,
      ).i,
    ).toBeCloseTo(-1, 14);
  });

  it('does not notice a million added to every value', () => {
    const [near, far] = [crime, crime.map((x) => x + 1e6)].map((values) => moran(values, columbus()).i) as [
      number,
      number,
    ];
    expect(relative(far, near)).toBeLessThan(1e-9);
  });

  it('by permutations is the same for a seed, small where neighbours are alike and not where they are not', () => {
    const run = (values: Float64Array, seed: number): number =>
      moran(values, columbus(), { permutations: 499, seed }, IDLE).p.permutation ?? NaN;
    expect(run(crime, 7)).toBe(run(crime, 7));
    expect(run(crime, 7)).toBe(1 / 500);
    const random = randomFrom(11);
    expect(
      run(
        crime.map(() => random.next()),
        7,
      ),
    ).toBeGreaterThan(0.05);
  });

  it('counts values without neighbours in n, and no weight of a value for itself', () => {
    const weights = givenWeights(
      [
        [0, 1, 1],
        [1, 0, 1],
        [2, 2, 9],
        [1, 2, 1],
        [2, 1, 1],
      ],
      4,
    );
    const { i, islands, count } = moran(Float64Array.of(1, 2, 4, 9), weights);
    // Mean 4; deviations −3, −2, 0, 5: 4/4 · 2·(6 + 0) / 38.
    expect(i).toBeCloseTo(12 / 38, 15);
    expect({ islands, count }).toEqual({ islands: 1, count: 4 });
  });

  it.each([
    ['values-equal', Float64Array.of(3, 3, 3, 3, 3), columbus()],
    ['values-few', Float64Array.of(1, 2, 3), columbus()],
    ['no-neighbours', Float64Array.of(1, 2, 3, 4), givenWeights([], 4)],
  ] as const)('refuses %s', (code, values, weights) => {
    expect(() => moran(values, weights)).toThrow(expect.objectContaining({ code }));
  });
});

/** Six points, neighbours within 15. */
const POINTS = [
  [10, 10],
  [20, 10],
  [40, 10],
  [15, 20],
  [30, 20],
  [30, 30],
] as const;
const SIX = Float64Array.of(2, 3, 3.2, 5, 8, 7);
const six = (): SpatialWeights =>
  givenWeights(
    POINTS.flatMap(([x, y], i) =>
      POINTS.flatMap(([u, v], j) => (i !== j && Math.hypot(x - u, y - v) <= 15 ? [[i, j, 1] as const] : [])),
    ),
    6,
  );

describe('Gi and Gi*', () => {
  it('are what the documentation of PySAL’s esda prints for its six points', () => {
    const printed = [
      [true, [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]],
      [false, [-1.0136729, -0.04361589, 1.31558703, -0.31412676, 1.15373986, 1.77833941]],
    ] as const;
    for (const [self, scores] of printed) {
      const { z } = hotspots(SIX, six(), { self });
      scores.forEach((score, i) => expect(z[i]).toBeCloseTo(score, 7));
    }
  });

  it('do not depend on the scale of a row', () => {
    const [ones, scaled] = [columbus(), rowStandardised(columbus())].map(
      (weights) => hotspots(crime, weights, { self: false }).z,
    ) as [number[], number[]];
    ones.forEach((z, i) => expect(scaled[i]).toBeCloseTo(z, 12));
  });

  it('tell nothing of a value without neighbours, unless it is its own', () => {
    const weights = givenWeights(
      [
        [0, 1, 1],
        [1, 0, 1],
        [1, 2, 1],
        [2, 1, 1],
      ],
      4,
    );
    const plain = hotspots(Float64Array.of(1, 2, 4, 9), weights, { self: false });
    expect(plain).toMatchObject({ islands: 1 });
    expect([plain.z[3], plain.p[3], plain.class[3]]).toEqual([0, 1, 0]);
    expect(hotspots(Float64Array.of(1, 2, 4, 9), weights).z[3]).toBeCloseTo(5 / Math.sqrt(38 / 4), 14);
  });

  it.each([[true], [false]])(
    'of crime in Columbus equal the formulas over the raw values at 1e-11 (star: %s)',
    (self) => {
      const theirs = giByMatrix(CRIME, matrixOf(columbus()), self);
      const ours = hotspots(crime, columbus(), { self }).z;
      ours.forEach((z, i) => expect(Math.abs(z - (theirs[i] ?? NaN))).toBeLessThan(1e-11 * Math.max(1, Math.abs(z))));
    },
  );

  it('take a weight of a value for itself as it is given', () => {
    const triples = NEIGHBOURS.flatMap((row, i) => [[i, i, 2] as const, ...row.map((j) => [i, j - 1, 1] as const)]);
    const weights = givenWeights(triples, 49);
    const theirs = giByMatrix(CRIME, matrixOf(weights), true);
    hotspots(crime, weights).z.forEach((z, i) => expect(z).toBeCloseTo(theirs[i] ?? NaN, 11));
  });

  it('keep the scores of the others where one value is far out', () => {
    const values = crime.slice();
    values[0] = 1e9;
    const theirs = giByMatrix([0, ...values.slice(1)], matrixOf(columbus()), false)[0] ?? NaN;
    // Its own value does not count in its own score.
    expect(hotspots(values, columbus(), { self: false }).z[0]).toBeCloseTo(theirs, 10);
  });

  it('tell nothing of a neighbourhood of everybody', () => {
    const all = givenWeights(
      [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => [i, j, 1] as const)),
      3,
    );
    expect(hotspots(Float64Array.of(1, 5, 9), all)).toMatchObject({ z: [0, 0, 0], p: [1, 1, 1], class: [0, 0, 0] });
  });

  it('find a hot and a cold corner at the rate asked for, and nothing in noise', () => {
    const cells = Array.from({ length: 400 }, (_, k) => [k % 20, Math.floor(k / 20)] as const);
    const weights = contiguous(
      cells.map(([c]) => c),
      cells.map(([, r]) => r),
      'queen',
    );
    const random = randomFrom(3);
    const noise = Float64Array.from(cells, () => random.next());
    expect(hotspots(noise, weights).class.every((found) => found === 0)).toBe(true);
    const cornered = noise.map(
      (value, k) =>
        value + (cells[k]?.every((c) => c < 4) === true ? 2 : cells[k]?.every((c) => c > 15) === true ? -2 : 0),
    );
    const found = hotspots(cornered, weights);
    expect([found.class[0], found.class[399], found.class[210]]).toEqual([1, -1, 0]);
    expect(found.class.filter((each, k) => each !== 0 && (found.p[k] ?? 1) > found.threshold)).toEqual([]);
  });

  it('are refused where nothing varies', () => {
    expect(() => hotspots(Float64Array.of(2, 2, 2, 2), columbus())).toThrow(
      expect.objectContaining({ code: 'values-equal' }),
    );
    expect(() => hotspots(Float64Array.of(2, 3), columbus())).toThrow(expect.objectContaining({ code: 'values-few' }));
  });
});

describe('false discovery rate', () => {
  it('finds the four that Benjamini & Hochberg 1995 find of their fifteen', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    expect(discoveryThreshold(Float64Array.from(p).reverse(), 0.05)).toBe(0.0095);
  });

  it('finds none where all are large, and all where all are small', () => {
    expect(discoveryThreshold(Float64Array.of(0.2, 0.9), 0.05)).toBe(0);
    expect(discoveryThreshold(Float64Array.of(0.04, 0.05), 0.05)).toBe(0.05);
  });
});
