import { afterEach, describe, expect, it } from 'vitest';
import type { Health } from '../../../tiles/api/wire.ts';
import type { Database, Row } from '../db/types.ts';
import { fakeDatabase } from '../../testing/fake-database.ts';
import { serve, type TestService } from '../../testing/serve.ts';
import { emptyCatalogue } from '../../testing/city.ts';

type Answer = () => Promise<readonly Row[]>;

const UP: Answer = () => Promise.resolve([]);
const LOST: Answer = () => Promise.reject(new Error('refused'));
const HUNG: Answer = () => new Promise(() => undefined);

let service: TestService | null = null;
/** Answers the poller. */
let answer: Answer;
/** Statements of anybody else. */
let statements: number;
afterEach(() => service?.close());

async function start(first: Answer): Promise<TestService> {
  answer = first;
  statements = 0;
  const others = fakeDatabase(() => {
    statements += 1;
    return Promise.resolve([]);
  });
  const db: Database = { ...others, background: { ...others, query: () => answer() } };
  service = await serve({ db, catalogue: emptyCatalogue });
  return service;
}

const ask = async (
  from: TestService,
  path: string,
): Promise<{ readonly status: number; readonly retry: string | null; readonly body: Health }> => {
  const response = await from.get(path);
  return {
    status: response.status,
    retry: response.headers.get('retry-after'),
    body: (await response.json()) as Health,
  };
};

describe('/readyz', () => {
  it('answers 200 while the database answers', async () => {
    expect(await ask(await start(UP), '/readyz')).toMatchObject({
      status: 200,
      retry: null,
      body: { status: 'ok', database: 'up', databaseKind: 'server' },
    });
  });

  it.each([
    ['refuses', LOST],
    ['hangs', HUNG],
  ])('answers 503 while the database %s, and 200 when it is back', async (_name, lost) => {
    const from = await start(lost);
    expect(await ask(from, '/readyz')).toMatchObject({
      status: 503,
      retry: '2',
      body: { status: 'unavailable', database: 'down' },
    });
    answer = UP;
    await expect.poll(async () => (await ask(from, '/readyz')).status).toBe(200);
  });

  it('polls first where the last poll is old, as that of a service at rest is', async () => {
    const from = await start(UP);
    await from.server.poller.close();
    let looks = 0;
    from.server.poller.stats = () => ({ looks: 1, failures: 0, changes: 0, lastLookAgeMs: 501, isLost: false });
    from.server.poller.look = () => Promise.resolve(void (looks += 1));
    await ask(from, '/readyz');
    expect(looks).toBe(1);
    from.server.poller.stats = () => ({ looks: 1, failures: 0, changes: 0, lastLookAgeMs: 499, isLost: false });
    await ask(from, '/readyz');
    expect(looks).toBe(1);
  });

  it('answers 503 once the service is told to stop, and says so', async () => {
    const from = await start(UP);
    expect((await ask(from, '/readyz')).status).toBe(200);
    from.server.operations.stopping();
    expect(await ask(from, '/readyz')).toMatchObject({
      status: 503,
      retry: '2',
      body: { status: 'stopping', database: 'up' },
    });
    expect(await ask(from, '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});

describe('/healthz', () => {
  it('answers 200 whatever the database does, and asks it nothing', async () => {
    const from = await start(HUNG);
    expect(await ask(from, '/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    await ask(from, '/readyz');
    expect(await ask(from, '/healthz')).toMatchObject({ status: 200, body: { status: 'ok', database: 'down' } });
    expect(statements).toBe(0);
  });
});
