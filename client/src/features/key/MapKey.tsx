import { useState } from 'preact/hooks';
import { legendOf } from '../../../../tiles/style/legend.ts';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import { mediaSignal, PANEL_QUERY } from '../../ui/media.ts';
import type { ColouredAreas } from '../../app/types.ts';
import { isSeenAt } from '../../map/choropleth.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Legend } from '../../ui/Legend.tsx';
import { Swatch } from '../../ui/Swatch.tsx';
import { drawnLayers, moved, stacked } from './stack.ts';
import './key.css';

/** The legend on the map: what is visible now, the topmost first. The short form of the list of layers. */
export function MapKey() {
  const {
    coloured,
    layersById,
    shown,
    store,
    ui,
    i18n: { t, text },
  } = useApp();
  // A phone has no room for it before somebody asks.
  const [open, setOpen] = useState(() => mediaSignal(PANEL_QUERY).peek());
  const layers = shown.value.flatMap((id) => layersById.value.get(id) ?? []);
  const ids = stacked(layers, store.order.value);
  const inForce = coloured.value;
  const zoom = ui.viewport.value?.zoom ?? 0;
  const areas = inForce !== null && isSeenAt(inForce.choropleth, zoom) ? inForce : null;
  if (ids.length === 0 && areas === null) return null;
  const drawn = drawnLayers(layers, { zoom, order: store.order.value, opacities: store.opacities.value });
  const sources = [...new Set([...drawn.map(({ source }) => text(source)), ...(areas?.sources ?? [])])];
  return (
    <section class="map-key" aria-label={t('key.title')} data-open={open} data-testid="map-key">
      <button
        type="button"
        class="button map-key-head"
        aria-expanded={open}
        aria-controls="map-key-body"
        onClick={() => setOpen(!open)}
      >
        <Icon name="layers" />
        {t('key.title')}
        <Icon name="chevron" />
      </button>
      <div id="map-key-body" class="map-key-body" hidden={!open} tabIndex={open ? 0 : -1}>
        <ul>
          {ids.map((id) => {
            const layer = layersById.value.get(id);
            return layer === undefined ? null : <KeyRow key={id} layer={layer} ids={ids} />;
          })}
        </ul>
        {areas !== null && <AreasKey areas={areas} />}
        <p class="print-only">{t('key.sources', { sources: sources.join(t('key.separator')) })}</p>
      </div>
    </section>
  );
}

const FULL = 100;

function KeyRow({ layer, ids }: { layer: LayerInfo; ids: readonly string[] }) {
  const {
    store,
    theme,
    ui,
    i18n: { t, text },
  } = useApp();
  const [open, setOpen] = useState(false);
  const { id } = layer;
  const title = text(layer.title);
  const legend = legendOf(layer, theme.value);
  const opacity = store.opacities.value[id] ?? 1;
  const tooFar = (ui.viewport.value?.zoom ?? layer.minzoom) < layer.minzoom;
  const set = (share: number): void => {
    const { [id]: _, ...others } = store.opacities.peek();
    store.opacities.value = share >= 1 ? others : { ...others, [id]: share };
  };
  const move = (by: -1 | 1): void => {
    store.order.value = moved(ids, id, by);
  };
  return (
    <li class="key-row" data-hidden={opacity === 0} data-far={tooFar} data-key={id}>
      <div class="key-head">
        <Swatch legend={legend} />
        <span class="key-title">
          {title}
          {tooFar && <span class="quiet"> {t('layers.tooFar')}</span>}
        </span>
        <IconButton
          icon={opacity === 0 ? 'hidden' : 'eye'}
          label={t('key.show', { layer: title })}
          aria-pressed={opacity > 0}
          onClick={() => set(opacity === 0 ? 1 : 0)}
        />
        <IconButton
          class="layer-more"
          icon="chevron"
          label={t('key.more', { layer: title })}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
      </div>
      {open && (
        <div class="key-body">
          <Legend legend={legend} />
          <label class="key-opacity">
            <span>{t('key.opacity')}</span>
            <input
              type="range"
              min="0"
              max={FULL}
              step="5"
              value={Math.round(opacity * FULL)}
              aria-label={t('key.opacityOf', { layer: title })}
              onInput={(event) => set(Number(event.currentTarget.value) / FULL)}
            />
            <output>{Math.round(opacity * FULL)}%</output>
          </label>
          <div class="key-moves">
            <button type="button" class="button button-quiet" disabled={ids[0] === id} onClick={() => move(-1)}>
              {t('key.up')}
            </button>
            <button type="button" class="button button-quiet" disabled={ids.at(-1) === id} onClick={() => move(1)}>
              {t('key.down')}
            </button>
          </div>
        </div>
      )}
    </li>
  );
}

/** Classes of the figure that colours areas. */
function AreasKey({ areas: { title, classes, without, choropleth } }: { areas: ColouredAreas }) {
  const swatch = (color: string) => <span class="key-class" style={{ background: color }} aria-hidden="true" />;
  return (
    <figure class="legend key-figure">
      <figcaption>{title}</figcaption>
      <ul>
        {classes.map(({ color, label }) => (
          <li key={label}>
            {swatch(color)}
            {label}
          </li>
        ))}
        {without !== null && (
          <li>
            {swatch(choropleth.none)}
            {without}
          </li>
        )}
      </ul>
    </figure>
  );
}
