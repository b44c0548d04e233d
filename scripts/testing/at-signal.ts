/** What a command leaves behind where it is cut short: nothing. */
import { setTimeout } from 'node:timers/promises';

/** Ends what has been begun: stops a process, removes a folder. */
export type Undo = () => void | Promise<void>;

/** An end that takes longer must not keep the others waiting. */
const UNDO_LIMIT_MS = 30_000;

/**
 * At SIGINT or SIGTERM ends what was begun, and then the process. A terminal and npm both pass the same Ctrl-C on: the
 * second one changes nothing.
 *
 * @returns what makes signals work as before
 */
export function atSignal(undo: Undo): () => void {
  let leaving: Promise<void> | null = null;
  const leave = async (): Promise<void> => {
    try {
      await undo();
    } finally {
      process.exit(130);
    }
  };
  const onSignal = (): void => void (leaving ??= leave());
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
}

/** What has been begun, to be ended in the opposite order. */
export class Undos {
  readonly #undos: Undo[] = [];
  readonly #limitMs: number;

  constructor(limitMs = UNDO_LIMIT_MS) {
    this.#limitMs = limitMs;
  }

  readonly defer = (undo: Undo): void => void this.#undos.push(undo);

  /** Ends all of it, each once. Rejects with the first error, after the last end. */
  async run(): Promise<void> {
    const errors: unknown[] = [];
    for (let undo = this.#undos.pop(); undo !== undefined; undo = this.#undos.pop()) {
      try {
        await this.#bounded(undo);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  async #bounded(undo: Undo): Promise<void> {
    const late = new AbortController();
    try {
      await Promise.race([
        undo(),
        setTimeout(this.#limitMs, undefined, { signal: late.signal }).then(() => {
          throw new Error(`What was begun did not end within ${String(this.#limitMs / 1000)} s.`);
        }),
      ]);
    } finally {
      late.abort();
    }
  }
}
