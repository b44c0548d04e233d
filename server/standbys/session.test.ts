import { afterEach, beforeEach, expect, it } from 'vitest';
import { PUBLIC } from '../platform/auth/principal.ts';
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import type { Session } from '../platform/db/types.ts';
import { createLog } from '../platform/log/log.ts';
import { FakeServer, openFakeStandbys, toiletsChanged, WHO, type FakeStandbys } from '../testing/fake-servers.ts';

const CUT = new DatabaseUnavailable(new Error('cut'));

let primary: FakeServer;
let near: FakeServer;
let far: FakeServer;
let fakes: FakeStandbys;

beforeEach(async () => {
  [primary, near, far] = ['primary', 'near', 'far'].map((name) => new FakeServer(name)) as [
    FakeServer,
    FakeServer,
    FakeServer,
  ];
  const addresses = [near, far].map((fake) => () => fake);
  fakes = await openFakeStandbys(
    primary,
    addresses,
    createLog(() => undefined),
  );
  await turnIsOf(near);
  // Known to be lost, unless a test says otherwise.
  fakes.isLost = true;
  [primary.fails, near.fails] = [CUT, CUT];
});
afterEach(() => fakes.standbys.close());

function session(): Session {
  return fakes.standbys.database.as(PUBLIC, { signal: undefined });
}

async function who(at = session()): Promise<unknown> {
  const [row] = await at.query(WHO);
  return row?.['name'];
}

/** The next session begins at this one: they take turns. */
async function turnIsOf(fake: FakeServer): Promise<void> {
  while ((await who()) === fake.name);
}

async function look(): Promise<void> {
  await Promise.all(fakes.addresses.map((address) => address.look()));
}

it('goes on at another standby where one fails it while the primary is lost', async () => {
  expect([await who(), await who()]).toEqual(['far', 'far']);
  expect([near.asked > 0, primary.asked]).toEqual([true, 0]);
});

it('has statements that fail at once go to one and the same server', async () => {
  const one = session();
  expect(await Promise.all([who(one), who(one), who(one)])).toEqual(['far', 'far', 'far']);
  near.fails = null;
  expect(await who(one)).toBe('far');
});

it('goes on at a standby where the primary fails it before it is known to be lost', async () => {
  fakes.isLost = false;
  fakes.tell([toiletsChanged(9)]);
  setTimeout(() => (fakes.isLost = true), 400);
  expect(await who()).toBe('far');
  expect(primary.asked).toBe(1);
});

it('goes on at a standby that is found a moment later', async () => {
  far.isLost = true;
  await look();
  setTimeout(() => {
    far.isLost = false;
    void look();
  }, 50);
  expect(await who()).toBe('far');
});

it('is told what failed once all have, and is never shown what was withdrawn', async () => {
  fakes.tell([toiletsChanged(4, { withdraws: true })]);
  await expect(who()).rejects.toBe(CUT);
  far.revision = 4;
  expect(await who()).toBe('far');
  far.fails = CUT;
  await expect(who()).rejects.toBe(CUT);
});

it('is not sent back in time by a standby that has less than what has answered it', async () => {
  [near.fails, near.revision] = [null, 7];
  await look();
  await turnIsOf(near);
  const one = session();
  expect(await who(one)).toBe('near');
  near.fails = CUT;
  await expect(who(one)).rejects.toBe(CUT);
  expect(await who()).toBe('far');
  far.revision = 7;
  expect(await who(one)).toBe('far');
});

it('repeats a snapshot of which nothing was given, and no other', async () => {
  const names: unknown[] = [];
  const read = (): Promise<void> =>
    session().snapshot(async (snapshot) => {
      const [row] = await snapshot.query(WHO);
      names.push(row?.['name']);
      if (row?.['name'] === 'near') near.fails = CUT;
      await snapshot.query(WHO);
    });
  await read();
  expect(names).toEqual(['far']);
  near.fails = null;
  await turnIsOf(near);
  await expect(read()).rejects.toBe(CUT);
  expect(names).toEqual(['far', 'near']);
});
