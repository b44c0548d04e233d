/**
 * Whether the service answers, as the page's own requests show it. What has failed asks again once it does, so that
 * nobody has to.
 */
import { signal, type ReadonlySignal } from '@preact/signals';
import { asApiError, type ApiError } from './errors.ts';

/**
 * `offline`: it cannot be reached. `silent`: it has not answered for a while. `database`: it answers, but not from its
 * data.
 */
export type Trouble = 'offline' | 'silent' | 'database';

export interface Connection {
  /** Null where nothing is known to be wrong. */
  readonly trouble: ReadonlySignal<Trouble | null>;
  /** How many troubles have ended: who depends on it and has failed asks again. */
  readonly recoveries: ReadonlySignal<number>;
  /**
   * Called with each request as it starts. The function that it returns takes what came of the request: null where it
   * was answered well.
   */
  readonly watch: () => (outcome: ApiError | 'given-up' | null) => void;
  /** Looks now whether the service answers: what the page waits for may have been lost, or be back. */
  readonly look: () => void;
}

/** After this long without an answer a reader wonders whether anything happens. */
const SILENT_AFTER_MS = 5000;
/** Between looks at a service that is in trouble: the first, and the longest. */
const LOOK_EVERY_MS = { first: 2000, most: 30_000 };
/** Troubles that follow each other sooner have one cause, and are looked at less and less often. */
const CALM_MS = 60_000;

/** `ask` resolves where the service is well, and rejects with an `ApiError` where it is not. */
export function createConnection(ask: () => Promise<unknown>): Connection {
  const trouble = signal<Trouble | null>(null);
  const recoveries = signal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delayMs = LOOK_EVERY_MS.first;
  let isLooking = false;
  let recoveredMs = -Infinity;

  const recover = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (trouble.peek() === null) return;
    recoveredMs = performance.now();
    trouble.value = null;
    recoveries.value += 1;
  };
  const lookLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), delayMs);
    delayMs = Math.min(LOOK_EVERY_MS.most, delayMs * 2);
  };
  const suffer = (kind: Trouble): void => {
    if (trouble.peek() === kind) return;
    if (trouble.peek() === null && performance.now() - recoveredMs > CALM_MS) delayMs = LOOK_EVERY_MS.first;
    trouble.value = kind;
    if (!isLooking) lookLater();
  };
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const error = await ask().then(
      () => null,
      (cause: unknown) => asApiError(cause),
    );
    isLooking = false;
    const kind = error === null ? null : troubleOf(error);
    if (kind !== null) trouble.value = kind;
    if (error === null) recover();
    else if (trouble.peek() !== null) lookLater();
  };

  return {
    trouble,
    recoveries,
    watch() {
      const patience = setTimeout(() => suffer('silent'), SILENT_AFTER_MS);
      return (outcome) => {
        clearTimeout(patience);
        if (outcome === 'given-up') return;
        const kind = outcome === null ? null : troubleOf(outcome);
        if (kind !== null) suffer(kind);
        // An answer that needs no data says nothing about the database.
        else if (trouble.peek() !== 'database') recover();
      };
    },
    look: () => {
      delayMs = LOOK_EVERY_MS.first;
      void look();
    },
  };
}

/** Null where the service has answered, even with an error of its own. */
function troubleOf({ code, status }: ApiError): Trouble | null {
  switch (code) {
    case 'offline':
      return 'offline';
    case 'bad-answer':
      // A proxy answers for a service that it does not reach.
      return status !== null && status >= 502 && status <= 504 ? 'offline' : null;
    case 'timeout':
      return 'silent';
    case 'database-unavailable':
      return 'database';
    default:
      return null;
  }
}
