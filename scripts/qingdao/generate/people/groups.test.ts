import { describe, expect, it } from 'vitest';
import { createRng } from '../world/rng.ts';
import { createGroups } from './groups.ts';

describe('groups of the people of the demonstration city', () => {
  const side = 120;
  const cells = side * side;
  const people = Float64Array.from({ length: cells }, (_, cell) => 1 + (cell % 400));
  const demand = {
    people,
    district: Int16Array.from({ length: cells }, (_, cell) => (cell % side < side / 2 ? 0 : 1)),
    districts: ['370203', '370214'],
    shape: {
      kind: 'square',
      sizeM: 100,
      proj: '',
      column: Int32Array.from({ length: cells }, (_, cell) => cell % side),
      row: Int32Array.from({ length: cells }, (_, cell) => Math.floor(cell / side)),
    },
  } as const;
  const [school, old, households] = createGroups(demand, createRng('groups')).map((group) => group.people);
  const share = (group: Float64Array | undefined, district: number): number => {
    let [sum, all] = [0, 0];
    people.forEach((count, cell) => {
      if (demand.district[cell] !== district) return;
      sum += group?.[cell] ?? NaN;
      all += count;
    });
    return sum / all;
  };

  it('are whole numbers, no more than the people, and a household everywhere', () => {
    people.forEach((count, cell) => {
      const [children, elders, homes] = [school, old, households].map((group) => group?.[cell] ?? NaN) as [
        number,
        number,
        number,
      ];
      if (![children, elders, homes].every(Number.isInteger) || children + elders > count || homes < 1 || homes > count)
        expect({ cell, count, children, elders, homes }).toBeNull();
    });
  });

  it('differ by district, as the old town is older than the new ones', () => {
    expect(share(old, 0)).toBeCloseTo(0.26, 1);
    expect(share(old, 0)).toBeGreaterThan(1.4 * share(old, 1));
    expect(share(school, 0)).toBeLessThan(0.9 * share(school, 1));
    expect(share(households, 0)).toBeGreaterThan(share(households, 1));
  });

  it('differ by quarter, so that the same facility serves each differently', () => {
    const shares = Array.from(people, (count, cell) => (old?.[cell] ?? 0) / count).filter(
      (_, cell) => (people[cell] as number) > 200,
    );
    expect(Math.max(...shares) / Math.min(...shares)).toBeGreaterThan(2);
  });
});
