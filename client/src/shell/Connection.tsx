import { useApp } from '../app/context.ts';

/** Says that the service does not answer, and that the page looks for it by itself. */
export function ConnectionBar() {
  const {
    connection,
    i18n: { t },
  } = useApp();
  const trouble = connection.trouble.value;
  if (trouble === null) return null;
  return (
    <div class="connection" role="status" data-testid="connection" data-trouble={trouble}>
      <p>{t(`connection.${trouble}`)}</p>
      <button type="button" class="button button-quiet" onClick={connection.look}>
        {t('connection.look')}
      </button>
    </div>
  );
}
