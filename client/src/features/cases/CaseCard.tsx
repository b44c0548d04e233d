import { useEffect, useState } from 'preact/hooks';
import type { CaseRecord, Figure, EntityLink, CasePlace } from '../../../../tiles/cases/case.ts';
import { useApp } from '../../app/context.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProvenanceBadge } from '../../ui/ProvenanceBadge.tsx';
import { CaseLayers } from './CaseLayers.tsx';
import { CaseMark } from './CaseMark.tsx';
import { districtName, themeName } from './names.ts';
import { RulePanel } from './RulePanel.tsx';
import { formatFigure, formatAmount } from './figures.ts';
import { useQuery } from '../../data/remote.ts';
import { agrees, measureLink, propertiesOf } from './entities.ts';
import { columnsFor } from './columns.ts';
import { PALETTES } from '../../../../tiles/style/palette.ts';
import type { Overlay } from '../../map/overlays.ts';
import type { Theme } from '../../state/types.ts';

const PLACE_ZOOM = 14;

/** One case in full: what was done, its figures with their sources, its features on the map, and its rule. */
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
      data-step={key === 'case.next' ? 'next' : 'previous'}
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

/** Every figure with its value as the source words it, what the map holds of it, and the line it was read from. */
function CaseFigures({ record }: { record: CaseRecord }) {
  const {
    i18n: { t },
  } = useApp();
  return (
    <section>
      <h3 id="case-figures">{t('case.figures')}</h3>
      <table class="figures" aria-labelledby="case-figures">
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{t('case.figure')}</th>
            <th scope="col">{t('case.period')}</th>
            <th scope="col">{t('case.value')}</th>
          </tr>
        </thead>
        <tbody>
          {record.figures.map((figure) => (
            <FigureRow key={figure.id} figure={figure} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FigureRow({ figure }: { figure: Figure }) {
  const { i18n } = useApp();
  const { t, text } = i18n;
  const name = text(figure.name);
  return (
    <tr data-figure={figure.id}>
      <th scope="row">
        {name}
        <details class="source-line">
          <summary aria-label={t('case.sourceOf', { name })}>{t('case.source')}</summary>
          <blockquote lang="zh-CN">“{figure.source.quote}”</blockquote>
          <p class="quiet">{t('case.sourceLine', { line: String(figure.source.line) })}</p>
        </details>
      </th>
      <td class="quiet figure-period">{figure.period.split('/').join(' – ')}</td>
      <td class="figure-value">
        {formatFigure(figure, i18n)}
        {figure.entity !== undefined && <EntityCheck figure={figure} link={figure.entity} />}
      </td>
    </tr>
  );
}

/** Layers with more features are megabytes: the card reads them only on request. */
const CHEAP = 8000;

/** Compares a figure with the map's own data. */
function EntityCheck({ figure, link }: { figure: Figure; link: EntityLink }) {
  const app = useApp();
  const { layersById, i18n } = app;
  const { t, text } = i18n;
  const layer = layersById.value.get(link.layer);
  const [asked, setAsked] = useState(false);
  const known = layer !== undefined && link.measure === 'count' && link.where === undefined;
  const wanted = layer !== undefined && !known && (asked || layer.count <= CHEAP);
  const { value, error, loading } = useQuery(wanted ? `${link.layer} ${JSON.stringify(link)}` : null, async () =>
    measureLink(link, await columnsFor(app, link.layer, propertiesOf(link))),
  );
  if (layer === undefined) return null;
  if (!known && !wanted)
    return (
      <button
        type="button"
        class="button button-quiet"
        aria-label={t('case.checkNamed', { name: text(figure.name) })}
        onClick={() => setAsked(true)}
      >
        {t('case.check')}
      </button>
    );
  if (error !== null) return <span class="entity-check quiet">{t('case.checkFailed')}</span>;
  const measured = known ? layer.count : value;
  if (measured === null) return loading ? <span class="entity-check quiet">{t('case.checking')}</span> : null;
  const same = agrees(figure.value, measured);
  return (
    <span class="entity-check" data-agrees={same}>
      <span class="check-mark" aria-hidden="true">
        {same ? '✓' : '≠'}
      </span>
      {t('case.onMap', { value: formatAmount(measured, text(figure.unit), i18n) })}
      <span class="visually-hidden">{t(same ? 'case.matches' : 'case.differs')}</span>
    </span>
  );
}

/** Rings around the places of the case whose card is open. */
function placesOverlay(places: readonly CasePlace[], theme: Theme): Overlay {
  const features = places.map(({ lon, lat }) => ({
    type: 'Feature' as const,
    properties: {},
    geometry: { type: 'Point' as const, coordinates: [lon, lat] },
  }));
  return {
    sources: { 'case-places': { type: 'geojson', data: { type: 'FeatureCollection', features } } },
    layers: [
      {
        id: 'case-places',
        type: 'circle',
        source: 'case-places',
        paint: {
          'circle-radius': 17,
          'circle-opacity': 0,
          'circle-stroke-color': PALETTES[theme].accent,
          'circle-stroke-width': 3,
        },
      },
    ],
  };
}
