/** Tiles of several archives as one: where two regions meet, each has a part of the tile. */
import { PbfReader, PbfWriter } from 'pbf';

/** Fields of a Mapbox Vector Tile 2.1. */
const TILE = { layer: 3 } as const;
const LAYER = { name: 1, feature: 2, key: 3, value: 4, extent: 5, version: 15 } as const;
const FEATURE_TAGS = 2;
const BYTES = 2;

interface Layer {
  readonly name: string;
  readonly version: number;
  readonly extent: number;
  readonly features: Uint8Array[];
  readonly keys: string[];
  readonly values: Uint8Array[];
}

/** Layers of the same name become one: readers take only one layer of a name. */
export function mergeTiles(tiles: readonly Uint8Array[]): Uint8Array {
  const [first, ...more] = tiles;
  if (first === undefined) return new Uint8Array(0);
  if (more.length === 0) return first;
  const layers = new Map<string, Layer>();
  for (const tile of tiles)
    for (const layer of layersOf(tile)) {
      const before = layers.get(layer.name);
      if (before === undefined) layers.set(layer.name, layer);
      else append(before, layer);
    }
  const out = new PbfWriter();
  for (const layer of layers.values()) out.writeMessage(TILE.layer, writeLayer, layer);
  return out.finish();
}

/** The keys and values of the second come after those of the first. */
function append(layer: Layer, { features, keys, values }: Layer): void {
  const offsets = [layer.keys.length, layer.values.length] as const;
  for (const feature of features) layer.features.push(moved(feature, offsets));
  layer.keys.push(...keys);
  layer.values.push(...values);
}

function layersOf(tile: Uint8Array): Layer[] {
  return new PbfReader(tile).readFields<Layer[]>((field, layers, reader) => {
    if (field === TILE.layer) layers.push(layerOf(reader.readBytes()));
  }, []);
}

function layerOf(bytes: Uint8Array): Layer {
  const layer = { name: '', version: 1, extent: 4096, features: [], keys: [], values: [] };
  return new PbfReader(bytes).readFields<{ -readonly [Field in keyof Layer]: Layer[Field] }>((field, found, reader) => {
    if (field === LAYER.name) found.name = reader.readString();
    else if (field === LAYER.version) found.version = reader.readVarint();
    else if (field === LAYER.extent) found.extent = reader.readVarint();
    else if (field === LAYER.feature) found.features.push(reader.readBytes());
    else if (field === LAYER.key) found.keys.push(reader.readString());
    else if (field === LAYER.value) found.values.push(reader.readBytes());
  }, layer);
}

/** A feature whose tags point that much further into keys and values. */
function moved(feature: Uint8Array, offsets: readonly [key: number, value: number]): Uint8Array {
  const out = new PbfWriter();
  new PbfReader(feature).readFields((field, _, reader) => {
    if (field === FEATURE_TAGS)
      out.writePackedVarint(
        FEATURE_TAGS,
        reader.readPackedVarint().map((tag, index) => tag + offsets[index % 2 === 0 ? 0 : 1]),
      );
    else if (reader.type === BYTES) out.writeBytesField(field, reader.readBytes());
    else out.writeVarintField(field, reader.readVarint());
  }, null);
  return out.finish();
}

function writeLayer(layer: Layer, out: PbfWriter): void {
  out.writeVarintField(LAYER.version, layer.version);
  out.writeStringField(LAYER.name, layer.name);
  for (const feature of layer.features) out.writeBytesField(LAYER.feature, feature);
  for (const key of layer.keys) out.writeStringField(LAYER.key, key);
  for (const value of layer.values) out.writeBytesField(LAYER.value, value);
  out.writeVarintField(LAYER.extent, layer.extent);
}
