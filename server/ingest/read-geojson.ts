import { randomUUID } from 'node:crypto';
import { quoteRounded } from '../../tiles/exact-json.ts';
import { originIn } from './file-origin.ts';
import { FAULTS_COLUMN } from './types.ts';
import type { LoadError, SourceFeature, SourceFile } from './types.ts';

// OGC names of WGS 84 longitude/latitude; RFC 7946 dropped `crs`, but many files still carry one.
export const LON_LAT = /CRS84|EPSG:+(4326|4490)$/i;

/** Stands before whole numbers that JavaScript's would round. No text of a file begins with it. */
const MARK = randomUUID();

/**
 * Reads a FeatureCollection. `idAttribute` names the property that holds the ids; else `id` of the feature or property.
 */
export function readGeoJson(text: string, idAttribute: string | null): SourceFile {
  const unreadable = (message: LoadError['message'], detail?: string): SourceFile => ({
    features: [],
    notes: [],
    errors: [{ feature: 0, message, ...(detail === undefined ? {} : { params: { detail } }) }],
  });
  let value: unknown;
  try {
    value = JSON.parse(quoteRounded(text, MARK));
  } catch (error) {
    return unreadable('json-malformed', error instanceof Error ? error.message : String(error));
  }
  if (!isObject(value) || value.type !== 'FeatureCollection' || !Array.isArray(value.features))
    return unreadable('not-feature-collection');
  const crs = crsName(value.crs);
  if (crs !== null && !LON_LAT.test(crs))
    return { features: [], notes: [], errors: [{ feature: 0, message: 'crs-unknown', params: { crs } }] };
  const errors: LoadError[] = [];
  const features = value.features.flatMap((item: unknown, index) => {
    const feature = featureOf(item, index + 1, idAttribute, errors);
    return feature === null ? [] : [feature];
  });
  return { features, errors, notes: [], origin: originIn(value) };
}

/** One feature of a collection by its text; null, and an error, where it is none. Throws `SyntaxError`. */
export function readFeature(
  text: string,
  number: number,
  idAttribute: string | null,
  errors: LoadError[],
): SourceFeature | null {
  return featureOf(JSON.parse(quoteRounded(text, MARK)), number, idAttribute, errors);
}

function featureOf(
  item: unknown,
  number: number,
  idAttribute: string | null,
  errors: LoadError[],
): SourceFeature | null {
  if (!isFeature(item)) {
    errors.push({ feature: number, message: 'not-feature' });
    return null;
  }
  const id = unmark(rawId(item, idAttribute));
  if (isRounded(id)) errors.push({ feature: number, message: 'id-rounded', params: { id: String(id) } });
  return { number, id: readId(id), geometry: item.geometry, properties: propertiesOf(item), text: false };
}

function isFeature(item: unknown): item is Readonly<Record<string, unknown>> {
  return isObject(item) && item.type === 'Feature';
}

function rawId(item: Readonly<Record<string, unknown>>, idAttribute: string | null): unknown {
  const properties = isObject(item.properties) ? item.properties : {};
  return idAttribute === null ? (item.id ?? properties.id) : properties[idAttribute];
}

/** Whole numbers that a number would round are `bigint`s. */
function propertiesOf(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { id: _, [FAULTS_COLUMN]: __, ...given } = isObject(item.properties) ? item.properties : {};
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, unmark(value)]));
}

function unmark(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) ? BigInt(value.slice(MARK.length)) : value;
  if (typeof value !== 'object' || value === null) return value;
  const json = JSON.stringify(value);
  if (!json.includes(MARK)) return value;
  // The quotation mark behind the digits goes with the one before the mark.
  const [first = '', ...rest] = json.split(`"${MARK}`);
  return first + rest.map((part) => part.replace('"', '')).join('');
}

function readId(id: unknown): string | null {
  if (typeof id === 'number' || typeof id === 'bigint') return String(id);
  return typeof id === 'string' && id.trim() !== '' ? id.trim() : null;
}

/** Above 2^53 the numbers of JSON are rounded by most programs: the id would be another one than the file's. */
function isRounded(id: unknown): boolean {
  return typeof id === 'bigint' || (typeof id === 'number' && Number.isInteger(id) && !Number.isSafeInteger(id));
}

/** What a collection says of its coordinate system; null where it says nothing. */
export function crsName(crs: unknown): string | null {
  if (crs === undefined || crs === null) return null;
  if (isObject(crs) && isObject(crs.properties) && typeof crs.properties.name === 'string') return crs.properties.name;
  // A link, or something unheard of: it says that the coordinates are special, not how.
  return JSON.stringify(crs).slice(0, 60);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
