import proj4 from 'proj4';
import { fileError } from './reader.ts';
import type { LoadError, SourceFeature } from './types.ts';

/** A coordinate system as proj4 takes it; `degrees` for longitude and latitude that are WGS 84 to within metres. */
export type Crs =
  | { readonly name: string; readonly forward: (position: readonly number[]) => [number, number] }
  | 'degrees';

/** WGS 84, CGCS2000, ETRS89, NAD83, JGD2000 and 2011, GDA, TWD97 …: they differ by less than two metres. */
const MODERN_AXIS_M = 6_378_137;

export function isDegrees(crs: Crs): crs is 'degrees' {
  return crs === 'degrees';
}

/**
 * Reads `EPSG:4549`, `urn:ogc:def:crs:EPSG::4549`, a WKT of ESRI or OGC, or a proj4 text. Throws `FileErrors` for a
 * system that is not known, or whose datum lies elsewhere and does not say where.
 */
export function readCrs(text: string): Crs {
  const trimmed = text.trim();
  const name = nameOf(trimmed);
  const code =
    /^(?:urn:ogc:def:crs:|https?:\/\/www\.opengis\.net\/def\/crs\/)?(EPSG|ESRI|CRS|OGC)[:/]+(?:[\d.]*[:/])?(\w+)$/i.exec(
      trimmed,
    );
  if (/CRS84$/i.test(trimmed)) return 'degrees';
  const definition = code === null ? horizontalPart(trimmed) : definitionOf(Number(code[2]));
  if (definition === null) throw fileError('crs-unknown', { crs: name });
  let system;
  let forward;
  try {
    system = proj4.Proj(definition);
    forward = proj4(definition, 'WGS84').forward;
  } catch {
    throw fileError('crs-unknown', { crs: name });
  }
  const { a, datum_params: shift, projName } = system as { a?: number; datum_params?: unknown; projName?: string };
  const isModern = a !== undefined && Math.abs(a - MODERN_AXIS_M) < 0.5;
  if (!isModern && !isShift(shift)) throw fileError('crs-datum', { crs: name });
  if (projName === 'longlat' && isModern && !isShift(shift)) return 'degrees';
  return {
    name,
    forward: (position) => {
      const [lon = NaN, lat = NaN] = forward([position[0] ?? NaN, position[1] ?? NaN]);
      return [lon, lat];
    },
  };
}

function isShift(params: unknown): boolean {
  return Array.isArray(params) && params.some((value) => typeof value === 'number' && value !== 0);
}

