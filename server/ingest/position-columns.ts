/** Where a table has the positions of its features. */
import { foldName } from './aliases.ts';
import type { Datum, Message } from './types.ts';

/** A column each for longitude and latitude, one with both, or one with shapes. Columns are counted from 0. */
export type PositionColumns =
  | { readonly kind: 'two'; readonly lon: number; readonly lat: number; readonly datum: Datum | null }
  | { readonly kind: 'pair'; readonly column: number; readonly latFirst: boolean; readonly datum: Datum | null }
  | { readonly kind: 'shape'; readonly column: number };

const names = (...lists: readonly string[]): ReadonlySet<string> =>
  new Set(lists.flatMap((list) => list.split(' ')).map(foldName));

const LON = names(
  'lon lng long longitude x 经度 东经 经 经度坐标 经度值 X坐标 坐标X jd jingdu decimal_longitude stop_lon lon_dd lon_x long_x',
  'longitude_x point_x x_coord coord_x coords_x x_coordinate coordinate_x xcoor center_x centroid_x geo_x gis_x map_x',
  'geo_lon geo_lng coord_lon coord_lng x_lon',
);
const LAT = names(
  'lat lati latitude y 纬度 北纬 纬 纬度坐标 纬度值 Y坐标 坐标Y wd weidu decimal_latitude stop_lat lat_dd lat_y',
  'latitude_y point_y y_coord coord_y coords_y y_coordinate coordinate_y ycoor center_y centroid_y geo_y gis_y map_y',
  'geo_lat coord_lat y_lat',
);
const SHAPE = names('wkt geom geometry the_geom 几何 wkt_geom geom_wkt geometry_wkt shape geo_shape 空间位置');
/** Columns with both coordinates, by what their names say of the order; others of that kind say nothing of it. */
const LAT_FIRST = names('geo_point_2d geo_point latlng latlon latlong latitude_longitude 纬经度 纬度经度');
const LON_FIRST = names('lnglat lonlat longlat longitude_latitude 经纬度 经度纬度 经纬度坐标');
const EITHER_FIRST = names(
  '坐标 位置坐标 gps gps坐标 coordinates coordinate coords location geolocation point position',
);

/** What names of columns say of the datum, and what of them is left without it. */
const DATUM_WORDS: readonly (readonly [Datum, RegExp])[] = [
  ['gcj02', /gcj-?_?0?2|高德|火星|腾讯|amap/],
  ['bd09', /bd-?_?0?9(?:ll)?|百度|baidu/],
  ['cgcs2000', /cgcs-?_?2000|国家2000|大地2000|epsg:?4490/],
  ['wgs84', /wgs-?_?(?:19)?84|epsg:?4326|4326|(?<=[a-z度_])84$/],
];

interface Named {
  readonly index: number;
  readonly folded: string;
  /** What stands in brackets, as in 坐标（经度）. */
  readonly inner: string;
  readonly datum: Datum | null;
}

/** The columns of longitude and latitude by the names that tables give them; -1 where there is none. */
export function coordinateColumns(header: readonly string[]): { readonly lon: number; readonly lat: number } {
  const found = twoColumns(header.map(readName));
  return found ?? { lon: only(header, LON), lat: only(header, LAT) };
}

/**
 * The columns with positions: by what somebody has named, by their names, or by what is written in them. A message
 * where there are none, or where they can be read in two ways.
 */
export function positionColumns(
  header: readonly string[],
  body: readonly (readonly string[])[],
  wanted: { readonly lon: string | null; readonly lat: string | null },
): PositionColumns | Message {
  if (wanted.lon !== null || wanted.lat !== null) return wantedColumns(header, wanted);
  const named = header.map(readName);
  const shape = named.find(({ index, folded }) => SHAPE.has(folded) && body.some((row) => isShape(row[index] ?? '')));
  if (shape !== undefined) return { kind: 'shape', column: shape.index };
  const two = twoColumns(named);
  if (two !== null) return { kind: 'two', ...two };
  const pair = named.find(({ index, folded }) => mayBePair(folded) && isOf(body, index, isPair));
  if (pair !== undefined) return pairColumn(header, body, pair);
  const written = named.find(({ index }) => isOf(body, index, isShape));
  if (written !== undefined) return { kind: 'shape', column: written.index };
  // A column called like a shape without one: its rows say themselves what is wrong with them.
  const empty = named.find(({ folded }) => SHAPE.has(folded));
  return empty === undefined ? { message: 'no-geometry-column' } : { kind: 'shape', column: empty.index };
}

/** Whether a header has names that columns of positions have. */
export function mayHavePositions(header: readonly string[]): boolean {
  const named = header.map(readName);
  return twoColumns(named) !== null || named.some(({ folded }) => SHAPE.has(folded) || mayBePair(folded));
}

