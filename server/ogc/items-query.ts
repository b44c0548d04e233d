/** What a request for items asks, from its parameters. */
import { createHash } from 'node:crypto';
import { Cql2Error } from '../../tiles/filter/cql2/error.ts';
import type { Cql2, Geometry } from '../../tiles/filter/cql2/types.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { meetAll, readAttributeFilters, readFilters, type Parameters } from '../filter/filters.ts';
import { checkProperties } from '../layers/check-properties.ts';
import type { FeaturesQuery, LayerSource, SortKey } from '../layers/source.ts';
import { BadParameter } from '../platform/http/errors.ts';
import { splitList } from '../platform/http/query.ts';
import { parseNumber } from '../platform/text/numbers.ts';
import { withReserved } from './collections.ts';
import { CRS84, SYSTEMS, systemOf, type System } from './crs.ts';
import { CURSOR_LENGTH, ItemsQuery, LIMIT } from './item-parameters.ts';
import { OGC } from './messages.ts';
import { readDatetime, timeOf } from './time.ts';

/** Features that a page may leave out ahead of it: they are read all the same. Pages behind go by `cursor`. */
const MOST_OFFSET = 10_000;

/** Parameters that are no queryable. */
const ITEM_PARAMETERS = Object.keys(ItemsQuery);

export interface ItemsAsked {
  /** One feature more than the page has, which tells whether another page follows. */
  readonly query: FeaturesQuery;
  readonly limit: number;
  /** Features of the query that come ahead of the page. */
  readonly offset: number;
  readonly system: System;
  /** Of everything that the places of this query depend on. */
  readonly fingerprint: string;
}

/** Throws `BadParameter`. */
export function readItemsQuery(parameters: Parameters, layer: LayerDefinition, source: LayerSource): ItemsAsked {
  const system = readSystem(parameters, 'crs');
  const limit = readLimit(parameters);
  const cursor = parameters.text('cursor', CURSOR_LENGTH);
  const offset = readOffset(parameters, cursor !== undefined);
  const { timeZone } = layer;
  const time = readDatetime(parameters.text('datetime'), timeOf(layer, source), { timeZone });
  const filterCrs = readSystem(parameters, 'filter-crs');
  const filter = meetAll([
    readBox(parameters),
    time.filter,
    readFilters(parameters, [layer], filterCrs === CRS84 ? null : filterCrs).get(layer.id) ?? null,
    ...readAttributeFilters(parameters, withReserved(layer), ITEM_PARAMETERS),
  ]);
  const sort = readSort(parameters, layer);
  const properties = readProperties(parameters, layer);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([layer.id, filter, time.asOf, sort]))
    .digest('base64url')
    .slice(0, 12);
  return {
    query: {
      layer,
      bbox: null,
      filter,
      asOf: time.asOf,
      properties,
      sort,
      after: readCursor(cursor, fingerprint),
      limit: offset + limit + 1,
      geometry: { form: 'geojson', srid: system.srid },
    },
    limit,
    offset,
    system,
    fingerprint,
  };
}

export function readSystem(parameters: Parameters, name: 'crs' | 'bbox-crs' | 'filter-crs'): System {
  const value = parameters.text(name);
  const system = value === undefined ? CRS84 : systemOf(value);
  if (system !== undefined) return system;
  throw new BadParameter(name, OGC['unknown-crs'], {
    value: value ?? '',
    choices: SYSTEMS.map(({ uri }) => uri).join(', '),
  });
}

function readLimit(parameters: Parameters): number {
  const text = parameters.text('limit');
  if (text === undefined) return LIMIT.usual;
  const limit = /^\d{1,15}$/.test(text.trim()) ? Number(text) : 0;
  if (limit < 1) throw new BadParameter('limit', OGC['bad-limit'], { value: text, max: LIMIT.most });
  return Math.min(limit, LIMIT.most);
}

/** Some programs count on instead of following links. Throws `BadParameter`. */
function readOffset(parameters: Parameters, hasCursor: boolean): number {
  const text = parameters.text('offset');
  if (text === undefined) return 0;
  const offset = /^\d{1,15}$/.test(text.trim()) ? Number(text) : NaN;
  if (offset <= MOST_OFFSET && !(hasCursor && offset > 0)) return offset;
  throw new BadParameter('offset', OGC['bad-offset'], { value: text, max: MOST_OFFSET });
}

/** Features whose geometry meets the box, not just its own box. */
function readBox(parameters: Parameters): Cql2 | null {
  const system = readSystem(parameters, 'bbox-crs');
  const text = parameters.text('bbox');
  if (text === undefined) return null;
  const numbers = text.split(',').map((part) => parseNumber(part.trim()) ?? NaN);
  const bad = (): BadParameter => new BadParameter('bbox', OGC['bad-box'], { value: text, crs: system.uri });
  if (!numbers.every(Number.isFinite) || (numbers.length !== 4 && numbers.length !== 6)) throw bad();
  let box: Geometry;
  try {
    box = system.box(numbers, { path: '' });
  } catch (error) {
    throw error instanceof Cql2Error ? bad() : error;
  }
  return { op: 's_intersects', args: [{ property: 'geometry' }, box] };
}

function readSort(parameters: Parameters, layer: LayerDefinition): readonly SortKey[] {
  return splitList(parameters.text('sortby') ?? '').map((part) => {
    // A plus sign in an address is read as a blank, which is gone by now.
    const attribute = part.replace(/^[+-]/, '').trim();
    if (!Object.hasOwn(layer.attributes, attribute))
      throw new BadParameter('sortby', OGC['not-sortable'], {
        layer: layer.id,
        value: attribute,
        choices: Object.keys(layer.attributes).join(', '),
      });
    return { attribute, isDescending: part.startsWith('-') };
  });
}

function readProperties(parameters: Parameters, layer: LayerDefinition): readonly string[] | null {
  const text = parameters.text('properties');
  if (text === undefined) return null;
  // Every feature has its id at another place.
  const { id: _, ...attributes } = withReserved(layer).attributes;
  return checkProperties({ ...layer, attributes }, splitList(text));
}

/** Opaque to clients: what the query was, and where its last page ended. */
export function cursorOf({ fingerprint }: Pick<ItemsAsked, 'fingerprint'>, place: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify([fingerprint, ...place])).toString('base64url');
}

function readCursor(text: string | undefined, fingerprint: string): readonly (string | null)[] | null {
  if (text === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && parsed[0] === fingerprint) {
      const place: readonly unknown[] = parsed.slice(1);
      if (place.every((each): each is string | null => each === null || typeof each === 'string')) return place;
    }
  } catch {
    // It is told below.
  }
  throw badCursor();
}

export function badCursor(): BadParameter {
  return new BadParameter('cursor', OGC['bad-cursor']);
}
