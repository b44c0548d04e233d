/**
 * Filters of each conformance class of OGC 21-065r2 that the service has, as text and as JSON. The predicates follow
 * those of the standard's abstract test suite, with names of ours.
 */
import { describe, expect, it } from 'vitest';
import { parseCql2Json } from './parse-json.ts';
import { parseCql2Text } from './parse-text.ts';
import { formatCql2 } from './format.ts';
import type { Cql2 } from './types.ts';

const p = (property: string): { property: string } => ({ property });

const CASES: Readonly<Record<string, readonly (readonly [text: string, json: Cql2])[]>> = {
  'Basic CQL2': [
    ["name='Luxembourg'", { op: '=', args: [p('name'), 'Luxembourg'] }],
    ["name<>'København'", { op: '<>', args: [p('name'), 'København'] }],
    ['pop>=37589262', { op: '>=', args: [p('pop'), 37589262] }],
    ['pop<=3.14', { op: '<=', args: [p('pop'), 3.14] }],
    ['pop < -1.5E+3', { op: '<', args: [p('pop'), -1500] }],
    ['pop > .5', { op: '>', args: [p('pop'), 0.5] }],
    ['pop = 5.', { op: '=', args: [p('pop'), 5] }],
    ['pop = +5', { op: '=', args: [p('pop'), 5] }],
    ['boolean=true', { op: '=', args: [p('boolean'), true] }],
    [
      "start = TIMESTAMP('2022-04-16T10:13:19Z')",
      { op: '=', args: [p('start'), { timestamp: '2022-04-16T10:13:19Z' }] },
    ],
    ['"date">=date(\'2022-04-16\')', { op: '>=', args: [p('date'), { date: '2022-04-16' }] }],
    ["date < DATE('2022-04-16')", { op: '<', args: [p('date'), { date: '2022-04-16' }] }],
    ['name IS NULL', { op: 'isNull', args: [p('name')] }],
    ['geometry is not null', { op: 'not', args: [{ op: 'isNull', args: [p('geometry')] }] }],
    ['TRUE', true],
    ['false', false],
    [
      'NOT a = 1 AND b = 2 OR c = 3',
      {
        op: 'or',
        args: [
          {
            op: 'and',
            args: [
              { op: 'not', args: [{ op: '=', args: [p('a'), 1] }] },
              { op: '=', args: [p('b'), 2] },
            ],
          },
          { op: '=', args: [p('c'), 3] },
        ],
      },
    ],
    [
      'not (a = 1 or b = 2)',
      {
        op: 'not',
        args: [
          {
            op: 'or',
            args: [
              { op: '=', args: [p('a'), 1] },
              { op: '=', args: [p('b'), 2] },
            ],
          },
        ],
      },
    ],
    [
      '(a=1 and (b=2) and c=3)',
      {
        op: 'and',
        args: [
          { op: '=', args: [p('a'), 1] },
          { op: '=', args: [p('b'), 2] },
          { op: '=', args: [p('c'), 3] },
        ],
      },
    ],
    ["city='Via dell''Avvento'", { op: '=', args: [p('city'), "Via dell'Avvento"] }],
    ["city='Via dell\\'Avvento'", { op: '=', args: [p('city'), "Via dell'Avvento"] }],
    ["city='a\\tb\\nc\\\\'", { op: '=', args: [p('city'), 'a\tb\nc\\'] }],
    [
      "名称='市北区' and 面积_km2>1",
      {
        op: 'and',
        args: [
          { op: '=', args: [p('名称'), '市北区'] },
          { op: '>', args: [p('面积_km2'), 1] },
        ],
      },
    ],
    [
      '"weird name"=1 and layer:ids.a=2',
      {
        op: 'and',
        args: [
          { op: '=', args: [p('weird name'), 1] },
          { op: '=', args: [p('layer:ids.a'), 2] },
        ],
      },
    ],
    ['\u3000a\u00a0=\n1\t', { op: '=', args: [p('a'), 1] }],
  ],
  'Advanced Comparison Operators': [
    ["name LIKE 'B_r%'", { op: 'like', args: [p('name'), 'B_r%'] }],
    ["name not like 'foo'", { op: 'not', args: [{ op: 'like', args: [p('name'), 'foo'] }] }],
    ["name like '\\\\%\\\\_'", { op: 'like', args: [p('name'), '\\%\\_'] }],
    ["name like '\\%\\_'", { op: 'like', args: [p('name'), '\\%\\_'] }],
    ['pop between 100.0 and 1.0', { op: 'between', args: [p('pop'), 100, 1] }],
    [
      'pop NOT BETWEEN 0 AND 100 AND a = 1',
      {
        op: 'and',
        args: [
          { op: 'not', args: [{ op: 'between', args: [p('pop'), 0, 100] }] },
          { op: '=', args: [p('a'), 1] },
        ],
      },
    ],
    ["name IN ('Kiev','kobenhavn')", { op: 'in', args: [p('name'), ['Kiev', 'kobenhavn']] }],
    ['pop not in (1038288,1611692)', { op: 'not', args: [{ op: 'in', args: [p('pop'), [1038288, 1611692]] }] }],
    [
      "\"date\" in (DATE('2021-04-16'),DATE('2022-04-16'))",
      { op: 'in', args: [p('date'), [{ date: '2021-04-16' }, { date: '2022-04-16' }]] },
    ],
    ['boolean in (true)', { op: 'in', args: [p('boolean'), [true]] }],
  ],
  'Case-insensitive and Accent-insensitive Comparison': [
    [
      "CASEI(road_class) IN (CASEI('Οδος'),casei('Straße'))",
      {
        op: 'in',
        args: [
          { op: 'casei', args: [p('road_class')] },
          [
            { op: 'casei', args: ['Οδος'] },
            { op: 'casei', args: ['Straße'] },
          ],
        ],
      },
    ],
    [
      "casei(name) LIKE casei('kØb%')",
      {
        op: 'like',
        args: [
          { op: 'casei', args: [p('name')] },
          { op: 'casei', args: ['kØb%'] },
        ],
      },
    ],
    [
      "ACCENTI(etat_vol) = ACCENTI('débárquér')",
      {
        op: '=',
        args: [
          { op: 'accenti', args: [p('etat_vol')] },
          { op: 'accenti', args: ['débárquér'] },
        ],
      },
    ],
    [
      "ACCENTI(CASEI(name)) = accenti(casei('Chișinău'))",
      {
        op: '=',
        args: [
          { op: 'accenti', args: [{ op: 'casei', args: [p('name')] }] },
          { op: 'accenti', args: [{ op: 'casei', args: ['Chișinău'] }] },
        ],
      },
    ],
  ],
  'Spatial Functions': [
    [
      'S_INTERSECTS(geometry,POINT(36.319836 32.288087))',
      { op: 's_intersects', args: [p('geometry'), { type: 'Point', coordinates: [36.319836, 32.288087] }] },
    ],
    [
      's_intersects(geom,bbox(160.6,-55.95,-170,-25.89))',
      { op: 's_intersects', args: [p('geom'), { bbox: [160.6, -55.95, -170, -25.89] }] },
    ],
    ['S_WITHIN(geom, BBOX(1,2,-5,3,4,100))', { op: 's_within', args: [p('geom'), { bbox: [1, 2, 3, 4] }] }],
    [
      'S_EQUALS(geom, LINESTRING Z (1 2 3, 4 5 6))',
      {
        op: 's_equals',
        args: [
          p('geom'),
          {
            type: 'LineString',
            coordinates: [
              [1, 2],
              [4, 5],
            ],
          },
        ],
      },
    ],
    [
      'S_DISJOINT(geom, POLYGON((0 0, 9 0, 9 9, 0 0), (5 2, 8 2, 8 5, 5 2)))',
      {
        op: 's_disjoint',
        args: [
          p('geom'),
          {
            type: 'Polygon',
            coordinates: [
              [
                [0, 0],
                [9, 0],
                [9, 9],
                [0, 0],
              ],
              [
                [5, 2],
                [8, 2],
                [8, 5],
                [5, 2],
              ],
            ],
          },
        ],
      },
    ],
    [
      'S_TOUCHES(geom, MULTIPOINT((1 2), (3 4)))',
      {
        op: 's_touches',
        args: [
          p('geom'),
          {
            type: 'MultiPoint',
            coordinates: [
              [1, 2],
              [3, 4],
            ],
          },
        ],
      },
    ],
    [
      'S_TOUCHES(geom, MULTIPOINT(1 2, 3 4))',
      {
        op: 's_touches',
        args: [
          p('geom'),
          {
            type: 'MultiPoint',
            coordinates: [
              [1, 2],
              [3, 4],
            ],
          },
        ],
      },
    ],
    [
      'S_CROSSES(geom, MULTILINESTRING((1 2, 3 4), (5 6, 7 8)))',
      {
        op: 's_crosses',
        args: [
          p('geom'),
          {
            type: 'MultiLineString',
            coordinates: [
              [
                [1, 2],
                [3, 4],
              ],
              [
                [5, 6],
                [7, 8],
              ],
            ],
          },
        ],
      },
    ],
    [
      'S_OVERLAPS(geom, MULTIPOLYGON(((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5))))',
      {
        op: 's_overlaps',
        args: [
          p('geom'),
          {
            type: 'MultiPolygon',
            coordinates: [
              [
                [
                  [0, 0],
                  [1, 0],
                  [1, 1],
                  [0, 0],
                ],
              ],
              [
                [
                  [5, 5],
                  [6, 5],
                  [6, 6],
                  [5, 5],
                ],
              ],
            ],
          },
        ],
      },
    ],
    [
      'S_CONTAINS(GEOMETRYCOLLECTION(POINT(1 2), LINESTRING(3 4, 5 6)), geom)',
      {
        op: 's_contains',
        args: [
          {
            type: 'GeometryCollection',
            geometries: [
              { type: 'Point', coordinates: [1, 2] },
              {
                type: 'LineString',
                coordinates: [
                  [3, 4],
                  [5, 6],
                ],
              },
            ],
          },
          p('geom'),
        ],
      },
    ],
  ],
  'Temporal Functions': [
    [
      "T_AFTER(start, TIMESTAMP('2022-04-24T07:59:57Z'))",
      { op: 't_after', args: [p('start'), { timestamp: '2022-04-24T07:59:57Z' }] },
    ],
    [
      "t_before(\"date\",interval('2021-01-01','2021-12-31'))",
      { op: 't_before', args: [p('date'), { interval: ['2021-01-01', '2021-12-31'] }] },
    ],
    [
      "T_INTERSECTS(start, INTERVAL('..', DATE('2021-12-31')))",
      { op: 't_intersects', args: [p('start'), { interval: ['..', '2021-12-31'] }] },
    ],
    [
      "T_DISJOINT(start, INTERVAL('2021-01-01T00:00:00Z', '..'))",
      { op: 't_disjoint', args: [p('start'), { interval: ['2021-01-01T00:00:00Z', '..'] }] },
    ],
    ["T_EQUALS(start, DATE('2022-04-16'))", { op: 't_equals', args: [p('start'), { date: '2022-04-16' }] }],
    ...(
      [
        'T_CONTAINS',
        'T_DURING',
        'T_FINISHEDBY',
        'T_FINISHES',
        'T_MEETS',
        'T_METBY',
        'T_OVERLAPPEDBY',
        'T_OVERLAPS',
        'T_STARTEDBY',
        'T_STARTS',
      ] as const
    ).map(
      (name) =>
        [
          `${name}(INTERVAL(start, "end"), INTERVAL('2021-01-01', '2021-12-31'))`,
          {
            op: name.toLowerCase().replace('edby', 'edBy').replace('metby', 'metBy') as 't_meets',
            args: [{ interval: [p('start'), p('end')] }, { interval: ['2021-01-01', '2021-12-31'] }],
          },
        ] as const,
    ),
  ],
  'Property-Property Comparisons': [
    ['pop > other', { op: '>', args: [p('pop'), p('other')] }],
    ["'a' = name", { op: '=', args: ['a', p('name')] }],
    ['1 = 1', { op: '=', args: [1, 1] }],
    ['true = wifi', { op: '=', args: [true, p('wifi')] }],
    ['5 BETWEEN low AND high', { op: 'between', args: [5, p('low'), p('high')] }],
    [
      "T_DURING(INTERVAL('1969-07-20T20:17:40Z', '1969-07-21T17:54:00Z'), INTERVAL('1969-07-16T13:32:00Z', '1969-07-24T16:50:35Z'))",
      {
        op: 't_during',
        args: [
          { interval: ['1969-07-20T20:17:40Z', '1969-07-21T17:54:00Z'] },
          { interval: ['1969-07-16T13:32:00Z', '1969-07-24T16:50:35Z'] },
        ],
      },
    ],
  ],
};

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  it.each(cases)('%s', (text, json) => {
    expect(parseCql2Text(text)).toEqual(json);
    expect(parseCql2Json(JSON.parse(JSON.stringify(json)))).toEqual(json);
    expect(parseCql2Text(formatCql2(json))).toEqual(json);
  });
});

