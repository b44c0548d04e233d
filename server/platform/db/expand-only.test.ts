import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../../data/migrations/', import.meta.url));
const FUNCTIONS = fileURLToPath(new URL('../../../data/functions/', import.meta.url));
/** The last migration of the last release, 0.4.0; raised with each. */
const RELEASED = '014_functions.sql';
/** From before the rule: 0.4.0 names the column when it loads demonstration data at its start, and nowhere else. */
const BEFORE_THE_RULE: Readonly<Record<string, readonly string[]>> = { '018_unseen_edits.sql': ['renames'] };

/**
 * What the release before cannot bear, as it goes on serving beside a new one: its statements name what is dropped or
 * renamed, and write rows without a column that must have a value.
 */
const CONTRACTS: readonly { readonly what: string; readonly found: RegExp }[] = [
  { what: 'drops a table, a column, a view or a type', found: /\bdrop\s+(?:table|column|view|type|schema)\b/ },
  { what: 'renames', found: /\brename\b/ },
  { what: 'changes the type of a column', found: /\balter\s+column\s+\w+\s+(?:set\s+data\s+)?type\b/ },
  { what: 'demands a value', found: /\bset\s+not\s+null\b/ },
  { what: 'takes a default away', found: /\bdrop\s+default\b/ },
];

/** Faults of one migration; comments are no statements. */
function faultsOf(sql: string): readonly string[] {
  const text = sql
    .split('\n')
    .map((line) => line.split('--', 1)[0] ?? '')
    .join('\n')
    .toLowerCase();
  const statements = text.split(';');
  const demanding = statements.flatMap((statement) =>
    statement.includes('alter table')
      ? statement
          .split(/\badd column\b/)
          .slice(1)
          .filter((column) => column.includes('not null') && !/\bdefault\b|\bgenerated\b/.test(column))
      : [],
  );
  return [
    ...CONTRACTS.flatMap(({ what, found }) => (found.test(text) ? [what] : [])),
    ...(demanding.length > 0 ? ['adds a column that demands a value and has no default'] : []),
  ];
}

const unreleased = readdirSync(FOLDER).filter((name) => name.endsWith('.sql') && name > RELEASED);

it.each(unreleased)('%s lets the release before serve and write on', (name) => {
  expect(faultsOf(readFileSync(FOLDER + name, 'utf8'))).toEqual(BEFORE_THE_RULE[name] ?? []);
});

it('functions that the release before calls stay as they are, but for those of before the rule', () => {
  const dropped = readdirSync(FUNCTIONS).flatMap((name) =>
    readFileSync(FUNCTIONS + name, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('drop function')),
  );
  expect(dropped).toEqual([
    'drop function if exists note_changes(text[], box3d[]);',
    'drop function if exists cluster_tags(bigint, numeric[], text[], text[]);',
    'drop function if exists tile_shape(geometry, geometry, float8, float8, float8, int);',
  ]);
});

it('what takes away from the release before is found', () => {
  expect(
    [
      'alter table a drop column b;',
      'alter table a rename to b;',
      'alter table a alter column b type bigint;',
      'alter table a alter column b set not null;',
      'alter table a add column b int not null;',
      'drop table a;',
    ].map((sql) => faultsOf(sql).length),
  ).toEqual([1, 1, 1, 1, 1, 1]);
  expect(
    faultsOf('alter table a add column b int not null default 0; -- drop table a\ncreate table c (d int);'),
  ).toEqual([]);
});
