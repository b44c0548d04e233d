import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import { fakeDatabase } from '../testing/fake-database.ts';
import { FEATURE_TABLE } from './feature-table-source.ts';
import { OtherStats } from './other-stats.ts';
import type { LayerSource } from './source.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function sourcesOf(count: number): readonly LayerSource[] {
  const database = fakeDatabase(() => Promise.resolve([]));
  return Array.from({ length: count }, (_, index) => ({ ...FEATURE_TABLE, id: String(index), database }));
}

it('looks at a few sources of a database at a time, and at none of the service’s own', async () => {
  let now = 0;
  let most = 0;
  const stats = new OtherStats<string>(async ({ id }) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 10));
    now -= 1;
    return id;
  });
  const sources = sourcesOf(20);
  const asked = stats.of([...sources, FEATURE_TABLE]);
  await pass(1000);
  expect([...(await asked).known.values()].toSorted()).toEqual(sources.map(({ id }) => id).toSorted());
  expect(most).toBe(4);
});

it('waits ten seconds for what nobody knows yet and a moment for news, and a look goes on behind that', async () => {
  let takesMs = 12_000;
  const stats = new OtherStats<number>(async (_, known = 0) => {
    await new Promise((resolve) => setTimeout(resolve, takesMs));
    return known + 1;
  });
  const [source] = sourcesOf(1);
  if (source === undefined) throw new Error();
  const answers: (number | undefined)[] = [];
  const ask = async (): Promise<void> => void answers.push((await stats.of([source])).known.get(source));
  void ask();
  await pass(10_100);
  expect(answers).toEqual([undefined]);
  await pass(2000);
  takesMs = 5000;
  void ask();
  await pass(1600);
  expect(answers).toEqual([undefined, 1]);
  await pass(4000);
  takesMs = 10;
  void ask();
  await pass(20);
  expect(answers).toEqual([undefined, 1, 3]);
});

it('gives what it knows while a database fails, which it asks again after a rest', async () => {
  let looks = 0;
  let fails = false;
  const stats = new OtherStats<string>(({ id }) => {
    looks += 1;
    return fails ? Promise.reject(new DatabaseUnavailable(new Error('lost'), 'gis')) : Promise.resolve(id);
  });
  const sources = sourcesOf(20);
  expect((await stats.of(sources)).known.size).toBe(20);
  fails = true;
  looks = 0;
  for (let ask = 0; ask < 5; ask += 1) {
    const { known, errors } = await stats.of(sources);
    expect([known.size, errors.size]).toEqual([20, 20]);
  }
  expect(looks).toBeLessThanOrEqual(4);
  fails = false;
  await pass(6000);
  const { known, errors } = await stats.of(sources.slice(0, 10));
  expect([known.size, errors.size]).toEqual([10, 0]);
});

it('asks the sources that are wanted and no others, ahead of those that somebody else waits for', async () => {
  const asked: string[] = [];
  const stats = new OtherStats<string>(async ({ id }) => {
    asked.push(id);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return id;
  });
  const sources = sourcesOf(20);
  const all = stats.of(sources);
  const last = stats.of(sources.slice(-1));
  await pass(250);
  expect([...(await last).known.values()]).toEqual(['19']);
  expect(asked.indexOf('19')).toBeLessThan(8);
  await pass(1000);
  await all;
  const others = sourcesOf(5);
  const few = stats.of(others.slice(0, 2));
  await pass(200);
  await few;
  expect(asked.slice(20)).toEqual(['0', '1']);
});

it('tells the error of one source that fails without a rest for the others of its database', async () => {
  const stats = new OtherStats<string>(({ id }) =>
    id === '3' ? Promise.reject(new Error('This table is gone.')) : Promise.resolve(id),
  );
  const sources = sourcesOf(5);
  const { known, errors } = await stats.of(sources);
  expect([known.size, [...errors.values()].map(String)]).toEqual([4, ['Error: This table is gone.']]);
});

it('says of a source that has never answered that it has not, with its name', async () => {
  const stats = new OtherStats<string>(() => new Promise(() => undefined));
  const [source] = sourcesOf(1);
  if (source === undefined) throw new Error();
  const found = stats.of([{ ...source, sourceName: 'gis' }]);
  await pass(10_100);
  const { known, errors } = await found;
  expect([known.size, [...errors.values()]]).toEqual([0, [expect.objectContaining({ source: 'gis' })]]);
});
