import { expect, it } from 'vitest';
import type { Row } from '../../../server/platform/db/types.ts';
import { fakeDatabase } from '../../../server/testing/fake-database.ts';
import { runJobsCommand } from './run.ts';

const JOB: Row = {
  job_id: 'one',
  title: null,
  state: 'running',
  owner: 'process',
  client: '192.0.2.1',
  progress: { share: 0.25, analysis: 0, phase: 'started' },
  error: null,
  created_at: new Date('2026-01-02T03:04:05Z'),
  finished_at: null,
  has_result: false,
  is_lost: false,
};

it('lists titles without what would steer a terminal or turn the order of what is read', async () => {
  const title = 'a\u001B[2Jb\u202Ecilbup\u2028c';
  const db = fakeDatabase(() => Promise.resolve([{ ...JOB, title }]));
  const { lines } = await runJobsCommand(db, { task: 'list', all: false }, 'en');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('192.0.2.1  a [2Jb cilbup c');
});

it('cancels those of a client that the list names, and asks for no other', async () => {
  const asked: string[] = [];
  const db = fakeDatabase(({ name = '' }) => {
    asked.push(name);
    return Promise.resolve(name.endsWith('cancel') ? [{ is_allowed: true }] : [JOB, { ...JOB, client: 'other' }]);
  });
  expect(await runJobsCommand(db, { task: 'cancel-of', client: '192.0.2.1' }, 'en')).toEqual({
    lines: ['Job one will end within a second or two.'],
    isGood: true,
  });
  expect(asked).toEqual(['platform/jobs/sql/list', 'platform/jobs/sql/cancel']);
});
