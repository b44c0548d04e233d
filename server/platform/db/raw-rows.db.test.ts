import { expect, it } from 'vitest';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { sqlText } from './sql.ts';

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
const MEGABYTES = 5;

describeDatabases('raw results', { embedded: 'daily' }, (database) => {
  const echo = {
    name: 'test/echo',
    text: 'select $1::bytea as bytes, null::text as nothing, $2::int as number, $3::text as words',
  };
  const echoed = [EVERY_BYTE, null, Buffer.from([0xff, 0xff, 0xff, 0xfe]), Buffer.from('青岛 🏖')];

  it('are the bytes of every column, by position', async () => {
    expect(await database().queryRaw(echo, [EVERY_BYTE, -2, '青岛 🏖'])).toEqual([echoed]);
  });

  it('are the same without a name and without parameters', async () => {
    const [row] = await database().queryRaw(
      sqlText(`select decode('${EVERY_BYTE.toString('hex')}', 'hex'), 1::bigint, true`),
    );
    expect(row).toEqual([EVERY_BYTE, Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), Buffer.from([1])]);
  });

  it('of nothing are no rows', async () => {
    expect(await database().queryRaw(sqlText('select 1 where false'))).toEqual([]);
    expect(await database().queryRaw(sqlText("select set_config('chengtu.test', 'x', false) where false"))).toEqual([]);
  });

  it(`hold values of ${MEGABYTES} MB, several in a row`, async () => {
    const bytes = Buffer.alloc(MEGABYTES * 1_000_000);
    for (let n = 0; n < bytes.length; n += 1) bytes[n] = (n * 2_654_435_761) >>> 13;
    const [row] = await database().queryRaw(sqlText('select $1::bytea, $2::int, $1::bytea'), [bytes, 5]);
    expect(row?.[0]?.equals(bytes)).toBe(true);
    expect(row?.[1]).toEqual(Buffer.from([0, 0, 0, 5]));
    expect(row?.[2]?.equals(bytes)).toBe(true);
  });

  it('do not mix with text results of the same statement and connection', async () => {
    for (let n = 0; n < 3; n += 1) {
      const [raw] = await database().queryRaw(echo, [EVERY_BYTE, -2, '青岛 🏖']);
      expect(raw).toEqual(echoed);
      expect(await database().query(echo, [EVERY_BYTE, -2, '青岛 🏖'])).toEqual([
        { bytes: EVERY_BYTE, nothing: null, number: -2, words: '青岛 🏖' },
      ]);
    }
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        n % 2 === 0
          ? database()
              .queryRaw(echo, [Buffer.from([n, 255 - n]), n, `${n}`])
              .then(([row]) => row?.[0])
          : database()
              .query(echo, [Buffer.from([n, 255 - n]), n, `${n}`])
              .then(([row]) => row?.bytes),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 60 }, (_, n) => Buffer.from([n, 255 - n])));
  });

  it('end with the error of a later row, and the connection goes on', async () => {
    const late = sqlText('select $1::bytea, 1 / (3000 - n) from generate_series(1, 3000) as n');
    for (let n = 0; n < 6; n += 1) {
      await expect(database().queryRaw(late, [EVERY_BYTE])).rejects.toMatchObject({ code: '22012' });
      expect(await database().queryRaw(echo, [EVERY_BYTE, -2, '青岛 🏖'])).toEqual([echoed]);
    }
  });
});
