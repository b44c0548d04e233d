import type { ServerResponse } from 'node:http';
import { FairPlaces } from '../fairness/fair-places.ts';
import type { Refusal } from '../fairness/fair-queue.ts';
import { isOver, type Jobs } from './jobs.ts';
import type { StoredJob } from './job-store.ts';

/** Most proxies end a silent connection after 30 or 60 s. */
const HEARTBEAT_MS = 15_000;
/** Of steps that come faster than this only the last is sent. */
const STEP_MS = 100;

/** Progress of jobs as server-sent events: `job` for every step, `end` after the last. */
export class JobStreams {
  readonly #jobs: Jobs;
  readonly #places: FairPlaces;
  readonly #open = new Set<ServerResponse>();
  #isClosed = false;

  /** `most`: every stream holds a connection and its buffers. */
  constructor(jobs: Jobs, most: number) {
    this.#jobs = jobs;
    this.#places = new FairPlaces(most);
  }

  /** Why one more stream of a client would not be opened; null where it would. */
  refuses(client: string): Refusal | null {
    return this.#isClosed ? 'full' : this.#places.refuses(client);
  }

  /**
   * Begins an answer that goes on until the job is over, the client leaves, the service stops, or a client with fewer
   * streams needs the place of one who has the most. `format`: a job as JSON.
   */
  open(
    res: ServerResponse,
    {
      job: first,
      client,
      format,
    }: { readonly job: StoredJob; readonly client: string; readonly format: (job: StoredJob) => string },
  ): void {
    const giveBack = this.#places.take(client, () => res.destroy());
    this.#open.add(res);
    res.write('retry: 2000\n');
    let latest = first;
    let timer: NodeJS.Timeout | null = null;
    let said = '';
    const say = (): void => {
      timer = null;
      const text = format(latest);
      if (text !== said) res.write(`event: job\ndata: ${text}\n\n`);
      said = text;
      if (isOver(latest)) res.end('event: end\ndata: {}\n\n');
    };
    const release = this.#jobs.watch(first.id, (job) => {
      if (isOver(latest)) return;
      latest = job;
      if (isOver(job)) {
        if (timer !== null) clearTimeout(timer);
        say();
      } else {
        timer ??= setTimeout(say, STEP_MS);
      }
    });
    const heartbeat = setInterval(() => res.write(': \n\n'), HEARTBEAT_MS);
    res.once('close', () => {
      release();
      clearInterval(heartbeat);
      if (timer !== null) clearTimeout(timer);
      giveBack();
      this.#open.delete(res);
    });
    say();
  }

  /** Ends all streams. */
  close(): void {
    this.#isClosed = true;
    for (const res of this.#open) res.end();
  }
}
