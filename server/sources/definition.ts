/** A table → the definition of its layer: what follows from columns, comments, constraints and statistics. */
import type { Bbox } from '../../tiles/api/wire.ts';
import type { TableLayer } from '../../tiles/layer/layer-schema.ts';
import type {
  Attribute,
  Color,
  ColorClasses,
  GeometryKind,
  LayerDefinition,
  LayerFilter,
  LayerStyle,
  Text,
} from '../../tiles/layer/layer.ts';
import { northingOf } from '../../tiles/tile/mercator.ts';
import { HALF_WORLD_M } from '../../tiles/tile/matrix-set.ts';
import { bothLanguages } from '../platform/messages/index.ts';
import { attributesOf } from './attributes.ts';
import { colorAt } from './colors.ts';
import type { FoundTable } from './found-table.ts';
import type { ColumnStatistics } from './introspect.ts';
import { TABLE_LAYERS } from './messages.ts';
import type { SourceSettings } from './settings.ts';
import type { SourceTable, TableColumn } from './table.ts';
import { readableRelation } from './table-name.ts';

export interface TableDefinition {
  readonly layer: LayerDefinition;
  /** The column of each attribute. */
  readonly columns: ReadonlyMap<string, string>;
}

export interface DefinitionOptions {
  readonly id: string;
  readonly color: Color;
  readonly settings: Pick<SourceSettings, 'name' | 'owner'>;
  /** Group of the layer list. */
  readonly theme: string;
  readonly shownAtStart: boolean;
  /** What a layer file of the city says otherwise. */
  readonly file?: TableLayer | undefined;
}

/** What the definition needs to know of an attribute. */
interface Described {
  readonly id: string;
  readonly column: TableColumn;
  readonly attribute: Attribute;
  readonly statistics: ColumnStatistics | undefined;
}

/** The layer of a table whose kind of geometry is known. */
export function tableDefinition(found: FoundTable, options: DefinitionOptions): TableDefinition {
  const { table, relation, geometryKind } = found;
  const { id, settings, file } = options;
  if (geometryKind === null) throw new RangeError(`Nobody knows what ${table.name.table} draws.`);
  const hidden = new Set(file?.withoutColumns);
  const shown = { columns: table.columns.filter((column) => !hidden.has(column.name)) };
  const attributes = [...attributesOf(shown)].map(
    ([name, column]): Described => ({
      id: name,
      column,
      attribute: attributeOf(name, column, relation.statistics.get(column.name), table.estimatedRows),
      statistics: relation.statistics.get(column.name),
    }),
  );
  const name = nameOf(attributes, table);
  // What the layer is called by has to be an attribute: a table may have no column but its geometry.
  const named = name ?? { id: 'row_id', attribute: { type: 'string', title: TABLE_LAYERS.number } as const };
  const by = colorsBy(attributes);
  const comment = table.comment === null ? null : textOf(table.comment);
  const { minzoom, maxzoom } = zoomsOf(geometryKind, table.estimatedRows, found.extent);
  const relationName = readableRelation(table.name);
  const layer: LayerDefinition = {
    id,
    title: comment?.title ?? { zh: table.name.table, en: table.name.table },
    description: comment?.whole ?? bothLanguages(TABLE_LAYERS.description, { table: relationName }),
    theme: options.theme,
    geometry: geometryKind,
    attributes: Object.fromEntries([
      ...attributes.map((each) => [each.id, each.attribute] as const),
      ...(name === null ? [[named.id, named.attribute] as const] : []),
    ]),
    required: [],
    name: { zh: named.id, ...englishName(attributes, named.id) },
    owner: settings.owner,
    visibility: 'public',
    source: bothLanguages(TABLE_LAYERS.source, { source: settings.name, table: relationName }),
    minzoom,
    maxzoom,
    tileAttributes: tileAttributes(attributes, table),
    style: styleOf(geometryKind, options.color, by, name !== null && name.column.kind === 'text'),
    filters: filtersOf(attributes, table, relation.foreignKeys, named.id),
    ...(options.shownAtStart ? { shownAtStart: true } : {}),
  };
  return {
    layer: file === undefined ? layer : withFile(layer, file),
    columns: new Map(attributes.map((each) => [each.id, each.column.name])),
  };
}

