import { useState, useEffect, useRef } from 'preact/hooks';
import { useQuery } from '../../data/remote.ts';
import { useApp } from '../../app/context.ts';
import { layerTree, type TreeTheme } from '../../format/layer-tree.ts';
import { filterTexts } from '../../data/filter-text.ts';
import { RequestFailure } from '../../shell/RequestFailure.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import type { Counts } from '../../../../tiles/api/wire.ts';
import { Icon } from '../../ui/Icon.tsx';
import { LayerRow } from './LayerRow.tsx';

const COUNT_DEBOUNCE_MS = 350;

/** The layer tree: themes, their layers, and how many features of those shown lie in view. */
export function LayersTab() {
  const {
    api,
    catalogue,
    layersById,
    shown,
    store,
    ui,
    live,
    connection,
    actions,
    i18n: { t },
  } = useApp();
  const [wanted, setWanted] = useState('');
  const { value, error } = catalogue.state.value;
  const viewport = ui.viewport.value;
  // Tiles of a function have no features to count.
  const visible = shown.value.filter((id) => layersById.value.get(id)?.tilesOnly !== true);
  const filters = filterTexts(layersById.value, store.filters.value);
  const key =
    viewport === null || visible.length === 0
      ? null
      : [...visible].sort().join() + viewport.bbox.map((n) => n.toFixed(4)).join() + JSON.stringify(filters);
  const counts = useQuery(key, (signal) => api.counts(visible, viewport?.bbox ?? [0, 0, 0, 0], filters, signal), {
    debounceMs: COUNT_DEBOUNCE_MS,
    version: visible.map((layer) => live.versions.value[layer] ?? 0).join(),
  });

  // Counts of another view stay for the moment that it takes to count anew, and no longer.
  const isLost = counts.error !== null || connection.trouble.value !== null;
  const inView = counts.isCurrent || !isLost ? counts.value : null;

  // The map says where a view is empty.
  useEffect(() => {
    if (!counts.loading && counts.value !== null && viewport !== null)
      ui.counts.value = { bbox: viewport.bbox, counts: counts.value };
  }, [counts.loading, counts.value]);

  if (value === null) {
    return error === null ? (
      <Skeleton lines={10} label={t('app.loading')} />
    ) : (
      <RequestFailure error={error} retry={() => void catalogue.load()} />
    );
  }
  const tree = layerTree(value, wanted);
  return (
    <div class="layers">
      <div class="layers-tools">
        <input
          class="field"
          type="search"
          aria-label={t('layers.search')}
          placeholder={t('layers.search')}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
        <div class="layers-summary">
          <span class="quiet" role="status">
            {t('layers.shownCount', { n: visible.length })}
          </span>
          <button
            type="button"
            class="button button-quiet"
            disabled={visible.length === 0}
            onClick={() => actions.showLayers(visible, false)}
          >
            {t('layers.clearAll')}
          </button>
          <button
            type="button"
            class="button button-quiet"
            disabled={store.layers.value === null}
            onClick={() => {
              store.layers.value = null;
            }}
          >
            {t('layers.reset')}
          </button>
        </div>
      </div>
      {tree.length === 0 && <p class="empty">{t('layers.none', { q: wanted })}</p>}
      {tree.map((theme) => (
        <ThemeGroup key={theme.id} theme={theme} counts={inView} forceOpen={wanted.trim() !== ''} />
      ))}
      {counts.error !== null && <RequestFailure error={counts.error} retry={counts.retry} />}
    </div>
  );
}

/** One theme: a heading that opens its layers, and a box that switches all of them. */
function ThemeGroup({ theme, counts, forceOpen }: { theme: TreeTheme; counts: Counts | null; forceOpen: boolean }) {
  const {
    shown,
    store,
    actions,
    i18n: { t, text, number },
  } = useApp();
  const ids = theme.layers.map((layer) => layer.id);
  const on = ids.filter((id) => shown.value.includes(id)).length;
  // The start page has themes folded; a link that names layers shows which.
  const names = on > 0 && store.layers.value !== null;
  const [opened, setOpened] = useState(names);
  useEffect(() => {
    if (names) setOpened(true);
  }, [names]);
  const open = opened || forceOpen;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = on > 0 && on < ids.length;
  }, [on, ids.length]);

  const title = text(theme.title);
  return (
    <section class="theme">
      <div class="theme-head">
        <input
          ref={box}
          type="checkbox"
          class="check"
          checked={on === ids.length}
          aria-label={t('layers.themeAll', { theme: title })}
          onChange={(event) => actions.showLayers(ids, event.currentTarget.checked)}
        />
        <h2 class="theme-title">
          <button
            type="button"
            class="disclosure"
            aria-expanded={open}
            aria-controls={`theme-${theme.id}`}
            onClick={() => setOpened(!open)}
          >
            <span>{title}</span>
            <span class="theme-count" aria-hidden="true">
              {t('layers.shownOf', { shown: on, all: ids.length })}
            </span>
            <span class="visually-hidden">
              {t('layers.shownOfLabel', { shown: number(on), all: number(ids.length) })}
            </span>
            <Icon name="chevron" />
          </button>
        </h2>
      </div>
      <ul id={`theme-${theme.id}`} class="layer-list" hidden={!open}>
        {theme.layers.map((layer) => (
          <LayerRow key={layer.id} layer={layer} inView={counts?.[layer.id] ?? null} />
        ))}
      </ul>
    </section>
  );
}
