/**
 * Filters that nobody means: whatever is sent is read, or refused with an error of ours, and no part of it is ever in
 * the SQL. `FUZZ_RUNS` says how many are tried; 1,000,000 take some minutes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCql2 } from '../../tiles/filter/cql2/check.ts';
import { Cql2Error } from '../../tiles/filter/cql2/error.ts';
import { formatCql2 } from '../../tiles/filter/cql2/format.ts';
import { normalizeCql2 } from '../../tiles/filter/cql2/normalize.ts';
import { parseCql2Json, parseCql2JsonText } from '../../tiles/filter/cql2/parse-json.ts';
import { parseCql2Text } from '../../tiles/filter/cql2/parse-text.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import { anyFilter, QUERYABLES } from '../testing/cql2.ts';
import { runs } from '../testing/effort.ts';
import { compileCql2 } from './compile.ts';
import { MOMENT_PATTERNS } from './moments.ts';

const TOTAL = Number(process.env.FUZZ_RUNS ?? runs({ daily: 4000, full: 20_000 }));
const shareOf = (share: number): { numRuns: number; seed: number } => ({
  numRuns: Math.ceil(TOTAL * share),
  seed: 21065,
});

/** The only words that SQL is made of. */
const VOCABULARY = new RegExp(
  String.raw`^(?:\$\d+::(?:text|numeric|boolean|bigint|geometry|timestamp|timestamptz)(?:\[\])?|${[
    'f\\.attributes',
    'f\\.geom',
    'f\\.geom_3857',
    'f\\.feature_id',
    'f\\.provenance',
    'filter_text',
    'filter_number',
    'filter_flag',
    'filter_moment',
    'case',
    'when',
    'then',
    'else',
    'end',
    '->>',
    '~',
    '::timestamp',
    '::timestamptz',
    "'____-__-__'",
    ...MOMENT_PATTERNS.map(literally),
    'filter_fold_case',
    'filter_fold_accents',
    'ST_Intersects',
    'ST_Equals',
    'ST_Touches',
    'ST_Within',
    'ST_Contains',
    'ST_Crosses',
    'ST_Overlaps',
    'and',
    'or',
    'not',
    'is',
    'null',
    'true',
    'false',
    'like',
    'any',
    'collate',
    '"C"',
    "'start'",
    "'last'",
    "'end'",
    '&&',
    '<=',
    '>=',
    '<>',
    '[<>=(),]',
  ].join('|')})$`,
);
/** A text of SQL as a pattern. */
function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The bounds of a piece matter, not its meaning: whatever is no piece of SQL is a piece by itself. */
const PIECE = /\$\d+::\w+(?:\[\])?|::\w+|[\w.]+|"[^"]*"|'[^']*'|&&|->>|<=|>=|<>|[<>=(),~]|\S/g;

function expectVocabulary(sql: string, params: readonly unknown[], first: number): void {
  const pieces = sql.match(PIECE) ?? [];
  expect(pieces.filter((piece) => !VOCABULARY.test(piece))).toEqual([]);
  const numbers = new Set(pieces.flatMap((piece) => /^\$(\d+)/.exec(piece)?.[1] ?? []).map(Number));
  expect([...numbers].sort((a, b) => a - b)).toEqual(params.map((_, index) => first + index));
}

/** How far a filter got; anything thrown but `Cql2Error` fails the test. */
function tryFilter(parse: () => Cql2): 'refused' | 'unfit' | 'compiled' {
  let filter: Cql2;
  try {
    filter = parse();
  } catch (error) {
    if (!(error instanceof Cql2Error)) throw error;
    return 'refused';
  }
  // Every tree can be written, brought to its normal form, and read again.
  expect(typeof formatCql2(normalizeCql2(filter))).toBe('string');
  try {
    checkCql2(filter, QUERYABLES);
  } catch (error) {
    if (!(error instanceof Cql2Error)) throw error;
    return 'unfit';
  }
  for (const each of [filter, normalizeCql2(filter)]) {
    const { sql, params } = compileCql2(each, { columns: QUERYABLES, firstParameter: 4 });
    expectVocabulary(sql, params, 4);
  }
  return 'compiled';
}

const TOKENS = [
  'n',
  'name',
  '名称',
  'date',
  'geom',
  'id',
  'wifi',
  'nothing',
  '"date"',
  '"',
  "'",
  "'a'",
  "'2017-01-01'",
  "'..'",
  "'a%'",
  '1',
  '-2.5e3',
  '1e999',
  '.',
  '(',
  ')',
  ',',
  '[',
  ']',
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  'AND',
  'or',
  'Not',
  'LIKE',
  'between',
  'IN',
  'is',
  'NULL',
  'TRUE',
  'false',
  'CASEI(',
  'accenti',
  'DATE(',
  "DATE('2017-01-01')",
  "TIMESTAMP('2017-01-01T00:00:00Z')",
  'INTERVAL(',
  "INTERVAL('..', '2017-01-01')",
  'S_INTERSECTS(',
  'S_WITHIN',
  'T_DURING(',
  'T_AFTER(',
  'A_EQUALS(',
  'POINT(1 2)',
  'POLYGON((0 0, 1 0, 1 1, 0 0))',
  'BBOX(1, 2, 3, 4)',
  'MULTIPOLYGON',
  'GEOMETRYCOLLECTION(',
  'Z',
  'foo(',
  ';',
  '--',
  '/*',
  '\\',
  '$1',
  '＝',
  '\0',
  '\ud800',
];

