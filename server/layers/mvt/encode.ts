/** Encoder of Mapbox Vector Tiles 2.1, for databases that cannot encode them (PostGIS without `ST_AsMVT`). */
import { PbfWriter } from 'pbf';
import type { AttributeValue } from '../../../tiles/layer/layer.ts';
import { EXTENT } from '../../../tiles/tile/tile.ts';
import { geometryCommands, GEOMETRY_TYPE, type TileGeometry } from './geometry.ts';

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
/** Most layers of a tile take no more. */
const FIRST_BYTES = 4096;

/** One tile of several layers. It has only layers with a feature that shows: an empty tile has no bytes. */
export function encodeTile(layers: Iterable<TileLayer>): Uint8Array {
  const tile = new PbfWriter(new Uint8Array(FIRST_BYTES));
  for (const layer of layers) {
    const body = encodeLayer(layer);
    if (body) tile.writeBytesField(TILE.layers, body);
  }
  return tile.finish();
}

function encodeLayer({ name, features }: TileLayer): Uint8Array | null {
  const layer = new PbfWriter(new Uint8Array(FIRST_BYTES));
  const keys = new Dictionary<string>();
  const values = new Dictionary<string | number | boolean>();
  let count = 0;
  layer.writeVarintField(LAYER.version, 2);
  writeText(LAYER.name, name, layer);
  for (const { fid, geometry, attributes } of features) {
    const commands = geometryCommands(geometry);
    if (commands.length === 0) continue;
    const tags = tagsOf(attributes, keys, values);
    layer.writeMessage(LAYER.features, writeFeature, { fid, tags, type: GEOMETRY_TYPE[geometry.kind], commands });
    count++;
  }
  if (count === 0) return null;
  for (const key of keys.entries) writeText(LAYER.keys, key, layer);
  for (const value of values.entries) layer.writeMessage(LAYER.values, writeValue, value);
  layer.writeVarintField(LAYER.extent, EXTENT);
  return layer.finish();
}

interface EncodedFeature {
  readonly fid: number;
  readonly tags: number[];
  readonly type: number;
  readonly commands: number[];
}

function writeFeature({ fid, tags, type, commands }: EncodedFeature, pbf: PbfWriter): void {
  pbf.writeVarintField(FEATURE.id, fid);
  pbf.writePackedVarint(FEATURE.tags, tags);
  pbf.writeVarintField(FEATURE.type, type);
  pbf.writePackedVarint(FEATURE.geometry, commands);
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
function writeValue(value: string | number | boolean, pbf: PbfWriter): void {
  if (typeof value === 'string') writeText(VALUE.string, value, pbf);
  else if (typeof value === 'boolean') pbf.writeBooleanField(VALUE.bool, value);
  else if (!Number.isSafeInteger(value) || Math.abs(value) >= 2 ** 52) pbf.writeDoubleField(VALUE.double, value);
  else if (value >= 0) pbf.writeVarintField(VALUE.uint, value);
  else pbf.writeSVarintField(VALUE.sint, value);
}

/** `writeStringField` of pbf 5.1.2 turns characters beyond U+1FFFF, rare Chinese ones among them, into others. */
function writeText(field: number, text: string, pbf: PbfWriter): void {
  pbf.writeBytesField(field, Buffer.from(text));
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
