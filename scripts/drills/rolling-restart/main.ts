/** `npm run drill:rolling`: see drill.ts. Exit status 1 where a request failed. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../server/platform/db/migrate.ts';
import { openDatabase } from '../../../server/platform/db/pool.ts';
import { say } from '../../../server/platform/messages/index.ts';
import { createCluster } from '../../../server/testing/postgres.ts';
import { parseCommand } from '../../cli/command.ts';
import { language, refuse, runCommand } from '../../cli/console.ts';
import { DRILL_ROLLING, type DrillRollingMessage } from '../../cli/messages/drill-rolling.ts';
import { drill, type DrillResult } from './drill.ts';
import { hasHaproxy } from './haproxy.ts';

const BOUNDS = { rounds: { least: 1, most: 1000 }, 'stop-delay': { least: 0, most: 600 } } as const;
const DEFAULT_ROUNDS = 3;
/** Takes longer than all restarts of a round. */
const PERMUTATIONS = 10_000;

interface Options {
  readonly rounds: number;
  /** Null: what a service with several hosts has by itself. */
  readonly stopDelayS: number | null;
}

const parse = (args: readonly string[]) =>
  parseCommand<{ rounds: { type: 'string' }; 'stop-delay': { type: 'string' } }, Options, DrillRollingMessage>(args, {
    options: { rounds: { type: 'string' }, 'stop-delay': { type: 'string' } },
    hasFiles: false,
    read: (values, _files, errors) => {
      const whole = (option: keyof typeof BOUNDS): number | null => {
        const value = values[option];
        if (value === undefined) return null;
        const { least, most } = BOUNDS[option];
        if (/^\d{1,6}$/.test(value) && Number(value) >= least && Number(value) <= most) return Number(value);
        errors.add('not-whole', { option, value, min: least, max: most });
        return null;
      };
      return { rounds: whole('rounds') ?? DEFAULT_ROUNDS, stopDelayS: whole('stop-delay') };
    },
  });

async function main(): Promise<void> {
  const command = parse(process.argv.slice(2));
  if ('errors' in command) {
    refuse(command.errors, (message, values) => say(DRILL_ROLLING[message], language, values));
    return;
  }
  if (!hasHaproxy()) throw new Error(say(DRILL_ROLLING['no-haproxy'], language));
  const { rounds, stopDelayS } = command.options;
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-drill-'));
  // PostgreSQL runs as another user and has to pass through.
  await chmod(folder, 0o755);
  const cluster = await createCluster(join(folder, 'postgres'));
  const db = await openDatabase({ url: cluster.url, home: '' });
  try {
    await migrate(db);
    console.log(say(DRILL_ROLLING.begun, language, { rounds }));
    const settings: Record<string, string> = stopDelayS === null ? {} : { STOP_DELAY_S: String(stopDelayS) };
    show(await drill({ db, rounds, permutations: PERMUTATIONS, settings }));
  } finally {
    await db.close();
    await cluster.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

function show({ stopS, startS, failures, allTold, ...counts }: DrillResult): void {
  const values = { ...counts, stop: stopS.toFixed(1), start: startS.toFixed(1) };
  console.log(say(DRILL_ROLLING.result, language, values));
  for (const failure of failures) console.log(say(DRILL_ROLLING.failed, language, { ...failure }));
  if (!allTold) console.log(say(DRILL_ROLLING['not-told'], language));
  if (failures.length === 0) console.log(say(DRILL_ROLLING.none, language));
  if (failures.length > 0 || !allTold || counts.job !== 'done') process.exitCode = 1;
}

await runCommand('drill:rolling', main);
