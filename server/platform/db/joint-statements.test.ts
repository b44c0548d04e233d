import { expect, it } from 'vitest';
import { TurnQueue } from '../fairness/turn-queue.ts';
import { DatabaseUnavailable, QueryCancelled } from './errors.ts';
import { JointStatements } from './joint-statements.ts';
import type { QueryOptions, Row, SqlFile, SqlValue } from './types.ts';

const SQL: SqlFile = { name: 'doubled', text: 'select …', lists: 1 };
const A = new Set(['a']);
const B = new Set(['b']);

interface Sent {
  readonly params: readonly SqlValue[];
  readonly options: QueryOptions;
  readonly answer: () => void;
  readonly fail: (error: Error) => void;
}

/** Statements as they are sent, each to be answered by the test: every number comes back doubled. */
function joint(slots = 8) {
  const sent: Sent[] = [];
  const clock = { ms: 0 };
  const queue = new TurnQueue({ slots, maxWaiting: 100, maxWaitMs: 60_000 });
  const statements = new JointStatements(
    queue,
    (_, params, options) =>
      new Promise<readonly Row[]>((resolve, reject) => {
        const list = params[1];
        const rows = Array.isArray(list) ? list.map((n, at) => ({ place: at + 1, n: Number(n) * 2 })) : [];
        // The order of the rows is not that of the list.
        sent.push({ params, options, answer: () => resolve(rows.toReversed()), fail: reject });
      }),
    () => clock.ms,
  );
  const ask = (n: number, options: QueryOptions = { clients: A }): Promise<readonly Row[]> =>
    statements.ask(SQL, 1, ['shared', n], options);
  /** After the first answer it is known what such statements take. */
  const learn = async (tookMs = 0.5): Promise<void> => {
    const first = ask(0);
    await tick();
    clock.ms += tookMs;
    sent.shift()?.answer();
    await first;
  };
  return { sent, queue, ask, learn };
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const numbers = (rows: readonly Row[]): unknown => rows.map((row) => row['n']);

it('go together where one client asks for several at once, and each gets its own row', async () => {
  const { sent, queue, ask, learn } = joint();
  await learn();
  const answers = [1, 2, 3].map((n) => ask(n));
  await tick();
  expect(sent.map(({ params }) => params)).toEqual([['shared', [1, 2, 3]]]);
  expect(queue.inside).toBe(1);
  sent[0]?.answer();
  expect((await Promise.all(answers)).map(numbers)).toEqual([[2], [4], [6]]);
  expect([queue.inside, queue.waiting]).toEqual([0, 0]);
});

it('take along what waits for a turn', async () => {
  const { sent, queue, ask, learn } = joint(1);
  await learn();
  const answers = [1, 2, 3].map((n) => ask(n));
  expect([queue.inside, queue.waiting]).toEqual([1, 2]);
  await tick();
  expect(sent).toHaveLength(1);
  sent[0]?.answer();
  expect((await Promise.all(answers)).map(numbers)).toEqual([[2], [4], [6]]);
  expect([queue.inside, queue.waiting]).toEqual([0, 0]);
});

it('go apart before anybody knows what they take', async () => {
  const { sent, ask } = joint();
  const answers = [1, 2].map((n) => ask(n));
  await tick();
  expect(sent.map(({ params }) => params[1])).toEqual([[1], [2]]);
  for (const each of sent) each.answer();
  expect((await Promise.all(answers)).map(numbers)).toEqual([[2], [4]]);
});

it('go apart where they are heavy', async () => {
  const { sent, ask, learn } = joint();
  await learn(30);
  const answers = [1, 2].map((n) => ask(n));
  await tick();
  expect(sent.map(({ params }) => params[1])).toEqual([[1], [2]]);
  for (const each of sent) each.answer();
  await Promise.all(answers);
});

it('of different clients go apart', async () => {
  const { sent, ask, learn } = joint();
  await learn();
  const answers = [ask(1), ask(2, { clients: B }), ask(3)];
  await tick();
  expect(sent.map(({ params }) => params[1])).toEqual([[1, 3], [2]]);
  for (const each of sent) each.answer();
  expect((await Promise.all(answers)).map(numbers)).toEqual([[2], [4], [6]]);
});

it('that fail together are tried one by one', async () => {
  const { sent, queue, ask, learn } = joint();
  await learn();
  const answers = Promise.allSettled([1, 2].map((n) => ask(n)));
  await tick();
  sent.shift()?.fail(new Error('division by zero'));
  await tick();
  expect(sent.map(({ params }) => params[1])).toEqual([[1]]);
  sent.shift()?.fail(new Error('division by zero'));
  await tick();
  sent.shift()?.answer();
  const [first, second] = await answers;
  expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled']);
  await tick();
  expect(queue.inside).toBe(0);
});

it('are not tried again where the database is lost', async () => {
  const { sent, ask, learn } = joint();
  await learn();
  const answers = Promise.allSettled([1, 2].map((n) => ask(n)));
  await tick();
  sent.shift()?.fail(new DatabaseUnavailable(new Error('reset')));
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(sent).toEqual([]);
});

it('go on for others where one caller leaves, and end when all have left', async () => {
  const { sent, queue, ask, learn } = joint();
  await learn();
  const [one, other] = [new AbortController(), new AbortController()];
  const first = ask(1, { clients: A, signal: one.signal });
  const second = ask(2, { clients: A, signal: other.signal });
  await tick();
  one.abort();
  await expect(first).rejects.toThrow(QueryCancelled);
  expect(sent[0]?.options.signal?.aborted).toBe(false);
  other.abort();
  await expect(second).rejects.toThrow(QueryCancelled);
  expect(sent[0]?.options.signal?.aborted).toBe(true);
  sent[0]?.fail(new QueryCancelled());
  await tick();
  expect(queue.inside).toBe(0);
});

it('leave the queue with a caller who leaves before they are sent', async () => {
  const { sent, queue, ask } = joint(1);
  const client = new AbortController();
  const kept = ask(1);
  const left = ask(2, { clients: A, signal: client.signal });
  expect(queue.waiting).toBe(1);
  client.abort();
  await expect(left).rejects.toThrow(QueryCancelled);
  expect(queue.waiting).toBe(0);
  await tick();
  sent[0]?.answer();
  expect(numbers(await kept)).toEqual([2]);
});
