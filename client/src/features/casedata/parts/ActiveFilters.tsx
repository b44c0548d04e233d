import { useApp } from '../../../app/context.ts';
import { Icon } from '../../../ui/Icon.tsx';
import { useAnalysis } from '../context.ts';
import { toggleFilter } from '../data/filters.ts';
import { valueLabel } from '../describe.ts';
import { dimensionTitle } from '../../../format/measure.ts';

/** Every filter in force, each with a way to drop it. */
export function ActiveFilters() {
  const app = useApp();
  const {
    i18n: { t, date },
  } = app;
  const { session, layer } = useAnalysis();
  const { filters, window } = session.state.value;
  const entries = Object.entries(filters).flatMap(([id, values]) => values.map((value) => ({ id, value })));
  if (entries.length === 0 && window === null) return null;

  const chip = (key: string, name: string, value: string, onRemove: () => void) => (
    <li key={key}>
      <button
        type="button"
        class="chip chip-remove"
        aria-label={t('analysis.removeFilter', { name, value })}
        onClick={onRemove}
      >
        <span>{value}</span>
        <Icon name="close" />
      </button>
    </li>
  );
  return (
    <section class="active-filters" aria-label={t('analysis.filters')}>
      <ul class="chips">
        {entries.map(({ id, value }) =>
          chip(`${id}:${value}`, dimensionTitle(app, layer, id), valueLabel(app, layer, id, value), () =>
            session.update({ filters: toggleFilter(filters, id, value) }),
          ),
        )}
        {window !== null &&
          chip(
            'time',
            t('analysis.time'),
            t('analysis.timeRange', { from: date(window.from), to: date(window.to) }),
            () => session.setWindow(null),
          )}
      </ul>
      <button type="button" class="button button-quiet" onClick={() => session.update({ filters: {}, window: null })}>
        {t('analysis.clearFilters')}
      </button>
    </section>
  );
}
