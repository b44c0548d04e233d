import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Type from 'typebox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anyone, publicAt } from '../auth/principal.ts';
import { TurnQueue } from '../fairness/turn-queue.ts';
import { SILENT } from '../log/log.ts';
import { toApiError } from './errors.ts';
import { createApp } from './express.ts';
import { json, route } from './route.ts';

/** Answers that are being made, in the order in which they were begun; each ends when it is called. */
let begun: { readonly who: string; readonly end: () => void }[];
let server: Server;
let turns: TurnQueue;

const common = {
  method: 'GET',
  auth: anyone,
  cors: 'any-site',
  cache: 'no-store',
  query: Type.Object({ who: Type.String() }),
  answer: json(Type.Object({ who: Type.String() })),
} as const;
const handle = ({ query: { who } }: { readonly query: { readonly who: string } }): Promise<{ who: string }> =>
  new Promise((resolve) => {
    begun.push({ who, end: () => resolve({ who }) });
  });
const ROUTES = [
  route({ ...common, path: '/kept', turn: 'kept', handle }),
  route({ ...common, path: '/passed', turn: 'passed', handle }),
  route({ ...common, path: '/free', handle }),
];

beforeEach(async () => {
  begun = [];
  turns = new TurnQueue({ slots: 2, maxWaiting: 3, maxWaitMs: 60_000 });
  server = createServer(
    createApp(ROUTES, {
      // The query tells clients apart here; in the service it is their address.
      authenticate: (req) => publicAt(/who=(.)/.exec(req.url)?.[1] ?? ''),
      observer: { answered: () => undefined },
      log: SILENT,
      toApiError,
      trustProxy: false,
      turns,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function ask(path: string, who: string, signal?: AbortSignal): Promise<number> {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${String(port)}${path}?who=${who}`, signal === undefined ? {} : { signal }).then(
    ({ status }) => status,
    () => 0,
  );
}
const names = (): string[] => begun.map(({ who }) => who);
const until = (condition: () => boolean): Promise<void> =>
  expect.poll(condition, { timeout: 30_000, interval: 5 }).toBe(true);

describe('requests of several clients', () => {
  it('have their turns: a client with one goes before the many that another has waiting', async () => {
    const asked = [ask('/kept', 'a1'), ask('/kept', 'a2')];
    await until(() => begun.length === 2);
    for (const who of ['a3', 'a4']) asked.push(ask('/kept', who));
    await until(() => turns.waiting === 2);
    asked.push(ask('/kept', 'b1'));
    await until(() => turns.waiting === 3);
    begun[0]?.end();
    await until(() => begun.length === 3);
    expect(names()[2]).toBe('b1');
    for (let at = 1; at < 5; at += 1) {
      await until(() => begun.length > at);
      begun[at]?.end();
    }
    expect(await Promise.all(asked)).toEqual([200, 200, 200, 200, 200]);
  });

  it('are refused for whoever has the most of them, when too many wait', async () => {
    const first = [ask('/kept', 'a1'), ask('/kept', 'a2')];
    await until(() => begun.length === 2);
    const waiting = [ask('/kept', 'a3'), ask('/kept', 'a4'), ask('/kept', 'a5')];
    await until(() => turns.waiting === 3);
    const other = ask('/kept', 'b1');
    await expect(Promise.race(waiting)).resolves.toBe(429);
    for (let at = 0; at < 5; at += 1) {
      await until(() => begun.length > at);
      begun[at]?.end();
    }
    expect((await Promise.all(waiting)).sort()).toEqual([200, 200, 429]);
    expect(await Promise.all([...first, other])).toEqual([200, 200, 200]);
  });

  it('keep no turn where they wait for something else, and need none where they come in any case', async () => {
    const asked = [ask('/passed', 'a1'), ask('/passed', 'a2'), ask('/passed', 'a3')];
    await until(() => begun.length === 3);
    expect(turns.inside).toBe(0);
    asked.push(ask('/kept', 'a4'), ask('/kept', 'a5'));
    await until(() => begun.length === 5);
    asked.push(ask('/free', 'c1'));
    await until(() => begun.length === 6);
    for (const { end } of begun) end();
    expect(await Promise.all(asked)).toEqual([200, 200, 200, 200, 200, 200]);
  });

  it('give their place up when their client leaves', async () => {
    const asked = [ask('/kept', 'a1'), ask('/kept', 'a2')];
    await until(() => begun.length === 2);
    const leaving = new AbortController();
    const left = ask('/kept', 'a3', leaving.signal);
    await until(() => turns.waiting === 1);
    leaving.abort();
    expect(await left).toBe(0);
    await until(() => turns.waiting === 0);
    for (const { end } of begun) end();
    expect(await Promise.all(asked)).toEqual([200, 200]);
  });
});
