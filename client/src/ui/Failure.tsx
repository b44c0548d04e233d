import { useTexts } from './texts.ts';

interface Props {
  /** What went wrong, in the reader's language. */
  message: string;
  /** Request id to quote when reporting the problem. */
  requestId?: string | null;
  retry?: (() => void) | undefined;
  /** What the button says, where it is not “retry”. */
  retryLabel?: string;
}

/** What went wrong, and a way to try again. */
export function Failure({ message, requestId = null, retry, retryLabel }: Props) {
  const { t } = useTexts();
  return (
    <div class="failure" role="alert">
      <p>{message}</p>
      {requestId !== null && <p class="quiet request-id">{t('ui.requestId', { id: requestId })}</p>}
      {retry !== undefined && (
        <button type="button" class="button button-outline" onClick={retry}>
          {retryLabel ?? t('ui.retry')}
        </button>
      )}
    </div>
  );
}
