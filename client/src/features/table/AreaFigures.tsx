import { useMemo } from 'preact/hooks';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { useApp } from '../../app/context.ts';
import { downloadFile } from '../../app/download.ts';
import { areaName } from '../../format/attribute.ts';
import { csvPieces } from '../../format/csv.ts';
import { fileName } from '../../format/file-name.ts';
import { ActionButton } from '../../ui/ActionButton.tsx';
import { areaAttribute } from '../../format/area-layers.ts';
import { originOf } from './files.ts';
import { countByArea, type TableRows } from './rows.ts';

interface Props {
  readonly layer: LayerInfo;
  readonly rows: TableRows;
  readonly format: 'district' | 'subdistrict';
  /** Leads to the rows of one area. */
  readonly show: (code: string) => void;
}

/** How many of the rows lie in each district or subdistrict; each leads to its own rows. */
export function AreaFigures({ layer, rows, format, show }: Props) {
  const {
    catalogue,
    i18n,
    i18n: { t, text, number },
  } = useApp();
  const areas = catalogue.state.value.value?.areas ?? {};
  const attribute = areaAttribute(layer, format);
  const counts = useMemo(() => (attribute === null ? [] : countByArea(rows, attribute)), [rows, attribute]);
  const most = Math.max(1, ...counts.map(([, count]) => count));
  const nameOf = (code: string | null): string => (code === null ? t('table.noArea') : areaName(code, areas, i18n));
  const heads = [t(`table.area.${format}`), t('table.code'), t('table.count'), t('table.share')] as const;

  const download = (): void => {
    const origin = originOf(layer, i18n);
    const header = [...heads, t('table.provenance'), t('details.source'), t('table.licence')];
    const lines = counts.map(([code, count]) => [
      nameOf(code),
      code ?? '',
      count,
      Math.round((count / rows.count) * 1e4) / 1e4,
      origin.provenance,
      origin.source,
      origin.licence,
    ]);
    const blob = new Blob([...csvPieces(header, lines)], { type: 'text/csv;charset=utf-8' });
    downloadFile({
      name: fileName([text(layer.title), t(`table.view.${format}`), i18n.cityDay(new Date())], 'csv'),
      blob,
    });
  };

  if (rows.count === 0) return <p class="empty">{t('table.none')}</p>;
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="group" aria-label={t(`table.view.${format}`)}>
        <table class="table-grid area-figures">
          <thead>
            <tr>
              <th scope="col">{heads[0]}</th>
              <th scope="col">{heads[1]}</th>
              <th scope="col" class="figure">
                {heads[2]}
              </th>
              <th scope="col" class="figure">
                {heads[3]}
              </th>
              <th scope="col" class="area-bar">
                <span class="visually-hidden">{t('table.bar')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {counts.map(([code, count]) => (
              <tr key={code}>
                <th scope="row">
                  {code === null ? (
                    nameOf(code)
                  ) : (
                    <button type="button" class="link-button" onClick={() => show(code)}>
                      {nameOf(code)}
                    </button>
                  )}
                </th>
                <td class="code">{code}</td>
                <td class="figure">{number(count)}</td>
                <td class="figure">{number(count / rows.count, { style: 'percent', maximumFractionDigits: 1 })}</td>
                <td class="area-bar">
                  <span style={{ width: `${String((100 * count) / most)}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <footer class="table-foot">
        <span role="status">{t('table.areas', { n: counts.length, rows: rows.count })}</span>
        <span class="table-gap" />
        <ActionButton icon="download" onClick={download}>
          {t('table.areaCsv')}
        </ActionButton>
      </footer>
    </>
  );
}
