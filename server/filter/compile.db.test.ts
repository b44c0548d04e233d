import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkCql2 } from '../../tiles/filter/cql2/check.ts';
import { Cql2Error } from '../../tiles/filter/cql2/error.ts';
import { evaluateCql2, type PlainFeature, type Truth } from '../../tiles/filter/cql2/evaluate.ts';
import { CASED_RANGES, foldAccents, foldCase } from '../../tiles/filter/cql2/fold.ts';
import { formatCql2 } from '../../tiles/filter/cql2/format.ts';
import { checkGeometry, toEwkt } from '../../tiles/filter/cql2/geometry.ts';
import { normalizeCql2 } from '../../tiles/filter/cql2/normalize.ts';
import { parseCql2Text } from '../../tiles/filter/cql2/parse-text.ts';
import { extentOf } from '../../tiles/filter/cql2/time.ts';
import { SPATIAL_OPS, type Cql2, type Geometry, type Position } from '../../tiles/filter/cql2/types.ts';
import { readText } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import { geometry, plainFeature, plainFilter, QUERYABLES } from '../testing/cql2.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { compileCql2 } from './compile.ts';

const FILTERS = 300;

/** Seeded, so that both databases are asked the same. */
const features: readonly PlainFeature[] = fc.sample(plainFeature, { numRuns: 40, seed: 7 });
const filters: readonly Cql2[] = fc.sample(plainFilter, { numRuns: FILTERS, seed: 11 });

const SHAPES: Readonly<Record<string, string>> = {
  far: 'POINT(10 10)',
  north: 'POINT(120.5 89)',
  corner: 'POINT(120 36)',
  inside: 'POINT(120.5 36.5)',
  edge: 'POINT(120 36.5)',
  'line-through': 'LINESTRING(119 36.5, 122 36.5)',
  'line-inside': 'LINESTRING(120.1 36.1, 120.2 36.2)',
  'line-on-edge': 'LINESTRING(120 36, 120 36.5)',
  square: 'POLYGON((120 36, 121 36, 121 37, 120 37, 120 36))',
  beside: 'POLYGON((121 36, 122 36, 122 37, 121 37, 121 36))',
  across: 'POLYGON((120.5 36.5, 121.5 36.5, 121.5 37.5, 120.5 37.5, 120.5 36.5))',
  around: 'POLYGON((119 35, 122 35, 122 38, 119 38, 119 35))',
  points: 'MULTIPOINT((120.5 36.5), (10 10))',
  'west-of-180': 'POINT(179.5 0)',
  'east-of-180': 'POINT(-179.5 0)',
};

