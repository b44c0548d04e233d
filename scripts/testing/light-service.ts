/**
 * The service by its processes, with a database that only pretends: for tests of the processes. Its statements take
 * `LIGHT_STATEMENT_MS`, except those of the change poller. While a file `LIGHT_ERROR` exists, the workers cannot start,
 * for the reason that it holds: `database` means that the database is lost, `loop` that they never come back from what
 * they do. A worker that gets SIGUSR2 does not either.
 */
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runWorker, workerNumber } from '../../server/cluster/worker.ts';
import { readConfig } from '../../server/platform/config.ts';
import { DatabaseUnavailable } from '../../server/platform/db/errors.ts';
import type { Database } from '../../server/platform/db/types.ts';
import { createLog } from '../../server/platform/log/log.ts';
import { closeOnSignals, startServer } from '../../server/main.ts';
import { emptyAnswer, fakeDatabase } from '../../server/testing/fake-database.ts';
import { explain } from '../start/explain.ts';
import { startCluster } from '../start/workers.ts';
import { emptyCatalogue } from '../../server/testing/city.ts';

const SCRIPT = fileURLToPath(import.meta.url);
const worker = workerNumber();
const log = createLog(undefined, worker === null ? {} : { worker });

function pretend(): Database {
  const quick = fakeDatabase(() => Promise.resolve([]));
  const slow = fakeDatabase(async (sql) => {
    log.warn('statement');
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.LIGHT_STATEMENT_MS)));
    return emptyAnswer(sql);
  });
  return { ...slow, background: quick.background };
}

function errorNow(): Error | null {
  const file = process.env.LIGHT_ERROR ?? '';
  if (!existsSync(file)) return null;
  const reason = readFileSync(file, 'utf8');
  if (reason === 'loop') loop();
  return reason === 'database' ? new DatabaseUnavailable(new Error('refused')) : new Error(reason);
}

function loop(): never {
  // Written before it hangs, so that a test knows that it does.
  writeSync(2, 'hangs\n');
  for (;;);
}

async function main(): Promise<void> {
  const service = await startCluster(SCRIPT, readConfig(), pretend(), log);
  closeOnSignals(service, log);
  process.stdout.write(`${service.url}\n`);
}

if (worker === null) {
  main().catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  });
} else {
  process.on('SIGUSR2', loop);
  await runWorker({
    log,
    explain,
    start: (link) => {
      const error = errorNow();
      if (error !== null) return Promise.reject(error);
      return startServer(readConfig(), {
        db: pretend(),
        city: { catalogue: emptyCatalogue, cases: [] },
        log,
        worker: link,
      });
    },
  });
}
