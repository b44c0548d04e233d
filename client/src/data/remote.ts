import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { asApiError, type ApiError } from './errors.ts';

/** The state of a request. `value` keeps the last good answer while a newer one loads. */
export interface Remote<T> {
  readonly loading: boolean;
  readonly value: T | null;
  readonly error: ApiError | null;
}

export interface Resource<T> {
  readonly state: ReadonlySignal<Remote<T>>;
  readonly load: () => Promise<void>;
}

/**
 * Something loaded once and shared by the whole page: the configuration, the layers, the cases. Of two loads at once
 * the later one counts, whichever is answered first.
 */
export function createResource<T>(ask: () => Promise<T>): Resource<T> {
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
 * stays while loading, unless `forget` is set.
 */
export function useQuery<T>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<T>,
  options: QueryOptions = {},
): Remote<T> & { retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [remote, setRemote] = useState<Remote<T>>({ loading: key !== null, value: null, error: null });
  const latest = useRef(ask);
  latest.current = ask;
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
      latest.current(controller.signal).then(
        (value) => {
          if (!controller.signal.aborted) setRemote({ loading: false, value, error: null });
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

  return { ...remote, retry: () => setAttempt((n) => n + 1) };
}
