import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PUBLIC } from '../platform/auth/principal.ts';
import { DatabaseUnavailable, QueryTimeout } from '../platform/db/errors.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database, Row, SqlFile } from '../platform/db/types.ts';
import type { Change } from '../layers/change.ts';
import { fakeDatabase } from '../testing/fake-database.ts';
import { SILENT } from '../platform/log/log.ts';
import { Standby } from './standby.ts';
import { Standbys } from './standbys.ts';

const WHO = sqlText('select who');

/** A database that answers with its own name, and says how far it has come. */
class Fake {
  revision = 0;
  fails: Error | null = null;
  asked = 0;
  readonly database: Database;

  constructor(name: string) {
    this.database = fakeDatabase((sql: SqlFile): Promise<readonly Row[]> => {
      if (sql !== WHO) return Promise.resolve([{ layer_id: 'toilets', revision: String(this.revision) }]);
      this.asked += 1;
      return this.fails === null ? Promise.resolve([{ name }]) : Promise.reject(this.fails);
    });
  }
}

let [primary, near, far]: Fake[] = [];
let standbys: Standbys;
let tell: (changes: readonly Change[]) => void;
let isLost: boolean;

beforeEach(async () => {
  [primary, near, far] = ['primary', 'near', 'far'].map((name) => new Fake(name));
  isLost = false;
  const each = [near, far].map(
    (fake, nth) =>
      new Standby({ name: String(nth), open: () => Promise.resolve((fake as Fake).database), log: SILENT }),
  );
  standbys = new Standbys({
    primary: (primary as Fake).database,
    standbys: each,
    watch: {
      freshen: () => Promise.resolve(!isLost),
      onChange: (_phase, listener) => {
        tell = listener;
        return () => undefined;
      },
    },
    isOwn: (layer) => layer === 'toilets',
  });
  await Promise.all(each.map((standby) => standby.look()));
});
afterEach(() => standbys.close());

async function who(): Promise<unknown> {
  const [row] = await standbys.database.as(PUBLIC, { signal: undefined }).query(WHO);
  return row?.['name'];
}

const change = (revision: number, more: Partial<Change> = {}): Change => ({
  layer: 'toilets',
  revision,
  boxes: null,
  isReset: false,
  ...more,
});

describe('a session', () => {
  it('reads the standbys by turns, and each session one of them', async () => {
    expect(new Set([await who(), await who()])).toEqual(new Set(['near', 'far']));
    const session = standbys.database.as(PUBLIC, { signal: undefined });
    const names = [await session.query(WHO), await session.query(WHO), await session.query(WHO)];
    expect(new Set(names.map(([row]) => row?.['name'])).size).toBe(1);
  });

  it('reads one that has come as far as is known, and waits for it', async () => {
    tell([change(5)]);
    if (far !== undefined) far.revision = 5;
    expect([await who(), await who()]).toEqual(['far', 'far']);
    tell([change(6)]);
    setTimeout(() => {
      if (near !== undefined) near.revision = 6;
    }, 30);
    expect(await who()).toBe('near');
  });

  it('reads the primary where none comes so far in time, and again a standby after its data went back', async () => {
    tell([change(9)]);
    expect(await who()).toBe('primary');
    tell([change(3, { isReset: true })]);
    if (near !== undefined) near.revision = 3;
    expect(await who()).toBe('near');
  });

  it('reads none that still has what was there before the data went back', async () => {
    for (const fake of [near, far]) if (fake !== undefined) fake.revision = 9;
    tell([change(9)]);
    tell([change(3, { isReset: true })]);
    expect(await who()).toBe('primary');
    // Nor while the primary is lost.
    isLost = true;
    expect(await who()).toBe('primary');
    isLost = false;
    if (far !== undefined) far.revision = 3;
    expect([await who(), await who()]).toEqual(['far', 'far']);
    // As far again, by new changes.
    tell([change(12)]);
    if (far !== undefined) far.revision = 12;
    expect(await who()).toBe('far');
    isLost = true;
    expect(await who()).toBe('far');
  });

  it('does not mind layers of other databases', async () => {
    tell([{ ...change(7), layer: 'somewhere-else' }]);
    expect(await who()).not.toBe('primary');
  });

  it('reads a standby that is behind while the primary is lost, but never what was withdrawn', async () => {
    tell([change(4, { withdraws: true })]);
    if (near !== undefined) near.revision = 4;
    tell([change(5)]);
    isLost = true;
    expect([await who(), await who()]).toEqual(['near', 'near']);
  });

  it('goes to the primary where a standby fails, and stays there', async () => {
    for (const fake of [near, far]) if (fake !== undefined) fake.fails = new DatabaseUnavailable(new Error('cut'));
    const session = standbys.database.as(PUBLIC, { signal: undefined });
    expect(await session.query(WHO)).toEqual([{ name: 'primary' }]);
    expect(await session.query(WHO)).toEqual([{ name: 'primary' }]);
    expect((near?.asked ?? 0) + (far?.asked ?? 0)).toBe(1);
    const conflict = Object.assign(new Error('canceling statement due to conflict with recovery'), { code: '40001' });
    for (const fake of [near, far]) if (fake !== undefined) fake.fails = conflict;
    expect(await who()).toBe('primary');
  });

  it('tells an error that the primary would give too', async () => {
    const late = new QueryTimeout({ kind: 'tile', limitMs: 1, isEmbedded: false });
    for (const fake of [near, far]) if (fake !== undefined) fake.fails = late;
    await expect(who()).rejects.toBe(late);
    expect(primary?.asked).toBe(0);
  });
});