describe('a filter that cannot be read', () => {
  it.each([
    ['', 'expected', 1, 'condition'],
    ['name', 'expected', 5, 'comparison'],
    ['name =', 'expected', 7, 'operand'],
    ['name = = 1', 'expected', 8, 'operand'],
    ['a = 1 b = 2', 'expected', 7, 'and-or-end'],
    ['(a = 1', 'expected', 7, ')'],
    ['a = 1)', 'expected', 6, 'and-or-end'],
    ['a IN ()', 'expected', 7, 'operand'],
    ['a IN 1', 'expected', 6, '('],
    ['a BETWEEN 1 OR 2', 'expected', 13, 'AND'],
    ['a NOT = 1', 'expected', 7, 'like-between-in'],
    ['a IS 5', 'expected', 6, 'NULL'],
    ['name LIKE other', 'expected', 16, 'pattern'],
    ['CASEI(5) = 1', 'expected', 7, 'text'],
    ["5 LIKE 'a'", 'expected', 3, 'text'],
    ['AND = 1', 'expected', 1, 'condition'],
    ["name = 'open", 'open-string', 8],
    ['"open = 1', 'open-name', 1],
    ['a = 1e999', 'bad-number', 5],
    ['a ＝ 1', 'full-width', 3],
    ['名称 = “海”', 'full-width', 6],
    ["海 = '😀' & 1", 'bad-character', 9],
    ['a = \0', 'bad-character', 5],
    ["a = '\ud83d'", 'bad-character', 6],
    ['a + 1 > 2', 'no-arithmetic', 3],
    ['a -1 > 2', 'no-arithmetic', 3],
    ['a > 2 * 3', 'no-arithmetic', 7],
    ['(a + b) > 1', 'no-arithmetic', 4],
    ['a div 2 = 1', 'no-arithmetic', 3],
    ["A_CONTAINS(a, ('x'))", 'no-arrays', 1],
    ['avg(a) > 1', 'unknown-function', 1],
    ['a = NULL', 'no-null-literal', 5],
    ["a = DATE('2017-02-30')", 'bad-date', 10],
    ["a = DATE('2017-1-1')", 'bad-date', 10],
    ["a = TIMESTAMP('2017-01-01')", 'bad-timestamp', 15],
    ["a = TIMESTAMP('2017-01-01T00:00:00')", 'bad-timestamp', 15],
    ["T_AFTER(a, INTERVAL('2017', '..'))", 'bad-interval-end', 21],
    ["T_AFTER(a, INTERVAL('2018-01-01', '2017-01-01'))", 'reversed-interval', 12],
    ["T_AFTER(a, INTERVAL('2018-01-01', '2019-01-01T00:00:00Z'))", 'mixed-interval', 12],
    ["T_AFTER(a, '2017-01-01')", 'expected', 12, 'time'],
    ['S_WITHIN(geom, 5)', 'expected', 16, 'geometry'],
    ['S_WITHIN(geom, POINT(1))', 'expected', 23, 'number'],
    ['S_WITHIN(geom, POINT(36 120))', 'outside-world', 22],
    ['S_WITHIN(geom, BBOX(1, 2, 3))', 'box-numbers', 16],
    ['S_WITHIN(geom, BBOX(1, 5, 3, 4))', 'reversed-box', 16],
    ['S_WITHIN(geom, BBOX(1, 2, 181, 4))', 'outside-world', 16],
  ] as const)('%j: %s at %i', (text, code, position, expected?: string) => {
    expect(() => parseCql2Text(text)).toThrow(
      expect.objectContaining({
        code,
        details: expect.objectContaining({ position, ...(expected === undefined ? {} : { expected }) }),
      }),
    );
  });

  it.each([
    [null, 'expected', undefined],
    [5, 'expected', ''],
    [[], 'expected', ''],
    [{ op: 'and', args: [true] }, 'expected', 'args'],
    [{ op: '=', args: [p('a')] }, 'expected', 'args'],
    [{ op: 'nope', args: [] }, 'json-op', 'op'],
    [{ op: 'not', args: [{ op: '=', args: [p('a'), null] }] }, 'no-null-literal', 'args[0].args[1]'],
    [{ op: '=', args: [p('a'), { op: '+', args: [1, 2] }] }, 'no-arithmetic', 'args[1]'],
    [{ op: 'in', args: [p('a'), 1] }, 'expected', 'args[1]'],
    [{ op: '=', args: [p('a'), 'x\0'] }, 'bad-character', 'args[1]'],
    [{ op: '=', args: [{ property: 5 }, 1] }, 'expected', 'args[0].property'],
    [{ op: '=', args: [p('a'), { date: '2017-02-30' }] }, 'bad-date', 'args[1].date'],
    [{ op: 's_within', args: [p('g'), { type: 'Point', coordinates: ['1', 2] }] }, 'expected', 'args[1].coordinates'],
    [{ op: 's_within', args: [p('g'), { type: 'Circle' }] }, 'expected', 'args[1].type'],
    [{ op: 't_after', args: [p('a'), { interval: ['2017-01-01'] }] }, 'expected', 'args[1].interval'],
    [{ op: 'like', args: [p('a'), p('b')] }, 'expected', 'args[1]'],
  ] as const)('%j: %s at %s', (json, code, path) => {
    expect(() => parseCql2Json(json)).toThrow(
      expect.objectContaining({ code, ...(path === undefined ? {} : { details: expect.objectContaining({ path }) }) }),
    );
  });
});

