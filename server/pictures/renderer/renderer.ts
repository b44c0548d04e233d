import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { THE_SERVICE } from '../../platform/fairness/client-address.ts';
import { TurnQueue } from '../../platform/fairness/turn-queue.ts';
import { forkHelper, holdHelper, releaseHelper, tellHelper } from '../../platform/helper-process.ts';
import type { PictureJob } from '../draw/picture.ts';
import { PictureCancelled, RendererFailed } from './errors.ts';
import type { FromRenderer, ToRenderer } from './protocol.ts';

const MAIN = fileURLToPath(new URL('./process.ts', import.meta.url));

export interface RendererLimits {
  /** Pictures that may wait for their turn; one more is refused. */
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
  /** A picture that takes longer ends the process. */
  readonly timeLimitMs: number;
  /** Of the JavaScript heap, MiB. */
  readonly heapMb: number;
  /** A process that has grown beyond this is replaced before the next picture, MiB. */
  readonly residentMb: number;
  /** A process without work ends after this time. */
  readonly idleMs: number;
}

export const LIMITS: RendererLimits = {
  maxWaiting: 32,
  maxWaitMs: 10_000,
  timeLimitMs: 15_000,
  heapMb: 512,
  residentMb: 768,
  idleMs: 300_000,
};

interface Call {
  readonly number: number;
  readonly resolve: (pictures: readonly Buffer[]) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Draws pictures in a process that starts with the first of them. Clients take turns; there is one process, as drawing
 * takes a whole processor.
 */
export class Renderer {
  readonly #limits: RendererLimits;
  readonly #main: string;
  readonly #onFonts: (hasChinese: boolean) => void;
  readonly #turns: TurnQueue;
  #child: ChildProcess | null = null;
  #call: Call | null = null;
  #calls = 0;
  #idle: NodeJS.Timeout | undefined;
  #isClosed = false;
  #drawn = 0;

  /**
   * @param onFonts told what fonts the machine has, each time a process starts
   * @param main code of the process; tests have others
   */
  constructor(onFonts: (hasChinese: boolean) => void, limits: RendererLimits = LIMITS, main: string = MAIN) {
    this.#limits = limits;
    this.#main = main;
    this.#onFonts = onFonts;
    this.#turns = new TurnQueue({ slots: 1, maxWaiting: limits.maxWaiting, maxWaitMs: limits.maxWaitMs });
  }

  /** Pictures drawn since the start, those being drawn, and those that wait. */
  get drawn(): number {
    return this.#drawn;
  }

  get drawing(): number {
    return this.#turns.inside;
  }

  get waiting(): number {
    return this.#turns.waiting;
  }

  /** Of the process, where there is one. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /**
   * Rejects with `Overloaded`, `QueryCancelled` while it waits, `PictureCancelled`, or `RendererFailed`.
   *
   * @returns PNG files: one, or those that the job is cut into, row by row
   */
  draw(
    job: PictureJob,
    {
      clients = THE_SERVICE,
      signal,
    }: { readonly clients?: ReadonlySet<string> | undefined; readonly signal: AbortSignal },
  ): Promise<readonly Buffer[]> {
    return this.#turns.run(() => this.#run(job, signal), { clients, signal });
  }

  close(): void {
    this.#isClosed = true;
    this.#turns.close();
    this.#end(new PictureCancelled('The service ends.'));
  }

  async #run(job: PictureJob, signal: AbortSignal): Promise<readonly Buffer[]> {
    if (this.#isClosed || signal.aborted) throw new PictureCancelled('Nobody waits for it.');
    clearTimeout(this.#idle);
    const child = (this.#child ??= this.#open());
    holdHelper(child);
    this.#calls += 1;
    const number = this.#calls;
    const cancel = (): void => tell(child, { type: 'cancel', call: number });
    const late = setTimeout(() => {
      this.#end(new RendererFailed(`A picture took longer than ${String(this.#limits.timeLimitMs)} ms.`));
    }, this.#limits.timeLimitMs);
    signal.addEventListener('abort', cancel);
    try {
      return await new Promise<readonly Buffer[]>((resolve, reject) => {
        this.#call = { number, resolve, reject };
        tell(child, { type: 'draw', call: number, job });
      });
    } catch (error) {
      throw signal.aborted ? new PictureCancelled('Nobody waits for it.', { cause: error }) : error;
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', cancel);
      this.#call = null;
      if (this.#child !== null) releaseHelper(this.#child);
      this.#idle = setTimeout(() => this.#end(null), this.#limits.idleMs).unref();
    }
  }

  #open(): ChildProcess {
    const { child, stderr } = forkHelper(this.#main, {
      execArgv: [`--max-old-space-size=${String(this.#limits.heapMb)}`],
    });
    child.on('message', (message) => this.#take(message as FromRenderer));
    const gone = (how: string): void => {
      if (this.#child !== child) return;
      this.#child = null;
      this.#call?.reject(
        new RendererFailed(`The process that draws ended with ${how}.`, { cause: new Error(stderr()) }),
      );
    };
    child.once('error', (error) => gone(String(error)));
    child.once('close', (status, signal) => gone(signal ?? `status ${String(status)}`));
    return child;
  }

  #take(message: FromRenderer): void {
    if (message.type === 'ready') {
      this.#onFonts(message.hasChinese);
      return;
    }
    const call = this.#call;
    if (call?.number !== message.call) return;
    if (message.type === 'failed') {
      call.reject(new RendererFailed('A picture could not be drawn.', { cause: new Error(message.message) }));
      return;
    }
    this.#drawn += 1;
    // What crossed between processes is a view of a larger buffer.
    call.resolve(message.pictures.map((picture) => Buffer.from(picture)));
    if (message.rssBytes > this.#limits.residentMb * 2 ** 20) this.#end(null);
  }

  /** @param error for the picture that is being drawn */
  #end(error: Error | null): void {
    clearTimeout(this.#idle);
    const child = this.#child;
    this.#child = null;
    child?.kill('SIGKILL');
    if (error !== null) this.#call?.reject(error);
  }
}

function tell(child: ChildProcess, message: ToRenderer): void {
  tellHelper(child, message);
}
