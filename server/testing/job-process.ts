/**
 * A process that works on jobs, and which a test may kill. The jobs are no studies: each waits for a line on the
 * standard input, which lets all go on that there are and will be. `SERVE_URL` and `SERVE_SCHEMA` say whose queue it
 * works on. It prints `ready`, and `begun` with the name of every job that it begins.
 */
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { openDatabase } from '../platform/db/pool.ts';
import { toApiError } from '../platform/http/errors.ts';
import { JobStore } from '../platform/jobs/job-store.ts';
import { Jobs } from '../platform/jobs/jobs.ts';
import { createLog } from '../platform/log/log.ts';

const { SERVE_URL: url = '', SERVE_SCHEMA: schema = '' } = process.env;
const db = await openDatabase({ url, home: '', schema });
const goes = once(process.stdin, 'data');
const jobs = new Jobs({
  work: {
    rooms: { quick: 0, short: 0, long: 1 },
    isStopping: false,
    take: (body) =>
      Promise.resolve({
        title: null,
        timeLimitS: null,
        lanes: ['long'],
        run: async ({ signal, onStart }) => {
          onStart();
          process.stdout.write(`begun ${Buffer.from(body).toString()}\n`);
          const ended = once(signal, 'abort');
          await Promise.race([goes, ended]);
          signal.throwIfAborted();
          return { result: gzipSync(String(process.pid)), partial: false };
        },
      }),
    isCancelled: () => true,
  },
  store: new JobStore(db),
  log: createLog((line) => process.stderr.write(`${line}\n`)),
  toApiError,
  most: 100,
  works: true,
});
jobs.start();
process.once('SIGTERM', () => {
  void jobs
    .close()
    .then(() => db.close())
    .then(() => process.exit(0));
});
process.stdout.write('ready\n');