/** The system on the ground of one that has heights as well. */
function horizontalPart(text: string): string {
  const compound = /^COMPD_CS\s*\[/i.test(text) ? text.search(/(PROJCS|GEOGCS)\s*\[/i) : 0;
  if (compound <= 0) return text;
  let depth = 0;
  for (let at = text.indexOf('[', compound); at < text.length; at += 1) {
    if (text[at] === '[') depth += 1;
    if (text[at] === ']') depth -= 1;
    if (depth === 0) return text.slice(compound, at + 1);
  }
  return text;
}

/** `PROJCS["CGCS2000_3_Degree_GK_CM_120E",…` is told by what stands in the first quotation marks. */
function nameOf(text: string): string {
  return (/^\w+\s*\[\s*"([^"]*)"/.exec(text)?.[1] ?? text).slice(0, 80);
}

const CGCS2000 = '+ellps=GRS80 +towgs84=0,0,0 +units=m +no_defs';
const DEGREES = new Set([4326, 4490, 4979, 4258, 4269, 4283, 6668, 4612, 4737, 3824, 4674, 7844, 4167]);
const WEB_MERCATOR = new Set([3857, 900_913, 102_100, 102_113, 3785]);

/** Systems by their number, for formats that say no more. Null for others. */
function definitionOf(code: number): string | null {
  if (DEGREES.has(code)) return '+proj=longlat +datum=WGS84 +no_defs';
  if (WEB_MERCATOR.has(code))
    return '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs';
  if (code > 32_600 && code <= 32_660) return `+proj=utm +zone=${code - 32_600} +datum=WGS84 +units=m +no_defs`;
  if (code > 32_700 && code <= 32_760) return `+proj=utm +zone=${code - 32_700} +south +datum=WGS84 +units=m +no_defs`;
  if (code >= 25_828 && code <= 25_838) return `+proj=utm +zone=${code - 25_800} +ellps=GRS80 +units=m +no_defs`;
  const zone = ZONES.find(({ from, to }) => code >= from && code <= to);
  return zone === undefined ? (OTHERS[code] ?? null) : zone.define(code - zone.from);
}

/** Zones of CGCS2000: of six and of three degrees, with the zone's number before the easting or without. */
const ZONES: readonly { readonly from: number; readonly to: number; readonly define: (nth: number) => string }[] = [
  { from: 4491, to: 4501, define: (nth) => gaussKruger(75 + 6 * nth, (13 + nth) * 1e6 + 500_000) },
  { from: 4502, to: 4512, define: (nth) => gaussKruger(75 + 6 * nth, 500_000) },
  { from: 4513, to: 4533, define: (nth) => gaussKruger(75 + 3 * nth, (25 + nth) * 1e6 + 500_000) },
  { from: 4534, to: 4554, define: (nth) => gaussKruger(75 + 3 * nth, 500_000) },
];

function gaussKruger(meridian: number, falseEasting: number): string {
  return `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${falseEasting} +y_0=0 ${CGCS2000}`;
}

const JAPAN: readonly (readonly [lat: number, lon: number])[] = [
  [33, 129.5],
  [33, 131],
  [36, 132 + 1 / 6],
  [33, 133.5],
  [36, 134 + 1 / 3],
  [36, 136],
  [36, 137 + 1 / 6],
  [36, 138.5],
  [36, 139 + 5 / 6],
  [40, 140 + 5 / 6],
  [44, 140.25],
  [44, 142.25],
  [44, 144.25],
];

const OTHERS: Readonly<Record<number, string>> = {
  // Taiwan, Hong Kong, Korea, Finland, France, Britain, Germany.
  3825: '+proj=tmerc +lat_0=0 +lon_0=119 +k=0.9999 +x_0=250000 +y_0=0 +ellps=GRS80 +units=m +no_defs',
  3826: '+proj=tmerc +lat_0=0 +lon_0=121 +k=0.9999 +x_0=250000 +y_0=0 +ellps=GRS80 +units=m +no_defs',
  2326: '+proj=tmerc +lat_0=22.3121333333333 +lon_0=114.178555555556 +k=1 +x_0=836694.05 +y_0=819069.8 +ellps=intl +towgs84=-162.619,-276.959,-161.764,0.067753,-2.243649,-1.158827,-1.094246 +units=m +no_defs',
  5179: '+proj=tmerc +lat_0=38 +lon_0=127.5 +k=0.9996 +x_0=1000000 +y_0=2000000 +ellps=GRS80 +units=m +no_defs',
  5186: '+proj=tmerc +lat_0=38 +lon_0=127 +k=1 +x_0=200000 +y_0=600000 +ellps=GRS80 +units=m +no_defs',
  3067: '+proj=utm +zone=35 +ellps=GRS80 +units=m +no_defs',
  3035: '+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m +no_defs',
  2154: '+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80 +units=m +no_defs',
  27700:
    '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs',
  54009: '+proj=moll +lon_0=0 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs',
  ...Object.fromEntries(
    JAPAN.map(([lat, lon], index) => [
      6669 + index,
      `+proj=tmerc +lat_0=${lat} +lon_0=${lon} +k=0.9999 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs`,
    ]),
  ),
};

/**
 * The feature with its geometry in degrees. What is no geometry stays as it is, for the checks to say so. Degrees under
 * the name of a system of metres are an error: they would all lie within a few steps of one place.
 */
export function toDegrees(feature: SourceFeature, crs: Crs, errors: LoadError[]): SourceFeature {
  if (isDegrees(crs)) return feature;
  const { geometry } = feature;
  if (typeof geometry !== 'object' || geometry === null || !('coordinates' in geometry)) return feature;
  const [x = NaN, y = NaN] = firstPosition(geometry.coordinates);
  if (Math.abs(x) <= 180 && Math.abs(y) <= 90) {
    errors.push({ feature: feature.number, message: 'crs-degrees', params: { crs: crs.name, x, y } });
    return { ...feature, geometry: undefined };
  }
  return { ...feature, geometry: { ...geometry, coordinates: convert(geometry.coordinates, crs.forward) } };
}

function firstPosition(coordinates: unknown): readonly number[] {
  let at: unknown = coordinates;
  while (Array.isArray(at) && Array.isArray(at[0])) at = at[0];
  return Array.isArray(at) ? at.filter((value) => typeof value === 'number') : [];
}

function convert(coordinates: unknown, forward: (position: readonly number[]) => [number, number]): unknown {
  if (!Array.isArray(coordinates)) return coordinates;
  const items: readonly unknown[] = coordinates;
  if (isPosition(items)) return forward(items);
  return items.map((item) => convert(item, forward));
}

function isPosition(items: readonly unknown[]): items is readonly number[] {
  return items.length >= 2 && items.every((item) => typeof item === 'number');
}
