/** The coordinate system of a GeoTIFF, as a definition for proj4. */
import { DEGREES, definitionOf, definitionOfCode } from '../../../ingest/index.ts';

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
    return geographic !== null ? definitionOfCode(null, geographic) : datum === WGS84_DATUM ? 'lonlat' : null;
  }
  const known = projected === null ? null : definitionOfCode(null, projected);
  if (known !== null) return known;
  for (const name of ['PCSCitationGeoKey', 'GTCitationGeoKey']) {
    const text = ESRI_TEXT.exec(textOf(keys, name))?.[1]?.trim() ?? '';
    const read = text === '' ? null : definitionOf(text);
    if (read !== null) return read;
  }
  const definition = projected === null ? projectionOfKeys(keys) : null;
  return definition === null ? null : definitionOf(definition);
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
  if (geographic !== null)
    return geographic === 4326 ? '+datum=WGS84' : DEGREES.has(geographic) ? '+ellps=GRS80 +towgs84=0,0,0' : null;
  const ellipsoid = ELLIPSOIDS[codeOf(keys, 'GeogEllipsoidGeoKey') ?? -1];
  if (ellipsoid !== undefined) return ellipsoid;
  const a = number('GeogSemiMajorAxisGeoKey');
  if (a === null) return null;
  const rf = number('GeogInvFlatteningGeoKey');
  const b = number('GeogSemiMinorAxisGeoKey');
  if (rf !== null && rf !== 0) return `+a=${a} +rf=${rf}`;
  return `+a=${a} +b=${b ?? a}`;
}
