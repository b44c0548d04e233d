/** A tile address in its parts, as they stand: nothing is decoded or checked. */
export interface TileAddress {
  readonly route: string;
  readonly layers: string;
  readonly grid: string | undefined;
  readonly z: string;
  readonly x: string;
  readonly y: string;
  readonly query: string;
}

const PREFIX = '/tiles/';
const SUFFIX = '.mvt';
const PATH = /^\/tiles\/([^/]+)(?:\/([^/]+))?\/([^/]+)\/([^/]+)\/([^/]+)\.mvt$/;

const ROUTE = '/tiles/:layers/:z/:x/:y.mvt';
const GRID_ROUTE = '/tiles/:layers/:grid/:z/:x/:y.mvt';

/**
 * The parts of `/tiles/{layers}/{z}/{x}/{y}.mvt` or `/tiles/{layers}/{grid}/{z}/{x}/{y}.mvt`; null for any other
 * address.
 */
export function readTileAddress(url: string): TileAddress | null {
  if (!url.startsWith(PREFIX)) return null;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  if (!path.endsWith(SUFFIX)) return null;
  const [, layers, grid, z, x, y] = PATH.exec(path) ?? [];
  if (layers === undefined || z === undefined || x === undefined || y === undefined) return null;
  return {
    route: grid === undefined ? ROUTE : GRID_ROUTE,
    layers,
    grid,
    z,
    x,
    y,
    query: mark < 0 ? '' : url.slice(mark + 1),
  };
}

/** The route of an address that is known to be a tile's, in a fraction of the time that its parts take. */
export function tileRouteOf(url: string): string {
  const mark = url.indexOf('?');
  let parts = 0;
  for (let at = url.indexOf('/', PREFIX.length); at >= 0 && (mark < 0 || at < mark); at = url.indexOf('/', at + 1))
    parts += 1;
  return parts > 3 ? GRID_ROUTE : ROUTE;
}
