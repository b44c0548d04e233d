import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';

const DEPTH = { POINT: 0, LINESTRING: 1, MULTIPOINT: 1, POLYGON: 2, MULTILINESTRING: 2, MULTIPOLYGON: 3 } as const;
const NAMES: Readonly<Record<keyof typeof DEPTH, GeoJSONGeometry['type']>> = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
};
const WKT =
  /^\s*(?:SRID=\d+;)?\s*(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON)\s*(?:Z|M|ZM)?\s*(\(.*\))\s*$/is;

/** A geometry of well-known text, still to be checked like any other; null where it cannot be read. */
export function parseWkt(text: string): { readonly type: string; readonly coordinates: unknown } | null {
  const match = WKT.exec(text);
  const kind = match?.[1]?.toUpperCase();
  const body = match?.[2];
  if (kind === undefined || body === undefined || !isKind(kind)) return null;
  // `(120 36, 121 36)` becomes `[[120,36],[121,36]]`, which JSON can read.
  const json = body
    .replace(/([-+.\deE]+(?:\s+[-+.\deE]+)+)/g, (position) => `[${position.trim().split(/\s+/).map(Number).join(',')}]`)
    .replace(/\(/g, '[')
    .replace(/\)/g, ']');
  try {
    const parsed: unknown = JSON.parse(json);
    if (!Array.isArray(parsed)) return null;
    if (DEPTH[kind] === 0) return { type: 'Point', coordinates: parsed[0] };
    // MULTIPOINT ((1 2), (3 4)) is written with one pair of brackets more than the coordinates have.
    const coordinates: unknown =
      kind === 'MULTIPOINT' ? parsed.map((item: unknown) => (isNested(item) ? item[0] : item)) : parsed;
    return { type: NAMES[kind], coordinates };
  } catch {
    return null;
  }
}

function isKind(kind: string): kind is keyof typeof DEPTH {
  return Object.hasOwn(DEPTH, kind);
}

function isNested(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && Array.isArray(value[0]);
}
