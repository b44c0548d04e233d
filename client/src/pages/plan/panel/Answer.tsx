import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { facilitiesText, formatShare } from '../format.ts';
import { changeText } from '../session/answer-change.ts';
import { isUnknownArea } from '../session/session.ts';

/** How many people can, and how many cannot: from the summary at once, from the cells as soon as they are there. */
export function Answer() {
  const app = useApp();
  const { t, number } = app.i18n;
  const session = usePlan();
  const found = session.figures.value;
  const summary = session.active.coverage.value?.header.summary ?? session.summary.value;
  const { area } = session.state.value;
  const isOfOther = session.active.isOfOther.value;
  const change = isOfOther ? null : changeText(session);
  if (session.base.value.error !== null) return null;
  if (area !== null && isUnknownArea(session))
    return (
      <p class="plan-warning" role="alert" data-testid="unknown-area">
        {t('plan.answer.unknownArea', { area })}
      </p>
    );
  return (
    <div class="plan-answer" role="status" aria-busy={found === null} data-testid="share">
      {found === null || isOfOther ? (
        <p class="plan-answer-wait">{t(isOfOther ? 'plan.answer.failed' : 'plan.answer.wait')}</p>
      ) : (
        <p>
          <strong>{formatShare(app, found.peopleWithin, found.people)}</strong>{' '}
          {t('plan.answer', { n: number(Math.round(found.people - found.peopleWithin)) })}
        </p>
      )}
      {change !== null && (
        <p class="plan-answer-change" data-testid="answer-change">
          {change}
        </p>
      )}
      {/* Keeps its line while nothing is known, so that the page below stands still. */}
      {summary?.unconnectedFacilities !== 0 && (
        <p class="quiet" data-testid="share-unconnected">
          {summary === null
            ? '\u00a0'
            : `${area === null ? '' : `${t('plan.wholeCity')} · `}${facilitiesText(app, summary)}`}
        </p>
      )}
    </div>
  );
}