/** What a file says overrules; of attributes and style only what it names. */
function withFile(layer: LayerDefinition, file: TableLayer): LayerDefinition {
  const { table: _, key: __, geometryColumn: ___, withoutColumns: ____, attributes = {}, style = {}, ...more } = file;
  const merged = Object.entries(attributes).map(([id, said]) => {
    const before = layer.attributes[id];
    const title = { zh: id, en: id };
    return [id, { type: 'string', title, ...before, ...withoutUndefined(said) }] as const;
  });
  return {
    ...layer,
    ...withoutUndefined(more),
    attributes: { ...layer.attributes, ...Object.fromEntries(merged) },
    style: { ...layer.style, ...withoutUndefined(style) },
  };
}

/** Without keys of no value: those would overrule too. */
export function withoutUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

const TYPES = {
  text: 'string',
  integer: 'integer',
  exact: 'number',
  number: 'number',
  boolean: 'boolean',
  date: 'string',
  moment: 'string',
  'local-time': 'string',
  json: 'string',
  array: 'string',
  other: 'string',
} as const;

function attributeOf(
  id: string,
  column: TableColumn,
  statistics: ColumnStatistics | undefined,
  rows: number | null,
): Attribute {
  const { kind, type, comment } = column;
  const said = comment === null ? null : textOf(comment);
  const values = valuesOf(column, statistics, rows);
  const title = id === 'row_id' ? TABLE_LAYERS.number : { zh: column.name, en: column.name };
  return {
    type: kind === 'exact' && type === 'bigint' ? 'integer' : TYPES[kind],
    title: said?.title ?? title,
    ...(said !== null && said.whole.zh !== said.title.zh ? { description: said.whole } : {}),
    ...(values === null
      ? {}
      : {
          values: Object.fromEntries(values.map((value) => [value, { zh: value, en: value }] as const)),
          // Those that statistics know may get company.
          ...(column.choices === null ? {} : { closed: true }),
        }),
    ...(kind === 'date' ? { format: 'date' as const } : {}),
    ...(kind === 'moment' || kind === 'local-time' ? { format: 'date-time' as const } : {}),
  };
}

/** More values than a legend or a form shows. */
const MOST_VALUES = 12;
/** Longer values are sentences, and no kinds. */
const LONGEST_VALUE = 40;

/**
 * Values that an attribute has: those that an enum or a check allows, else those that the statistics know where they
 * know all of them.
 */
function valuesOf(
  { kind, choices }: TableColumn,
  statistics: ColumnStatistics | undefined,
  rows: number | null,
): readonly string[] | null {
  if (kind !== 'text' && kind !== 'integer') return null;
  if (choices !== null) return choices;
  if (statistics === undefined || kind !== 'text') return null;
  const { common, nullShare, distinct } = statistics;
  const count = distinct >= 0 ? distinct : -distinct * (rows ?? 0);
  const share = common.reduce((sum, each) => sum + each.share, nullShare);
  const isAll =
    common.length > 1 && common.length <= MOST_VALUES && Math.round(count) === common.length && share > 0.9999;
  if (!isAll || common.some(({ value }) => value.length > LONGEST_VALUE || value.trim() === '')) return null;
  return common.map(({ value }) => value);
}

const NAMES: readonly RegExp[] = [
  /^(?:name|名称|名字|mc|title|标题|name_zh|name_cn|xmmc|dwmc|dlmc|ssmc)$/i,
  /(?:^|_)(?:name|title|label)$|名称$|名$|mc$/i,
  /name|title|label|地址|address/i,
];

