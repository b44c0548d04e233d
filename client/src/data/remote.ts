import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { asApiError, type ApiError } from './errors.ts';

/** The state of a request. `value` keeps the last good answer while a newer one loads. */
export interface Remote<T> {
  readonly loading: boolean;
  readonly value: T | null;
  readonly error: ApiError | null;
}

/** How many troubles with the service have ended: what has failed is asked for again with each. See `Connection`. */
export const RecoveriesContext = createContext<ReadonlySignal<number>>(signal(0));

export interface Resource<T> {
  readonly state: ReadonlySignal<Remote<T>>;
  readonly load: () => Promise<void>;
}

/**
 * Something loaded once and shared by the whole page: the configuration, the layers, the cases. Of two loads at once
 * the later one counts, whichever is answered first. One that failed loads again with each of the `recoveries`.
 */
export function createResource<T>(ask: () => Promise<T>, recoveries?: ReadonlySignal<number>): Resource<T> {
  const state = signal<Remote<T>>({ loading: true, value: null, error: null });
  let newest = 0;
  const load = async (): Promise<void> => {
    newest += 1;
    const own = newest;
    state.value = { ...state.peek(), loading: true, error: null };
    try {
      const value = await ask();
      if (own === newest) state.value = { loading: false, value, error: null };
    } catch (error) {
      if (own === newest) state.value = { ...state.peek(), loading: false, error: asApiError(error) };
    }
  };
  effect(() => {
    if (recoveries !== undefined && recoveries.value > 0 && state.peek().error !== null) void load();
  });
  return { state, load };
}

export interface QueryOptions {
  /** The value of another key would mislead. */
  readonly forget?: boolean;
  readonly debounceMs?: number;
  /** Version of the data behind the query: a new version repeats the query and keeps the old value meanwhile. */
  readonly version?: string | number;
}

/**
 * Runs the query again whenever `key` changes, and aborts the previous one; a `null` key runs none. The previous value
 * stays while loading, unless `forget` is set; `isCurrent` says whether the value is that of this key.
 */
export function useQuery<T>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
  options: QueryOptions = {},
): Remote<T> & { readonly isCurrent: boolean; retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [remote, setRemote] = useState<Remote<T>>({ loading: key !== null, value: null, error: null });
  const answered = useRef<string | null>(null);
  const recoveries = useContext(RecoveriesContext).value;
  useEffect(() => {
    if (remote.error !== null) setAttempt((n) => n + 1);
  }, [recoveries]);
  const lastKey = useRef(key);

  useEffect(() => {
    if (key === null) {
      setRemote({ loading: false, value: null, error: null });
      return undefined;
    }
    const controller = new AbortController();
    const misleads = options.forget === true && lastKey.current !== key;
    lastKey.current = key;
    setRemote(({ value }) => ({ loading: true, value: misleads ? null : value, error: null }));
    const timer = setTimeout(() => {
      // The question of this key: a page that has been drawn for the next one may not have ended this effect yet.
      ask(controller.signal).then(
        (value) => {
          if (controller.signal.aborted) return;
          answered.current = key;
          setRemote({ loading: false, value, error: null });
        },
        (error: unknown) => {
          if (!controller.signal.aborted)
            setRemote(({ value }) => ({ loading: false, value, error: asApiError(error) }));
        },
      );
    }, options.debounceMs ?? 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [key, options.version, attempt]);

  return { ...remote, isCurrent: answered.current === key, retry: () => setAttempt((n) => n + 1) };
}
