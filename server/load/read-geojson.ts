import type { Fault, SourceFeature, SourceFile } from './types.ts';

// OGC names of WGS 84 longitude/latitude; RFC 7946 dropped `crs`, but many files still carry one.
const LON_LAT = /CRS84|EPSG:+(4326|4490)$/i;

/** Reads a FeatureCollection. `idAttribute` names the property that holds the ids; else `id` of the feature or property. */
export function readGeoJson(text: string, idAttribute: string | null): SourceFile {
  const fault = (message: Fault['message'], detail?: string): SourceFile => ({
    features: [], notes: [], faults: [{ feature: 0, message, ...(detail === undefined ? {} : { params: { detail } }) }],
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return fault('json-malformed', error instanceof Error ? error.message : String(error));
  }
  if (!isObject(value) || value.type !== 'FeatureCollection' || !Array.isArray(value.features)) return fault('not-feature-collection');
  const crs = crsName(value.crs);
  if (crs !== null && !LON_LAT.test(crs)) return { features: [], notes: [], faults: [{ feature: 0, message: 'crs-unknown', params: { crs } }] };
  const faults: Fault[] = [];
  const features: SourceFeature[] = [];
  for (const [index, item] of value.features.entries()) {
    const feature = readFeature(item, index + 1, idAttribute);
    if (feature === null) faults.push({ feature: index + 1, message: 'not-feature' });
    else features.push(feature);
  }
  return { features, faults, notes: [] };
}

function readFeature(item: unknown, number: number, idAttribute: string | null): SourceFeature | null {
  if (!isObject(item) || item.type !== 'Feature') return null;
  const all = isObject(item.properties) ? item.properties : {};
  const { id: ownId, ...properties } = all;
  const id = idAttribute === null ? item.id ?? ownId : all[idAttribute];
  return { number, id: readId(id), geometry: item.geometry, properties, text: false };
}

function readId(id: unknown): string | null {
  if (typeof id === 'number') return String(id);
  return typeof id === 'string' && id.trim() !== '' ? id.trim() : null;
}

function crsName(crs: unknown): string | null {
  if (!isObject(crs) || !isObject(crs.properties)) return null;
  return typeof crs.properties.name === 'string' ? crs.properties.name : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
