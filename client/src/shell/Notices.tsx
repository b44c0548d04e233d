import { useEffect } from 'preact/hooks';
import { useApp } from '../app/context.ts';
import type { Notice } from '../app/types.ts';
import { errorText } from '../data/error.ts';
import { IconButton } from '../ui/IconButton.tsx';

const PASSING_MS = 6000;

/** Short notes over the map. Those about an error stay until they are closed. */
export function Notices() {
  const { ui } = useApp();
  return (
    <div class="notices" role="status" aria-live="polite">
      {ui.notices.value.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const {
    actions,
    i18n: { t },
  } = useApp();
  const { id, error, retry, retryLabel = 'ui.retry' } = notice;
  const passing = error === undefined && retry === undefined;
  useEffect(() => {
    if (!passing) return undefined;
    const timer = setTimeout(() => actions.dismiss(id), PASSING_MS);
    return () => clearTimeout(timer);
  }, [id, passing]);

  const again = (): void => {
    actions.dismiss(id);
    retry?.();
  };
  return (
    <div class="notice">
      <div class="notice-text">
        <p>{t(notice.key, notice.params)}</p>
        {error !== undefined && <p class="quiet">{errorText(error, t)}</p>}
        {error !== undefined && error.requestId !== null && (
          <p class="quiet request-id">{t('ui.requestId', { id: error.requestId })}</p>
        )}
      </div>
      {retry !== undefined && (
        <button type="button" class="button button-outline" onClick={again}>
          {t(retryLabel)}
        </button>
      )}
      <IconButton icon="close" label={t('error.dismiss')} onClick={() => actions.dismiss(id)} />
    </div>
  );
}
