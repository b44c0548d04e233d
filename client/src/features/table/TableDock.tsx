import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Bbox, LayerInfo } from '../../../../tiles/api/wire.ts';
import { legendOf } from '../../../../tiles/style/legend.ts';
import { LOCALES } from '../../../../tiles/i18n.ts';
import { useApp } from '../../app/context.ts';
import { mediaSignal, PANEL_QUERY } from '../../ui/media.ts';
import { useQuery } from '../../data/remote.ts';
import { areaAttribute, layersWithin, type AreaFormat } from '../../format/area-layers.ts';
import { areaName, type AreaNames } from '../../format/attribute.ts';
import { anchorOf, round } from '../../format/geometry.ts';
import { openedTable, type Sort, type TablePlace, type TableState } from '../../state/codecs/table.ts';
import type { I18n } from '../../i18n/i18n.ts';
import { useFocusReturn } from '../../shell/focus-return.ts';
import { RequestFailure } from '../../shell/RequestFailure.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Swatch } from '../../ui/Swatch.tsx';
import { FilterForm } from '../layers/FilterForm.tsx';
import { AreaFigures } from './AreaFigures.tsx';
import { cellText, tableColumns, type TableColumn } from './columns.ts';
import { DownloadDialog } from './DownloadDialog.tsx';
import { analysisFilters, askRows, MOST_ROWS, tableFilter } from './question.ts';
import { RowGrid } from './RowGrid.tsx';
import { nextSort, sortedRows, type TableRows } from './rows.ts';
import './table.css';

/** The table of a layer: at the foot of the map on wide screens, over it on phones. */
export default function TableDock() {
  const { store, layersById } = useApp();
  const table = store.table.value;
  const layer = table === null ? undefined : layersById.value.get(table.layer);
  if (table === null || layer === undefined) return null;
  return <Dock key={layer.id} table={table} layer={layer} />;
}

function Dock({ table, layer }: { table: TableState; layer: LayerInfo }) {
  const app = useApp();
  const {
    api,
    store,
    live,
    ui,
    theme,
    catalogue,
    actions,
    i18n: { t, text },
  } = app;
  const wide = useMemo(() => mediaSignal(PANEL_QUERY), []).value;
  const [isFiltering, setFiltering] = useState(false);
  const [isDownloading, setDownloading] = useState(false);
  // On a phone the table lies over the map: it makes way for the feature that was chosen in it.
  const [isAside, setAside] = useState(false);
  const root = useRef<HTMLElement>(null);
  useFocusReturn(root);

  const { place, sort } = table;
  const set = (change: Partial<TableState>): void => {
    store.table.value = { ...table, ...change };
  };
  const areas = catalogue.state.value.value?.areas ?? {};
  const columns = useMemo(() => tableColumns(layer), [layer]);
  const analysed = table.analysed && layer.caseData !== undefined;
  const own = analysed ? analysisFilters(layer, store.analysis.value) : store.filters.value[layer.id];
  const filter = tableFilter(layer, own, place);
  const answer = useQuery(`${layer.id} ${filter ?? ''}`, (signal) => askRows(api, { layer, filter, place }, signal), {
    version: live.versions.value[layer.id] ?? 0,
  });
  const rows = answer.value?.kind === 'rows' ? answer.value.rows : null;
  const order = useOrder(rows, columns, sort);
  const filters = Object.keys(own ?? {}).length;

  const close = (): void => {
    store.table.value = null;
  };
  // What was pressed may be gone with what it led away from: keys go on working here.
  const shows = JSON.stringify([table.view, place]);
  const before = useRef(shows);
  useEffect(() => {
    if (before.current !== shows && document.activeElement === document.body)
      root.current?.focus({ preventScroll: true });
    before.current = shows;
  }, [shows]);
  const open = async (row: number): Promise<void> => {
    const id = rows?.ids[row];
    if (rows === null || id === undefined) return;
    if (!wide) setAside(true);
    actions.select({ layer: layer.id, id });
    const at = { lon: rows.lon[row] ?? 0, lat: rows.lat[row] ?? 0 };
    if (layer.geometry === 'Point') return actions.flyTo(at);
    try {
      const item = await api.item({ layer: layer.id, id });
      actions.flyTo({ ...anchorOf(item.geometry, item.bbox), bbox: item.bbox });
    } catch {
      // The details say what is wrong with the feature.
    }
  };

  const title = text(layer.title);
  if (isAside && !wide)
    return (
      <button type="button" class="button button-primary table-back" onClick={() => setAside(false)}>
        <Icon name="table" />
        {t('table.back', { layer: title })}
      </button>
    );
  const seen = ui.viewport.value;
  const views = (['district', 'subdistrict'] as const).filter((each) => areaAttribute(layer, each) !== null);
  const view = views.find((each) => each === table.view) ?? 'rows';
  return (
    <section
      ref={root}
      class="table-dock"
      tabIndex={-1}
      aria-label={t('table.of', { layer: title })}
      data-testid="table"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || isDownloading) return;
        event.stopPropagation();
        close();
      }}
    >
      <header class="table-bar">
        <h2 class="table-title">
          <Swatch legend={legendOf(layer, theme.value)} />
          {place?.kind === 'district' || place?.kind === 'subdistrict' ? (
            <LayerChoice table={table} format={place.kind} />
          ) : (
            title
          )}
        </h2>
        {place !== null && (
          <Chip hint={t('table.anywhere')} remove={() => set({ place: null })}>
            {placeName(place, areas, app.i18n)}
          </Chip>
        )}
        {analysed && (
          <Chip hint={t('table.allOfLayer')} remove={() => set({ analysed: false })}>
            {t('table.analysed', { n: filters })}
          </Chip>
        )}
        {views.length > 0 && (
          <div class="table-views" role="group" aria-label={t('table.views')}>
            {(['rows', ...views] as const).map((each) => (
              <button
                key={each}
                type="button"
                class="button button-quiet"
                aria-pressed={view === each}
                onClick={() => set({ view: each, sort: null })}
              >
                {t(`table.view.${each}`)}
              </button>
            ))}
          </div>
        )}
        <span class="table-gap" />
        {layer.filters.length > 0 && !analysed && (
          <IconButton
            class="button-quiet"
            icon="filter"
            label={t('layers.filter')}
            aria-expanded={isFiltering}
            onClick={() => setFiltering(!isFiltering)}
          >
            <span class="table-word">{filters === 0 ? t('layers.filter') : t('table.filters', { n: filters })}</span>
          </IconButton>
        )}
        <IconButton
          class="button-quiet"
          icon="download"
          label={t('table.download')}
          disabled={rows === null}
          onClick={() => setDownloading(true)}
        >
          <span class="table-word">{t('table.download')}</span>
        </IconButton>
        <IconButton icon="close" label={t('table.close')} onClick={close} />
      </header>
      <div class="table-body" aria-busy={answer.loading}>
        {isFiltering && !analysed && (
          <div class="table-filter">
            <FilterForm layer={layer} />
          </div>
        )}
        {answer.error !== null && <RequestFailure error={answer.error} retry={answer.retry} />}
        {answer.error === null && answer.value === null && <Skeleton lines={6} label={t('app.loading')} />}
        {answer.value?.kind === 'many' && (
          <div class="empty">
            <p>{t('table.many', { n: answer.value.count, most: MOST_ROWS })}</p>
            {seen !== null && (
              <IconButton
                class="button-outline"
                icon="target"
                label={t('table.onlyView')}
                onClick={() => set({ place: { kind: 'box', bbox: roundedBox(seen.bbox) } })}
              >
                {t('table.onlyView')}
              </IconButton>
            )}
          </div>
        )}
        {rows?.count === 0 && <p class="empty">{t(filter === null ? 'table.noRows' : 'table.none')}</p>}
        {rows !== null && rows.count > 0 && view === 'rows' && (
          <RowGrid
            layer={layer}
            columns={columns}
            rows={rows}
            order={order}
            sort={sort}
            sortBy={(column) => set({ sort: nextSort(sort, column) })}
            open={(row) => void open(row)}
          />
        )}
        {rows !== null && rows.count > 0 && view !== 'rows' && (
          <AreaFigures
            layer={layer}
            rows={rows}
            format={view}
            isPart={place !== null}
            sort={sort}
            sortBy={(next) => set({ sort: next })}
            show={(code) => set({ place: { kind: view, code }, view: 'rows', sort: null })}
          />
        )}
      </div>
      {rows !== null && (
        <DownloadDialog
          open={isDownloading}
          close={() => setDownloading(false)}
          table={{ layer, columns, rows, order, filter }}
        />
      )}
    </section>
  );
}

