/** Coordinate systems of tables, and boxes of the map in them. */
import { eastingOf, latitudeOf, longitudeOf, northingOf } from '../../../tiles/tile/mercator.ts';
import { HALF_WORLD_M } from '../../../tiles/tile/matrix-set.ts';
import type { Bounds } from '../../../tiles/tile/tile.ts';
import { onlyRow, readNumberOrNull, readText, readTextOrNull } from '../../platform/db/rows.ts';
import { DatabaseUnavailable, Overloaded, QueryCancelled, QueryTimeout } from '../../platform/db/errors.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable } from '../../platform/db/types.ts';
import type { GeometryColumn } from '../table.ts';
import type { Parameters } from './parameters.ts';

const WINDOW = loadSql('sources/table-source/sql/window');
const PROJECTION = loadSql('sources/table-source/sql/projection');

/** A box in degrees. West and east may lie beyond ±180, and hold what lies 360° from there. */
export interface Window extends Bounds {}

/**
 * How a table's coordinates become those of the map. `mercator` and `degrees` (WGS 84 and CGCS2000, which are the same
 * to a few centimetres) need no library for it; all others go through PROJ, within the window in which it works.
 */
export type Ground =
  | { readonly kind: 'mercator'; readonly srid: number }
  | { readonly kind: 'degrees'; readonly srid: number; readonly isGeography: boolean }
  | { readonly kind: 'other'; readonly srid: number; readonly window: Window; readonly domain: string };

/** The service has no way from a coordinate system of a source to the map. */
export class UnusableProjection extends Error {
  override readonly name = 'UnusableProjection';
  readonly srid: number;

  constructor(srid: number) {
    super(`Positions of EPSG:${String(srid)} cannot be brought to degrees by the database.`);
    this.srid = srid;
  }
}

const MERCATOR = new Set([3857, 900913]);
const DEGREES = new Set([4326, 4490]);
/** A degree's part: farther off after a way there and back is not the same place. */
const EXACT_DEG = 1e-5;
/** Without end, in the coordinates of any system. */
const BEYOND = 1e9;

/** Rejects with `UnusableProjection`, or as the query does. */
export async function loadGround(db: Queryable, { type, srid }: GeometryColumn): Promise<Ground> {
  if (type === 'geography' && (DEGREES.has(srid) || srid === 0))
    return { kind: 'degrees', srid: srid || 4326, isGeography: true };
  if (MERCATOR.has(srid)) return { kind: 'mercator', srid };
  if (DEGREES.has(srid)) return { kind: 'degrees', srid, isGeography: false };
  const definition = readTextOrNull(onlyRow(await db.query(PROJECTION, [srid])), 'definition');
  if (definition === null) throw new UnusableProjection(srid);
  for (const window of windowsOf(definition)) {
    const domain = await domainOf(db, srid, window);
    if (domain !== null) return { kind: 'other', srid, window, domain };
  }
  throw new UnusableProjection(srid);
}

/** Windows to try, the widest that make sense first. */
function windowsOf(definition: string): readonly Window[] {
  const parameters = new Map(
    definition.split('+').map((each): [string, string] => {
      const [name = '', value = ''] = each.trim().split('=', 2);
      return [name, value];
    }),
  );
  const read = (name: string): number => Number(parameters.get(name)) || 0;
  const zone = read('zone');
  const middle = zone > 0 ? zone * 6 - 183 : read('lon_0');
  const around = (halfWidth: number, south: number, north: number): Window => ({
    west: middle - halfWidth,
    south,
    east: middle + halfWidth,
    north,
  });
  const world: Window = { west: -180, south: -90, east: 180, north: 90 };
  if (/\+proj=longlat/.test(definition)) return [world, around(180, -89, 89)];
  const narrow = [40, 20, 8, 3].map((halfWidth) => around(halfWidth, -84, 84));
  if (/\+proj=(?:t|e)?tmerc|\+proj=utm/.test(definition)) return narrow;
  const isSouth = read('lat_0') < 0 || read('lat_1') < 0;
  const half = isSouth ? ([-89, 20] as const) : ([-20, 89] as const);
  const [south, north] = half;
  return [{ ...world, south: -89, north: 89 }, around(179.9, south, north), around(90, south, north), ...narrow];
}

async function domainOf(db: Queryable, srid: number, { west, south, east, north }: Window): Promise<string | null> {
  try {
    const row = onlyRow(await db.query(WINDOW, [srid, west, south, east, north]));
    const error = readNumberOrNull(row, 'error');
    return error !== null && error < EXACT_DEG ? readText(row, 'domain') : null;
  } catch (error) {
    if (
      error instanceof DatabaseUnavailable ||
      error instanceof QueryTimeout ||
      error instanceof QueryCancelled ||
      error instanceof Overloaded
    )
      throw error;
    // PROJ has no place for a part of the window.
    return null;
  }
}

/** Whether boxes of the map are boxes of the table's coordinates, and no library is needed for them. */
export function isPlain(ground: Ground): boolean {
  return ground.kind === 'mercator' || (ground.kind === 'degrees' && !ground.isGeography);
}

export function boxText({ west, south, east, north }: Bounds, srid: number): string {
  return `SRID=${String(srid)};POLYGON((${west} ${south},${east} ${south},${east} ${north},${west} ${north},${west} ${south}))`;
}

/** Degrees of a box in EPSG:3857, which may have no end. */
export function degreesOf({ west, south, east, north }: Bounds): Bounds {
  const lon = (m: number): number => (Math.abs(m) > 4 * HALF_WORLD_M ? Math.sign(m) * BEYOND : longitudeOf(m));
  const lat = (m: number): number => (Math.abs(m) > 4 * HALF_WORLD_M ? Math.sign(m) * BEYOND : latitudeOf(m));
  return { west: lon(west), south: lat(south), east: lon(east), north: lat(north) };
}