describeDatabases('filters in CQL2', { embedded: 'full' }, (database) => {
  beforeAll(async () => {
    const insert = sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      select 'shapes', key, ST_GeomFromText(value, 4326), '{}', 'test', 'public', 'synthetic' from jsonb_each_text($1::jsonb)`);
    await database().query(sqlText(`select ensure_layer('shapes')`));
    await database().query(insert, [JSON.stringify(SHAPES)]);
  });

  /** Truth for each plain feature, in their order: unknown is what neither the filter nor its negation keeps. */
  async function truths(filter: Cql2): Promise<Truth[]> {
    const [kept, left] = [await keeps(filter), await keeps({ op: 'not', args: [filter] })];
    return kept.map((isKept, index) => isKept || (left[index] === true ? false : null));
  }

  async function keeps(filter: Cql2): Promise<boolean[]> {
    const { sql, params } = compileCql2(filter, { columns: QUERYABLES, firstParameter: 2 });
    const rows = await database().query(
      sqlText(`
      select ${sql} as truth from (
        select (value ->> 'id') as feature_id, (value ->> 'provenance') as provenance, value -> 'attributes' as attributes, n,
          'SRID=4326;POINT(120 36)'::geometry as geom
        from jsonb_array_elements($1::jsonb) with ordinality as each (value, n)) as f order by n`),
      [JSON.stringify(features), ...params],
    );
    return rows.map((row) => row.truth === true);
  }

  async function shapes(filter: string): Promise<string[]> {
    const ast = parseCql2Text(filter);
    checkCql2(ast, QUERYABLES);
    const { sql, params } = compileCql2(normalizeCql2(ast), { columns: QUERYABLES, firstParameter: 1 });
    const rows = await database().query(
      sqlText(`select f.feature_id from feature f where f.layer_id = 'shapes' and ${sql} order by f.fid`),
      params,
    );
    return rows.map((row) => readText(row, 'feature_id'));
  }

  it(`are as the evaluator has them, for ${String(FILTERS)} random ones, and fail on no data`, async () => {
    const counts = { kept: 0, left: 0, unknown: 0 };
    for (const filter of filters) {
      const expected = features.map((feature) => evaluateCql2(filter, feature, QUERYABLES));
      expect(await truths(filter), formatCql2(filter)).toEqual(expected);
      expect(await truths(normalizeCql2(filter)), formatCql2(filter)).toEqual(expected);
      for (const truth of expected) counts[truth === null ? 'unknown' : truth ? 'kept' : 'left'] += 1;
    }
    // Else this test would prove little.
    expect(Math.min(...Object.values(counts)) / (features.length * filters.length)).toBeGreaterThan(0.1);
  });

  it('fold letters as the evaluator does, in any locale', async () => {
    const letters = CASED_RANGES.flatMap(([first, last]) =>
      Array.from({ length: last - first + 1 }, (_, n) => String.fromCodePoint(first + n)),
    );
    const texts = [letters.join(''), 'plain ASCII', '市北区 Ａｂ①', 'ǅ İ ı', 'Z͑ͫ̓ͪ̂', '각'];
    for (const text of texts) {
      const [row] = await database().query(
        sqlText('select filter_fold_case($1) as cased, filter_fold_accents($1) as accented'),
        [text],
      );
      expect(row).toEqual({ cased: foldCase(text), accented: foldAccents(text) });
    }
  });

  it('read times as the evaluator does', async () => {
    const texts = [
      '2017-01-01',
      '2016-02-29',
      '2017-02-29',
      '1900-02-29',
      '2000-02-29',
      '2017-04-31',
      '2017-12-31',
      '2017-13-01',
      '2017-00-10',
      '2017-01-00',
      '2017-01-32',
      '0000-01-01',
      '0001-01-01',
      '9999-12-31',
      '2017-01-01T00:00:00Z',
      '2017-01-01T24:00:00Z',
      '2017-01-01T23:59:60Z',
      '2017-01-01T23:59',
      '2017-01-01 10:00:00',
      '2017-01-01T10:00:00.1',
      '2017-01-01T10:00:00.12345678Z',
      '2017-01-01T00:00:00+08:00',
      '2017-01-01T00:00:00-23:59',
      '2017-01-01T00:00:00+24:00',
      '2017-01-01T00:00:00z',
      '2017-01-01T00:00:00 Z',
      ' 2017-01-01',
      '2017-01-01\n',
      '2017-1-1',
      '２０１７-01-01',
      'hello',
      '',
      '2017-01-0١',
    ];
    for (const text of texts) {
      const [row] = await database().query(
        sqlText(
          `select filter_moment($1, 'start') as start, filter_moment($1, 'last') as last, filter_moment($1, 'end') as "end"`,
        ),
        [text],
      );
      const extent = extentOf(text);
      expect(row, text).toEqual({
        start: extent ? String(extent.start) : null,
        last: extent ? String(extent.last) : null,
        end: extent ? String(extent.end) : null,
      });
    }
  });

  describe('compare geometries', () => {
    const SQUARE = 'POLYGON((120 36, 121 36, 121 37, 120 37, 120 36))';
    it.each([
      [
        `S_INTERSECTS(geom, ${SQUARE})`,
        [
          'corner',
          'inside',
          'edge',
          'line-through',
          'line-inside',
          'line-on-edge',
          'square',
          'beside',
          'across',
          'around',
          'points',
        ],
      ],
      [`S_DISJOINT(geom, ${SQUARE})`, ['far', 'north', 'west-of-180', 'east-of-180']],
      [`S_WITHIN(geom, ${SQUARE})`, ['inside', 'line-inside', 'square']],
      [`S_CONTAINS(${SQUARE}, geom)`, ['inside', 'line-inside', 'square']],
      [`S_CONTAINS(geom, ${SQUARE})`, ['square', 'around']],
      [`S_EQUALS(geom, POLYGON((121 36, 121 37, 120 37, 120 36, 121 36)))`, ['square']],
      [`S_TOUCHES(geom, ${SQUARE})`, ['corner', 'edge', 'line-on-edge', 'beside']],
      [`S_OVERLAPS(geom, ${SQUARE})`, ['across']],
      [`S_CROSSES(geom, ${SQUARE})`, ['line-through', 'points']],
      [
        'S_INTERSECTS(geom, BBOX(120, 36, 121, 37)) AND NOT S_WITHIN(geom, BBOX(120, 36, 121, 37))',
        ['corner', 'edge', 'line-through', 'line-on-edge', 'beside', 'across', 'around', 'points'],
      ],
      ['S_INTERSECTS(geom, BBOX(179, -1, -179, 1))', ['west-of-180', 'east-of-180']],
      ['S_WITHIN(geom, BBOX(179, -1, -179, 1))', ['west-of-180', 'east-of-180']],
      ['S_INTERSECTS(geom, BBOX(119, 88, 122, 90))', ['north']],
      [
        'S_INTERSECTS(geom, BBOX(120.5, 36.5, 120.5, 36.5))',
        ['inside', 'line-through', 'square', 'across', 'around', 'points'],
      ],
      [
        'S_INTERSECTS(geom, GEOMETRYCOLLECTION(POINT(10 10), LINESTRING(179 0, 180 0)))',
        ['far', 'points', 'west-of-180'],
      ],
      [
        `S_WITHIN(geom, GEOMETRYCOLLECTION(${SQUARE}, POLYGON((121 37, 122 37, 122 38, 121 38, 121 37))))`,
        ['inside', 'line-inside', 'square'],
      ],
      ['S_INTERSECTS(geom, POINT Z (10 10 5))', ['far', 'points']],
      [
        'S_INTERSECTS(POINT(1 1), BBOX(0, 0, 2, 2)) AND S_EQUALS(geom, geom) AND geometry IS NOT NULL',
        Object.keys(SHAPES),
      ],
      ['S_INTERSECTS(POINT(1 1), POINT(2 2)) OR geom IS NULL', []],
    ])('%s', async (filter, expected) => {
      expect((await shapes(filter)).sort()).toEqual([...expected].sort());
    });

    it('without losing any to the box that the index looks in', async () => {
      const literals = fc.sample(geometry, { numRuns: 60, seed: 5 });
      for (const literal of literals) {
        for (const op of SPATIAL_OPS) {
          const [compiled, plain] = await Promise.all([
            shapes(formatCql2({ op, args: [{ property: 'geom' }, literal] })),
            database().query(
              sqlText(
                `select feature_id from feature where layer_id = 'shapes' and ST_${op.slice(2)}(geom, $1::geometry) order by fid`,
              ),
              [toEwkt(literal)],
            ),
          ]);
          expect(compiled, `${op} ${toEwkt(literal)}`).toEqual(plain.map((row) => readText(row, 'feature_id')));
        }
      }
    });

    it('refusing those that the database has for invalid, and no others', async () => {
      const position = fc
        .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
        .map(([x, y]): Position => [x, y]);
      const ring = fc.oneof(
        fc.array(position, { minLength: 3, maxLength: 6 }).map((positions) => [...positions, ...positions.slice(0, 1)]),
        fc
          .tuple(position, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
          .map(([[x, y], w, h]): Position[] => [
            [x, y],
            [x + w, y],
            [x + w, y + h],
            [x, y + h],
            [x, y],
          ]),
      );
      const areas = fc.sample(
        fc.oneof(
          fc
            .array(ring, { minLength: 1, maxLength: 3 })
            .map((coordinates): Geometry => ({ type: 'Polygon', coordinates })),
          fc
            .array(fc.array(ring, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 })
            .map((coordinates): Geometry => ({ type: 'MultiPolygon', coordinates })),
        ),
        { numRuns: 3000, seed: 2 },
      );
      const [row] = await database().query(
        sqlText(
          'select array_agg(ST_IsValid(shape::geometry) order by n) as valid from unnest($1::text[]) with ordinality as each (shape, n)',
        ),
        [areas.map(toEwkt)],
      );
      const ours = areas.map((area) => {
        try {
          checkGeometry(area, {});
          return true;
        } catch (error) {
          if (!(error instanceof Cql2Error)) throw error;
          return false;
        }
      });
      const differing = areas.filter((_, n) => ours[n] !== (row?.valid as boolean[] | undefined)?.[n]).map(toEwkt);
      expect(differing).toEqual([]);
      expect(ours.filter(Boolean).length).toBeGreaterThan(300);
    });

    it('by the index', async () => {
      const { sql, params } = compileCql2(parseCql2Text(`S_WITHIN(geom, ${SQUARE})`), {
        columns: QUERYABLES,
        firstParameter: 1,
      });
      const plan = await database().transaction(async (tx) => {
        await tx.query(sqlText('set local enable_seqscan = off'));
        return tx.query(sqlText(`explain select 1 from feature f where f.layer_id = 'shapes' and ${sql}`), params);
      });
      expect(plan.map((row) => readText(row, 'QUERY PLAN')).join('\n')).toMatch(/Index Cond: \(?geom_3857 &&/);
    });
  });
});