describe('the check of a geometry', () => {
  it.each([
    ['crosses itself', '((0 0, 2 2, 2 0, 0 2, 0 0))', 'ring-crosses'],
    ['touches itself', '((0 0, 4 0, 4 4, 2 0, 0 4, 0 0))', 'ring-crosses'],
    ['goes back', '((0 0, 4 0, 2 0, 2 2, 0 0))', 'ring-crosses'],
    ['is open', '((0 0, 1 0, 1 1, 0 1))', 'ring-open'],
    ['has three positions', '((0 0, 1 0, 0 0))', 'ring-short'],
    ['has no extent', '((0 0, 0 0, 0 0, 0 0))', 'ring-short'],
    ['has a hole outside', '((0 0, 1 0, 1 1, 0 0), (5 5, 6 5, 6 6, 5 5))', 'hole-outside'],
    ['has a hole across', '((0 0, 4 0, 4 4, 0 4, 0 0), (3 1, 5 1, 5 2, 3 2, 3 1))', 'rings-cross'],
    [
      'has holes that overlap',
      '((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 4 1, 4 4, 1 4, 1 1), (2 2, 3 2, 3 3, 2 3, 2 2))',
      'rings-cross',
    ],
    ['falls apart at a hole', '((0 0, 4 0, 4 4, 0 4, 0 0), (0 2, 2 1, 4 2, 2 3, 0 2))', 'rings-cross'],
  ])('refuses a polygon that %s', (_, rings, code) => {
    expect(() => parseCql2Text(`S_WITHIN(geom, POLYGON${rings})`)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['MULTIPOLYGON(((0 0, 4 0, 4 4, 0 4, 0 0)), ((1 1, 2 1, 2 2, 1 2, 1 1)))', 'polygons-overlap'],
    ['MULTIPOLYGON(((0 0, 4 0, 4 4, 0 4, 0 0)), ((4 0, 8 0, 8 4, 4 4, 4 0)))', 'polygons-overlap'],
    ['LINESTRING(1 1, 1 1)', 'line-short'],
  ])('refuses %s', (geometry, code) => {
    expect(() => parseCql2Text(`S_WITHIN(geom, ${geometry})`)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    'POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (0 2, 2 1, 2 3, 0 2))',
    'POLYGON((0 0, 4 0, 4 0, 4 4, 0 4, 0 0))',
    'MULTIPOLYGON(((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 4, 4 4, 4 1, 1 1)), ((2 2, 3 2, 3 3, 2 3, 2 2)))',
    'MULTIPOLYGON(((0 0, 1 0, 1 1, 0 1, 0 0)), ((1 1, 2 1, 2 2, 1 2, 1 1)))',
    'POLYGON((0 0, 10 0, 10 10, 5 5, 0 10, 0 0))',
  ])('takes %s', (geometry) => {
    expect(parseCql2Text(`S_WITHIN(geom, ${geometry})`)).toMatchObject({ op: 's_within' });
  });
});
