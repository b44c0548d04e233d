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
  rooms: { quick: 2, short: 1, long: 1 },
  isStopping: false,
  take: () =>
    Promise.resolve({
      title: null,
      timeLimitS: null,
      lanes: ['long'],
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
    const jobs = new Jobs({ work: ENDLESS, store, log: SILENT, toApiError, most: 40, works: true });
    const { id } = await jobs.submit(Buffer.from('{}'), { client: '' });
    isLost = true;
    expect(await jobs.cancel(id, '')).toBe('cancelled');
    await expect(jobs.cancel('of-another-process', '')).rejects.toBeInstanceOf(DatabaseUnavailable);
    isLost = false;
    await jobs.settled();
    expect(written.filter(([first]) => first === id).map((params) => params[2])).toContain('cancelled');
    await jobs.close();
  });

  it('that another process has taken up is worked on no more, and its end is not written', async () => {
    let isTaken = false;
    const ended: unknown[] = [];
    const query: Database['query'] = ({ text }, params = []) => {
      if (text.includes('admit_job')) return Promise.resolve([{ own: 0, others: 0, is_admitted: true }]);
      // A beat gives the jobs that are still its own.
      if (text.includes('jsonb_to_recordset')) {
        const [{ id }] = JSON.parse(String(params[1])) as [{ id: string }];
        return Promise.resolve(isTaken ? [] : [{ job_id: id, is_unwanted: false }]);
      }
      return Promise.resolve([]);
    };
    const store = new JobStore(fakeDatabase(query));
    const work: JobWork = {
      ...ENDLESS,
      take: async (...from) => {
        const task = await ENDLESS.take(...from);
        return {
          ...task,
          run: async (options) => {
            try {
              return await task.run(options);
            } catch (error) {
              ended.push(error);
              throw error;
            }
          },
        };
      },
    };
    const jobs = new Jobs({ work, store, log: SILENT, toApiError, most: 40, works: true });
    await jobs.submit(Buffer.from('{}'), { client: '' });
    isTaken = true;
    await jobs.settled();
    expect(ended).toEqual([CANCELLED]);
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
    const jobs = new Jobs({ work, store, log: SILENT, toApiError, most: 40, works: true });
    await expect(jobs.submit(Buffer.from('{}'), { client: '', signal: leaving.signal })).rejects.toMatchObject({
      status: 499,
    });
    expect(begun).toEqual([]);
    await jobs.close();
  });
});
