import { isOver } from '../../../server/platform/jobs/jobs.ts';
import { JobStore, type StoredJob } from '../../../server/platform/jobs/job-store.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import { say, type Lang } from '../../../server/platform/messages/index.ts';
import { printable } from '../../../server/platform/text/printable.ts';
import { JOBS_COMMAND } from '../../cli/messages/jobs.ts';
import { aligned } from '../../cli/table.ts';
import type { JobsOptions } from './options.ts';

/** What was asked for, as lines to print, and whether all of it could be done. */
export interface JobsOutcome {
  readonly lines: readonly string[];
  readonly isGood: boolean;
}

/** Lists or cancels jobs, whoever has handed them in. */
export async function runJobsCommand(db: Database, options: JobsOptions, lang: Lang): Promise<JobsOutcome> {
  const store = new JobStore(db);
  if (options.task === 'list') {
    const jobs = (await store.list()).filter((job) => options.all || !isOver(job));
    const table = jobs.map((job) => row(job, lang));
    const lines =
      jobs.length === 0 ? [say(JOBS_COMMAND.none, lang)] : aligned([say(JOBS_COMMAND.head, lang), ...table]);
    return { lines, isGood: true };
  }
  const jobs =
    options.task === 'cancel'
      ? await store.read(options.ids)
      : (await store.list()).filter((job) => job.client === options.client && !isOver(job));
  const ids = options.task === 'cancel' ? options.ids : jobs.map(({ id }) => id);
  if (ids.length === 0) return { lines: [say(JOBS_COMMAND.none, lang)], isGood: true };
  const known = new Map(jobs.map((job) => [job.id, job]));
  const lines: string[] = [];
  for (const id of ids) {
    const job = known.get(id);
    if (job !== undefined) await store.cancel(id, null);
    const said = job === undefined ? 'is-unknown' : isOver(job) ? 'is-over' : 'is-cancelled';
    lines.push(say(JOBS_COMMAND[said], lang, { id }));
  }
  return { lines, isGood: known.size === new Set(ids).size };
}

function row({ id, state, isLost, progress, createdAt, client, title }: StoredJob, lang: Lang): string {
  const share = `${String(Math.round(progress.share * 100))}%`;
  const when = createdAt.toISOString().slice(0, 19).replace('T', ' ');
  // A title is whatever a client has sent, and here an operator reads it.
  const shown = printable(title ?? '', ' ');
  return [id, say(JOBS_COMMAND[isLost ? 'lost' : state], lang), share, `${when}Z`, client, shown].join('\t');
}
