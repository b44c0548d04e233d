import type { Bbox } from '../../../../tiles/api/wire.ts';
import { isId, parseDecimal, type Codec, type Param } from '../codec.ts';
import { AREA_KINDS, type AreaKind } from './casedata.ts';

export const TABLE_VIEWS = ['rows', 'district', 'subdistrict'] as const;
/** The rows one by one, or figures of them by area. */
export type TableView = (typeof TABLE_VIEWS)[number];

export interface Sort {
  /** The column's attribute; in a table by area what its column shows, as `formatMeasure` writes it. */
  readonly column: string;
  readonly descending: boolean;
}

/** Where the rows lie: in an area, a box, or one of the hexagons that the case analysis draws at a zoom level. */
export type TablePlace =
  | { readonly kind: AreaKind; readonly code: string }
  | { readonly kind: 'box'; readonly bbox: Bbox }
  | { readonly kind: 'hexagon'; readonly zoom: number; readonly column: number; readonly line: number };

/** What the table of a layer shows. */
export interface TableState {
  readonly layer: string;
  /** Null for everywhere. */
  readonly place: TablePlace | null;
  /** The rows that the filters and the period of the case analysis leave, in place of the layer's own filter. */
  readonly analysed: boolean;
  readonly view: TableView;
  /** Null for the order of ids, and for the most records first. */
  readonly sort: Sort | null;
}

/** The table of a layer as it opens, with what differs from that. */
export function openedTable(layer: string, change: Partial<Omit<TableState, 'layer'>> = {}): TableState {
  return { layer, place: null, analysed: false, view: 'rows', sort: null, ...change };
}

/** `table=reports&table.in=subdistrict:370202001&table.rows=analysis&table.view=district&table.sort=-rate`. */
export const tableCodec: Codec<TableState | null> = {
  initial: null,
  parse(params) {
    const layer = params.get('table');
    if (!isId(layer)) return null;
    return openedTable(layer, {
      place: parsePlace(params.get('table.in') ?? ''),
      analysed: params.get('table.rows') === 'analysis',
      view: TABLE_VIEWS.find((view) => view === params.get('table.view')) ?? 'rows',
      sort: parseSort(params.get('table.sort') ?? ''),
    });
  },
  format(table) {
    if (table === null) return [];
    const { layer, place, analysed, view, sort } = table;
    return [
      ['table', layer],
      ...(place === null ? [] : [['table.in', formatPlace(place)] as Param]),
      ...(analysed ? [['table.rows', 'analysis'] as Param] : []),
      ...(view === 'rows' ? [] : [['table.view', view] as Param]),
      ...(sort === null ? [] : [['table.sort', (sort.descending ? '-' : '') + sort.column] as Param]),
    ];
  },
};

const COLUMN = /^(-?)([A-Za-z][A-Za-z0-9_:]{0,79})$/;
const HEXAGON = /^hexagon:(\d{1,2}(?:\.5)?)\/(-?\d{1,7})\/(-?\d{1,7})$/;
const MOST_ZOOM = 22;

function parseSort(text: string): Sort | null {
  const [, sign, column] = COLUMN.exec(text) ?? [];
  return column === undefined ? null : { column, descending: sign === '-' };
}

function parsePlace(text: string): TablePlace | null {
  const [, zoom, column, line] = HEXAGON.exec(text)?.map(Number) ?? [];
  if (zoom !== undefined && column !== undefined && line !== undefined)
    return zoom > MOST_ZOOM ? null : { kind: 'hexagon', zoom, column: column || 0, line: line || 0 };
  const corners = /^box:(.*)$/s
    .exec(text)?.[1]
    ?.split(',')
    .map((corner) => parseDecimal(corner, -180, 180) ?? NaN);
  const [west, south, east, north] = corners ?? [];
  if (west !== undefined && south !== undefined && east !== undefined && north !== undefined)
    return west < east && south < north ? { kind: 'box', bbox: [west, south, east, north] } : null;
  const colon = text.indexOf(':');
  const kind = AREA_KINDS.find((each) => each === text.slice(0, Math.max(colon, 0)));
  const code = text.slice(colon + 1);
  return kind === undefined || !isId(code) ? null : { kind, code };
}

function formatPlace(place: TablePlace): string {
  if (place.kind === 'box') return `box:${place.bbox.join(',')}`;
  return place.kind === 'hexagon'
    ? `hexagon:${String(place.zoom)}/${String(place.column)}/${String(place.line)}`
    : `${place.kind}:${place.code}`;
}