/** Metres of EPSG:3857 of a box in degrees; beyond the square world without end. */
export function metresOf({ west, south, east, north }: Bounds): Bounds {
  const x = (lon: number): number => (Math.abs(lon) >= 180 ? Math.sign(lon) * BEYOND : eastingOf(lon));
  const y = (lat: number): number => (Math.abs(lat) > 89.9 ? Math.sign(lat) * BEYOND : northingOf(lat));
  return { west: x(west), south: y(south), east: x(east), north: y(north) };
}

/** What a box of the map is to a table: everything, or outlines of it as extended WKT, none where no row can lie. */
export type Reaches = 'all' | readonly string[];

/** The reaches of a box in degrees. */
export function reachesOf(ground: Ground, box: Bounds): Reaches {
  if (box.west <= -BEYOND && box.east >= BEYOND && box.south <= -BEYOND && box.north >= BEYOND) return 'all';
  switch (ground.kind) {
    case 'mercator':
      return [boxText(metresOf(box), ground.srid)];
    case 'degrees':
      if (!ground.isGeography) return [boxText(box, ground.srid)];
      return geographyReach(box, ground.srid);
    case 'other':
      return clipped(box, ground.window).map(outline);
  }
}

/** A reach as SQL of what the column of the table is compared with. @param as the outline as SQL of a type */
export function reachSql(ground: Ground, as: (type: 'geometry' | 'geography') => string): string {
  if (ground.kind === 'other') return `(select ST_Transform(${as('geometry')}, ${String(ground.srid)}))`;
  return as(ground.kind === 'degrees' && ground.isGeography ? 'geography' : 'geometry');
}

/**
 * A condition that holds for every row whose box meets a box of the map (degrees), and for few others: one that the
 * index of the column answers. `null` where no row can meet it.
 * @param column the column as SQL
 */
export function meets(ground: Ground, column: string, box: Bounds, params: Pick<Parameters, 'add'>): string | null {
  const reaches = reachesOf(ground, box);
  if (reaches === 'all') return 'true';
  const conditions = reaches.map((reach) => `${column} && ${reachSql(ground, (type) => params.add(reach, type))}`);
  return conditions.length > 1 ? `(${conditions.join(' or ')})` : (conditions[0] ?? null);
}

/** A condition that a position is where PROJ has a place for it: transforming any other fails. */
export function isInDomain(ground: Ground, column: string, params: Pick<Parameters, 'add'>): string {
  switch (ground.kind) {
    case 'mercator':
      return `${column} @ ${params.add(boxText({ west: -BEYOND, south: -BEYOND, east: BEYOND, north: BEYOND }, ground.srid), 'geometry')}`;
    case 'degrees':
      // PostGIS brings those of geographies into range itself.
      if (ground.isGeography) return 'true';
      return `${column} @ ${params.add(boxText({ west: -540, south: -90, east: 540, north: 90 }, ground.srid), 'geometry')}`;
    case 'other':
      return `${column} @ ${params.add(ground.domain, 'geometry')}`;
  }
}

/** Boxes of geographies are those of the sphere in space: of wide ones, whose edges bend, nothing is to be had. */
const WIDEST_GEOGRAPHY_DEG = 90;

function geographyReach(box: Bounds, srid: number): Reaches {
  const { west, south, east, north } = onGlobe(box);
  if (east - west > WIDEST_GEOGRAPHY_DEG) return 'all';
  return [outline({ west, south, east, north }).replace(/^SRID=\d+/, `SRID=${String(srid)}`)];
}

/** The part of a box in degrees that has longitudes up to ±180 and latitudes up to ±90. */
export function onGlobe({ west, south, east, north }: Bounds): Bounds {
  return {
    west: Math.max(west, -180),
    south: Math.max(south, -90),
    east: Math.min(east, 180),
    north: Math.min(north, 90),
  };
}

/** The parts of a box that lie in a window, a little more than they are. */
export function clipped(box: Bounds, window: Window): readonly Bounds[] {
  return [-360, 0, 360].flatMap((turn) => {
    const part = {
      west: Math.max(box.west + turn, window.west),
      south: Math.max(box.south, window.south),
      east: Math.min(box.east + turn, window.east),
      north: Math.min(box.north, window.north),
    };
    // A box without end is one at every turn: only the one around the window counts.
    if (turn !== 0 && (Math.abs(box.west) >= BEYOND || Math.abs(box.east) >= BEYOND)) return [];
    return part.west > part.east || part.south > part.north ? [] : [part];
  });
}

const STEPS = 16;
/** Edges bend between two corners of an outline. */
const WIDENED = 0.01;
const AT_LEAST_DEG = 1e-6;

/** The edge of a box (degrees) with corners in between, as its edges bend in other coordinate systems: extended WKT. */
export function outline({ west, south, east, north }: Bounds): string {
  const dx = (east - west) * WIDENED + AT_LEAST_DEG;
  const dy = (north - south) * WIDENED + AT_LEAST_DEG;
  const [w, e] = [west - dx, east + dx];
  const [s, n] = [Math.max(-90, south - dy), Math.min(90, north + dy)];
  const at = (from: number, to: number, step: number): number => from + ((to - from) * step) / STEPS;
  const steps = Array.from({ length: STEPS }, (_, step) => step);
  const ring = [
    ...steps.map((step) => [at(w, e, step), s]),
    ...steps.map((step) => [e, at(s, n, step)]),
    ...steps.map((step) => [at(e, w, step), n]),
    ...steps.map((step) => [w, at(n, s, step)]),
    [w, s],
  ];
  return `SRID=4326;POLYGON((${ring.map(([x, y]) => `${String(x)} ${String(y)}`).join(',')}))`;
}
