import { legendOf } from '../../../../tiles/style/legend.ts';
import type { Item } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import { anchorOf } from '../../format/geometry.ts';
import { formatCoordinates } from '../../format/attribute.ts';
import { isFacility } from '../../format/nearby.ts';
import { nameOf } from '../../format/name.ts';
import { roundView } from '../../map/view.ts';
import { AttributeList } from './AttributeList.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProvenanceBadge } from '../../ui/ProvenanceBadge.tsx';
import { Swatch } from '../../ui/Swatch.tsx';
import { copyLink, mapLink } from '../../shell/share.ts';

const NEARBY_RADIUS_M = 1000;

/** A feature: name, attributes, and where all of it comes from. */
export function FeatureDetails({ item }: { item: Item }) {
  const app = useApp();
  const {
    layersById,
    theme,
    store,
    actions,
    i18n: { t, text, date },
  } = app;
  const layer = layersById.value.get(item.layer);
  if (layer === undefined) return null;
  const at = anchorOf(item.geometry, item.bbox);
  // A mark of the layer of cases is a case; other features name the case they belong to.
  const caseId = layer.id === 'cases' ? item.id : item.properties['case'];

  const findNearby = (): void => {
    const { lon, lat } = roundView({ ...at, zoom: 0, bearing: 0, pitch: 0 });
    actions.setNearby({ layer: layer.id, lon, lat, radiusM: NEARBY_RADIUS_M, flags: [] });
    store.tab.value = 'nearby';
    store.panelOpen.value = true;
  };

  return (
    <article class="feature">
      <p class="feature-layer">
        <Swatch legend={legendOf(layer, theme.value)} />
        {text(layer.title)}
      </p>
      <h2 class="feature-name">{nameOf(layer, item.properties, text) ?? t('details.unnamed')}</h2>
      <p class={`provenance-note provenance-${item.provenance}`}>
        <ProvenanceBadge kind={item.provenance} /> {t(`provenance.${item.provenance}Sentence`)}
      </p>
      <AttributeList layer={layer} item={item} />
      <div class="feature-actions">
        <IconButton
          class="button-outline"
          icon="target"
          label={t('details.zoom')}
          onClick={() => actions.flyTo({ ...at, bbox: item.bbox })}
        >
          {t('details.zoom')}
        </IconButton>
        <IconButton
          class="button-outline"
          icon="link"
          label={t('details.copyLink')}
          onClick={() => void copyLink(app, mapLink(app))}
        >
          {t('details.copyLink')}
        </IconButton>
        {isFacility(layer) && (
          <IconButton class="button-outline" icon="nearby" label={t('details.nearby')} onClick={findNearby}>
            {t('details.nearby')}
          </IconButton>
        )}
        {typeof caseId === 'string' && caseId !== '' && (
          <IconButton
            class="button-outline"
            icon="cases"
            label={t('details.openCase')}
            onClick={() => actions.openCase(caseId)}
          >
            {t('details.openCase')}
          </IconButton>
        )}
      </div>
      <h3>{t('details.more')}</h3>
      <dl class="facts">
        <dt>{t('details.source')}</dt>
        <dd>{text(layer.source)}</dd>
        <dt>{t('details.owner')}</dt>
        <dd>{text(layer.owner)}</dd>
        <dt>{t('details.updated')}</dt>
        <dd>{date(item.updatedAt)}</dd>
        <dt>{t('details.coordinates')}</dt>
        <dd class="code">{formatCoordinates(at.lon, at.lat)}</dd>
        <dt>{t('details.id')}</dt>
        <dd class="code">{item.id}</dd>
      </dl>
    </article>
  );
}
