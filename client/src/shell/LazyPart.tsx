import type { ComponentChildren, ComponentType, JSX } from 'preact';
import { useContext, useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { tellOutdated } from '../app/bind-connection.ts';
import { useApp } from '../app/context.ts';
import { asApiError, type ApiError } from '../data/errors.ts';
import { errorText } from '../data/error.ts';
import { RecoveriesContext } from '../data/remote.ts';
import { Failure } from '../ui/Failure.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';

type Load<P> = () => Promise<{ readonly default: ComponentType<P> }>;

const loaded = new Map<unknown, unknown>();

interface LazyProps<P> {
  readonly load: Load<P>;
  readonly lines?: number;
  readonly props?: P;
}

/**
 * A part of the page whose code comes when it is first shown. Where it does not come the reader is told why, and it
 * comes later: by itself once the service is back, or when asked for.
 *
 * @param load a function that stays the same, one for each part
 * @param lines of the skeleton that stands for it; where absent nothing does, nor for its failure
 * @param props that it is drawn with; none where absent
 */
export function LazyPart<P extends object = Record<never, never>>({ load, lines, props }: LazyProps<P>) {
  const app = useApp();
  const [attempt, setAttempt] = useState(0);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [, setLoaded] = useState<Load<P> | null>(null);
  const recoveries = useContext(RecoveriesContext).value;
  const Part = loaded.get(load) as ComponentType<P> | undefined;

  useEffect(() => {
    setFailure(null);
    if (loaded.has(load)) return undefined;
    let ended = false;
    load().then(
      ({ default: part }) => {
        loaded.set(load, part);
        if (!ended) setLoaded(() => load);
      },
      (error: unknown) => {
        if (!ended) setFailure(asApiError(error));
      },
    );
    return () => {
      ended = true;
    };
  }, [load, attempt]);
  useEffect(() => {
    if (failure !== null) setAttempt((n) => n + 1);
  }, [recoveries]);
  useEffect(() => {
    if (failure?.code === 'outdated') tellOutdated(app, window);
  }, [failure]);

  if (Part !== undefined)
    return (
      <Guarded key={String(attempt)}>
        <Part {...(props as P & JSX.IntrinsicAttributes)} />
      </Guarded>
    );
  if (lines === undefined) return null;
  if (failure === null) return <Skeleton lines={lines} label={app.i18n.t('app.loading')} />;
  // What broke while it was imported stays broken for as long as the page is open.
  const again = (): void => (failure.code === 'client' ? location.reload() : setAttempt((n) => n + 1));
  return <PartFailure error={failure} again={again} />;
}

/** Keeps the rest of the page when a part of it breaks while it is drawn. */
export function Guarded({ children }: { readonly children: ComponentChildren }) {
  const [error, reset] = useErrorBoundary() as [unknown, () => void];
  return error === undefined ? <>{children}</> : <PartFailure error={asApiError(error)} again={reset} />;
}

function PartFailure({ error, again }: { readonly error: ApiError; readonly again: () => void }) {
  const {
    i18n: { t },
  } = useApp();
  const isOutdated = error.code === 'outdated';
  return (
    <Failure
      message={isOutdated ? t('update.available') : t('part.failed', { why: errorText(error, t) })}
      retry={isOutdated ? () => location.reload() : again}
      retryLabel={t(isOutdated ? 'update.reload' : 'part.again')}
    />
  );
}
