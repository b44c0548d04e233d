import { describe, expect, it } from 'vitest';
import { fakeDatabase } from '../../testing/fake-database.ts';
import { DatabaseUnavailable } from '../db/errors.ts';
import type { Database, SqlValue } from '../db/types.ts';
import { toApiError } from '../http/errors.ts';
import { SILENT } from '../log/log.ts';
import { JobStore } from './job-store.ts';
import { Jobs, type JobWork } from './jobs.ts';

const CANCELLED = new Error('cancelled');

/** Work that goes on until it is cancelled. */
const ENDLESS: JobWork = {
  isStopping: false,
  take: () =>
    Promise.resolve({
      title: null,
      timeLimitS: null,
      run: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(CANCELLED), { once: true })),
    }),
  isCancelled: (error) => error === CANCELLED,
};

describe('a job of this process', () => {
  it('is cancelled while the database is lost, and written down once it is back', async () => {
    let isLost = false;
    const written: (readonly SqlValue[])[] = [];
    const query: Database['query'] = (_, params = []) => {
      if (isLost) return Promise.reject(new DatabaseUnavailable(new Error('refused')));
      written.push(params);
      return Promise.resolve([{ own: 0, others: 0, is_admitted: true }]);
    };
    const store = new JobStore({ ...fakeDatabase(() => Promise.resolve([])), query });
    const jobs = new Jobs({ work: ENDLESS, store, log: SILENT, toApiError, most: 40 });
    const { id } = await jobs.submit(Buffer.from('{}'), { client: '' });
    isLost = true;
    expect(await jobs.cancel(id, '')).toBe('cancelled');
    await expect(jobs.cancel('of-another-process', '')).rejects.toBeInstanceOf(DatabaseUnavailable);
    isLost = false;
    await jobs.settled();
    expect(written.filter(([first]) => first === id).map((params) => params[2])).toContain('cancelled');
    await jobs.close();
  });

  it('of an owner that is gone is reported as failed, in the turn of the client that asks', async () => {
    const clients: unknown[] = [];
    const lost = {
      job_id: 'lost',
      title: null,
      state: 'running',
      progress: {},
      owner: 'gone',
      client: '',
      created_at: new Date(),
      finished_at: null,
      error: null,
      has_result: false,
      is_lost: true,
    };
    const query: Database['query'] = (_sql, _params, options) => {
      clients.push([...(options?.clients ?? [])]);
      return Promise.resolve([{ ...lost, ...(clients.length > 1 ? { state: 'failed', is_lost: false } : {}) }]);
    };
    const store = new JobStore({ ...fakeDatabase(() => Promise.resolve([])), query });
    const jobs = new Jobs({ work: ENDLESS, store, log: SILENT, toApiError, most: 40 });
    expect(await jobs.get('lost', '192.0.2.1')).toMatchObject({ state: 'failed' });
    // The second is of the service, which writes what became of the job.
    expect(clients).toEqual([['192.0.2.1'], [], ['192.0.2.1']]);
    await jobs.close();
  });

  it('is not begun where its client leaves while it is read', async () => {
    const begun: string[] = [];
    const leaving = new AbortController();
    const work: JobWork = {
      ...ENDLESS,
      take: (body, from) => {
        expect(from).toEqual({ client: '', signal: leaving.signal });
        leaving.abort();
        return ENDLESS.take(body, from);
      },
    };
    const query: Database['query'] = (sql) => {
      begun.push(sql.text);
      return Promise.resolve([]);
    };
    const store = new JobStore({ ...fakeDatabase(() => Promise.resolve([])), query });
    const jobs = new Jobs({ work, store, log: SILENT, toApiError, most: 40 });
    await expect(jobs.submit(Buffer.from('{}'), { client: '', signal: leaving.signal })).rejects.toMatchObject({
      status: 499,
    });
    expect(begun).toEqual([]);
    await jobs.close();
  });
});