interface ChipProps {
  /** What removing does. */
  readonly hint: string;
  readonly remove: () => void;
  readonly children: ComponentChildren;
}

/** What the rows are narrowed to; a click widens them again. */
function Chip({ hint, remove, children }: ChipProps) {
  return (
    <button type="button" class="chip" title={hint} onClick={remove}>
      {children} ×<span class="visually-hidden">{hint}</span>
    </button>
  );
}

/** As fine as a metre: the address carries it. */
function roundedBox([west, south, east, north]: Bbox): Bbox {
  return [round(west, 5), round(south, 5), round(east, 5), round(north, 5)];
}

function placeName(place: TablePlace, areas: AreaNames, i18n: I18n): string {
  switch (place.kind) {
    case 'hexagon':
      return i18n.t('table.inHexagon');
    case 'box':
      return i18n.t('table.inBox');
    case 'grid':
      return i18n.t('analysis.gridNamed', { code: place.code });
    default:
      return areaName(place.code, areas, i18n);
  }
}

/** Which layer of an area is looked at. */
function LayerChoice({ table, format }: { table: TableState; format: AreaFormat }) {
  const {
    shown,
    layersById,
    store,
    i18n: { t, text },
  } = useApp();
  return (
    <select
      class="field"
      aria-label={t('table.layer')}
      value={table.layer}
      onChange={(event) => {
        store.table.value = openedTable(event.currentTarget.value, { place: table.place, view: table.view });
      }}
    >
      {layersWithin(shown.value, layersById.value, format).map(({ id, title }) => (
        <option key={id} value={id}>
          {text(title)}
        </option>
      ))}
    </select>
  );
}

/** Numbers of the rows as they stand in the table. */
function useOrder(rows: TableRows | null, columns: readonly TableColumn[], sort: Sort | null): Uint32Array {
  const { catalogue, store, i18n } = useApp();
  const language = store.language.value;
  const areas = catalogue.state.value.value?.areas;
  return useMemo(() => {
    if (rows === null) return new Uint32Array();
    const column = columns.find(({ id }) => id === sort?.column);
    if (column === undefined || sort === null) return Uint32Array.from({ length: rows.count }, (_, row) => row);
    const { compare } = new Intl.Collator(LOCALES[language], { numeric: true });
    return sortedRows({
      rows,
      column,
      descending: sort.descending,
      language,
      textOf: (value) => cellText(column, value, areas ?? {}, i18n),
      compare,
    });
  }, [rows, columns, sort, language, areas]);
}
