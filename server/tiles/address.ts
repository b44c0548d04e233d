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

/** The parts of `/tiles/{layers}/{z}/{x}/{y}.mvt` or `/tiles/{layers}/{grid}/{z}/{x}/{y}.mvt`; null for any other address. */
export function readTileAddress(url: string): TileAddress | null {
  if (!url.startsWith(PREFIX)) return null;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  if (!path.endsWith(SUFFIX)) return null;
  const [, layers, grid, z, x, y] = PATH.exec(path) ?? [];
  if (layers === undefined || z === undefined || x === undefined || y === undefined) return null;
  return {
    route: grid === undefined ? '/tiles/:layers/:z/:x/:y.mvt' : '/tiles/:layers/:grid/:z/:x/:y.mvt',
    layers, grid, z, x, y, query: mark < 0 ? '' : url.slice(mark + 1),
  };
}
