import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeDatabases } from '../../testing/describe-databases.ts';
import { MigrationError } from './errors.ts';
import { migrate } from './migrate.ts';
import { onlyRow, readText } from './rows.ts';
import { sqlText } from './sql.ts';

const FUNCTIONS = fileURLToPath(new URL('../../../data/functions/', import.meta.url));
const answers = (text: string, type = 'text', args = ''): string =>
  `create or replace function answer(${args}) returns ${type} language sql immutable as $$ select ${text} $$;\n`;

describeDatabases('functions of the database', { embedded: 'daily' }, (database) => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chengtu-functions-'));
    await cp(FUNCTIONS, folder, { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const put = (name: string, text: string): Promise<void> => writeFile(join(folder, `${name}.sql`), text);
  const apply = (): Promise<string[]> => migrate(database(), { functions: folder });
  const run = (text: string) => database().query(sqlText(text));
  const answer = async (call = 'answer()'): Promise<string> =>
    readText(onlyRow(await run(`select ${call}::text as answer`)), 'answer');

  it('are made where they are missing, and left alone where nothing has changed', async () => {
    await put('answer', answers("'first'"));
    expect(await apply()).toEqual(['functions/answer.sql']);
    expect(await answer()).toBe('first');
    expect(await apply()).toEqual([]);
  });

  it('are replaced where their text has changed, and only they', async () => {
    await put('answer', answers("'second'"));
    expect(await apply()).toEqual(['functions/answer.sql']);
    expect(await answer()).toBe('second');
  });

  it('do not change with the line ends of a checkout', async () => {
    await put('answer', answers("'second'").replaceAll('\n', '\r\n'));
    expect(await apply()).toEqual([]);
  });

  it('are applied once where two processes start together', async () => {
    await put('answer', answers("'third'"));
    expect((await Promise.all([apply(), apply()])).flat()).toEqual(['functions/answer.sql']);
  });

  it('come back where somebody has dropped one', async () => {
    await run('drop function answer()');
    expect(await apply()).toEqual(['functions/answer.sql']);
    expect(await answer()).toBe('third');
  });

  it('come before those that need them, all or none', async () => {
    await put('answer', `-- needs: base\n\n${answers('base()')}`);
    await put('base', "create or replace function base() returns text language sql as $$ select 'base' $$;\n");
    await put(
      'zero',
      'create or replace function zero() returns text language sql as $$ select no_such_function() $$;\n',
    );
    await expect(apply()).rejects.toThrow(/Functions of zero\.sql failed: .*no_such_function/);
    expect(await answer()).toBe('third');
    await rm(join(folder, 'zero.sql'));
    expect(await apply()).toEqual(['functions/base.sql', 'functions/answer.sql']);
    expect(await answer()).toBe('base');
  });

  it('are refused with advice where a result changes', async () => {
    await put('answer', answers('1', 'int'));
    await expect(apply()).rejects.toThrow(MigrationError);
    await expect(apply()).rejects.toThrow(/answer\.sql failed: .* drop the function in a migration first/);
    await run('drop function answer()');
    await apply();
    expect(await answer()).toBe('1');
  });

  it('are dropped where they stand in no file any more, as is one whose arguments have become others', async () => {
    await run("create function of_somebody() returns text language sql as $$ select 'else' $$");
    await put('answer', answers('n', 'int', 'n int'));
    await rm(join(folder, 'base.sql'));
    await apply();
    expect(await answer('answer(5)')).toBe('5');
    await expect(answer('answer()')).rejects.toThrow(/does not exist/);
    await expect(answer('base()')).rejects.toThrow(/does not exist/);
    expect(await answer('of_somebody()')).toBe('else');
  });

  it('are not dropped while a table needs them, and it is said which', async () => {
    await run('create table answered (n int, answer int generated always as (answer(n)) stored)');
    await rm(join(folder, 'answer.sql'));
    await expect(apply()).rejects.toThrow(/cannot be dropped: .*answer.* in a migration first/);
    expect(await answer('answer(5)')).toBe('5');
    await run('drop table answered');
    await apply();
    await expect(answer('answer(5)')).rejects.toThrow(/does not exist/);
    expect(await apply()).toEqual([]);
  });

  it('move from one file to another', async () => {
    const boxes = await readFile(join(folder, 'boxes.sql'), 'utf8');
    await put('places', boxes);
    await rm(join(folder, 'boxes.sql'));
    const shapes = await readFile(join(folder, 'tile_shapes.sql'), 'utf8');
    await put('tile_shapes', shapes.replace('needs: boxes', 'needs: places'));
    await apply();
    expect(await run('select is_in_box(ST_Point(1, 1), ST_MakeEnvelope(0, 0, 2, 2)) as inside')).toEqual([
      { inside: true },
    ]);
    expect(await migrate(database())).toEqual(['functions/boxes.sql', 'functions/tile_shapes.sql']);
  });
});
