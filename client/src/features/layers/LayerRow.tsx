import { useState } from 'preact/hooks';
import { legendOf } from '../../../../tiles/style/legend.ts';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import { provenanceKinds } from '../../format/provenance.ts';
import { reachesInto } from '../../map/emptiness.ts';
import { LazyPart } from '../../shell/LazyPart.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProvenanceBadge } from '../../ui/ProvenanceBadge.tsx';
import { Swatch } from '../../ui/Swatch.tsx';

const layerBody = () => import('./LayerBody.tsx');

/** A layer in the tree: box, mark, title, counts; legend, filter and source behind the arrow. */
export function LayerRow({ layer: listed, inView }: { layer: LayerInfo; inView: number | null }) {
  const {
    layersById,
    shown,
    store,
    theme,
    ui,
    actions,
    i18n: { t, text },
  } = useApp();
  const [open, setOpen] = useState(false);
  const layer = layersById.value.get(listed.id) ?? listed;
  const on = shown.value.includes(layer.id);
  const filtered = Object.keys(store.filters.value[layer.id] ?? {}).length > 0;
  const tooFar = on && layer.count > 0 && (ui.viewport.value?.zoom ?? layer.minzoom) < layer.minzoom;
  const viewport = ui.viewport.value;
  const isElsewhere = on && layer.count > 0 && viewport !== null && !reachesInto(layer, viewport.bbox);
  const title = text(layer.title);
  const [kind] = provenanceKinds(layer);

  return (
    <li class="layer" data-layer={layer.id}>
      <div class="layer-head">
        <label class="layer-label">
          <input
            type="checkbox"
            class="check"
            checked={on}
            onChange={(event) => actions.showLayers([layer.id], event.currentTarget.checked)}
          />
          <Swatch legend={legendOf(layer, theme.value)} />
          <span class="layer-title">{title}</span>
        </label>
        {kind !== undefined && <ProvenanceBadge kind={kind} />}
        <button
          type="button"
          class="button button-icon layer-more"
          aria-expanded={open}
          aria-controls={`layer-${layer.id}`}
          aria-label={t('layers.details', { layer: title })}
          title={t('layers.details', { layer: title })}
          onClick={() => setOpen(!open)}
        >
          <Icon name="chevron" />
        </button>
      </div>
      <p class="layer-facts">
        {layer.tilesOnly === true
          ? t('layers.tilesOnly')
          : layer.count === 0
            ? t('layers.empty')
            : t('layers.total', { n: layer.count })}
        {on && inView !== null && layer.count > 0 && (
          <span class="in-view" data-testid={`in-view-${layer.id}`}>
            {t('layers.inView', { n: inView })}
          </span>
        )}
        {filtered && (
          <button type="button" class="chip" onClick={() => setOpen(true)}>
            {t('layers.filterActive')}
          </button>
        )}
        {isElsewhere && layer.bbox !== null && (
          <button
            title={t('layers.elsewhere')}
            type="button"
            class="chip chip-warning"
            onClick={() => actions.fit(layer.bbox ?? [0, 0, 0, 0])}
          >
            {t('layers.goTo')}
          </button>
        )}
        {tooFar && !isElsewhere && (
          <button title={t('layers.tooFar')} type="button" class="chip chip-warning" onClick={() => zoomTo(layer)}>
            {t('layers.zoomTo')}
          </button>
        )}
      </p>
      <div id={`layer-${layer.id}`} class="layer-body" hidden={!open}>
        {open && <LazyPart load={layerBody} lines={4} props={{ layer }} />}
      </div>
    </li>
  );

  /** Stays at the current centre if the layer's extent covers it; else goes to the layer's centre. */
  function zoomTo({ bbox, minzoom }: LayerInfo): void {
    const view = store.view.value;
    const [west, south, east, north] = bbox ?? [0, 0, 0, 0];
    const here = view !== null && view.lon >= west && view.lon <= east && view.lat >= south && view.lat <= north;
    actions.flyTo({
      lon: here ? view.lon : (west + east) / 2,
      lat: here ? view.lat : (south + north) / 2,
      zoom: minzoom + 0.2,
    });
  }
}
