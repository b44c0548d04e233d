import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { evaluateCql2 } from '../../tiles/filter/cql2/evaluate.ts';
import { parseCql2Text } from '../../tiles/filter/cql2/parse-text.ts';
import { queryablesOf } from '../../tiles/filter/cql2/queryables.ts';
import { CHINA_TIME, cityTimeOf, extentOf } from '../../tiles/filter/cql2/time.ts';
import type { Cql2 } from '../../tiles/filter/cql2/types.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { readText, readTextOrNull } from '../platform/db/rows.ts';
import { sqlText } from '../platform/db/sql.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { runs } from '../testing/effort.ts';
import { compileCql2 } from './compile.ts';

const TEXT = { type: 'string', title: { zh: '时', en: 'Time' } } as const;
const LAYER: Pick<LayerDefinition, 'id' | 'attributes'> = {
  id: 'times',
  attributes: { at: { ...TEXT, format: 'date-time' }, day: { ...TEXT, format: 'date' } },
};
const columns = queryablesOf(LAYER);

/** Times as the world writes them, and what only looks like one. */
const WRITTEN = [
  '2017-03-04T17:30:00Z',
  '2017-03-05T01:30:00+08:00',
  '2017-03-05T01:30:00',
  '2017-03-04T12:30:00-05:00',
  '2017-03-05T00:00:00+08:00',
  '2017-03-05',
  '2017-03-04',
  '2017-03-05 01:30:00',
  '2017-03-05T01:30',
  '2017-03-05T01:30:00.25+08:00',
  '2016-02-29',
  '2016-02-29T23:59:59Z',
  '2017-03-05T23:59:59-12:00',
  '2017-03-05T00:00:00+14:00',
  '2017-03-05T00:00:00+23:00',
  '0999-03-05',
  '3017-03-05T00:00:00Z',
  '2017-02-30',
  '2017-13-01T00:00:00Z',
  '2017-03-05T25:00:00Z',
  '2017-3-5',
  'spring 2017',
  '20170305',
  '',
];
const DAYS = ['2016-02-29', '2017-03-04', '2017-03-05', '2017-03-06'];
const MOMENTS = ['2017-03-04T17:30:00Z', '2017-03-04T16:00:00Z', '2017-03-04T17:30:00.25Z', '2017-03-05T16:00:00Z'];
const CONDITIONS = ['=', '<>', '<', '<=', '>', '>='].flatMap((op) => [
  ...DAYS.map((day) => `at ${op} DATE('${day}')`),
  ...MOMENTS.map((moment) => `at ${op} TIMESTAMP('${moment}')`),
]);
const FILTERS = [
  ...CONDITIONS,
  ...CONDITIONS.map((each) => `NOT (${each})`),
  `at BETWEEN DATE('2017-03-04') AND DATE('2017-03-05')`,
  `T_INTERSECTS(at, INTERVAL('2017-03-04', '2017-03-05'))`,
  `at > '2017-03-05 01:00'`,
  `at IN (DATE('2017-03-05'), TIMESTAMP('2017-03-04T17:30:00Z'))`,
];

