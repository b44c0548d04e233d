/** Encoder of Mapbox Vector Tiles 2.1, for databases that cannot encode them (PostGIS without `ST_AsMVT`). */
import type { AttributeValue } from '../../../tiles/layer/layer.ts';
import { EXTENT } from '../../../tiles/tile/tile.ts';
import { geometryCommands, GEOMETRY_TYPE, type TileGeometry } from './geometry.ts';
import { PbfWriter } from './pbf.ts';

export interface TileFeature {
  /** Positive whole number, unique within the layer; the format allows no other kind of id. */
  readonly fid: number;
  readonly geometry: TileGeometry;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface TileLayer {
  readonly name: string;
  readonly features: Iterable<TileFeature>;
}

const TILE = { layers: 3 };
const LAYER = { name: 1, features: 2, keys: 3, values: 4, extent: 5, version: 15 };
const FEATURE = { id: 1, tags: 2, type: 3, geometry: 4 };
const VALUE = { string: 1, double: 3, uint: 5, sint: 6, bool: 7 };

/** One tile of several layers. Layers of which nothing is left are left out: an empty tile has no bytes. */
export function encodeTile(layers: Iterable<TileLayer>): Uint8Array<ArrayBuffer> {
  const tile = new PbfWriter(4096);
  for (const layer of layers) {
    const body = encodeLayer(layer);
    if (body) tile.message(TILE.layers, body);
  }
  return tile.finish();
}

function encodeLayer({ name, features }: TileLayer): Uint8Array | null {
  const layer = new PbfWriter(4096);
  const keys = new Dictionary<string>();
  const values = new Dictionary<string | number | boolean>();
  let count = 0;
  layer.uint(LAYER.version, 2);
  layer.string(LAYER.name, name);
  for (const feature of features) {
    const commands = geometryCommands(feature.geometry);
    if (commands.length === 0) continue;
    const body = new PbfWriter();
    body.uint(FEATURE.id, feature.fid);
    body.packed(FEATURE.tags, tagsOf(feature.attributes, keys, values));
    body.uint(FEATURE.type, GEOMETRY_TYPE[feature.geometry.kind]);
    body.packed(FEATURE.geometry, commands);
    layer.message(LAYER.features, body.finish());
    count++;
  }
  if (count === 0) return null;
  for (const key of keys.entries) layer.string(LAYER.keys, key);
  for (const value of values.entries) layer.message(LAYER.values, encodeValue(value));
  layer.uint(LAYER.extent, EXTENT);
  return layer.finish();
}

/** Indexes of keys and values in turn. A null has no value in the format: its key is left out. */
function tagsOf(
  attributes: TileFeature['attributes'],
  keys: Dictionary<string>,
  values: Dictionary<string | number | boolean>,
): number[] {
  const tags: number[] = [];
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null) tags.push(keys.indexOf(key), values.indexOf(value));
  }
  return tags;
}

/** Whole numbers as uint or sint by their sign, other numbers as double: the types that `ST_AsMVT` chooses. */
function encodeValue(value: string | number | boolean): Uint8Array {
  const body = new PbfWriter(16);
  if (typeof value === 'string') body.string(VALUE.string, value);
  else if (typeof value === 'boolean') body.uint(VALUE.bool, value ? 1 : 0);
  else if (!Number.isSafeInteger(value) || Math.abs(value) >= 2 ** 52) body.double(VALUE.double, value);
  else if (value >= 0) body.uint(VALUE.uint, value);
  else body.sint(VALUE.sint, value);
  return body.finish();
}

/** Numbers its distinct entries in the order they first come. */
class Dictionary<T> {
  private readonly index = new Map<T, number>();

  get entries(): Iterable<T> {
    return this.index.keys();
  }

  indexOf(entry: T): number {
    const known = this.index.get(entry);
    if (known !== undefined) return known;
    this.index.set(entry, this.index.size);
    return this.index.size - 1;
  }
}
