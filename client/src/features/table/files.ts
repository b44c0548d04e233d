/** What the table shows, as files: each says where its rows come from and under which licence. */
import type { Item, LayerInfo } from '../../../../tiles/api/wire.ts';
import type { AttributeValue } from '../../../../tiles/layer/layer.ts';
import type { AreaNames } from '../../format/attribute.ts';
import { csvPieces, type CsvValue } from '../../format/csv.ts';
import { provenanceKinds } from '../../format/provenance.ts';
import type { I18n } from '../../i18n/i18n.ts';
import type { Language } from '../../i18n/keys.ts';
import { cellText, columnTitle, type TableColumn } from './columns.ts';
import { shownValue, type TableRows } from './rows.ts';

export interface TableFile {
  readonly layer: LayerInfo;
  readonly columns: readonly TableColumn[];
  readonly rows: TableRows;
  /** Numbers of the rows, in the order of the table. */
  readonly order: Uint32Array;
  readonly language: Language;
  readonly areas: AreaNames;
  readonly i18n: I18n;
  /** What was left out, as CQL2 text; null where nothing was. */
  readonly filter: string | null;
  /** Address that answers with the same rows. */
  readonly address: string;
  readonly made: Date;
}

export interface Origin {
  readonly source: string;
  readonly licence: string;
  readonly provenance: string;
}

/** Where the features of a layer come from, in the reader's words. */
export function originOf(layer: LayerInfo, { t, text }: Pick<I18n, 't' | 'text'>): Origin {
  const licences = (layer.loads ?? []).flatMap(({ licence }) => (licence === null ? [] : [licence]));
  return {
    source: text(layer.source),
    licence: [...new Set(licences)].join('; ') || t('table.licenceUnknown'),
    provenance: provenanceKinds(layer)
      .map((kind) => t(`provenance.${kind}`))
      .join(' / '),
  };
}

/**
 * The rows as comma-separated values: values as the table shows them, numbers and dates as programs read them, codes of
 * areas beside their names, positions in degrees, and on each row where it comes from, as rows get copied elsewhere.
 */
export function tableCsv(file: TableFile, hasMark: boolean): Generator<string> {
  const { columns, i18n, layer } = file;
  const { t } = i18n;
  const origin = originOf(layer, i18n);
  const header = [
    t('details.id'),
    ...columns.flatMap((column) =>
      isArea(column)
        ? [columnTitle(column, i18n), t('table.codeOf', { what: columnTitle(column, i18n) })]
        : columnTitle(column, i18n),
    ),
    t('table.lon'),
    t('table.lat'),
    t('table.provenance'),
    t('details.source'),
    t('table.licence'),
  ];
  return csvPieces(header, csvRows(file, origin), { hasMark });
}

function* csvRows(file: TableFile, origin: Origin): Generator<readonly CsvValue[]> {
  const { rows, order, columns, language, areas, i18n } = file;
  for (const row of order) {
    yield [
      rows.ids[row] ?? '',
      ...columns.flatMap((column): CsvValue[] => {
        const value = shownValue(rows, column, row, language);
        if (!isArea(column)) return [csvValue(column, value, file)];
        return [cellText(column, value, areas, i18n), typeof value === 'string' ? value : ''];
      }),
      rows.lon[row] ?? null,
      rows.lat[row] ?? null,
      origin.provenance,
      origin.source,
      origin.licence,
    ];
  }
}

function csvValue(column: TableColumn, value: AttributeValue, { areas, i18n }: TableFile): CsvValue {
  const isPlain = column.attribute.values?.[String(value)] === undefined;
  if (isPlain && typeof value === 'number') return value;
  if (isPlain && (column.attribute.format === 'date' || column.attribute.format === 'date-time'))
    return typeof value === 'string' ? value : null;
  return cellText(column, value, areas, i18n);
}

function isArea({ attribute }: TableColumn): boolean {
  return attribute.format === 'district' || attribute.format === 'subdistrict';
}

/** Shapes of lines and areas are asked for one by one, so not for more than this. */
export const MOST_SHAPES = 500;
const SHAPES_AT_ONCE = 4;

/** Whether the table can be had as GeoJSON: points are in its rows, other shapes have to be asked for. */
export function hasGeojson({ geometry }: Pick<LayerInfo, 'geometry'>, count: number): boolean {
  return geometry === 'Point' || count <= MOST_SHAPES;
}

interface Feature {
  readonly type: 'Feature';
  readonly id: string;
  readonly geometry: object;
  readonly properties: Readonly<Record<string, AttributeValue>>;
}

/**
 * The rows as a FeatureCollection (RFC 7946), all attributes as the service holds them; where they come from stands in
 * members of its own. Rejects as `item` does.
 */
export async function* tableGeojson(
  file: TableFile,
  item: (id: string) => Promise<Item>,
): AsyncGenerator<string, void, undefined> {
  const { layer, order, filter, address, made, i18n } = file;
  const head = {
    type: 'FeatureCollection',
    name: layer.id,
    title: i18n.text(layer.title),
    ...originOf(layer, i18n),
    filter,
    address,
    made: made.toISOString(),
  };
  let piece = `${JSON.stringify(head).slice(0, -1)},"features":[\n`;
  const features = layer.geometry === 'Point' ? pointsOf(file) : shapesOf(file, item);
  let count = 0;
  for await (const feature of features) {
    piece += `${count === 0 ? '' : ',\n'}${JSON.stringify(feature)}`;
    count += 1;
    if (count % PIECE !== 0 && count < order.length) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n]}\n`;
}

const PIECE = 2000;

function* pointsOf({ layer, rows, order }: TableFile): Generator<Feature> {
  const attributes = Object.keys(layer.attributes);
  for (const row of order) {
    yield {
      type: 'Feature',
      id: rows.ids[row] ?? '',
      geometry: { type: 'Point', coordinates: [rows.lon[row], rows.lat[row]] },
      properties: Object.fromEntries(attributes.map((id) => [id, rows.value(id, row)])),
    };
  }
}

async function* shapesOf({ rows, order }: TableFile, item: (id: string) => Promise<Item>): AsyncGenerator<Feature> {
  for (let at = 0; at < order.length; at += SHAPES_AT_ONCE) {
    const some = [...order.slice(at, at + SHAPES_AT_ONCE)].map((row) => item(rows.ids[row] ?? ''));
    for (const { id, geometry, properties } of await Promise.all(some))
      yield { type: 'Feature', id, geometry, properties };
  }
}
