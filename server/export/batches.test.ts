import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchSize, batchesOf } from './batches.ts';

describe('batches of tiles', () => {
  it('have all tiles once, in their order, and never known ones beside others', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 400 }), fc.integer({ min: 0, max: 8 }), (isKnown, growth) => {
        const sizes = new BatchSize();
        for (let each = 0; each < growth; each += 1) sizes.note(1, 0, 0);
        const read = (id: number): Promise<Buffer> | undefined =>
          isKnown[id] === true ? Promise.resolve(Buffer.of(id % 256)) : undefined;
        const batches = [...batchesOf(isKnown.keys(), read, sizes)];
        expect(batches.flatMap(({ ids }) => ids)).toEqual([...isKnown.keys()]);
        for (const { ids, known } of batches) {
          expect(ids.length).toBeGreaterThan(0);
          expect(ids.every((id) => isKnown[id] === (known !== null))).toBe(true);
          if (known === null) expect(ids.length).toBeLessThanOrEqual(sizes.size);
          else expect(known).toHaveLength(ids.length);
        }
      }),
    );
  });

  it('does not end the process where a known tile that nobody has taken cannot be read', async () => {
    const batches = batchesOf(
      [1, 2],
      (id) => (id === 2 ? Promise.reject(new Error('gone')) : undefined),
      new BatchSize(),
    );
    expect(batches.next().value).toEqual({ ids: [1], known: null });
    await new Promise((resolve) => setImmediate(resolve));
    const taken = batches.next().value;
    await expect(Promise.all(taken?.known ?? [])).rejects.toThrow('gone');
  });
});

describe('the size of a batch', () => {
  it('doubles while tiles are small and quick, up to a bound', () => {
    const sizes = new BatchSize();
    const seen = Array.from({ length: 8 }, () => {
      sizes.note(sizes.size, 100 * sizes.size, 0.1 * sizes.size);
      return sizes.size;
    });
    expect(seen).toEqual([2, 4, 8, 16, 32, 32, 32, 32]);
  });

  it('shrinks at once where tiles are large, or slow', () => {
    const sizes = new BatchSize();
    for (let each = 0; each < 8; each += 1) sizes.note(1, 0, 0);
    sizes.note(32, 32 * 400_000, 1);
    expect(sizes.size).toBe(1);
    for (let each = 0; each < 8; each += 1) sizes.note(1, 0, 0);
    sizes.note(32, 1000, 320);
    expect(sizes.size).toBe(10);
  });
});
