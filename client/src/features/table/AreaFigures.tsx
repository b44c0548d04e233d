import { useEffect, useMemo } from 'preact/hooks';
import type { LayerInfo } from '../../../../tiles/api/wire.ts';
import { colouredAreas, setColoured } from '../../app/choropleth.ts';
import { useApp } from '../../app/context.ts';
import type { App } from '../../app/types.ts';
import { downloadFile } from '../../app/download.ts';
import { SHORTAGES, shortageText, withoutText } from '../../format/area-measure.ts';
import { areaAttribute, type AreaFormat } from '../../format/area-layers.ts';
import { areaName } from '../../format/attribute.ts';
import { csvPieces } from '../../format/csv.ts';
import { fileName } from '../../format/file-name.ts';
import { decimalsOf, formatMeasured, measureTitle } from '../../format/measure.ts';
import { formatMeasure, type Measure } from '../../state/codecs/casedata.ts';
import type { Sort } from '../../state/codecs/table.ts';
import { ActionButton } from '../../ui/ActionButton.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { originOf } from './files.ts';
import { areaRows, measuresOf, sortedAreas, type AreaRow } from './figures.ts';
import type { TableRows } from './rows.ts';

interface Props {
  readonly layer: LayerInfo;
  readonly rows: TableRows;
  readonly format: AreaFormat;
  /** The rows lie in one place: areas without any are not listed. */
  readonly isPart: boolean;
  readonly sort: Sort | null;
  readonly sortBy: (sort: Sort) => void;
  /** Leads to the rows of one area. */
  readonly show: (code: string) => void;
}

