import { describe, expect, it } from 'vitest';
import { QueryCancelled } from './errors.ts';
import { SharedWork } from './shared-work.ts';

function begun() {
  let finish: (value: string) => void = () => undefined;
  let seen: AbortSignal | null = null;
  const work = new SharedWork<string>((signal) => {
    seen = signal;
    return new Promise((resolve) => {
      finish = resolve;
    });
  });
  return { work, finish: (value: string) => finish(value), signal: () => seen };
}

describe('work that several wait for', () => {
  it('goes on while one of them stays, and gives it the result', async () => {
    const { work, finish, signal } = begun();
    const leaving = new AbortController();
    const left = expect(work.join(leaving.signal)).rejects.toBeInstanceOf(QueryCancelled);
    const stays = work.join(new AbortController().signal);
    leaving.abort();
    await left;
    expect([signal()?.aborted, work.isAborted]).toEqual([false, false]);
    finish('done');
    expect(await stays).toBe('done');
  });

  it('is aborted when the last of them leaves', async () => {
    const { work, signal } = begun();
    const clients = [new AbortController(), new AbortController()];
    const answers = clients.map((client) => expect(work.join(client.signal)).rejects.toBeInstanceOf(QueryCancelled));
    for (const client of clients) client.abort();
    await Promise.all(answers);
    expect([signal()?.aborted, work.isAborted]).toEqual([true, true]);
  });

  it('is aborted at once where whoever it was begun for has left already', async () => {
    const { work, signal } = begun();
    await expect(work.join(AbortSignal.abort())).rejects.toBeInstanceOf(QueryCancelled);
    expect([signal()?.aborted, work.isAborted]).toEqual([true, true]);
  });

  it('is not aborted by who comes when it has left already, while another stays', async () => {
    const { work, finish } = begun();
    const stays = work.join(new AbortController().signal);
    await expect(work.join(AbortSignal.abort())).rejects.toBeInstanceOf(QueryCancelled);
    expect(work.isAborted).toBe(false);
    finish('done');
    expect(await stays).toBe('done');
  });

  it('is not aborted once it is done, nor by who comes when it has left already', async () => {
    const { work, finish } = begun();
    const client = new AbortController();
    const answer = work.join(client.signal);
    finish('done');
    expect(await answer).toBe('done');
    client.abort();
    expect(work.isAborted).toBe(false);
    await expect(work.join(AbortSignal.abort())).rejects.toBeInstanceOf(QueryCancelled);
    expect(await work.join()).toBe('done');
  });

  it('goes on for who waits without a signal', async () => {
    const { work, finish } = begun();
    const client = new AbortController();
    const left = expect(work.join(client.signal)).rejects.toBeInstanceOf(QueryCancelled);
    const stays = work.join();
    client.abort();
    await left;
    expect(work.isAborted).toBe(false);
    finish('done');
    expect(await stays).toBe('done');
  });
});
