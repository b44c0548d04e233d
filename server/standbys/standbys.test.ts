import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PUBLIC } from '../platform/auth/principal.ts';
import { DatabaseUnavailable, QueryTimeout } from '../platform/db/errors.ts';
import { OTHER_SERVER } from '../platform/db/servers-behind.ts';
import { FakeServer, openFakeStandbys, toiletsChanged, WHO, type FakeStandbys } from '../testing/fake-servers.ts';
import { createLog } from '../platform/log/log.ts';
import { setTracer, type Tracer } from '../platform/tracing/tracer.ts';
import type { ReadAddress } from './read-address.ts';
import type { Standbys } from './standbys.ts';

let [primary, near, far]: FakeServer[] = [];
let fakes: FakeStandbys;
let standbys: Standbys;
let address: ReadAddress;
/** To which server the next connection to the first address leads. */
let next: FakeServer | undefined;
let lines: string[];
let tell: FakeStandbys['tell'];

beforeEach(async () => {
  const [one, two, three] = ['primary', 'near', 'far'].map((name) => new FakeServer(name)) as [
    FakeServer,
    FakeServer,
    FakeServer,
  ];
  [primary, near, far] = [one, two, three];
  lines = [];
  next = two;
  fakes = await openFakeStandbys(
    one,
    [() => next, () => three],
    createLog((line) => lines.push(line)),
  );
  ({ standbys, tell } = fakes);
  [address] = fakes.addresses as [ReadAddress];
});
afterEach(() => standbys.close());

const events = (): unknown[] =>
  lines.map((line) => {
    const { event, standby, server } = JSON.parse(line) as Record<string, unknown>;
    return [event, standby, server];
  });

async function who(): Promise<unknown> {
  const [row] = await standbys.database.as(PUBLIC, { signal: undefined }).query(WHO);
  return row?.['name'];
}

describe('a session', () => {
  it('reads the standbys by turns, and each session one of them', async () => {
    expect(new Set([await who(), await who()])).toEqual(new Set(['near', 'far']));
    const session = standbys.database.as(PUBLIC, { signal: undefined });
    const names = [await session.query(WHO), await session.query(WHO), await session.query(WHO)];
    expect(new Set(names.map(([row]) => row?.['name'])).size).toBe(1);
  });

  it('reads one that has come as far as is known, and waits for it', async () => {
    tell([toiletsChanged(5)]);
    if (far !== undefined) far.revision = 5;
    expect([await who(), await who()]).toEqual(['far', 'far']);
    tell([toiletsChanged(6)]);
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
    tell([toiletsChanged(5)]);
    await who();
    setTracer(null);
    expect(names).toEqual(['standby wait']);
  });

  it('reads the primary where none comes so far in time, and again a standby after its data went back', async () => {
    tell([toiletsChanged(9)]);
    expect(await who()).toBe('primary');
    tell([toiletsChanged(3, { isReset: true })]);
    if (near !== undefined) near.revision = 3;
    expect(await who()).toBe('near');
  });

  it('reads none that still has what was there before the data went back', async () => {
    for (const fake of [near, far]) if (fake !== undefined) fake.revision = 9;
    tell([toiletsChanged(9)]);
    tell([toiletsChanged(3, { isReset: true })]);
    expect(await who()).toBe('primary');
    // Nor while the primary is lost.
    fakes.isLost = true;
    expect(await who()).toBe('primary');
    fakes.isLost = false;
    if (far !== undefined) far.revision = 3;
    expect([await who(), await who()]).toEqual(['far', 'far']);
    // As far again, by new changes.
    tell([toiletsChanged(12)]);
    if (far !== undefined) far.revision = 12;
    expect(await who()).toBe('far');
    fakes.isLost = true;
    expect(await who()).toBe('far');
  });

  it('does not mind layers of other databases', async () => {
    tell([{ ...toiletsChanged(7), layer: 'somewhere-else' }]);
    expect(await who()).not.toBe('primary');
  });

  it('reads a standby that is behind while the primary is lost, but never what was withdrawn', async () => {
    tell([toiletsChanged(4, { withdraws: true })]);
    if (near !== undefined) near.revision = 4;
    tell([toiletsChanged(5)]);
    fakes.isLost = true;
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
  let third: FakeServer;

  beforeEach(async () => {
    third = new FakeServer('third');
    next = third;
    await address.look();
  });

  it('has each read once it has come as far as is known', async () => {
    expect(standbys.counts()).toEqual({ set: 2, up: 2, servers: 3 });
    expect(new Set([await who(), await who(), await who()])).toEqual(new Set(['near', 'far', 'third']));
    tell([toiletsChanged(5)]);
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
    tell([toiletsChanged(5)]);
    third.revision = 5;
    expect(figure !== undefined && 'readAll' in figure ? figure.readAll() : null).toEqual([
      [{ standby: 'address0', server: 'near' }, 1],
      [{ standby: 'address0', server: 'third' }, 1],
      [{ standby: 'address1', server: 'far' }, 1],
    ]);
  });
});
