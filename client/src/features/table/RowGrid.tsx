import { useEffect, useRef, useState } from 'preact/hooks';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import { isChineseAmidEnglish } from '../../format/attribute-rows.ts';
import type { Sort } from '../../state/codecs/table.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { cellText, columnTitle, type TableColumn } from './columns.ts';
import { PAGE_ROWS, placeAfter } from './places.ts';
import { shownValue, type TableRows } from './rows.ts';

interface Props {
  readonly layer: LayerInfo;
  readonly columns: readonly TableColumn[];
  readonly rows: TableRows;
  readonly order: Uint32Array;
  readonly sort: Sort | null;
  readonly sortBy: (column: string) => void;
  readonly open: (row: number) => void;
}

/** The rows by pages. Arrow keys move among rows, Enter shows one on the map; the one that is selected stands out. */
export function RowGrid({ layer, columns, rows, order, sort, sortBy, open }: Props) {
  const {
    store,
    i18n,
    i18n: { t, text },
  } = useApp();
  const [active, setActive] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const isMoving = useRef(false);
  const last = order.length - 1;
  const at = Math.max(0, Math.min(active, last));
  const first = at - (at % PAGE_ROWS);
  const selection = store.selection.value;
  const selected = selection?.layer === layer.id ? selection.id : null;

  // What was chosen on the map is looked for in the table.
  useEffect(() => {
    const row = selected === null ? -1 : rows.ids.indexOf(selected);
    const place = row < 0 ? -1 : order.indexOf(row);
    if (place >= 0) setActive(place);
  }, [selected, rows, order]);
  useEffect(() => {
    const element = body.current?.querySelector<HTMLElement>(`[data-place="${String(at)}"]`);
    if (element === null || element === undefined) return;
    if (isMoving.current) element.focus({ preventScroll: true });
    isMoving.current = false;
    if (at > 0 || selected !== null) element.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const move = (to: number, focuses = true): void => {
    isMoving.current = focuses;
    setActive(Math.max(0, Math.min(to, last)));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = placeAfter(event.key, at, last);
    if (to !== null) move(to);
    else if (event.key === 'Enter' || event.key === ' ') open(order[at] ?? 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = order.subarray(first, first + PAGE_ROWS);
  return (
    <>
      <div class="table-scroll">
        <table
          class="table-grid"
          role="grid"
          aria-label={t('table.rows', { layer: text(layer.title) })}
          aria-rowcount={order.length + 1}
          aria-describedby="table-keys"
        >
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.id} column={column} sort={sort} sortBy={sortBy} />
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={onKeyDown}>
            {[...shown].map((row, index) => (
              <tr
                key={rows.ids[row]}
                tabIndex={first + index === at ? 0 : -1}
                data-place={first + index}
                aria-rowindex={first + index + 2}
                aria-selected={rows.ids[row] === selected}
                onClick={() => {
                  move(first + index, false);
                  open(row);
                }}
              >
                {columns.map((column, n) => (
                  <Cell key={column.id} column={column} rows={rows} row={row} isName={n === 0} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <footer class="table-foot">
        <span role="status">{t('table.range', { from: first + 1, to: first + shown.length, n: order.length })}</span>
        <span id="table-keys" class="quiet table-keys">
          {t('table.keys')}
        </span>
        <span class="table-gap" />
        {order.length > PAGE_ROWS && (
          <span class="table-pages" role="group" aria-label={t('table.pages')}>
            <IconButton
              icon="back"
              label={t('table.previous')}
              disabled={first === 0}
              onClick={() => move(first - PAGE_ROWS, false)}
            />
            <span>
              {i18n.number(first / PAGE_ROWS + 1)} / {i18n.number(Math.ceil(order.length / PAGE_ROWS))}
            </span>
            <IconButton
              icon="chevron"
              label={t('table.next')}
              disabled={first + PAGE_ROWS > last}
              onClick={() => move(first + PAGE_ROWS, false)}
            />
          </span>
        )}
      </footer>
    </>
  );
}

function Head({ column, sort, sortBy }: { column: TableColumn; sort: Sort | null; sortBy: (id: string) => void }) {
  const { i18n } = useApp();
  const own = sort?.column === column.id ? (sort.descending ? 'descending' : 'ascending') : 'none';
  return (
    <th scope="col" aria-sort={own} class={isFigure(column) ? 'figure' : undefined}>
      <button type="button" onClick={() => sortBy(column.id)}>
        {columnTitle(column, i18n)}
        <span aria-hidden="true" class="sort-mark">
          {own === 'ascending' ? '▲' : own === 'descending' ? '▼' : ''}
        </span>
      </button>
    </th>
  );
}

interface CellProps {
  readonly column: TableColumn;
  readonly rows: TableRows;
  readonly row: number;
  readonly isName: boolean;
}

function Cell({ column, rows, row, isName }: CellProps) {
  const { catalogue, store, i18n } = useApp();
  const language = store.language.value;
  const value = shownValue(rows, column, row, language);
  const text = cellText(column, value, catalogue.state.value.value?.areas ?? {}, i18n);
  const shown = text === '' ? (isName ? (rows.ids[row] ?? '') : '') : text;
  const lang = isChineseAmidEnglish(shown, language) ? 'zh-CN' : undefined;
  if (isName)
    return (
      <th scope="row" lang={lang} dir="auto" title={shown}>
        {shown}
      </th>
    );
  return (
    <td class={isFigure(column) ? 'figure' : undefined} lang={lang} dir="auto" title={shown}>
      {shown}
    </td>
  );
}

function isFigure({ attribute }: TableColumn): boolean {
  return attribute.values === undefined && (attribute.type === 'integer' || attribute.type === 'number');
}
