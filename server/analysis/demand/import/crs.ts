/** Coordinate systems of rasters, as definitions for proj4. */
import proj4 from 'proj4';
import { projOfWkt } from './wkt.ts';

const CGCS2000 = '+k=1 +y_0=0 +ellps=GRS80 +units=m +no_defs';

/** Degrees of datums that differ from WGS 84 by a metre or two at most. */
const DEGREES = new Set([4326, 4490, 4979, 4258, 4269, 4283, 4612, 4674, 6668, 7844]);

/**
 * The proj4 definition of a coordinate system by its EPSG code; `lonlat` for degrees; null where it is not known. Those
 * that population rasters come in: degrees, Web Mercator, UTM, the Gauss–Krüger zones of CGCS2000, and equal-area
 * systems of continents and the world.
 */
export function crsOfEpsg(code: number): string | null {
  if (DEGREES.has(code)) return 'lonlat';
  if (code === 3857 || code === 900913)
    return '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs';
  const known = EPSG[code];
  if (known !== undefined) return `${known} +units=m +no_defs`;
  const zone = ZONES.find(({ from, to }) => code >= from && code <= to);
  return zone === undefined ? null : zone.define(code - zone.from);
}

/** The same by the code of ESRI. */
function crsOfEsri(code: number): string | null {
  if (code === 102100) return crsOfEpsg(3857);
  const known = ESRI[code];
  return known === undefined ? null : `${known} +units=m +no_defs`;
}

const WGS84 = '+datum=WGS84';
const GRS80 = '+ellps=GRS80 +towgs84=0,0,0';

const EPSG: Readonly<Record<number, string>> = {
  2154: `+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 ${GRS80}`,
  2193: `+proj=tmerc +lat_0=0 +lon_0=173 +k=0.9996 +x_0=1600000 +y_0=10000000 ${GRS80}`,
  3031: `+proj=stere +lat_0=-90 +lat_ts=-71 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  3035: `+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 ${GRS80}`,
  3067: `+proj=utm +zone=35 ${GRS80}`,
  3395: `+proj=merc +lon_0=0 +k=1 +x_0=0 +y_0=0 ${WGS84}`,
  3413: `+proj=stere +lat_0=90 +lat_ts=70 +lon_0=-45 +x_0=0 +y_0=0 ${WGS84}`,
  3577: `+proj=aea +lat_0=0 +lon_0=132 +lat_1=-18 +lat_2=-36 +x_0=0 +y_0=0 ${GRS80}`,
  3879: `+proj=tmerc +lat_0=0 +lon_0=25 +k=1 +x_0=25500000 +y_0=0 ${GRS80}`,
  4087: `+proj=eqc +lat_ts=0 +lat_0=0 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  5070: `+proj=aea +lat_0=23 +lon_0=-96 +lat_1=29.5 +lat_2=45.5 +x_0=0 +y_0=0 ${GRS80}`,
  5880: `+proj=poly +lat_0=0 +lon_0=-54 +x_0=5000000 +y_0=10000000 ${GRS80}`,
  6931: `+proj=laea +lat_0=90 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  6932: `+proj=laea +lat_0=-90 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  6933: `+proj=cea +lat_ts=30 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  8857: `+proj=eqearth +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
};

