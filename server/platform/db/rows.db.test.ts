import { expect, it } from 'vitest';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { onlyRow, readBase64, readBase64OrNull, readText } from './rows.ts';
import { sqlText } from './sql.ts';
import type { Row } from './types.ts';

const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
const MEGABYTES = 5;

describeDatabases('bytes in base64', { embedded: 'daily' }, (database) => {
  const echo = {
    name: 'test/echo',
    text: `select encode($1::bytea, 'base64') as bytes, encode(null::bytea, 'base64') as nothing,
      encode(int4send($2::int), 'base64') as number, $3::text as words, $1::bytea as hex`,
  };
  const read = (row: Row): unknown => [
    readBase64(row, 'bytes'),
    readBase64OrNull(row, 'nothing'),
    readBase64(row, 'number'),
    readText(row, 'words'),
    row.hex,
  ];
  const echoed = [EVERY_BYTE, null, Buffer.from([0xff, 0xff, 0xff, 0xfe]), '青岛 🏖', EVERY_BYTE];

  it('are the bytes of the column', async () => {
    expect((await database().query(echo, [EVERY_BYTE, -2, '青岛 🏖'])).map(read)).toEqual([echoed]);
  });

  it('are the same without a name and without parameters', async () => {
    const text = `select encode(decode('${EVERY_BYTE.toString('hex')}', 'hex'), 'base64') as bytes,
      encode(int8send(1), 'base64') as number, encode('', 'base64') as empty`;
    const row = onlyRow(await database().query(sqlText(text)));
    expect([readBase64(row, 'bytes'), readBase64(row, 'number'), readBase64OrNull(row, 'empty')]).toEqual([
      EVERY_BYTE,
      Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]),
      Buffer.alloc(0),
    ]);
  });

  it(`hold values of ${MEGABYTES} MB, several in a row`, async () => {
    const bytes = Buffer.alloc(MEGABYTES * 1_000_000);
    for (let n = 0; n < bytes.length; n += 1) bytes[n] = (n * 2_654_435_761) >>> 13;
    const text = "select encode($1::bytea, 'base64') as one, $2::int as number, encode($1::bytea, 'base64') as two";
    const row = onlyRow(await database().query(sqlText(text), [bytes, 5]));
    expect(readBase64(row, 'one').equals(bytes)).toBe(true);
    expect(row.number).toBe(5);
    expect(readBase64(row, 'two').equals(bytes)).toBe(true);
  });

  it('do not mix with those of other statements of the same connections', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, n) => {
        const row = onlyRow(await database().query(echo, [Buffer.from([n, 255 - n]), n, `${n}`]));
        return [readBase64(row, 'bytes'), row.hex, readText(row, 'words')];
      }),
    );
    expect(answers).toEqual(
      Array.from({ length: 60 }, (_, n) => [Buffer.from([n, 255 - n]), Buffer.from([n, 255 - n]), `${n}`]),
    );
  });

  it('end with the error of a later row, and the connection goes on', async () => {
    const late = sqlText("select encode($1::bytea, 'base64'), 1 / (3000 - n) from generate_series(1, 3000) as n");
    for (let n = 0; n < 6; n += 1) {
      await expect(database().query(late, [EVERY_BYTE])).rejects.toMatchObject({ code: '22012' });
      expect((await database().query(echo, [EVERY_BYTE, -2, '青岛 🏖'])).map(read)).toEqual([echoed]);
    }
  });

  it('are refused where the column holds something else', async () => {
    const row = onlyRow(await database().query(sqlText('select 5 as number, null::text as nothing')));
    expect(() => readBase64(row, 'number')).toThrow('Column number should be text, but is number.');
    expect(() => readBase64(row, 'nothing')).toThrow('Column nothing should be text, but is null.');
  });
});