/** The attribute that names a feature; else its key; else the first that can be read. Null without any. */
function nameOf(attributes: readonly Described[], { key }: SourceTable): Described | null {
  const texts = attributes.filter(({ column, attribute }) => column.kind === 'text' && attribute.values === undefined);
  for (const pattern of NAMES) {
    const found = texts.find(({ column }) => pattern.test(column.name) && !ENGLISH.test(column.name));
    if (found !== undefined) return found;
  }
  const [first] = texts.filter(({ column }) => !key.includes(column.name));
  return first ?? attributes.find(({ column }) => key.includes(column.name)) ?? attributes[0] ?? null;
}

const ENGLISH = /(?:_en|_eng|english|英文名?)$/i;

function englishName(attributes: readonly Described[], name: string): { readonly en?: string } {
  const found = attributes.find(
    ({ id, column }) =>
      column.kind === 'text' && id !== name && /^(?:name_en|english_name|title_en|英文名称?)$/i.test(column.name),
  );
  return found === undefined ? {} : { en: found.id };
}

const TELLING =
  /grade|class|level|type|kind|categor|status|state|等级|级别|类型|类别|种类|性质|状态|用途|(?:^|_)(?:dj|lx|lb|zt|xz|yt)$/iu;

/** The attribute that tells features apart best: of few values, and called like a kind. */
function colorsBy(attributes: readonly Described[]): ColorClasses | undefined {
  const few = attributes.filter(({ attribute }) => {
    const count = Object.keys(attribute.values ?? {}).length;
    return count > 1 && count <= MOST_VALUES;
  });
  const chosen =
    few.find(({ column }) => TELLING.test(column.name) || TELLING.test(column.comment ?? '')) ??
    few.find(({ column }) => column.choices !== null) ??
    few[0];
  if (chosen === undefined) return undefined;
  const values = Object.keys(chosen.attribute.values ?? {});
  return {
    attribute: chosen.id,
    values: Object.fromEntries(values.map((value, index) => [value, colorAt(index)] as const)),
  };
}

const DRAWN = {
  Point: { order: 240, size: 5 },
  LineString: { order: 140, size: 2 },
  Polygon: { order: 40, fillOpacity: 0.35 },
} as const;

function styleOf(kind: GeometryKind, color: Color, by: ColorClasses | undefined, hasNames: boolean): LayerStyle {
  return {
    color,
    ...(by === undefined ? {} : { by }),
    ...DRAWN[kind],
    ...(hasNames ? { label: { minzoom: kind === 'Point' ? 15 : 14 } } : {}),
  };
}

const MOST_FILTERS = 12;
/** Bytes: longer texts are for the details of a feature, not for each tile. */
const LONG_TEXT = 64;
const MOST_IN_TILES = 20;

/** Controls that a newcomer can use: by kind, by yes or no, by time, by number, and by name. */
function filtersOf(
  attributes: readonly Described[],
  { key }: SourceTable,
  foreignKeys: readonly string[],
  name: string,
): readonly LayerFilter[] {
  const isLink = ({ name: column }: TableColumn): boolean => key.includes(column) || foreignKeys.includes(column);
  const kinds = attributes.flatMap(({ id, column, attribute, statistics }): (LayerFilter & { rank: number })[] => {
    if (attribute.values !== undefined) return [{ attribute: id, kind: 'choice', rank: 0 }];
    if (id === name && column.kind === 'text') return [{ attribute: id, kind: 'text', rank: 1 }];
    if (isLink(column)) return [];
    switch (column.kind) {
      case 'boolean':
        return [{ attribute: id, kind: 'flag', rank: 2 }];
      case 'date':
      case 'moment':
      case 'local-time':
        return [{ attribute: id, kind: 'date', rank: 3 }];
      case 'integer':
      case 'exact':
      case 'number':
        // Numbers that all differ are numbers of something, not amounts; floats differ anyway.
        return statistics?.distinct === -1 && column.kind === 'integer'
          ? []
          : [{ attribute: id, kind: 'range', rank: 4 }];
      case 'text':
      case 'json':
      case 'array':
      case 'other':
        return [];
    }
  });
  return kinds
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST_FILTERS)
    .map(({ attribute, kind }) => ({ attribute, kind }));
}