function wantedColumns(
  header: readonly string[],
  { lon, lat }: { readonly lon: string | null; readonly lat: string | null },
): PositionColumns | Message {
  if (lon === null || lat === null) return { message: 'lon-and-lat' };
  for (const column of [lon, lat])
    if (!header.includes(column)) return { message: 'no-column', params: { column, columns: header.join(', ') } };
  // Whoever names the columns has seen what they are called.
  return { kind: 'two', lon: header.indexOf(lon), lat: header.indexOf(lat), datum: null };
}

function readName(name: string, index: number): Named {
  const plain = name.normalize('NFKC').toLowerCase();
  const found = DATUM_WORDS.find(([, words]) => words.test(plain));
  const bare = found === undefined ? plain : plain.replace(found[1], '');
  return {
    index,
    folded: foldName(bare.replace(/gps|\(\)|坐标系$/g, '')) || foldName(plain),
    inner: foldName(/\(([^()]+)\)/.exec(bare)?.[1] ?? ''),
    datum: found?.[0] ?? null,
  };
}

/** Of several pairs the one in WGS 84, then the one that says no datum; degrees before what is called x and y. */
function twoColumns(
  named: readonly Named[],
): { readonly lon: number; readonly lat: number; readonly datum: Datum | null } | null {
  const rank = ({ folded, datum }: Named): number =>
    (datum === 'wgs84' ? 0 : datum === null || datum === 'cgcs2000' ? 1 : 2) + (/^[xy]|[xy]$/.test(folded) ? 10 : 0);
  const best = (set: ReadonlySet<string>, datum?: Datum | null): Named | undefined =>
    named
      .filter((each) => (set.has(each.folded) || set.has(each.inner)) && (datum === undefined || each.datum === datum))
      .sort((a, b) => rank(a) - rank(b) || a.index - b.index)[0];
  const lon = best(LON);
  const lat = lon === undefined ? undefined : best(LAT, lon.datum);
  return lon === undefined || lat === undefined ? null : { lon: lon.index, lat: lat.index, datum: lon.datum };
}

function only(header: readonly string[], set: ReadonlySet<string>): number {
  return header.findIndex((name, index) => {
    const { folded, inner } = readName(name, index);
    return set.has(folded) || set.has(inner);
  });
}

function isOf(body: readonly (readonly string[])[], index: number, test: (text: string) => boolean): boolean {
  let found = false;
  for (const row of body) {
    const text = row[index] ?? '';
    if (text === '') continue;
    if (!test(text)) return false;
    found = true;
  }
  return found;
}

/** A word such as Point alone is none: programs write the kind of a shape into a column of its own. */
const SHAPE_START = /^(?:SRID=\d+;)? ?(?:MULTI)?(?:POINT|LINESTRING|POLYGON) ?(?:ZM?|M)? ?(?:\(|EMPTY)|^\{/i;

function isShape(text: string): boolean {
  return SHAPE_START.test(text);
}

const PAIR_TEXT = /^([-+]?\d{1,9}(?:\.\d{1,20})?)(?: ?[,;] ?| )([-+]?\d{1,9}(?:\.\d{1,20})?)$/;

function mayBePair(folded: string): boolean {
  return [LAT_FIRST, LON_FIRST, EITHER_FIRST].some((set) => set.has(folded)) || folded.endsWith('坐标');
}

function isPair(text: string): boolean {
  return readPair(text) !== null;
}

/** `36.06, 120.38`, `(36.06 120.38)` and `[120.38,36.06]`: the two numbers as they come. */
export function readPair(text: string): readonly [number, number] | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  const inner = /^[([{].*[)\]}]$/.test(plain) ? plain.slice(1, -1).trim() : plain;
  const [, first, second] = PAIR_TEXT.exec(inner) ?? [];
  return first === undefined ? null : [Number(first), Number(second)];
}

/** Longitudes beyond ±90 tell the order, whatever the column is called; without any its name has to. */
function pairColumn(
  header: readonly string[],
  body: readonly (readonly string[])[],
  pair: Named,
): PositionColumns | Message {
  let [firstIsLon, secondIsLon] = [false, false];
  for (const row of body) {
    const [first, second] = readPair(row[pair.index] ?? '') ?? [0, 0];
    if (Math.abs(first) > 90) firstIsLon = true;
    if (Math.abs(second) > 90) secondIsLon = true;
  }
  const named = LAT_FIRST.has(pair.folded) ? true : LON_FIRST.has(pair.folded) ? false : null;
  const latFirst = firstIsLon !== secondIsLon ? secondIsLon : named;
  return latFirst === null
    ? { message: 'pair-order', params: { column: header[pair.index] ?? '' } }
    : { kind: 'pair', column: pair.index, latFirst, datum: pair.datum };
}
