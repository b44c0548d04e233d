import { describe, expect, it } from 'vitest';
import { randomFrom } from '../testing/random.ts';
import { IdNumbers } from './id-numbers.ts';

describe('numbers of ids', () => {
  it('are those that a map gives, for ids of any size and sign, near each other and far apart', () => {
    const random = randomFrom(7);
    const numbers = new IdNumbers();
    const known = new Map<number, number>();
    const ids = Array.from({ length: 40_000 }, (_, i) =>
      i % 3 === 0 ? i : i % 3 === 1 ? 2 ** 32 * random.below(5000) + 7 : random.below(30_000) - 15_000,
    );
    for (const id of ids) {
      expect(numbers.get(id)).toBe(known.get(id));
      if (!known.has(id)) known.set(id, known.size);
      expect(numbers.numberOf(id)).toBe(known.get(id));
    }
    expect(numbers.size).toBe(known.size);
    expect(ids.map((id) => numbers.get(id))).toEqual(ids.map((id) => known.get(id)));
    expect(numbers.get(2 ** 52)).toBeUndefined();
  });
});
