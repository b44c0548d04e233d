import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PUBLIC } from '../platform/auth/principal.ts';
import { DatabaseUnavailable, QueryTimeout } from '../platform/db/errors.ts';
import { sqlText } from '../platform/db/sql.ts';
import { OTHER_SERVER, type ServerDatabase } from '../platform/db/servers-behind.ts';
import type { Database, Row, SqlFile } from '../platform/db/types.ts';
import type { Change } from '../layers/change.ts';
import { fakeDatabase } from '../testing/fake-database.ts';
import { createLog } from '../platform/log/log.ts';
import { setTracer, type Tracer } from '../platform/tracing/tracer.ts';
import { ReadAddress, type Servers } from './read-address.ts';
import { Standbys } from './standbys.ts';

const WHO = sqlText('select who');

/** A database that answers with its own name, and says how far it has come. */
class Fake {
  revision = 0;
  fails: Error | null = null;
  isLost = false;
  asked = 0;
  readonly name: string;
  readonly database: Database;

  constructor(name: string) {
    this.name = name;
    this.database = fakeDatabase((sql: SqlFile): Promise<readonly Row[]> => {
      if (this.isLost) return Promise.reject(new DatabaseUnavailable(new Error('gone')));
      if (sql !== WHO) return Promise.resolve([{ layer_id: 'toilets', revision: String(this.revision) }]);
      this.asked += 1;
      return this.fails === null ? Promise.resolve([{ name }]) : Promise.reject(this.fails);
    });
  }
}

let [primary, near, far]: Fake[] = [];
let standbys: Standbys;
let address: ReadAddress;
/** To which server the next connection to the first address leads. */
let next: Fake | undefined;
let lines: string[];
let tell: (changes: readonly Change[]) => void;
let isLost: boolean;

beforeEach(async () => {
  [primary, near, far] = ['primary', 'near', 'far'].map((name) => new Fake(name));
  isLost = false;
  lines = [];
  next = near;
  const log = createLog((line) => lines.push(line));
  const each = [() => next, () => far].map(
    (fake, nth) =>
      new ReadAddress({
        name: `address${String(nth)}`,
        open: (onServer) => serversOf(fake, onServer),
        check: () => Promise.resolve(),
        log,
      }),
  );
  [address] = each as [ReadAddress];
  standbys = new Standbys({
    primary: (primary as Fake).database,
    addresses: each,
    watch: {
      freshen: () => Promise.resolve(!isLost),
      onChange: (_phase, listener) => {
        tell = listener;
        return () => undefined;
      },
    },
    isOwn: (layer) => layer === 'toilets',
  });
  await Promise.all(each.map((one) => one.look()));
});
afterEach(() => standbys.close());

/** An address whose connections lead to whichever server is said at the time. */
function serversOf(fake: () => Fake | undefined, onServer: (server: ServerDatabase) => void): Servers {
  const known = new Set<Fake>();
  return {
    look: () => {
      const to = fake();
      if (to === undefined || to.isLost) return Promise.reject(new DatabaseUnavailable(new Error('nobody')));
      if (known.has(to)) return Promise.resolve();
      known.add(to);
      const { database, name } = to;
      const close = (): Promise<void> => Promise.resolve(void known.delete(to));
      onServer({ ...database, keepsPlans: true, as: (...asked) => database.as(...asked), name, close });
      return Promise.resolve();
    },
    close: () => undefined,
  };
}

const events = (): unknown[] =>
  lines.map((line) => {
    const { event, standby, server } = JSON.parse(line) as Record<string, unknown>;
    return [event, standby, server];
  });

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

  it('tells its trace of the wait for a standby, and of nothing where it need not wait', async () => {
    const names: string[] = [];
    const span: Tracer['span'] = (name, _attributes, work) => {
      names.push(name);
      return work(null);
    };
    setTracer({ span, traceId: () => null } as Partial<Tracer> as Tracer);
    await who();
    expect(names).toEqual([]);
    tell([change(5)]);
    await who();
    setTracer(null);
    expect(names).toEqual(['standby wait']);
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

describe('an address that leads to several servers', () => {
  let third: Fake;

  beforeEach(async () => {
    third = new Fake('third');
    next = third;
    await address.look();
  });

  it('has each read once it has come as far as is known', async () => {
    expect(standbys.counts()).toEqual({ set: 2, up: 2, servers: 3 });
    expect(new Set([await who(), await who(), await who()])).toEqual(new Set(['near', 'far', 'third']));
    tell([change(5)]);
    third.revision = 5;
    expect([await who(), await who(), await who()]).toEqual(['third', 'third', 'third']);
  });

  it('goes on with the others where one is lost, finds it again, and says so', async () => {
    next = near;
    third.isLost = true;
    await address.look();
    expect(standbys.counts()).toEqual({ set: 2, up: 2, servers: 2 });
    expect(new Set([await who(), await who(), await who()])).toEqual(new Set(['near', 'far']));
    third.isLost = false;
    next = third;
    await address.look();
    expect(standbys.counts().servers).toBe(3);
    expect(events()).toEqual([
      ['standby-up', 'address0', 'near'],
      ['standby-up', 'address1', 'far'],
      ['standby-up', 'address0', 'third'],
      ['standby-lost', 'address0', 'third'],
      ['standby-up', 'address0', 'third'],
    ]);
  });

  it('tells once that a pooler gives transactions to any server, and has the primary answer', async () => {
    const mixed = Object.assign(new Error('Another server answers.'), { code: OTHER_SERVER });
    for (const fake of [near, far, third]) if (fake !== undefined) fake.fails = mixed;
    expect([await who(), await who(), await who(), await who(), await who(), await who()]).toEqual(
      Array.from({ length: 6 }, () => 'primary'),
    );
    expect(events().filter((event) => String(event).startsWith('standby-pooler'))).toEqual([
      ['standby-pooler', 'address0', undefined],
      ['standby-pooler', 'address1', undefined],
    ]);
  });

  it('has figures of each server', () => {
    const figure = standbys.figures.find(({ name }) => name === 'standby_server_behind');
    tell([change(5)]);
    third.revision = 5;
    expect(figure !== undefined && 'readAll' in figure ? figure.readAll() : null).toEqual([
      [{ standby: 'address0', server: 'near' }, 1],
      [{ standby: 'address0', server: 'third' }, 1],
      [{ standby: 'address1', server: 'far' }, 1],
    ]);
  });
});
