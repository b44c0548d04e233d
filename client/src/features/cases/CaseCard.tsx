import { useEffect } from 'preact/hooks';
import type { CaseRecord } from '../../../../tiles/cases/case.ts';
import { useApp } from '../../app/context.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProvenanceBadge } from '../../ui/ProvenanceBadge.tsx';
import { CaseFigures } from './CaseFigures.tsx';
import { CaseLayers } from './CaseLayers.tsx';
import { CaseMark } from './CaseMark.tsx';
import { placesOverlay } from './overlay.ts';
import { districtName, themeName } from './names.ts';
import { RulePanel } from './RulePanel.tsx';

const PLACE_ZOOM = 14;

/** All of one case: what was done, its figures with their sources, its entities on the map, and its rule at work. */
export function CaseCard({
  record,
  previous,
  next,
}: {
  record: CaseRecord;
  previous: CaseRecord | null;
  next: CaseRecord | null;
}) {
  const app = useApp();
  const {
    actions,
    i18n: { t, text },
  } = app;
  const step = (to: CaseRecord | null, key: 'case.previous' | 'case.next') => (
    <button
      type="button"
      class="button button-quiet"
      disabled={to === null}
      onClick={() => {
        if (to !== null) actions.openCase(to.id);
      }}
    >
      {t(key)}
    </button>
  );
  useEffect(() => {
    actions.setOverlay('case', placesOverlay(record.places, app.theme.value));
    return () => actions.setOverlay('case', null);
  }, [record, app.theme.value]);

  return (
    <article class="case-card" data-testid="case-card">
      <nav class="case-nav" aria-label={t('case.title')}>
        <IconButton class="button-quiet" icon="back" label={t('case.back')} onClick={() => actions.openCase(null)}>
          {t('case.back')}
        </IconButton>
        <span>
          {step(previous, 'case.previous')}
          {step(next, 'case.next')}
        </span>
      </nav>
      <header>
        <h2 tabIndex={-1}>
          <CaseMark record={record} />
          <span>
            <span class="visually-hidden">{t('case.number', { n: record.number })} </span>
            {text(record.title)}
          </span>
        </h2>
        <dl class="facts">
          <dt>{t('case.agency')}</dt>
          <dd>{text(record.agency)}</dd>
          <dt>{t('case.district')}</dt>
          <dd>{districtName(app, record.district)}</dd>
          <dt>{t('case.theme')}</dt>
          <dd>{themeName(app, record.theme)}</dd>
        </dl>
      </header>
      <section>
        <h3>{t('case.summary')}</h3>
        <p>{text(record.summary)}</p>
      </section>
      <CaseLayers record={record} />
      <section>
        <h3>
          {t('case.places')} <ProvenanceBadge kind="approximate" />
        </h3>
        <div class="chips">
          {record.places.map((place) => (
            <button
              key={place.name.zh}
              type="button"
              class="chip case-place"
              onClick={() => actions.flyTo({ lon: place.lon, lat: place.lat, zoom: PLACE_ZOOM })}
            >
              {text(place.name)}
            </button>
          ))}
        </div>
      </section>
      <CaseFigures record={record} />
      {record.rule !== undefined && <RulePanel rule={record.rule} />}
    </article>
  );
}