function tileAttributes(attributes: readonly Described[], { key }: SourceTable): readonly string[] {
  return attributes
    .filter(({ column, statistics }) => {
      if (column.kind === 'json' || column.kind === 'array' || column.kind === 'other') return false;
      // The key is the id of every feature.
      if (key.length === 1 && key[0] === column.name && column.kind !== 'text') return false;
      return column.kind !== 'text' || (statistics?.width ?? 0) <= LONG_TEXT;
    })
    .slice(0, MOST_IN_TILES)
    .map(({ id }) => id);
}

/** Where things lie close together there are so many times more than on average. */
const CROWDING = 4;
/** Features that a tile of lines or areas may have where it is first shown, on average where they crowd. */
const MOST_AT_FIRST = 5000;
/** As `MOST_AT_FIRST`, in the tiles that clients enlarge. */
const MOST_AT_LAST = { Point: 200, LineString: 500, Polygon: 500 } as const;
const LAST_ZOOM = { least: 14, most: 18 } as const;
const LATEST_FIRST_ZOOM = 14;

/**
 * Zooms by the density. Points gather in clusters, and are shown from zoom 0 on; lines and areas begin where a tile
 * holds few enough to be drawn.
 */
export function zoomsOf(
  kind: GeometryKind,
  rows: number | null,
  extent: Bbox | null,
): { readonly minzoom: number; readonly maxzoom: number } {
  if (rows === null || extent === null) return { minzoom: 0, maxzoom: 16 };
  const inTile = (zoom: number): number => (CROWDING * rows) / Math.max(CROWDING, tilesOf(extent, zoom));
  const first = (from: number, to: number, most: number): number => {
    for (let zoom = from; zoom < to; zoom += 1) if (inTile(zoom) <= most) return zoom;
    return to;
  };
  return {
    minzoom: kind === 'Point' ? 0 : first(0, LATEST_FIRST_ZOOM, MOST_AT_FIRST),
    maxzoom: first(LAST_ZOOM.least, LAST_ZOOM.most, MOST_AT_LAST[kind]),
  };
}

/** How many tiles an extent covers, parts of tiles as parts. */
function tilesOf([west, south, east, north]: Bbox, zoom: number): number {
  const tiles = 2 ** zoom;
  const share = (lat: number): number => northingOf(Math.max(-85, Math.min(85, lat))) / (2 * HALF_WORLD_M);
  return Math.max(((east - west) / 360) * tiles, 1) * Math.max((share(north) - share(south)) * tiles, 1);
}

const LONGEST_TITLE = 24;

/**
 * A comment as title and text. `公厕 | Public toilets` is in both languages; else both show what is written. A long one
 * has its first part as the title.
 */
export function textOf(comment: string): { readonly title: Text; readonly whole: Text } | null {
  const text = comment.trim();
  if (text === '') return null;
  const [first = '', second, ...more] = text.split('|').map((part) => part.trim());
  if (second !== undefined && more.length === 0 && first !== '' && second !== '') {
    const isSwapped = !HAN.test(first) && HAN.test(second);
    const [zh, en] = isSwapped ? [second, first] : [first, second];
    return { title: { zh: titleOf(zh), en: titleOf(en) }, whole: { zh, en } };
  }
  const title = titleOf(text);
  return { title: { zh: title, en: title }, whole: { zh: text, en: text } };
}

const HAN = /\p{Script=Han}/u;

const ENDS = '。.；;：:，,、';

function withoutEnd(line: string): string {
  let end = line.length;
  while (end > 0 && ENDS.includes(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}

function titleOf(text: string): string {
  const [line = ''] = text.split('\n');
  const wide = [...line].reduce((sum, char) => sum + (HAN.test(char) ? 2 : 1), 0);
  if (wide <= 2 * LONGEST_TITLE) return withoutEnd(line);
  const [part = line] = line.split(/[。；;：:，（(]|\. |, /u);
  const chars = [...part];
  return chars.length <= 2 * LONGEST_TITLE ? part : `${chars.slice(0, 2 * LONGEST_TITLE - 1).join('')}…`;
}
