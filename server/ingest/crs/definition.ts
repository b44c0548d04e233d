/** Coordinate systems as people and files name them, as definitions for proj4. */
import proj4 from 'proj4';
import { projOfWkt } from './wkt.ts';

/** Degrees of datums that differ from WGS 84 by a metre or two at most. */
export const DEGREES: ReadonlySet<number> = new Set([
  4326, 4490, 4979, 4258, 4269, 4283, 4612, 4674, 6668, 7844, 3824, 4167, 4171, 4737,
]);
const WEB_MERCATOR = new Set([3857, 3785, 900_913, 102_100, 102_113]);

/**
 * The proj4 definition of a coordinate system by its EPSG code; `lonlat` for degrees; null where it is not known. Those
 * that files come in, mostly: degrees, Web Mercator, UTM, the Gauss–Krüger zones of CGCS2000, systems of countries, and
 * equal-area systems of continents and the world.
 */
function crsOfEpsg(code: number): string | null {
  if (DEGREES.has(code)) return 'lonlat';
  if (WEB_MERCATOR.has(code))
    return '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs';
  const zone = ZONES.find(({ from, to }) => code >= from && code <= to);
  return inMetres(EPSG[code] ?? zone?.define(code - zone.from));
}

/** The same by the code of ESRI. */
function crsOfEsri(code: number): string | null {
  return inMetres(ESRI[code]);
}

function inMetres(system: string | undefined): string | null {
  return system === undefined ? null : `${system} +units=m +no_defs`;
}

const WGS84 = '+datum=WGS84';
const GRS80 = '+ellps=GRS80 +towgs84=0,0,0';

const EPSG: Readonly<Record<number, string>> = {
  2326: '+proj=tmerc +lat_0=22.3121333333333 +lon_0=114.178555555556 +k=1 +x_0=836694.05 +y_0=819069.8 +ellps=intl +towgs84=-162.619,-276.959,-161.764,0.067753,-2.243649,-1.158827,-1.094246',
  27700:
    '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489',
  3825: `+proj=tmerc +lat_0=0 +lon_0=119 +k=0.9999 +x_0=250000 +y_0=0 ${GRS80}`,
  3826: `+proj=tmerc +lat_0=0 +lon_0=121 +k=0.9999 +x_0=250000 +y_0=0 ${GRS80}`,
  5179: `+proj=tmerc +lat_0=38 +lon_0=127.5 +k=0.9996 +x_0=1000000 +y_0=2000000 ${GRS80}`,
  5186: `+proj=tmerc +lat_0=38 +lon_0=127 +k=1 +x_0=200000 +y_0=600000 ${GRS80}`,
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

/** Origins of the zones of Japan. */
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
  { from: 6669, to: 6681, define: (nth) => japan(JAPAN[nth]) },
  { from: 31_965, to: 31_976, define: (nth) => utm(11 + nth, GRS80) },
  { from: 31_977, to: 31_985, define: (nth) => utm(17 + nth, `+south ${GRS80}`) },
  { from: 4491, to: 4501, define: (nth) => gaussKruger(75 + 6 * nth, (13 + nth) * 1e6 + 500_000) },
  { from: 4502, to: 4512, define: (nth) => gaussKruger(75 + 6 * nth, 500_000) },
  { from: 4513, to: 4533, define: (nth) => gaussKruger(75 + 3 * nth, (25 + nth) * 1e6 + 500_000) },
  { from: 4534, to: 4554, define: (nth) => gaussKruger(75 + 3 * nth, 500_000) },
];

function japan([lat, lon]: readonly [lat: number, lon: number] = [0, 0]): string {
  return `+proj=tmerc +lat_0=${lat} +lon_0=${lon} +k=0.9999 +x_0=0 +y_0=0 ${GRS80}`;
}

function utm(zone: number, datum: string): string {
  return `+proj=utm +zone=${zone} ${datum}`;
}

function gaussKruger(meridian: number, falseEasting: number): string {
  return `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${falseEasting} +y_0=0 ${GRS80}`;
}

/** `EPSG:4549`, `urn:ogc:def:crs:EPSG::4549`, `http://www.opengis.net/def/crs/EPSG/0/4549`, `ESRI:54009`, `4549`. */
const CODE =
  /^(?:(?:urn:(?:x-)?ogc:def:crs:|https?:\/\/www\.opengis\.net\/def\/crs\/)?(EPSG|ESRI)[:/](?:[\d.]*[:/])?)?(\d{4,6})$/i;
const CRS84 = /(?:^|[:/])CRS:?84$/i;
const INIT = /^\+init=(epsg|esri):(\d{4,6})(?:\s|$)/i;

/**
 * Reads what somebody writes for a coordinate system: a code of EPSG or ESRI, well-known text, or a definition of PROJ.
 * `lonlat` for degrees of a datum that is WGS 84 to a metre or two. Null where it is not known, or not to proj4.
 */
export function definitionOf(text: string): string | null {
  const trimmed = text.trim();
  if (CRS84.test(trimmed)) return 'lonlat';
  const code = CODE.exec(trimmed) ?? INIT.exec(trimmed);
  if (code !== null) return definitionOfCode(code[1] ?? null, Number(code[2]));
  const isWkt = trimmed.includes('[');
  const read = isWkt ? projOfWkt(trimmed) : trimmed.startsWith('proj=') ? plussed(trimmed) : trimmed;
  if (read === null || read === 'lonlat') return read;
  const definition = withDefaults(read);
  try {
    return isAsInProj(definition) ? definition : null;
  } catch {
    return null;
  }
}

/** Projections that proj4 knows for a sphere alone, and PROJ for ellipsoids too: kilometres lie between them. */
const OF_SPHERES: ReadonlySet<string> = new Set('gnom mill ortho vandg'.split(' '));

/** Whether proj4 puts places where PROJ does. Throws where it cannot read the definition. */
function isAsInProj(definition: string): boolean {
  const { projName, a, b, es } = proj4.Proj(definition) as unknown as Readonly<Record<string, unknown>>;
  // proj4 reads the sphere of equal area, and keeps the ellipsoid's radius; it reads axes, and keeps east and north.
  if (/\+R_[a-z]|\+axis=(?!enu)/i.test(definition)) return false;
  // The tables of a shift are not here: without them places are off by as much as they shift.
  if (/\+nadgrids=(?!@null)/i.test(definition)) return false;
  return !OF_SPHERES.has(String(projName)) || es === 0 || a === b;
}

/** @param authority null where none is named, as in files that have ESRI's codes in place of EPSG's */
export function definitionOfCode(authority: string | null, code: number): string | null {
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