/** Figures of the rows by district or subdistrict, which colour the map as well; each leads to its own rows. */
export function AreaFigures({ layer, rows, format, isPart, sort, sortBy, show }: Props) {
  const app = useApp();
  const {
    catalogue,
    overview,
    i18n,
    i18n: { t, text, number },
  } = app;
  const names = catalogue.state.value.value?.areas ?? {};
  const attribute = areaAttribute(layer, format);
  const people = overview.state.value.value?.people;
  const measures = useMemo(() => measuresOf(layer), [layer]);
  const areas = useMemo(
    () =>
      attribute === null
        ? []
        : areaRows({
            rows,
            layer,
            attribute,
            measures,
            people: people?.[format],
            areas: isPart ? [] : Object.keys(people?.[format] ?? {}),
          }),
    [rows, layer, attribute, people, format, isPart],
  );
  const at = Math.max(
    0,
    measures.findIndex((each) => formatMeasure(each) === sort?.column),
  );
  const descending = sort?.descending ?? true;
  const sorted = useMemo(() => sortedAreas(areas, at, descending), [areas, at, descending]);
  const decimals = useMemo(
    () =>
      measures.map((each, index) =>
        decimalsOf(
          each,
          areas.flatMap(({ values }) => values[index]?.value ?? []),
        ),
      ),
    [measures, areas],
  );
  const most = Math.max(...areas.map(({ values }) => values[at]?.value ?? 0)) || 1;
  const measure: Measure = measures[at] ?? { kind: 'count' };
  useColoured({ layer, format, measure, at, areas, show });

  const nameOf = (code: string | null): string => (code === null ? t('table.noArea') : areaName(code, names, i18n));
  const titleOf = (each: Measure): string => columnHead(app, layer, each);
  const shortages = SHORTAGES.filter((each) =>
    areas.some(({ code, values }) => code !== null && values.some(({ shortage }) => shortage === each)),
  );
  const mark = (shortage: (typeof SHORTAGES)[number]): string => MARKS[shortages.indexOf(shortage)] ?? '';

  const download = (): void => {
    const origin = originOf(layer, i18n);
    const header = [
      t(`table.area.${format}`),
      t('table.code'),
      t('table.people'),
      ...measures.flatMap((each) => [titleOf(each), ...(each.kind === 'count' ? [t('table.share')] : [])]),
      t('table.remarks'),
      t('table.provenance'),
      t('details.source'),
      t('table.licence'),
    ];
    const lines = sorted.map(({ code, values }) => [
      nameOf(code),
      code ?? '',
      people?.[format][code ?? ''] ?? null,
      ...values.flatMap(({ value }, index) => [
        rounded(value),
        ...(index === 0 ? [rounded((value ?? 0) / rows.count)] : []),
      ]),
      values
        .flatMap(({ shortage }, index) =>
          shortage === null ? [] : [`${titleOf(measures[index] ?? measure)}: ${shortageText(shortage, i18n)}`],
        )
        .join('; '),
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

  return (
    <>
      <div class="table-scroll" tabIndex={0} role="group" aria-label={t(`table.view.${format}`)}>
        <table class="table-grid area-figures">
          <thead>
            <tr>
              <th scope="col">{t(`table.area.${format}`)}</th>
              <th scope="col" class="area-code">
                {t('table.code')}
              </th>
              {measures.map((each, index) => (
                <th
                  key={formatMeasure(each)}
                  scope="col"
                  class="figure"
                  aria-sort={index !== at ? 'none' : descending ? 'descending' : 'ascending'}
                >
                  <button
                    type="button"
                    onClick={() =>
                      sortBy({ column: formatMeasure(each), descending: index === at ? !descending : true })
                    }
                  >
                    {titleOf(each)}
                    <span aria-hidden="true" class="sort-mark">
                      {index !== at ? '' : descending ? '▼' : '▲'}
                    </span>
                  </button>
                </th>
              ))}
              <th scope="col" class="figure">
                {t('table.share')}
              </th>
              <th scope="col" class="area-bar">
                <span class="visually-hidden">{t('table.bar', { what: titleOf(measure) })}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map(({ code, values }) => (
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
                <td class="code area-code">{code}</td>
                {values.map(({ value, shortage }, index) => (
                  <td key={index} class="figure">
                    <span class={shortage === null ? undefined : 'quiet'}>
                      {formatMeasured(app, layer, measures[index] ?? measure, value ?? NaN, {
                        unit: false,
                        decimals: decimals[index] ?? 0,
                      })}
                    </span>{' '}
                    {shortage !== null && code !== null && (
                      <sup title={shortageText(shortage, i18n)}>
                        <span aria-hidden="true">{mark(shortage)}</span>
                        <span class="visually-hidden">{shortageText(shortage, i18n)}</span>
                      </sup>
                    )}
                  </td>
                ))}
                <td class="figure">{number((values[0]?.value ?? 0) / rows.count, SHARE)}</td>
                <td class="area-bar">
                  <span style={{ width: `${String((100 * (values[at]?.value ?? 0)) / most)}%` }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <footer class="table-foot">
        <span role="status">
          {t('table.areas', { n: areas.filter(({ code }) => code !== null).length, rows: rows.count })}
        </span>
        <SelectField
          title={t('table.colorBy')}
          value={formatMeasure(measure)}
          options={measures.map((each) => ({ value: formatMeasure(each), label: titleOf(each) }))}
          onChange={(column) => sortBy({ column, descending: true })}
        />
        {shortages.length > 0 && (
          <span class="quiet table-notes">
            {shortages.map((each) => (
              <span key={each}>
                <sup>{mark(each)}</sup> {shortageText(each, i18n)}
              </span>
            ))}
          </span>
        )}
        <span class="table-gap" />
        <ActionButton icon="download" onClick={download}>
          {t('table.areaCsv')}
        </ActionButton>
      </footer>
    </>
  );
}

/** Of notes; a number would read as an exponent. */
const MARKS = ['*', '†', '‡', '§', '¶'];

function columnHead({ i18n }: Pick<App, 'i18n'>, layer: LayerInfo, measure: Measure): string {
  if (measure.kind === 'count') return i18n.t('table.count');
  if (measure.kind === 'rate') return i18n.t('table.rate');
  const unit = 'attribute' in measure ? layer.attributes[measure.attribute]?.unit : undefined;
  const title = measureTitle({ i18n }, layer, measure);
  return unit === undefined ? title : `${title} (${i18n.text(unit)})`;
}

const SHARE = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;

const DIGITS = 6;

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(DIGITS));
}

interface Colouring extends Pick<Props, 'layer' | 'format' | 'show'> {
  readonly measure: Measure;
  /** Of the measure among the values of an area. */
  readonly at: number;
  readonly areas: readonly AreaRow[];
}

/** Colours the map's areas for as long as the table shows figures of them. */
function useColoured({ layer, format, measure, at, areas, show }: Colouring): void {
  const app = useApp();
  const { config, overview, store, theme, i18n } = app;
  const of = config.state.value.value?.roles[format];
  const demand = overview.state.value.value?.people?.demand;
  const language = store.language.value;
  useEffect(() => {
    if (of === undefined) return undefined;
    const known = new Map(areas.map(({ code, values }) => [code, values[at] ?? { value: null, shortage: null }]));
    const title = columnHead(app, layer, measure);
    const isAmount = measure.kind === 'count' || measure.kind === 'rate';
    const wording = (value: number): string => formatMeasured(app, layer, measure, value, { unit: false });
    const values = Object.fromEntries(
      [...known].flatMap(([code, { value, shortage }]) => (code === null || shortage !== null ? [] : [[code, value]])),
    );
    const coloured = colouredAreas(
      {
        layer: of,
        kind: 'rate',
        values,
        title: `${i18n.text(layer.title)} · ${title}`,
        label: ({ from, to }) => {
          if (to === null) return `≥ ${wording(from)}`;
          // The first class of amounts starts at none; no area has a share or a mean of none.
          return from === 0 && !isAmount ? `< ${wording(to)}` : `${wording(from)}–${wording(to)}`;
        },
        without: withoutText(measure, i18n),
        tell: (id) => {
          const { value, shortage } = known.get(id) ?? { value: null, shortage: null };
          const note = shortage === null ? title : `${title} · ${shortageText(shortage, i18n)}`;
          return { value: wording(value ?? NaN), note };
        },
        sources: [i18n.text(layer.source), ...(measure.kind === 'rate' && demand ? [i18n.text(demand.title)] : [])],
        openRows: show,
        stays: true,
      },
      theme.value,
    );
    setColoured(app, 'table', coloured);
    return () => setColoured(app, 'table', null);
    // `show` is made anew each time the dock is drawn, and does the same.
  }, [of, areas, at, measure, layer, demand, language, theme.value]);
}