const changed = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      text,
      fc.array(fc.tuple(fc.nat(), fc.nat(6), fc.constantFrom('', ...TOKENS)), { minLength: 1, maxLength: 4 }),
    )
    .map(([whole, changes]) =>
      changes.reduce((each, [at, length, put]) => {
        const place = at % (each.length + 1);
        return each.slice(0, place) + put + each.slice(place + length);
      }, whole),
    );

describe(`of ${String(TOTAL)} filters`, () => {
  it('any text is read or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 200 })), (text) => {
        tryFilter(() => parseCql2Text(text));
        tryFilter(() => parseCql2JsonText(text));
      }),
      shareOf(0.2),
    );
  });

  it('any row of words is read or refused', () => {
    const rows = fc.tuple(fc.array(fc.constantFrom(...TOKENS), { maxLength: 25 }), fc.constantFrom('', ' ', '\n'));
    fc.assert(
      fc.property(rows, ([words, gap]) => void tryFilter(() => parseCql2Text(words.join(gap)))),
      shareOf(0.25),
    );
  });

  it('those right are compiled, and those nearly right read or refused', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(tryFilter(() => parseCql2Text(formatCql2(filter)))).toBe('compiled');
        expect(tryFilter(() => parseCql2Json(JSON.parse(JSON.stringify(filter))))).toBe('compiled');
      }),
      shareOf(0.1),
    );
    fc.assert(
      fc.property(changed(anyFilter.map(formatCql2)), (text) => void tryFilter(() => parseCql2Text(text))),
      shareOf(0.25),
    );
  });

  it('any JSON is read or refused', () => {
    const ops = fc.constantFrom(
      'and',
      'or',
      'not',
      '=',
      '<',
      'like',
      'between',
      'in',
      'isNull',
      's_intersects',
      't_after',
      't_during',
      'casei',
      'accenti',
      '+',
      'a_equals',
      '__proto__',
      'toString',
      'constructor',
    );
    const wild = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
      leaf: fc.oneof(
        fc.anything({ maxDepth: 1 }),
        fc.constantFrom(...TOKENS),
        fc.constantFrom(
          { property: 'n' },
          { property: 'name' },
          { property: '__proto__' },
          { property: '"' },
          { date: '2017-01-01' },
          { interval: ['..', '..'] },
          { bbox: [1, 2, 3, 4] },
          { type: 'Point', coordinates: [1, 2] },
          { type: 'Polygon', coordinates: [[]] },
          { type: 'GeometryCollection', geometries: [{}] },
        ),
      ),
      value: fc.oneof(
        { depthSize: 'small' },
        tie('leaf'),
        fc.record({ op: ops, args: fc.array(tie('value'), { maxLength: 3 }) }),
        fc.record({ op: fc.anything(), args: tie('value') }),
      ),
    })).value;
    fc.assert(
      fc.property(wild, (value) => void tryFilter(() => parseCql2Json(value))),
      shareOf(0.1),
    );
    fc.assert(
      fc.property(
        changed(anyFilter.map((filter) => JSON.stringify(filter))),
        (text) => void tryFilter(() => parseCql2JsonText(text)),
      ),
      shareOf(0.1),
    );
  });

  it.each([
    ['brackets', '('.repeat(47_999)],
    ['brackets around something', `${'('.repeat(20_000)}n = 1${')'.repeat(20_000)}`],
    ['NOT', `${'NOT '.repeat(11_000)}n = 1`],
    ['CASEI', `${'CASEI('.repeat(6000)}name${')'.repeat(6000)} = 'a'`],
    ['conditions', 'n=1 OR '.repeat(6600) + 'n=1'],
    ['a list', `n IN (${'1,'.repeat(18_000)}1)`],
    ['positions', `S_INTERSECTS(geom, LINESTRING(${'1 1,'.repeat(11_990)}2 2))`],
    ['quotes', "'".repeat(48_000)],
    ['backslashes', `name = '${'\\'.repeat(42_000)}'`],
    ['a pattern', `name LIKE '${'%a'.repeat(23_400)}'`],
    ['length', ' '.repeat(48_001)],
  ])('one of many %s is read or refused', (_, text) => {
    expect(['refused', 'compiled']).toContain(tryFilter(() => parseCql2Text(text)));
  });

  it('deep JSON is refused', () => {
    const nest = (depth: number): unknown =>
      Array.from({ length: depth }).reduce<unknown>((inner) => ({ op: 'not', args: [inner] }), true);
    expect(tryFilter(() => parseCql2Json(nest(100_000)))).toBe('refused');
    expect(tryFilter(() => parseCql2Json(nest(64)))).toBe('compiled');
    expect(
      tryFilter(() =>
        parseCql2Json({
          op: 'like',
          args: [
            Array.from({ length: 100_000 }).reduce<unknown>((inner) => ({ op: 'casei', args: [inner] }), 'a'),
            'a',
          ],
        }),
      ),
    ).toBe('refused');
    expect(tryFilter(() => parseCql2JsonText('['.repeat(48_000)))).toBe('refused');
  });
});
