import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';

const WKT_DEPTH = { POINT: 0, LINESTRING: 1, MULTIPOINT: 1, POLYGON: 2, MULTILINESTRING: 2, MULTIPOLYGON: 3 } as const;
const WKT_TYPES: Readonly<Record<keyof typeof WKT_DEPTH, GeoJSONGeometry['type']>> = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
};
/** What stands before the first bracket, with single spaces. */
const WKT_HEAD = /^(?:SRID=\d+;)? ?(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON) ?(?:Z|M|ZM)? ?$/i;
/** Numbers and the spaces between them. */
const WKT_NUMBERS = /[-+.\deE\s]+/g;

/** A geometry of well-known text, still to be checked like any other; null where it cannot be read. */
export function parseWkt(text: string): { readonly type: string; readonly coordinates: unknown } | null {
  const open = text.indexOf('(');
  if (open < 0) return null;
  const kind = WKT_HEAD.exec(text.slice(0, open).trim().replace(/\s+/g, ' '))?.[1]?.toUpperCase();
  const body = text.slice(open).trim();
  if (kind === undefined || !isKind(kind) || !body.endsWith(')')) return null;
  // `(120 36, 121 36)` becomes `[[120,36],[121,36]]`, which JSON can read.
  const json = body
    .replace(WKT_NUMBERS, (run) => {
      const numbers = run.trim().split(/\s+/);
      return numbers.length > 1 ? `[${numbers.map(Number).join(',')}]` : run;
    })
    .replace(/\(/g, '[')
    .replace(/\)/g, ']');
  try {
    const parsed: unknown = JSON.parse(json);
    if (!Array.isArray(parsed)) return null;
    if (WKT_DEPTH[kind] === 0) return { type: 'Point', coordinates: parsed[0] };
    // MULTIPOINT ((1 2), (3 4)) is written with one pair of brackets more than the coordinates have.
    const coordinates: unknown =
      kind === 'MULTIPOINT' ? parsed.map((item: unknown) => (isNested(item) ? item[0] : item)) : parsed;
    return { type: WKT_TYPES[kind], coordinates };
  } catch {
    return null;
  }
}

/** `POINT EMPTY`: a geometry without positions, which the check of geometries refuses by its name. */
export function emptyWkt(text: string): { readonly type: string; readonly coordinates: unknown } | null {
  const words = text.trim().split(/\s+/);
  if (words.pop()?.toUpperCase() !== 'EMPTY') return null;
  const kind = WKT_HEAD.exec(words.join(' '))?.[1]?.toUpperCase();
  return kind === undefined || !isKind(kind) ? null : { type: WKT_TYPES[kind], coordinates: [] };
}

function isKind(kind: string): kind is keyof typeof WKT_DEPTH {
  return Object.hasOwn(WKT_DEPTH, kind);
}

function isNested(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && Array.isArray(value[0]);
}
