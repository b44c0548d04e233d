import { useApp } from '../../../app/context.ts';
import { RequestFailure } from '../../../shell/RequestFailure.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { usePlan } from '../context.ts';
import type { PlanSession } from '../session/session.ts';

/** Messages shown in place of figures: loading, errors, and a service without population or streets. */
export function Status() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const known = session.catalogue.state.value;
  const base = session.base.value;
  const answer = session.active;
  if (known.error !== null) return <RequestFailure error={known.error} retry={() => void session.catalogue.load()} />;
  if (known.value === null) return <Waiting share={null} />;
  if (known.value.demands.length === 0)
    return (
      <p class="empty" role="alert">
        {t('plan.empty.demands')}
      </p>
    );
  if (known.value.layers.length === 0)
    return (
      <p class="empty" role="alert">
        {t('plan.empty.layers')}
      </p>
    );
  if (base.error !== null) return <RequestFailure error={base.error} retry={session.reload} />;
  if (base.value === null) return <Waiting share={session.progress.value} />;
  return (
    <>
      {known.value.networks.length === 0 && (
        <p class="plan-warning" data-testid="no-networks">
          {t('plan.empty.networks')}
        </p>
      )}
      {answer.error.value !== null && <RequestFailure error={answer.error.value} retry={answer.retry} />}
      {base.value.coverage.facilities.length === 0 && (
        <p class="empty" role="status">
          {t('plan.empty.facilities')}
        </p>
      )}
      {session.isOutdated.value && (
        <p class="analysis-outdated" role="status">
          <span>{t('plan.outdated')}</span>
          <button type="button" class="button button-outline" onClick={session.reload}>
            {t('plan.recompute')}
          </button>
        </p>
      )}
    </>
  );
}

/** Whether the first answer is still coming, or its cells are. */
export function isWaiting({ catalogue, base }: PlanSession): boolean {
  const { value, error } = catalogue.state.value;
  const isEmpty = value !== null && [value.demands, value.layers].some(({ length }) => length === 0);
  return error === null && !isEmpty && base.value.error === null && base.value.value === null;
}

/** What has come of the cells, which are the most of what the page loads; null until they begin to come. */
function Waiting({ share }: { share: number | null }) {
  const {
    i18n: { t, number },
  } = useApp();
  const { figures } = usePlan();
  return (
    <>
      <label class="plan-progress" data-testid="progress">
        <span class="visually-hidden">
          {share === null
            ? t('plan.loading')
            : t('plan.progress', { share: number(share, { style: 'percent', maximumFractionDigits: 0 }) })}
        </span>
        {share === null ? <progress /> : <progress max={1} value={share} />}
      </label>
      {figures.value === null && <Skeleton lines={8} label={t('plan.loading')} />}
    </>
  );
}
