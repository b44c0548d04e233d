import type { AttributeValue } from '../../tiles/layer/layer.ts';
import { encodeTile, type TileFeature } from './mvt/encode.ts';
import { readWkb } from './mvt/wkb.ts';
import { readBytes, readNumber, readText } from '../platform/db/rows.ts';
import type { Database, QueryOptions, Row } from '../platform/db/types.ts';
import type { EncodedTile } from './encoded-tile.ts';
import type { TileRequest } from './request.ts';
import { tileStatement } from './statement.ts';

export { tileStatement };

/**
 * Makes a tile: one statement for all its layers, whichever side encodes, so that the revisions are those that the tile
 * was made from.
 */
export async function executeTile(
  db: Pick<Database, 'hasAsMvt' | 'query' | 'queryRaw'>,
  request: TileRequest,
  options: QueryOptions = {},
): Promise<EncodedTile> {
  const layers = request.layers.map(({ layer }) => layer.id);
  if (layers.length === 0) return { bytes: Buffer.alloc(0), revisions: new Map() };
  if (db.hasAsMvt) {
    const { sql, params } = tileStatement(request, 'encoded');
    const [row] = await db.queryRaw(sql, params, options);
    const [tile, revisions] = row ?? [];
    if (!tile || !revisions) throw new Error('The statement of a tile gave no tile.');
    const numbers = revisions.toString().split(',').map(Number);
    return { bytes: tile, revisions: new Map(layers.map((layer, index) => [layer, numbers[index] ?? 0])) };
  }
  const { sql, params } = tileStatement(request, 'rows');
  return encodeRows(layers, await db.query(sql, params, options));
}

function encodeRows(layers: readonly string[], rows: readonly Row[]): EncodedTile {
  const revisions = new Map(layers.map((layer) => [layer, 0]));
  const features = new Map<string, TileFeature[]>(layers.map((layer) => [layer, []]));
  for (const row of rows) {
    const layer = layers[readNumber(row, 'position') - 1] ?? '';
    revisions.set(layer, readNumber(row, 'revision'));
    const geometry = row['fid'] === null ? null : readWkb(readBytes(row, 'geom'));
    if (geometry) features.get(layer)?.push({ fid: readNumber(row, 'fid'), geometry, attributes: readAttributes(row) });
  }
  const bytes = encodeTile([...features].map(([name, of]) => ({ name, features: of })));
  return { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), revisions };
}

/** Attributes are flat by the catalogue; whatever plain SQL may have nested is left out, as `ST_AsMVT` does. */
function readAttributes(row: Row): Record<string, AttributeValue> {
  const parsed: unknown = JSON.parse(readText(row, 'attributes'));
  const attributes: Record<string, AttributeValue> = {};
  for (const [key, value] of Object.entries(parsed ?? {})) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') attributes[key] = value;
  }
  return attributes;
}
