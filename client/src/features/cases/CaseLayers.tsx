import type { CaseRecord } from '../../../../tiles/cases/case.ts';
import { legendOf } from '../../../../tiles/style/legend.ts';
import { asApiError } from '../../data/errors.ts';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import type { App } from '../../app/types.ts';
import { Swatch } from '../../ui/Swatch.tsx';
import { filtersCodec } from '../../state/codecs/filters.ts';
import { columnsFor } from './columns.ts';
import { extentOf, filtersOf, propertiesOf, rowsWhere, type Where } from './entities.ts';

/** Layers with more features are not loaded just to find an extent. */
const CHEAP = 8000;

/** Layers that show the case's entities. Each button shows what belongs to the case, and goes there. */
export function CaseLayers({ record }: { record: CaseRecord }) {
  const app = useApp();
  const {
    layersById,
    store,
    shown,
    theme,
    actions,
    i18n: { t, text },
  } = app;
  const entries = record.layers.flatMap(({ layer: id, where }) => {
    const layer = layersById.value.get(id);
    return layer === undefined ? [] : [{ layer, where: where ?? {} }];
  });
  if (entries.length === 0) return null;

  const toggle = (layer: LayerInfo, where: Where, on: boolean): void => {
    if (on) {
      actions.showLayers([layer.id], false);
      actions.setFilters(layer.id, {});
      return;
    }
    actions.setFilters(layer.id, filtersOf(where, layer));
    actions.showLayers([layer.id], true);
    if (app.ui.sheet.peek() === 'full') app.ui.sheet.value = 'half';
    void goTo(app, layer, where);
  };
  const analyse = (layer: LayerInfo, where: Where): void => {
    const filters = Object.fromEntries(
      Object.entries(where).map(([attribute, wanted]) => [
        attribute,
        (Array.isArray(wanted) ? wanted : [wanted]).map(String),
      ]),
    );
    store.analysis.value = { ...store.analysis.peek(), layer: layer.id, filters, window: null };
    store.tab.value = 'analysis';
  };

  return (
    <section>
      <h3>{t('case.layers')}</h3>
      <p class="quiet">{t('case.layersHint')}</p>
      <ul class="case-layers">
        {entries.map(({ layer, where }) => {
          const on =
            shown.value.includes(layer.id) && sameFilters(store.filters.value[layer.id] ?? {}, filtersOf(where, layer));
          return (
            <li key={`${layer.id} ${JSON.stringify(where)}`}>
              <button
                type="button"
                class="button button-outline case-layer"
                aria-pressed={on}
                onClick={() => toggle(layer, where, on)}
              >
                <Swatch legend={legendOf(layer, theme.value)} />
                {text(layer.title)}
              </button>
              {layer.caseData !== undefined && (
                <button type="button" class="button button-quiet" onClick={() => analyse(layer, where)}>
                  {t('case.openAnalysis')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function sameFilters(a: ReturnType<typeof filtersOf>, b: ReturnType<typeof filtersOf>): boolean {
  const format = (filters: typeof a): string => JSON.stringify(filtersCodec.format({ layer: filters }));
  return format(a) === format(b);
}

/** Flies to what belongs to the case; to the whole layer where that is all of it, or too much to read. */
async function goTo(app: App, layer: LayerInfo, where: Where): Promise<void> {
  const fit = (bbox: LayerInfo['bbox']): void => {
    if (bbox === null) return;
    const [west, south, east, north] = bbox;
    app.actions.flyTo({ lon: (west + east) / 2, lat: (south + north) / 2, bbox });
  };
  if (Object.keys(where).length === 0 || layer.count > CHEAP) {
    fit(layer.bbox);
    return;
  }
  try {
    const columns = await columnsFor(app, layer.id, propertiesOf({ where }));
    fit(extentOf(rowsWhere(where, columns), columns) ?? layer.bbox);
  } catch (error) {
    app.actions.notify({ key: 'case.checkFailed', error: asApiError(error) });
  }
}