const ESRI: Readonly<Record<number, string>> = {
  53008: '+proj=sinu +lon_0=0 +x_0=0 +y_0=0 +R=6371000',
  53009: '+proj=moll +lon_0=0 +x_0=0 +y_0=0 +R=6371000',
  54001: `+proj=eqc +lat_ts=0 +lat_0=0 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  54002: `+proj=eqc +lat_ts=60 +lat_0=0 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  54004: `+proj=merc +lon_0=0 +k=1 +x_0=0 +y_0=0 ${WGS84}`,
  54008: `+proj=sinu +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  54009: `+proj=moll +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  54017: `+proj=cea +lat_ts=30 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  54030: `+proj=robin +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  54034: `+proj=cea +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  54035: `+proj=eqearth +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  102003: `+proj=aea +lat_0=37.5 +lon_0=-96 +lat_1=29.5 +lat_2=45.5 +x_0=0 +y_0=0 ${GRS80}`,
  102008: `+proj=aea +lat_0=40 +lon_0=-96 +lat_1=20 +lat_2=60 +x_0=0 +y_0=0 ${GRS80}`,
  102012: `+proj=lcc +lat_0=0 +lon_0=105 +lat_1=30 +lat_2=62 +x_0=0 +y_0=0 ${WGS84}`,
  102017: `+proj=laea +lat_0=90 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  102020: `+proj=laea +lat_0=-90 +lon_0=0 +x_0=0 +y_0=0 ${WGS84}`,
  102022: `+proj=aea +lat_0=0 +lon_0=25 +lat_1=20 +lat_2=-23 +x_0=0 +y_0=0 ${WGS84}`,
  102025: `+proj=aea +lat_0=30 +lon_0=95 +lat_1=15 +lat_2=65 +x_0=0 +y_0=0 ${WGS84}`,
  102028: `+proj=aea +lat_0=-15 +lon_0=125 +lat_1=7 +lat_2=-32 +x_0=0 +y_0=0 ${WGS84}`,
};

/** Zones of UTM; and of CGCS2000 by meridian, or with the zone's number before the easting; of 6° and 3°. */
const ZONES: readonly { readonly from: number; readonly to: number; readonly define: (nth: number) => string }[] = [
  { from: 32_601, to: 32_660, define: (nth) => utm(nth + 1, WGS84) },
  { from: 32_701, to: 32_760, define: (nth) => utm(nth + 1, `+south ${WGS84}`) },
  { from: 25_828, to: 25_838, define: (nth) => utm(28 + nth, GRS80) },
  { from: 26_901, to: 26_923, define: (nth) => utm(nth + 1, GRS80) },
  { from: 28_348, to: 28_358, define: (nth) => utm(48 + nth, `+south ${GRS80}`) },
  { from: 31_965, to: 31_976, define: (nth) => utm(11 + nth, GRS80) },
  { from: 31_977, to: 31_985, define: (nth) => utm(17 + nth, `+south ${GRS80}`) },
  { from: 4491, to: 4501, define: (nth) => gaussKruger(75 + 6 * nth, (13 + nth) * 1e6 + 500_000) },
  { from: 4502, to: 4512, define: (nth) => gaussKruger(75 + 6 * nth, 500_000) },
  { from: 4513, to: 4533, define: (nth) => gaussKruger(75 + 3 * nth, (25 + nth) * 1e6 + 500_000) },
  { from: 4534, to: 4554, define: (nth) => gaussKruger(75 + 3 * nth, 500_000) },
];

function utm(zone: number, datum: string): string {
  return `+proj=utm +zone=${zone} ${datum} +units=m +no_defs`;
}

function gaussKruger(meridian: number, falseEasting: number): string {
  return `+proj=tmerc +lat_0=0 +lon_0=${meridian} +x_0=${falseEasting} ${CGCS2000}`;
}

/** `EPSG:4549`, `urn:ogc:def:crs:EPSG::4549`, `http://www.opengis.net/def/crs/EPSG/0/4549`, `ESRI:54009`, `4549`. */
const CODE =
  /^(?:(?:urn:(?:x-)?ogc:def:crs:|https?:\/\/www\.opengis\.net\/def\/crs\/)?(EPSG|ESRI)[:/](?:[\d.]*[:/])?)?(\d{4,6})$/i;
const CRS84 = /(?:^|[:/])CRS84$/i;
const INIT = /^\+init=(epsg|esri):(\d{4,6})(?:\s|$)/i;

/**
 * Reads what somebody writes for a coordinate system: a code of EPSG or ESRI, well-known text, or a definition of PROJ.
 * Null where proj4 cannot read it.
 */
export function readCrs(text: string): string | null {
  const trimmed = text.trim();
  if (CRS84.test(trimmed)) return 'lonlat';
  const code = CODE.exec(trimmed) ?? INIT.exec(trimmed);
  if (code !== null) return crsOfCode(code[1] ?? null, Number(code[2]));
  const isWkt = trimmed.includes('[');
  const read = isWkt ? projOfWkt(trimmed) : trimmed.startsWith('proj=') ? plussed(trimmed) : trimmed;
  if (read === null || read === 'lonlat') return read;
  const definition = withDefaults(read);
  try {
    proj4(definition);
    return definition;
  } catch {
    return null;
  }
}

/** @param authority null where none is named, as in files that have ESRI's codes in place of EPSG's */
function crsOfCode(authority: string | null, code: number): string | null {
  if (authority?.toUpperCase() === 'ESRI') return crsOfEsri(code);
  return crsOfEpsg(code) ?? (authority === null ? crsOfEsri(code) : null);
}

/** PROJ since 6 does without the plus signs. */
function plussed(text: string): string {
  return text
    .split(/\s+/)
    .map((each) => `+${each}`)
    .join(' ');
}

/** Projections whose origin is given by `lat_0` and `lon_0`, in both of which PROJ takes 0 where nothing is said. */
const WITH_ORIGIN = new Set(
  'aea aeqd bonne cass cea eck6 eqc eqdc eqearth gnom laea lcc merc mill moll ortho poly robin sinu stere sterea tmerc vandg'.split(
    ' ',
  ),
);

/** The definition with the numbers that PROJ takes for those left out: proj4 counts with none, and gets NaN. */
function withDefaults(definition: string): string {
  const given = new Map(
    definition.split(/\s+/).map((each) => {
      const [name = '', value = ''] = each.replace(/^\+/, '').split('=', 2);
      return [name.toLowerCase(), value] as const;
    }),
  );
  const projection = given.get('proj') ?? '';
  if (!WITH_ORIGIN.has(projection)) return definition;
  // With one standard parallel, the origin of Lambert's conic lies on it.
  const isOnParallel = projection === 'lcc' && given.has('lat_1') && !given.has('lat_2');
  const origin = isOnParallel ? (given.get('lat_1') ?? '0') : '0';
  const defaults: Readonly<Record<string, string>> = {
    lat_0: origin,
    lon_0: '0',
    x_0: '0',
    y_0: '0',
    ...(given.has('units') || given.has('to_meter') ? {} : { units: 'm' }),
  };
  const missing = Object.entries(defaults).filter(([name]) => !given.has(name));
  return [definition, ...missing.map(([name, value]) => `+${name}=${value}`)].join(' ');
}

/** Names and numbers of the keys of a GeoTIFF. */
type GeoKeys = Readonly<Record<string, unknown>>;

const USER_DEFINED = 32_767;
const GEOGRAPHIC_MODEL = 2;
const WGS84_DATUM = 6326;
/** ArcGIS and GDAL write here what the keys have no words for. */
const ESRI_TEXT = /ESRI PE String = ([^|]*)/;

/** The coordinate system of a GeoTIFF: by code, by the text that ESRI's programs add, or by its parameters. */
export function crsOfGeoKeys(keys: GeoKeys): string | null {
  const projected = codeOf(keys, 'ProjectedCSTypeGeoKey');
  const geographic = codeOf(keys, 'GeographicTypeGeoKey');
  if (isGeographic(keys)) {
    const datum = codeOf(keys, 'GeogGeodeticDatumGeoKey');
    return geographic !== null ? crsOfCode(null, geographic) : datum === WGS84_DATUM ? 'lonlat' : null;
  }
  const known = projected === null ? null : crsOfCode(null, projected);
  if (known !== null) return known;
  for (const name of ['PCSCitationGeoKey', 'GTCitationGeoKey']) {
    const text = ESRI_TEXT.exec(textOf(keys, name))?.[1]?.trim() ?? '';
    const read = text === '' ? null : readCrs(text);
    if (read !== null) return read;
  }
  const definition = projected === null ? projectionOfKeys(keys) : null;
  return definition === null ? null : readCrs(definition);
}

/** Degrees, by the kind of model that the file names; of one that names none, where it says nothing of a projection. */
function isGeographic(keys: GeoKeys): boolean {
  const model = codeOf(keys, 'GTModelTypeGeoKey');
  if (model !== null) return model === GEOGRAPHIC_MODEL;
  return ['GTModelTypeGeoKey', 'ProjectedCSTypeGeoKey', 'ProjCoordTransGeoKey'].every(
    (name) => keys[name] === undefined,
  );
}

/** What to call the system of a file that is not known: its code, or its name. */
export function nameOfGeoKeys(keys: GeoKeys): string {
  const code = codeOf(keys, 'ProjectedCSTypeGeoKey') ?? codeOf(keys, 'GeographicTypeGeoKey');
  if (code !== null && keys['ProjectedCSTypeGeoKey'] !== USER_DEFINED) return `EPSG:${code}`;
  const name = ['GTCitationGeoKey', 'PCSCitationGeoKey'].map((key) => textOf(keys, key)).find((text) => text !== '');
  return (name ?? '?').slice(0, 60);
}

function codeOf(keys: GeoKeys, name: string): number | null {
  const code = keys[name];
  return typeof code === 'number' && code !== USER_DEFINED && code !== 0 ? code : null;
}

function textOf(keys: GeoKeys, name: string): string {
  const text = keys[name];
  return typeof text === 'string' ? text.replace(/\0/g, '').trim() : '';
}

/** Parameters of PROJ and the keys that may hold them, the first that is there. */
const ANGLES = {
  lat_1: ['ProjStdParallel1GeoKey'],
  lat_2: ['ProjStdParallel2GeoKey'],
  lat_0: ['ProjNatOriginLatGeoKey', 'ProjFalseOriginLatGeoKey', 'ProjCenterLatGeoKey'],
  lon_0: [
    'ProjNatOriginLongGeoKey',
    'ProjFalseOriginLongGeoKey',
    'ProjCenterLongGeoKey',
    'ProjStraightVertPoleLongGeoKey',
  ],
} as const;
const LENGTHS = {
  x_0: ['ProjFalseEastingGeoKey', 'ProjFalseOriginEastingGeoKey', 'ProjCenterEastingGeoKey'],
  y_0: ['ProjFalseNorthingGeoKey', 'ProjFalseOriginNorthingGeoKey', 'ProjCenterNorthingGeoKey'],
} as const;
const SCALES = ['ProjScaleAtNatOriginGeoKey', 'ProjScaleAtCenterGeoKey'] as const;

/** Codes of coordinate transformations of GeoTIFF 1.1 (OGC 19-008r4, 7.5), and the parameters that each has. */
const METHODS: Readonly<Record<number, { readonly proj: string; readonly parameters: readonly string[] }>> = {
  1: { proj: 'tmerc', parameters: ['lat_0', 'lon_0', 'k'] },
  7: { proj: 'merc', parameters: ['lat_ts', 'lon_0', 'k'] },
  8: { proj: 'lcc', parameters: ['lat_1', 'lat_2', 'lat_0', 'lon_0'] },
  9: { proj: 'lcc', parameters: ['lat_0', 'lon_0', 'k'] },
  10: { proj: 'laea', parameters: ['lat_0', 'lon_0'] },
  11: { proj: 'aea', parameters: ['lat_1', 'lat_2', 'lat_0', 'lon_0'] },
  12: { proj: 'aeqd', parameters: ['lat_0', 'lon_0'] },
  13: { proj: 'eqdc', parameters: ['lat_1', 'lat_2', 'lat_0', 'lon_0'] },
  14: { proj: 'stere', parameters: ['lat_0', 'lon_0', 'k'] },
  15: { proj: 'stere', parameters: ['polar', 'lon_0', 'k'] },
  16: { proj: 'sterea', parameters: ['lat_0', 'lon_0', 'k'] },
  17: { proj: 'eqc', parameters: ['lat_ts', 'lat_0', 'lon_0'] },
  18: { proj: 'cass', parameters: ['lat_0', 'lon_0'] },
  19: { proj: 'gnom', parameters: ['lat_0', 'lon_0'] },
  20: { proj: 'mill', parameters: ['lon_0'] },
  21: { proj: 'ortho', parameters: ['lat_0', 'lon_0'] },
  22: { proj: 'poly', parameters: ['lat_0', 'lon_0'] },
  23: { proj: 'robin', parameters: ['lon_0'] },
  24: { proj: 'sinu', parameters: ['lon_0'] },
  25: { proj: 'vandg', parameters: ['lon_0'] },
  28: { proj: 'cea', parameters: ['lat_ts', 'lon_0'] },
};

/** Metres of a unit by its code; degrees of an angle. */
const METRES: Readonly<Record<number, number>> = { 9001: 1, 9002: 0.3048, 9003: 1200 / 3937, 9036: 1000 };
const ANGLE_DEG: Readonly<Record<number, number>> = { 9101: 180 / Math.PI, 9102: 1, 9105: 0.9 };

function projectionOfKeys(keys: GeoKeys): string | null {
  const number = (name: string): number | null => {
    const value = keys[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  const first = (names: readonly string[]): number | null => names.map(number).find((value) => value !== null) ?? null;
  const method = METHODS[number('ProjCoordTransGeoKey') ?? -1];
  const ellipsoid = ellipsoidOf(keys, number);
  const metres = METRES[number('ProjLinearUnitsGeoKey') ?? 9001] ?? number('ProjLinearUnitSizeGeoKey');
  const degrees = ANGLE_DEG[number('GeogAngularUnitsGeoKey') ?? 9102] ?? null;
  if (method === undefined || ellipsoid === null || metres === null || degrees === null) return null;
  const values: Record<string, number> = {};
  for (const [name, from] of Object.entries(ANGLES)) {
    const value = first(from);
    if (value !== null && method.parameters.includes(name)) values[name] = value * degrees;
  }
  if (method.parameters.includes('lat_ts')) values['lat_ts'] = (first(ANGLES.lat_1) ?? 0) * degrees;
  if (method.parameters.includes('k')) values['k'] = first(SCALES) ?? 1;
  if (method.parameters.includes('polar')) {
    // The latitude of the origin is that of true scale, on the side of the pole.
    const latitude = (first(ANGLES.lat_0) ?? 90) * degrees;
    values['lat_0'] = Math.sign(latitude) * 90;
    if (Math.abs(latitude) < 90) values['lat_ts'] = latitude;
  }
  if (method.proj === 'lcc' && method.parameters.includes('k')) values['lat_1'] = values['lat_0'] ?? 0;
  for (const [name, from] of Object.entries(LENGTHS)) values[name] = (first(from) ?? 0) * metres;
  const parameters = Object.entries(values).map(([name, value]) => `+${name}=${value}`);
  return [`+proj=${method.proj}`, ...parameters, ellipsoid, `+to_meter=${metres}`, '+no_defs'].join(' ');
}

/** By the codes of EPSG: those of WGS 84, GRS 80, Krassowsky 1940, IAG 1975 and the International of 1924. */
const ELLIPSOIDS: Readonly<Record<number, string>> = {
  7030: '+a=6378137 +rf=298.257223563',
  7019: '+a=6378137 +rf=298.257222101',
  7024: '+a=6378245 +rf=298.3',
  7049: '+a=6378140 +rf=298.257',
  7022: '+a=6378388 +rf=297',
};

/** Ellipsoid of a datum that is that of WGS 84 to a few metres, or of one that no more is known of. */
function ellipsoidOf(keys: GeoKeys, number: (name: string) => number | null): string | null {
  const geographic = codeOf(keys, 'GeographicTypeGeoKey');
  if (geographic !== null) return geographic === 4326 ? WGS84 : DEGREES.has(geographic) ? GRS80 : null;
  const ellipsoid = ELLIPSOIDS[codeOf(keys, 'GeogEllipsoidGeoKey') ?? -1];
  if (ellipsoid !== undefined) return ellipsoid;
  const a = number('GeogSemiMajorAxisGeoKey');
  if (a === null) return null;
  const rf = number('GeogInvFlatteningGeoKey');
  const b = number('GeogSemiMinorAxisGeoKey');
  if (rf !== null && rf !== 0) return `+a=${a} +rf=${rf}`;
  return `+a=${a} +b=${b ?? a}`;
}
