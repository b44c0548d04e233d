import { useState } from 'preact/hooks';
import type { EntityLink, Figure } from '../../../../tiles/cases/case.ts';
import { useApp } from '../../app/context.ts';
import { useQuery } from '../../data/remote.ts';
import { agrees, measureLink, propertiesOf } from './entities.ts';
import { columnsFor } from './columns.ts';
import { formatAmount } from './figures.ts';

/** Larger layers are megabytes: they are read when somebody asks. */
const CHEAP = 8000;

/** What the map's own data comes to for a figure, and whether that is what the source says. */
export function EntityCheck({ figure, link }: { figure: Figure; link: EntityLink }) {
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
