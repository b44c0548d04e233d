import { useApp } from '../app/context.ts';
import { emptinessOf, type Emptiness } from '../map/emptiness.ts';

/** Says why the map shows none of the layers that are on, and offers to go where they are. */
export function EmptyView() {
  const {
    catalogue,
    layersById,
    shown,
    store,
    ui,
    actions,
    i18n: { t, text },
  } = useApp();
  const { value } = catalogue.state.value;
  const viewport = ui.viewport.value;
  if (value === null || viewport === null) return null;
  const counted = ui.counts.value;
  const empty = emptinessOf({
    layers: value.layers,
    shown: shown.value.flatMap((id) => layersById.value.get(id) ?? []),
    view: viewport.bbox,
    counts: counted?.bbox === viewport.bbox ? counted.counts : null,
  });
  if (empty === null) return null;
  const isFiltered = shown.value.some((id) => Object.keys(store.filters.value[id] ?? {}).length > 0);
  return (
    <div class="map-empty" role="status" data-testid="map-empty">
      <p>{sentence(empty)}</p>
      {'bbox' in empty && (
        <button type="button" class="button button-outline" onClick={() => actions.fit(empty.bbox)}>
          {t('empty.go')}
        </button>
      )}
    </div>
  );

  function sentence(why: Emptiness): string {
    switch (why.kind) {
      case 'nothing':
        return t('empty.nothing');
      case 'unloaded':
        return t('empty.unloaded');
      case 'elsewhere': {
        const [first, ...more] = why.layers;
        return first !== undefined && more.length === 0
          ? t('empty.elsewhereOne', { layer: text(first.title) })
          : t('empty.elsewhere');
      }
      case 'noneHere':
        return t(isFiltered ? 'empty.noneFitting' : 'empty.noneHere');
    }
  }
}
