import { describe, expect, it } from 'vitest';
import { costOf } from './cost.ts';
import { parseCql2Text } from './parse-text.ts';
import type { Queryables } from './queryables.ts';

const columns: Queryables = new Map([
  ['id', 'string'],
  ['name', 'string'],
  ['stalls', 'number'],
  ['wifi', 'boolean'],
  ['opened', 'instant'],
  ['geom', 'geometry'],
]);
const cost = (text: string) => costOf(parseCql2Text(text), columns);
const ring = (positions: number) => {
  const points = Array.from({ length: positions - 1 }, (_, n) => {
    const angle = (2 * Math.PI * n) / (positions - 1);
    return `${(120 + Math.cos(angle)).toFixed(4)} ${(36 + Math.sin(angle)).toFixed(4)}`;
  });
  return `POLYGON((${[...points, points[0]].join()}))`;
};

describe('the cost of a filter for each feature', () => {
  it('is found in time in proportion to the filter, however deep it is', () => {
    const deep = Array.from({ length: 30 }).reduce<string>((inner) => `CASEI(ACCENTI(${inner}))`, 'name');
    const [shallow, deeper] = [cost(deep.slice('CASEI(ACCENTI('.length, -2) + " = 'x'"), cost(`${deep} = 'x'`)];
    expect(deeper - shallow).toBe(
      cost("CASEI(ACCENTI(CASEI(ACCENTI(name)))) = 'x'") - cost("CASEI(ACCENTI(name)) = 'x'"),
    );
  });

  it.each([
    ['TRUE', 0],
    ["name = 'x'", 1],
    ["name = 'x' AND NOT stalls > 3 OR wifi = TRUE", 3],
    ['name IS NULL', 1],
    ['stalls BETWEEN 1 AND 3', 2],
    ["name LIKE '%x%'", 3],
    ["CASEI(name) = 'x'", 4],
    ["CASEI(ACCENTI(name)) = 'x'", 15],
    ["name = CASEI('X')", 1],
    ["name IN ('a', 'b', 'c')", 2],
    ["opened < DATE('2017-03-01')", 10],
    ["opened = DATE('2017-03-01')", 20],
    ["T_DURING(INTERVAL(opened, opened), INTERVAL('2017-01-01', '..'))", 40],
    ['opened < opened', 30],
    ['opened = opened', 60],
    ["T_DURING(opened, INTERVAL(opened, '2029-01-01'))", 60],
    ['S_INTERSECTS(geom, BBOX(120, 36, 121, 37))', 5],
    ['S_EQUALS(geom, geom)', 50],
    ['S_INTERSECTS(POINT(1 2), POINT(1 2))', 0],
  ])('of %s is %i', (text, expected) => {
    expect(cost(text)).toBe(expected);
  });

  it('grows with the items of a list, the length of a pattern and the positions of a geometry', () => {
    const list = (count: number) => cost(`name IN (${Array.from({ length: count }, (_, n) => `'${n}'`).join()})`);
    expect(list(500)).toBeGreaterThan(list(100));
    expect(cost(`name LIKE '${'%a'.repeat(200)}'`)).toBeGreaterThan(cost("name LIKE '%a'"));
    expect(cost(`S_INTERSECTS(geom, ${ring(300)})`)).toBeGreaterThan(cost(`S_INTERSECTS(geom, ${ring(5)})`));
    // PostGIS works through all of them at every feature.
    expect(cost(`S_TOUCHES(geom, ${ring(300)})`)).toBeGreaterThan(300);
  });

  it('of several conditions is their sum, whatever joins them', () => {
    const parts = ["CASEI(name) LIKE '%x%'", "opened > DATE('2017-03-01')", 'stalls > 3'];
    const sum = parts.reduce((all, part) => all + cost(part), 0);
    for (const join of [' AND ', ' OR ']) expect(Math.abs(cost(parts.join(join)) - sum)).toBeLessThan(parts.length);
  });
});
