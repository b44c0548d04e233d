import { useApp } from '../app/context.ts';
import type { ApiError } from '../data/errors.ts';
import { errorText } from '../data/error.ts';

/** What went wrong, in the reader's language, with the number to quote and a way to try again. */
export function Failure({ error, retry }: { error: ApiError; retry?: () => void }) {
  const {
    i18n: { t },
  } = useApp();
  return (
    <div class="failure" role="alert">
      <p>{errorText(error, t)}</p>
      {error.requestId !== null && <p class="quiet request-id">{t('error.requestId', { id: error.requestId })}</p>}
      {retry !== undefined && (
        <button type="button" class="button button-outline" onClick={retry}>
          {t('error.retry')}
        </button>
      )}
    </div>
  );
}
