import { useState } from 'preact/hooks';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import { downloadFile } from '../../app/download.ts';
import { errorText } from '../../data/error.ts';
import { asApiError, type ApiError } from '../../data/errors.ts';
import { fileName } from '../../format/file-name.ts';
import { copyLink } from '../../shell/share.ts';
import { ActionButton } from '../../ui/ActionButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import type { TableColumn } from './columns.ts';
import { hasGeojson, MOST_SHAPES, originOf, tableCsv, tableGeojson } from './files.ts';
import type { TableRows } from './rows.ts';

interface Props {
  readonly open: boolean;
  readonly close: () => void;
  readonly table: {
    readonly layer: LayerInfo;
    readonly columns: readonly TableColumn[];
    readonly rows: TableRows;
    readonly order: Uint32Array;
    readonly filter: string | null;
  };
}

/** The rows of the table as files, and the addresses that programs ask for the same. */
export function DownloadDialog({ open, close, table }: Props) {
  const app = useApp();
  const {
    api,
    base,
    catalogue,
    store,
    i18n,
    i18n: { t, text },
  } = app;
  const [hasMark, setMark] = useState(true);
  const [isMaking, setMaking] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const { layer, filter, order } = table;
  const query = filter === null ? '' : `&filter=${encodeURIComponent(filter)}`;
  const root = location.origin + base;
  const addresses = {
    tiles: `${root}/tiles/${layer.id}/{z}/{x}/{y}.mvt${query.replace('&', '?')}`,
    tileJson: `${root}/tiles/${layer.id}.json`,
    columns: `${root}/layers/${layer.id}/columns?properties=${Object.keys(layer.attributes).join(',')}${query}`,
  };
  const origin = originOf(layer, i18n);

  const save = async (kind: 'csv' | 'geojson'): Promise<void> => {
    setMaking(true);
    setError(null);
    try {
      const areas = catalogue.state.peek().value?.areas ?? {};
      const made = new Date();
      const file = { ...table, language: store.language.peek(), areas, i18n, address: addresses.columns, made };
      const pieces: string[] = [];
      if (kind === 'csv') pieces.push(...tableCsv(file, hasMark));
      else for await (const piece of tableGeojson(file, (id) => api.item({ layer: layer.id, id }))) pieces.push(piece);
      const type = kind === 'csv' ? 'text/csv;charset=utf-8' : 'application/geo+json';
      downloadFile({ name: fileName([text(layer.title), i18n.cityDay(made)], kind), blob: new Blob(pieces, { type }) });
    } catch (cause) {
      setError(asApiError(cause));
    }
    setMaking(false);
  };

  return (
    <Dialog title={t('table.downloadOf', { layer: text(layer.title) })} open={open} onClose={close}>
      <p>{t(filter === null ? 'table.allRows' : 'table.chosenRows', { n: order.length })}</p>
      <div class="table-files">
        <ActionButton icon="download" disabled={isMaking} onClick={() => void save('csv')}>
          CSV
        </ActionButton>
        <ActionButton
          icon="download"
          disabled={isMaking || !hasGeojson(layer, order.length)}
          onClick={() => void save('geojson')}
        >
          GeoJSON
        </ActionButton>
        {isMaking && (
          <span class="quiet" role="status">
            {t('table.making')}
          </span>
        )}
      </div>
      {!hasGeojson(layer, order.length) && <p class="quiet">{t('table.tooManyShapes', { n: MOST_SHAPES })}</p>}
      {error !== null && (
        <p class="failure" role="alert">
          {errorText(error, t)}
        </p>
      )}
      <label class="table-mark">
        <input
          type="checkbox"
          class="check"
          checked={hasMark}
          onChange={(event) => setMark(event.currentTarget.checked)}
        />
        {t('table.mark')}
      </label>
      <dl class="facts">
        <dt>{t('details.source')}</dt>
        <dd>{origin.source}</dd>
        <dt>{t('table.licence')}</dt>
        <dd>{origin.licence}</dd>
        <dt>{t('table.provenance')}</dt>
        <dd>{origin.provenance}</dd>
      </dl>
      <h3>{t('table.addresses')}</h3>
      <ul class="table-addresses">
        {(['columns', 'tiles', 'tileJson'] as const).map((each) => (
          <li key={each}>
            <span>{t(`table.address.${each}`)}</span>
            <code class="code">{addresses[each]}</code>
            <IconButton
              icon="copy"
              label={t('table.copy', { what: t(`table.address.${each}`) })}
              onClick={() => void copyLink(app, addresses[each])}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
