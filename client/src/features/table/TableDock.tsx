import { useMemo, useRef, useState } from 'preact/hooks';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { legendOf } from '../../../../tiles/style/legend.ts';
import { LOCALES } from '../../../../tiles/i18n.ts';
import { useApp } from '../../app/context.ts';
import { mediaSignal, PANEL_QUERY } from '../../app/media.ts';
import type { TableSubject } from '../../app/types.ts';
import { useQuery } from '../../data/remote.ts';
import { areaAttribute, layersWithin, type AreaFormat } from '../../format/area-layers.ts';
import { areaName } from '../../format/attribute.ts';
import { anchorOf } from '../../format/geometry.ts';
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
import { askRows, MOST_ROWS, tableFilter } from './question.ts';
import { RowGrid } from './RowGrid.tsx';
import { nextSort, sortedRows, type Sort, type TableRows } from './rows.ts';
import './table.css';

type View = 'rows' | 'district' | 'subdistrict';

/** The table of a layer: at the foot of the map on wide screens, over it on phones. */
export default function TableDock() {
  const { ui, layersById } = useApp();
  const subject = ui.table.value;
  const layer = subject === null ? undefined : layersById.value.get(subject.layer);
  if (subject === null || layer === undefined) return null;
  return <Dock key={layer.id} subject={subject} layer={layer} />;
}

function Dock({ subject, layer }: { subject: TableSubject; layer: LayerInfo }) {
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
  const [view, setView] = useState<View>('rows');
  const [sort, setSort] = useState<Sort | null>(null);
  const [isFiltering, setFiltering] = useState(false);
  const [isDownloading, setDownloading] = useState(false);
  // On a phone the table lies over the map: it makes way for the feature that was chosen in it.
  const [isAside, setAside] = useState(false);
  const root = useRef<HTMLElement>(null);
  useFocusReturn(root);

  const areas = catalogue.state.value.value?.areas ?? {};
  const columns = useMemo(() => tableColumns(layer), [layer]);
  const filter = tableFilter(layer, store.filters.value[layer.id], subject.area);
  const answer = useQuery(`${layer.id} ${filter ?? ''}`, (signal) => askRows(api, layer, filter, signal), {
    version: live.versions.value[layer.id] ?? 0,
  });
  const rows = answer.value?.kind === 'rows' ? answer.value.rows : null;
  const order = useOrder(rows, columns, sort);
  const filters = Object.keys(store.filters.value[layer.id] ?? {}).length;

  const close = (): void => {
    ui.table.value = null;
  };
  const showArea = (format: AreaFormat, code: string): void => {
    ui.table.value = { layer: layer.id, area: { format, code } };
    setView('rows');
  };
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
  const views = (['district', 'subdistrict'] as const).filter((each) => areaAttribute(layer, each) !== null);
  const area = subject.area;
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
          {area === null ? title : <LayerChoice subject={subject} format={area.format} />}
        </h2>
        {area !== null && (
          <button
            type="button"
            class="chip"
            title={t('table.anywhere')}
            onClick={() => {
              ui.table.value = { ...subject, area: null };
            }}
          >
            {areaName(area.code, areas, app.i18n)} ×<span class="visually-hidden">{t('table.anywhere')}</span>
          </button>
        )}
        {views.length > 0 && (
          <div class="table-views" role="group" aria-label={t('table.views')}>
            {(['rows', ...views] as const).map((each) => (
              <button
                key={each}
                type="button"
                class="button button-quiet"
                aria-pressed={view === each}
                onClick={() => setView(each)}
              >
                {t(`table.view.${each}`)}
              </button>
            ))}
          </div>
        )}
        <span class="table-gap" />
        {layer.filters.length > 0 && (
          <IconButton
            class="button-quiet"
            icon="filter"
            label={t('layers.filter')}
            aria-expanded={isFiltering}
            onClick={() => setFiltering(!isFiltering)}
          >
            {filters === 0 ? t('layers.filter') : t('table.filters', { n: filters })}
          </IconButton>
        )}
        <IconButton
          class="button-quiet"
          icon="download"
          label={t('table.download')}
          disabled={rows === null}
          onClick={() => setDownloading(true)}
        >
          {t('table.download')}
        </IconButton>
        <IconButton icon="close" label={t('table.close')} onClick={close} />
      </header>
      <div class="table-body" aria-busy={answer.loading}>
        {isFiltering && (
          <div class="table-filter">
            <FilterForm layer={layer} />
          </div>
        )}
        {answer.error !== null && <RequestFailure error={answer.error} retry={answer.retry} />}
        {answer.error === null && answer.value === null && <Skeleton lines={6} label={t('app.loading')} />}
        {answer.value?.kind === 'many' && (
          <p class="empty">{t('table.many', { n: answer.value.count, most: MOST_ROWS })}</p>
        )}
        {rows !== null && view === 'rows' && (
          <RowGrid
            layer={layer}
            columns={columns}
            rows={rows}
            order={order}
            sort={sort}
            sortBy={(column) => setSort(nextSort(sort, column))}
            open={(row) => void open(row)}
          />
        )}
        {rows !== null && view !== 'rows' && (
          <AreaFigures layer={layer} rows={rows} format={view} show={(code) => showArea(view, code)} />
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

/** Which layer of an area is looked at. */
function LayerChoice({ subject, format }: { subject: TableSubject; format: AreaFormat }) {
  const {
    shown,
    layersById,
    ui,
    i18n: { t, text },
  } = useApp();
  return (
    <select
      class="field"
      aria-label={t('table.layer')}
      value={subject.layer}
      onChange={(event) => {
        ui.table.value = { ...subject, layer: event.currentTarget.value };
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
