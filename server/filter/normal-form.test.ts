import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCql2 } from '../../tiles/filter/cql2/check.ts';
import { evaluateCql2 } from '../../tiles/filter/cql2/evaluate.ts';
import { formatCql2 } from '../../tiles/filter/cql2/format.ts';
import { normalizeCql2 } from '../../tiles/filter/cql2/normalize.ts';
import { parseCql2Json } from '../../tiles/filter/cql2/parse-json.ts';
import { parseCql2Text } from '../../tiles/filter/cql2/parse-text.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import { runs } from '../testing/effort.ts';
import { anyFilter, plainFeature, plainFilter, QUERYABLES } from '../testing/cql2.ts';

const RUNS = { numRuns: runs({ daily: 150, full: 500 }), seed: 3 };
const normal = (text: string): string => formatCql2(normalizeCql2(parseCql2Text(text)));

describe('the normal form of a filter', () => {
  it('keeps the same features, and leaves the same unknown', () => {
    fc.assert(
      fc.property(plainFilter, plainFeature, (filter, feature) => {
        expect(evaluateCql2(normalizeCql2(filter), feature, QUERYABLES)).toBe(
          evaluateCql2(filter, feature, QUERYABLES),
        );
      }),
      { ...RUNS, numRuns: runs({ daily: 500, full: 3000 }) },
    );
  });

  it('is its own normal form, and fits the layer as the filter does', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        checkCql2(filter, QUERYABLES);
        const once = normalizeCql2(filter);
        checkCql2(once, QUERYABLES);
        expect(normalizeCql2(once)).toEqual(once);
      }),
      RUNS,
    );
  });

  it('is one for operands in any order', () => {
    const turned = (node: Cql2): Cql2 => {
      if (typeof node === 'boolean') return node;
      if (node.op === 'and' || node.op === 'or')
        return { op: node.op, args: [...node.args.map(turned), ...node.args.slice(0, 1)].reverse() };
      if (node.op === 'not') return { op: 'not', args: [turned(node.args[0])] };
      return node.op === 'in' ? { op: 'in', args: [node.args[0], [...node.args[1]].reverse()] } : node;
    };
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(formatCql2(normalizeCql2(turned(filter)))).toBe(formatCql2(normalizeCql2(filter)));
      }),
      RUNS,
    );
  });

  it.each([
    ['5 < n', 'n > 5'],
    ['NOT (NOT (wifi = true))', 'wifi = TRUE'],
    ['not n >= 2.50', 'n < 2.5'],
    ['n = 1e0', 'n = 1'],
    ['n = -0', 'n = 0'],
    ['m in (3, 1, 2, 1.0)', 'm IN (1, 2, 3)'],
    ['m in (7)', 'm = 7'],
    ['n between 1 and 5 and wifi = true', 'wifi = true and n >= 1 and (5 >= n and n >= 1)'],
    ["casei(name) = casei('ABC')", "CASEI(name) = 'abc'"],
    ['true and (n = 1 or false)', 'n = 1'],
    ['n = 1 or (1 = 1 and m = m or true)', 'TRUE'],
    ["'a' = 'b'", 'FALSE'],
    ["T_AFTER(DATE('2017-01-01'), date)", "T_BEFORE(date, DATE('2017-01-01'))"],
    ["T_DISJOINT(date, DATE('2017-01-01'))", "NOT T_INTERSECTS(date, DATE('2017-01-01'))"],
    ["date = TIMESTAMP('2017-01-01T08:00:00.500+08:00')", "date = TIMESTAMP('2017-01-01T00:00:00.5Z')"],
    ['S_CONTAINS(BBOX(1,2,3,4), geom)', 'S_WITHIN(geom, BBOX(1, 2, 3, 4))'],
    ['m > n', 'n < m'],
  ])('of %s is that of %s', (one, other) => {
    expect(normal(one)).toBe(normal(other));
  });

  it('tells apart what differs', () => {
    const texts = [
      'n > 5',
      'n >= 5',
      'm > 5',
      "name = '5'",
      "name = 'a'",
      "name = 'A'",
      "name LIKE 'a'",
      'n IS NULL',
      'NOT n IS NULL',
      'n IN (1, 2)',
      'n = 1 OR n = 2 AND m = 3',
      '(n = 1 OR n = 2) AND m = 3',
    ];
    expect(new Set(texts.map(normal)).size).toBe(texts.length);
  });
});

describe('a filter as text and as JSON', () => {
  it('is the same tree', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(parseCql2Json(JSON.parse(JSON.stringify(filter)))).toEqual(filter);
        expect(formatCql2(parseCql2Text(formatCql2(filter)))).toBe(formatCql2(filter));
        expect(normalizeCql2(parseCql2Text(formatCql2(filter)))).toEqual(normalizeCql2(filter));
      }),
      { ...RUNS, numRuns: runs({ daily: 400, full: 2000 }) },
    );
  });
});