describeDatabases('filters of times', { embedded: 'daily' }, (database) => {
  beforeAll(() => database().query(sqlText(`select ensure_layer('times')`)));

  async function write(values: readonly (string | null)[]): Promise<void> {
    await database().query(sqlText(`delete from feature where layer_id = 'times'`));
    await database().query(
      sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
        select 'times', n::text, 'srid=4326;point(120 36)', jsonb_build_object('at', value, 'day', value), 'test', 'public', 'official'
        from unnest($1::text[]) with ordinality as given (value, n)`),
      [values],
    );
  }

  async function kept(filter: Cql2, timeZone?: string): Promise<string[]> {
    const { sql, params } = compileCql2(filter, { columns, layer: 'times', firstParameter: 1, timeZone });
    const rows = await database().query(
      sqlText(`select f.feature_id from feature f where f.layer_id = 'times' and ${sql} order by f.feature_id::int`),
      params,
    );
    return rows.map((row) => readText(row, 'feature_id'));
  }

  async function expectAll(values: readonly (string | null)[], timeZone?: string): Promise<void> {
    // The evaluator knows one zone.
    for (const text of timeZone === undefined ? FILTERS : CONDITIONS) {
      const filter = parseCql2Text(text);
      const holds = (at: string | null): boolean =>
        timeZone === undefined
          ? evaluateCql2(filter, { id: '', provenance: 'official', attributes: { at, day: at } }, columns) === true
          : holdsIn(timeZone, text, at);
      const expected = values.flatMap((at, index) => (holds(at) ? [String(index + 1)] : []));
      expect(await kept(filter, timeZone), `${text} of ${JSON.stringify(values)}`).toEqual(expected);
    }
  }

  const spelling = async (): Promise<string | null> => {
    const [row] = await database().query(
      sqlText(`select spelling from layer_time where layer_id = 'times' and attribute = 'at'`),
    );
    return row === undefined ? null : readTextOrNull(row, 'spelling');
  };
  const look = () => database().query(sqlText(`select set_layer_times('times', '{at,day}')`));

  it('keep what the evaluator keeps, however each feature spells its time, by index too', async () => {
    await write([...WRITTEN, null]);
    await expectAll([...WRITTEN, null]);
    await database().query(sqlText(`select set_layer_indexes('times', '{at,day}')`));
    await database().query(sqlText(`select set_layer_indexes('times', '{at}')`));
    await expectAll([...WRITTEN, null]);
  });

  it('and in a city of another zone, on the days on which clocks change', async () => {
    const values = ['2017-03-26', '2017-03-26T02:30:00', '2017-03-26T01:30:00Z', '2017-10-29T02:30:00', ...WRITTEN];
    await write(values);
    await expectAll(values, 'Europe/Berlin');
  });

  it.each([
    ['date', ['2017-03-04', '2017-03-05', null, '2016-02-28']],
    ['at+08:00', ['2017-03-05T01:30:00+08:00', '2017-03-05T00:00:00+08:00', '2017-03-04T23:59:59+08:00']],
    ['atZ', ['2017-03-04T17:30:00Z', '2017-03-04T16:00:00Z', '2017-03-05T15:59:59Z', null]],
    ['at-05:00', ['2017-03-04T12:30:00-05:00', '2017-03-04T11:00:00-05:00']],
    ['at', ['2017-03-05T01:30:00', '2017-03-05T00:00:00']],
  ] as const)('and where all spell it alike: %s', async (name, values) => {
    await look();
    await write([]);
    await database().query(sqlText(`delete from layer_time where layer_id = 'times'`));
    await look();
    expect(await spelling()).toBe('');
    await write(values);
    expect(await spelling()).toBe(name);
    await expectAll(values);
    await expectAll(values, 'America/New_York');
  });

  it('also from the moment on that one is spelt differently, by whatever statement', async () => {
    await write([]);
    await database().query(sqlText(`delete from layer_time where layer_id = 'times'`));
    await look();
    await write(['2017-03-05T01:30:00+08:00', '2017-03-04T01:30:00+08:00']);
    expect(await spelling()).toBe('at+08:00');
    await database().query(
      sqlText(`update feature set attributes = '{"at": "2017-03-05"}' where layer_id = 'times' and feature_id = '2'`),
    );
    expect(await spelling()).toBeNull();
    await expectAll(['2017-03-05T01:30:00+08:00', '2017-03-05']);
    await database().query(
      sqlText(`update feature set attributes = '{"at": 20170305}' where layer_id = 'times' and feature_id = '2'`),
    );
    expect(await kept(parseCql2Text(`at < DATE('2018-01-01')`))).toEqual(['1']);
    await database().query(sqlText(`delete from feature where layer_id = 'times' and feature_id = '2'`));
    await look();
    expect(await spelling()).toBe('at+08:00');
  });

  it('read any text as the evaluator does', async () => {
    const two = (most: number): fc.Arbitrary<string> =>
      fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
    const text = fc
      .tuple(
        fc.constantFrom('2017', '1999', '2000', '0000', '9999', '0017'),
        two(13),
        two(32),
        fc.option(fc.tuple(fc.constantFrom('T', ' ', 't'), two(24), two(60), fc.option(two(60))), { freq: 2 }),
        fc.constantFrom('', '', 'Z', '+08:00', '-05:00', '+14:30', '+15:00', '-23:59', '+24:00', '.5', '.1234567Z'),
      )
      .map(([year, month, day, clock, end]) => {
        if (clock === null) return `${year}-${month}-${day}`;
        const [sign, hour, minute, second] = clock;
        return `${year}-${month}-${day}${sign}${hour}:${minute}${second === null ? '' : `:${second}`}${end}`;
      });
    const texts = fc.sample(text, { numRuns: runs({ daily: 2000, full: 20_000 }), seed: 12 });
    const rows = await database().query(
      sqlText(`select filter_moment(given, 'start')::text as start, filter_moment(given, 'end')::text as "end"
        from unnest($1::text[]) with ordinality as each (given, n) order by n`),
      [texts],
    );
    const ours = texts.map((each) => {
      const extent = extentOf(each);
      return extent === null ? { start: null, end: null } : { start: String(extent.start), end: String(extent.end) };
    });
    expect(rows).toEqual(ours);
    // The day of the city is the one that a bare date of the same name holds.
    for (const each of texts) {
      const extent = extentOf(each);
      const at = cityTimeOf(each, CHINA_TIME);
      expect(at?.day ?? null, each).toBe(
        extent === null
          ? null
          : Number((extent.start + 28_800_000_000n - mod(extent.start + 28_800_000_000n)) / 86_400_000_000n),
      );
    }
  });
});

/** Whether a comparison of `at` holds, by the meaning of extents in a zone. */
function holdsIn(timeZone: string, condition: string, at: string | null): boolean {
  const [, op = '', literal = ''] = /^at (\S+) \w+\('(.*)'\)$/.exec(condition) ?? [];
  const [left, right] = [extentOf(at ?? '', timeZone), extentOf(literal, timeZone)];
  if (left === null || right === null) return false;
  const meet = left.start <= right.last && left.last >= right.start;
  switch (op) {
    case '=':
      return meet;
    case '<>':
      return !meet;
    case '<':
      return left.last < right.start;
    case '<=':
      return left.start <= right.last;
    case '>':
      return left.start > right.last;
    default:
      return left.last >= right.start;
  }
}

/** What of a day has gone by, in microseconds. */
function mod(microseconds: bigint): bigint {
  const rest = microseconds % 86_400_000_000n;
  return rest < 0n ? rest + 86_400_000_000n : rest;
}
