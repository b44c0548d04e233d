import { useApp } from '../app/context.ts';
import { errorText } from '../data/error.ts';
import type { ApiError } from '../data/errors.ts';
import { Failure } from '../ui/Failure.tsx';

/** What went wrong with a request, in the reader's language. */
export function RequestFailure({ error, retry }: { error: ApiError; retry?: () => void }) {
  const {
    i18n: { t },
  } = useApp();
  return <Failure message={errorText(error, t)} requestId={error.requestId} retry={retry} />;
}
