import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../../../../../tiles/api/result.ts';
import { ApiError } from '../../../data/errors.ts';
import { followJob, readJob } from './run.ts';
import { Kept, createLatest } from './variant.ts';

const rest = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });

function setUpLatest() {
  const asked: {
    question: number;
    answer: (value: string) => void;
    fail: (error: unknown) => void;
    signal: AbortSignal;
  }[] = [];
  const answers: string[] = [];
  const busy: boolean[] = [];
  const latest = createLatest<number, string>({
    ask: (question, signal) =>
      new Promise((answer, fail) => {
        asked.push({ question, answer, fail, signal });
      }),
    onAnswer: (answer) => answers.push(answer),
    onFailure: (error) => answers.push(String(error)),
    onBusy: (is) => busy.push(is),
  });
  return { latest, asked, answers, busy };
}

describe('questions while something is dragged', () => {
  it('are asked one at a time, and always the newest next', async () => {
    const { latest, asked, answers, busy } = setUpLatest();
    [1, 2, 3, 4].forEach(latest.ask);
    expect(asked.map(({ question }) => question)).toEqual([1]);
    asked[0]?.answer('one');
    await rest();
    expect(asked.map(({ question }) => question)).toEqual([1, 4]);
    asked[1]?.answer('four');
    await rest();
    expect([answers, busy.at(-1)]).toEqual([['one', 'four'], false]);
  });

  it('go on after a failure, and end when they are stopped: a late answer is ignored', async () => {
    const { latest, asked, answers, busy } = setUpLatest();
    latest.ask(1);
    latest.ask(2);
    asked[0]?.fail(new Error('no'));
    await rest();
    latest.stop();
    asked[1]?.answer('late');
    await rest();
    expect(answers).toEqual(['Error: no']);
    expect([asked[1]?.signal.aborted, busy.at(-1)]).toEqual([true, false]);
    latest.ask(3);
    expect(asked.at(-1)?.question).toBe(3);
  });
});

describe('kept answers', () => {
  it('are the last used ones', () => {
    const kept = new Kept<number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    expect(kept.get('a')).toBe(1);
    kept.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual([1, undefined, 3]);
  });
});

const job = (state: Job['state'], share = 0): Job => ({
  id: 'j',
  state,
  title: null,
  progress: { share, analysis: 0, phase: 'exact' },
  createdAt: '',
  finishedAt: null,
  error: null,
  result: state === 'done' ? '/r' : null,
});

function source() {
  const listeners = new Map<string, (event: { data?: unknown }) => void>();
  const events = {
    addEventListener: (type: string, listener: (event: { data?: unknown }) => void) => {
      listeners.set(type, listener);
    },
    close: vi.fn(),
  };
  return { events, send: (each: Job) => listeners.get('progress')?.({ data: JSON.stringify(each) }) };
}

describe('a job', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const never = new AbortController().signal;

  it('is followed by its events to its end', async () => {
    const { events, send } = source();
    const seen: string[] = [];
    const ask = vi.fn(() => Promise.resolve(job('running')));
    const followed = followJob(
      { ask, events: () => events },
      ({ state, progress }) => seen.push(`${state} ${progress.share}`),
      never,
    );
    send(job('running', 0.2));
    send(job('running', 0.6));
    send(job('done', 1));
    await expect(followed).resolves.toMatchObject({ state: 'done' });
    expect(seen).toEqual(['running 0.2', 'running 0.6', 'done 1']);
    expect([ask.mock.calls.length, events.close.mock.calls.length]).toEqual([0, 1]);
  });

  it('is polled where no events come', async () => {
    const answers = [job('waiting'), job('running'), job('cancelled')];
    const followed = followJob(
      { ask: () => Promise.resolve(answers.shift() ?? job('done')), events: () => null },
      () => undefined,
      never,
    );
    await vi.advanceTimersByTimeAsync(5000);
    await expect(followed).resolves.toMatchObject({ state: 'cancelled' });
  });

  it('that the server no longer knows has failed at once; an unreachable server is retried', async () => {
    const gone = new ApiError({ code: 'unknown-job', status: 404 });
    const first = followJob({ ask: () => Promise.reject(gone), events: () => null }, () => undefined, never);
    const failed = expect(first).rejects.toBe(gone);
    await vi.advanceTimersByTimeAsync(1000);
    await failed;
    const offline = vi.fn(() => Promise.reject(new ApiError({ code: 'offline' })));
    const second = expect(
      followJob({ ask: offline, events: () => null }, () => undefined, never),
    ).rejects.toMatchObject({ code: 'offline' });
    await vi.advanceTimersByTimeAsync(10_000);
    await second;
    expect(offline).toHaveBeenCalledTimes(5);
  });

  it('is released when nobody follows it', async () => {
    const controller = new AbortController();
    const { events } = source();
    const followed = expect(
      followJob(
        { ask: () => Promise.resolve(job('running')), events: () => events },
        () => undefined,
        controller.signal,
      ),
    ).rejects.toMatchObject({ name: 'AbortError' });
    controller.abort();
    await followed;
    expect(events.close).toHaveBeenCalledOnce();
  });

  it.each(['', '{', 'null', '7', '{"state":"running"}', undefined])(
    'reads as null where the data cannot be parsed: %s',
    (data) => {
      expect(readJob(data)).toBeNull();
    },
  );
});
