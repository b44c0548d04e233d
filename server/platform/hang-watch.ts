/** How often a child process gives a sign of life, and how often its parent counts. */
export const BEAT_EVERY_MS = 1000;
/** A process that reads its code on a busy machine gives no sign of life meanwhile. */
export const FIRST_BEAT_MS = 60_000;

export interface HangWatchOptions {
  /** Silence after which it counts as hanging, in milliseconds; 0 is never. */
  readonly limitMs: number;
  /** The same until the first sign of life, where that is longer. Default: `limitMs`. */
  readonly firstLimitMs?: number;
  /** Called once. */
  readonly onHang: (silentMs: number) => void;
  /** Called every time it has counted, before `onHang`. */
  readonly onCount?: () => void;
}

/**
 * Waits for the signs of life of another process. Silence is counted in steps of this process, not by the clock: a
 * laptop that is closed, a virtual machine that is paused or a machine that gives nobody any time stops both, and then
 * only one step is counted for all of it.
 */
export class HangWatch {
  readonly #options: HangWatchOptions;
  readonly #timer: NodeJS.Timeout;
  #silentMs = 0;
  #wasHeard = false;

  constructor(options: HangWatchOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#count(), BEAT_EVERY_MS).unref();
  }

  /** Time since the last sign of life, in which this process was awake. */
  get silentMs(): number {
    return this.#silentMs;
  }

  /** It gave a sign of life. */
  heard(): void {
    this.#silentMs = 0;
    this.#wasHeard = true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #count(): void {
    this.#silentMs += BEAT_EVERY_MS;
    const { limitMs, firstLimitMs = limitMs, onHang, onCount } = this.#options;
    onCount?.();
    const limit = this.#wasHeard ? limitMs : Math.max(limitMs, firstLimitMs);
    if (limitMs === 0 || this.#silentMs < limit) return;
    this.stop();
    onHang(this.#silentMs);
  }
}
