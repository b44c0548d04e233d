import { useApp } from '../../../app/context.ts';
import { formatPeople, formatShare } from '../format.ts';
import { BarTable } from './BarTable.tsx';
import type { PartProps } from './part-props.ts';
import { waysOf } from './tables.ts';
import { askedMinutes } from './words.ts';

const BAR = 'var(--sea)';

/** Who is served within the same time by each way of travelling. */
export function WaysPart({ told }: PartProps) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const ways = waysOf(app, told);
  const best = [...ways].sort((a, b) => b.share - a.share)[0];
  const minutes = askedMinutes(told);
  if (best === undefined) return null;
  return (
    <>
      <p class="found-answer">
        <strong data-testid="ways-best">{formatShare(app, best.share, 1)}</strong>{' '}
        {t('plan.found.ways.answer', { way: best.name, n: minutes })}
      </p>
      <BarTable
        caption={t('plan.found.ways.caption', { n: minutes })}
        head={[t('plan.question.mode'), t('plan.charts.people'), t('plan.legend.share')]}
        rows={ways.map(({ id, name, when, people, share }) => ({
          key: id,
          name: name + when,
          color: BAR,
          share,
          cells: [formatPeople(app, people), formatShare(app, share, 1)],
        }))}
        testId="ways"
      />
    </>
  );
}
