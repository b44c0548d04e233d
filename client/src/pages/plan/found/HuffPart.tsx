import { useState } from 'preact/hooks';
import type { HuffResult } from '../../../../../tiles/api/accessibility-results.ts';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { facilityNames } from '../facility-names.ts';
import { formatPeople, formatShare } from '../format.ts';
import { AttributeField } from '../panel/SitingLimits.tsx';
import { BarTable } from './BarTable.tsx';
import type { ControlProps, PartProps } from './part-props.ts';
import { askedMinutes } from './words.ts';

const MOST = 12;
const BAR = 'var(--sea)';

/** How many people each facility draws. */
export function HuffPart({ told }: PartProps) {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const minutes = askedMinutes(told);
  const [most, setMost] = useState(MOST);
  const found = told.result.results.find((each): each is HuffResult => each.kind === 'huff');
  if (found === undefined) return null;
  const rows = [...found.facilities].sort((a, b) => b.people - a.people);
  const top = rows[0];
  const named = facilityNames(app, told.result);
  const [greatest, share] = [top?.people ?? 0, top?.share ?? null];
  return (
    <>
      <p class="found-answer">
        {t('plan.found.huff.among')}
        <strong data-testid="huff-greatest">{share === null ? '—' : formatShare(app, share, 1)}</strong>{' '}
        {t('plan.found.huff.answer', { name: top === undefined ? '—' : named(top.id) })}
      </p>
      <p>
        {t('plan.found.huff.more', {
          people: formatPeople(app, found.people),
          undrawn: formatPeople(app, found.undrawnPeople),
          n: minutes,
        })}
      </p>
      <BarTable
        caption={t('plan.found.huff.caption')}
        head={[t('plan.question.layer'), t('plan.charts.people'), t('plan.legend.share')]}
        rows={rows.slice(0, most).map(({ id, people, share: own }) => ({
          key: id,
          name: named(id),
          color: BAR,
          share: greatest === 0 ? 0 : people / greatest,
          cells: [formatPeople(app, people), own === null ? '—' : formatShare(app, own, 1)],
        }))}
        testId="huff-shares"
      />
      {rows.length > most && (
        <button type="button" class="button button-quiet" onClick={() => setMost(most + 10 * MOST)}>
          {t('plan.more', { n: Math.min(10 * MOST, rows.length - most) })}
        </button>
      )}
    </>
  );
}

/** How attractive a facility is. */
export function HuffControl({ set }: ControlProps) {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const layer = session.asked.value?.layer ?? null;
  if (layer === null) return null;
  return (
    <AttributeField
      label={t('plan.found.size')}
      layer={layer}
      value={session.state.value.found.size}
      none={t('plan.found.each1')}
      testId="found-size"
      onChange={(size) => set({ size })}
    />
  );
}
