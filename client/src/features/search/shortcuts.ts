/** What words in the search box mean beside names: coordinates, a case by its number, a kind of features. */
import { batch } from '@preact/signals';
import { useQuery } from '../../data/remote.ts';
import { useApp } from '../../app/context.ts';
import { formatCoordinates } from '../../format/attribute.ts';
import { parseCoordinates } from '../../format/coordinates.ts';
import { foundPlaceOverlay } from '../../map/overlays.ts';
import { categoriesOf } from './categories.ts';

export interface SearchShortcut {
  readonly id: string;
  readonly name: string;
  readonly context: string;
  readonly run: () => void;
}

/** `案例4`, `案例 4`, `case 4`, `#4`. */
const CASE = /^(?:案例|case|#) ?(\d{1,3})$/iu;
/** Close enough to tell one house from the next. */
const PLACE_ZOOM = 17;
/** Longer words name no kind, and are cut in two at every place. */
const LONGEST_KIND = 40;

export function useShortcuts(q: string): readonly SearchShortcut[] {
  const app = useApp();
  const { api, actions, catalogue, config, store, i18n } = app;
  const { t, text } = i18n;
  const { hasCases = false, bounds = null } = config.state.value.value ?? {};
  const number = hasCases ? CASE.exec(q)?.[1] : undefined;
  const cases = useQuery(number === undefined ? null : 'cases', (signal) => api.cases(signal));
  if (q === '') return [];

  const at = parseCoordinates(q, bounds);
  if (at !== null) {
    const written = formatCoordinates(at.lon, at.lat);
    const run = (): void => {
      actions.setOverlay('found-place', foundPlaceOverlay(at, app.theme.peek()));
      actions.flyTo({ ...at, zoom: PLACE_ZOOM });
      actions.announce(written);
    };
    return [{ id: 'place', name: written, context: t('search.asDatum'), run }];
  }
  const record = cases.value?.cases.find((each) => String(each.number) === String(Number(number)));
  if (number !== undefined && record !== undefined) {
    const run = (): void => actions.openCase(record.id);
    return [{ id: record.id, name: text(record.title), context: t('case.number', { n: record.number }), run }];
  }
  const layers = catalogue.state.value.value?.layers ?? [];
  if (q.length > LONGEST_KIND) return [];
  return categoriesOf(q, layers).map(({ layer, title, kind, filters }) => ({
    id: `${layer} ${JSON.stringify(filters)}`,
    name: kind === null ? text(title) : t('search.kind', { kind: text(kind), layer: text(title) }),
    context: t('search.asLayer'),
    run: () =>
      batch(() => {
        actions.setFilters(layer, filters);
        actions.showLayers([layer], true);
        store.panelOpen.value = true;
        store.tab.value = 'layers';
        const { minzoom = 0 } = layers.find(({ id }) => id === layer) ?? {};
        const map = app.map.peek();
        if (map !== null && map.getZoom() < minzoom) map.easeTo({ zoom: minzoom });
      }),
  }));
}
