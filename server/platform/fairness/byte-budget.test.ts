import { describe, expect, it } from 'vitest';
import { ByteBudget } from './byte-budget.ts';

const MB = 2 ** 20;

describe('bytes that are held', () => {
  it('are half of the whole for a client alone, beside one piece of any size', () => {
    const budget = new ByteBudget(256 * MB);
    const answers = Array.from({ length: 20 }, () => budget.hold('a').grow(60 * MB));
    expect(answers.filter((refusal) => refusal === null)).toHaveLength(2);
    expect(answers.at(-1)).toBe('share');
    expect(new ByteBudget(256 * MB).hold('a').grow(200 * MB)).toBeNull();
  });

  it('leave room for others, and half of what is left to each', () => {
    const budget = new ByteBudget(256 * MB);
    for (let i = 0; i < 2; i += 1) budget.hold('a').grow(60 * MB);
    expect(budget.hold('b').grow(60 * MB)).toBeNull();
    expect(budget.hold('b').grow(60 * MB)).toBe('share');
    expect(budget.hold('c').grow(60 * MB)).toBeNull();
    expect(budget.hold('d').grow(60 * MB)).toBe('full');
    // What is small is taken all the same.
    expect([budget.hold('d').grow(1000), budget.hold('a').grow(1000)]).toEqual([null, null]);
    expect(budget.held).toBeLessThanOrEqual(256 * MB);
  });

  it('are given back once', () => {
    const budget = new ByteBudget(256 * MB);
    const hold = budget.hold('a');
    for (let i = 0; i < 10; i += 1) hold.grow(10 * MB);
    expect(budget.held).toBe(100 * MB);
    hold.release();
    hold.release();
    expect([budget.held, hold.grow(MB), budget.held]).toEqual([0, null, 0]);
  });

  it('of a piece that grows are refused where there is no more', () => {
    const budget = new ByteBudget(100 * MB);
    budget.hold('b').grow(50 * MB);
    const hold = budget.hold('a');
    let grown = 0;
    while (hold.grow(MB) === null) grown += 1;
    expect(grown).toBeGreaterThan(30);
    expect(grown).toBeLessThanOrEqual(50);
  });
});
