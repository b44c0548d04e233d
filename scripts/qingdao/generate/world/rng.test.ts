import { describe, expect, it } from 'vitest';
import { createRng } from './rng.ts';

describe('random source by name', () => {
  it('gives the same sequence for the same name, on every machine', () => {
    const rng = createRng('toilets');
    expect([rng.int(0, 1e6), rng.int(0, 1e6), rng.int(0, 1e6)]).toEqual([182960, 358362, 549517]);
    const [a, b] = [createRng('x'), createRng('x')];
    expect(Array.from({ length: 100 }, () => a.next())).toEqual(Array.from({ length: 100 }, () => b.next()));
  });

  it('gives unrelated sequences for similar names', () => {
    const [a, b] = [createRng('case 1'), createRng('case 2')];
    const same = Array.from({ length: 1000 }, () => a.int(0, 9) === b.int(0, 9)).filter(Boolean).length;
    expect(same).toBeGreaterThan(60);
    expect(same).toBeLessThan(140);
  });

  it('is uniform, and normal where asked', () => {
    const rng = createRng('spread');
    const uniform = Array.from({ length: 20_000 }, () => rng.next());
    expect(uniform.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(uniform.reduce((sum, value) => sum + value, 0) / uniform.length).toBeCloseTo(0.5, 1);
    const normal = Array.from({ length: 20_000 }, () => rng.normal());
    expect(normal.reduce((sum, value) => sum + value, 0) / normal.length).toBeCloseTo(0, 1);
    expect(normal.reduce((sum, value) => sum + value * value, 0) / normal.length).toBeCloseTo(1, 1);
  });

  it('shuffles into a new array, draws by weight, and refuses what it cannot draw from', () => {
    const rng = createRng('draw');
    const items = [1, 2, 3, 4, 5];
    expect(rng.shuffle(items).sort()).toEqual(items);
    expect(Array.from({ length: 200 }, () => rng.weighted([0, 1, 0])).every((index) => index === 1)).toBe(true);
    expect(() => rng.pick([])).toThrow('empty list');
    expect(() => rng.weighted([0, 0])).toThrow('more than zero');
  });
});
