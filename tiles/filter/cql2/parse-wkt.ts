/** Geometries in CQL2 Text: WKT and `BBOX(…)`. */
import { Cql2Error, placeAt } from './error.ts';
import { makeBox, checkGeometry } from './geometry.ts';
import type { Geometry, Position, SimpleGeometry } from './types.ts';
import type { Tokens } from './tokens.ts';

const SIMPLE = new Set(['POINT', 'LINESTRING', 'POLYGON', 'MULTIPOINT', 'MULTILINESTRING', 'MULTIPOLYGON']);
const MANY = new Set([...SIMPLE, 'GEOMETRYCOLLECTION', 'BBOX']);

/** `POINT (`, `POINT Z (`, `BBOX (` and so on. */
export function isGeometryWord(tokens: Tokens): boolean {
  return tokens.next.kind === 'word' && MANY.has(tokens.next.keyword);
}

/** Throws `Cql2Error` where the geometry cannot be read or is not valid. */
export function parseGeometry(tokens: Tokens): Geometry {
  const { position } = tokens.next;
  const geometry = parseAny(tokens);
  checkGeometry(geometry, { position });
  return placeAt(tokens.count(geometry), position);
}

function parseAny(tokens: Tokens): Geometry {
  const { keyword, position } = tokens.next;
  if (keyword === 'BBOX') {
    tokens.advance();
    const numbers = parseList(tokens, () => tokens.takeNumber());
    return tokens.reference?.box(numbers, { position }) ?? makeBox(numbers, { position });
  }
  if (keyword !== 'GEOMETRYCOLLECTION') return parseSimple(tokens);
  takeTag(tokens);
  return { type: 'GeometryCollection', geometries: parseList(tokens, () => parseSimple(tokens)) };
}

function parseSimple(tokens: Tokens): SimpleGeometry {
  const { keyword } = tokens.next;
  if (!SIMPLE.has(keyword) || tokens.next.kind !== 'word') tokens.refuse('geometry');
  takeTag(tokens);
  const line = (): Position[] => parseList(tokens, () => parsePosition(tokens));
  const lines = (): Position[][] => parseList(tokens, line);
  switch (keyword) {
    case 'POINT':
      return { type: 'Point', coordinates: parseBracketed(tokens, () => parsePosition(tokens)) };
    case 'LINESTRING':
      return { type: 'LineString', coordinates: line() };
    case 'POLYGON':
      return { type: 'Polygon', coordinates: lines() };
    case 'MULTILINESTRING':
      return { type: 'MultiLineString', coordinates: lines() };
    case 'MULTIPOLYGON':
      return { type: 'MultiPolygon', coordinates: parseList(tokens, lines) };
    // The brackets around each point may be missing, as many programs write it.
    default:
      return {
        type: 'MultiPoint',
        coordinates: parseList(tokens, () =>
          tokens.isSign('(') ? parseBracketed(tokens, () => parsePosition(tokens)) : parsePosition(tokens),
        ),
      };
  }
}

function takeTag(tokens: Tokens): void {
  tokens.advance();
  tokens.takeWord('Z');
}

function parseList<T>(tokens: Tokens, parseItem: () => T): T[] {
  return parseBracketed(tokens, () => {
    const items = [parseItem()];
    while (tokens.takeSign(',')) items.push(parseItem());
    return items;
  });
}

function parseBracketed<T>(tokens: Tokens, parse: () => T): T {
  tokens.expectSign('(');
  const inner = parse();
  tokens.expectSign(')');
  return inner;
}

/** A height is read and left out: everything here is compared on the map. */
function parsePosition(tokens: Tokens): Position {
  tokens.countPosition();
  const { position } = tokens.next;
  const first = tokens.takeNumber();
  const second = tokens.takeNumber();
  const [lon, lat] = tokens.reference?.position(first, second) ?? [first, second];
  if (tokens.next.kind === 'number') tokens.takeNumber();
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) throw new Cql2Error('outside-world', { position, lon, lat });
  return [lon, lat];
}
