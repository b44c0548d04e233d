import type { AttributeValue, LayerDefinition } from '../../tiles/layer.ts';
import type { TileCoord } from '../../tiles/tile.ts';
import { encodeTile, type TileFeature } from '../../tiles/mvt/encode.ts';
import { readWkb } from '../../tiles/mvt/wkb.ts';
import { hasLabelProperty, LABEL_PROPERTY, tileAttributesOf } from '../../tiles/tile-attributes.ts';
import { onlyRow, readBytes, readNumber, readText } from '../db/rows.ts';
import { loadSql } from '../db/sql.ts';
import type { Database, QueryOptions, Row, SqlValue } from '../db/types.ts';
import type { MadeTile } from './made.ts';
import type { TileRequest } from './request.ts';

const ENCODED = loadSql('tiles/encoded');
const ROWS = loadSql('tiles/rows');

/** From this zoom on tiles keep every position that differs by a unit. */
const DETAILED_FROM = 14;
/** Below it positions are snapped to half a pixel (of 512 to a tile), alike on both sides of a shared border. */
const COARSE_GRID = 4;

/** Makes a tile: one statement for all its layers, whichever side encodes. */
export async function executeTile(db: Database, request: TileRequest, options: QueryOptions = {}): Promise<MadeTile> {
  const layers = request.layers.map(({ layer }) => layer);
  const revisions = new Map(layers.map((layer) => [layer.id, 0]));
  if (layers.length === 0) return { bytes: Buffer.alloc(0), revisions };
  const params = parametersOf(layers, request.tile);
  if (db.hasAsMvt) return { bytes: readBytes(onlyRow(await db.query(ENCODED, params, options)), 'tile'), revisions };
  return { bytes: encodeRows(layers, await db.query(ROWS, params, options)), revisions };
}

function parametersOf(layers: readonly LayerDefinition[], tile: TileCoord): SqlValue[] {
  return [
    layers.map((layer) => layer.id),
    // Arrays of arrays must be rectangular in PostgreSQL, so each list travels as the text of one.
    layers.map((layer) => `{${keysOf(layer).map((key) => JSON.stringify(key)).join()}}`),
    layers.map((layer) => (tile.z < DETAILED_FROM && tile.z < layer.maxzoom ? COARSE_GRID : 1)),
    tile.z, tile.x, tile.y,
  ];
}

function keysOf(layer: LayerDefinition): readonly string[] {
  return hasLabelProperty(layer) ? [...tileAttributesOf(layer), LABEL_PROPERTY] : tileAttributesOf(layer);
}

function encodeRows(layers: readonly LayerDefinition[], rows: readonly Row[]): Buffer {
  const byLayer = new Map<string, TileFeature[]>(layers.map((layer) => [layer.id, []]));
  for (const row of rows) {
    const geometry = readWkb(readBytes(row, 'geom'));
    if (!geometry) continue;
    byLayer.get(readText(row, 'layer_id'))?.push({ fid: readNumber(row, 'fid'), geometry, attributes: readAttributes(row) });
  }
  const bytes = encodeTile([...byLayer].map(([name, features]) => ({ name, features })));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
