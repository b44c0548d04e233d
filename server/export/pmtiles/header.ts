import type { Bbox } from '../../../tiles/api/wire.ts';
import { HEADER_LENGTH } from './directory.ts';

const VERSION = 3;
const GZIP = 2;
const NOT_COMPRESSED = 1;
/** Of the specification: what tiles are, and how they are compressed beyond that. */
const KINDS = { mvt: [1, GZIP], png: [2, NOT_COMPRESSED] } as const;

export interface ArchiveHeader {
  readonly rootLength: number;
  readonly metadataLength: number;
  readonly leavesLength: number;
  readonly dataLength: number;
  /** Tiles that can be asked for. */
  readonly tileCount: number;
  readonly entryCount: number;
  /** Different contents of tiles. */
  readonly distinctCount: number;
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly bounds: Bbox;
  readonly center: readonly [lon: number, lat: number, zoom: number];
  /** Gzipped vector tiles where absent. */
  readonly tileKind?: keyof typeof KINDS;
}

/**
 * Header of a clustered archive; its sections follow one another: root, metadata, leaves,
 * tiles.
 */
export function serializeHeader(header: ArchiveHeader): Uint8Array {
  const bytes = new Uint8Array(HEADER_LENGTH);
  const view = new DataView(bytes.buffer);
  const uint64 = (offset: number, value: number): void => view.setBigUint64(offset, BigInt(value), true);
  const degrees = (offset: number, value: number): void => view.setInt32(offset, Math.round(value * 10_000_000), true);
  bytes.set([...'PMTiles'].map((letter) => letter.charCodeAt(0)));
  bytes[7] = VERSION;
  let offset = HEADER_LENGTH;
  for (const [index, length] of [
    header.rootLength,
    header.metadataLength,
    header.leavesLength,
    header.dataLength,
  ].entries()) {
    uint64(8 + 16 * index, offset);
    uint64(16 + 16 * index, length);
    offset += length;
  }
  uint64(72, header.tileCount);
  uint64(80, header.entryCount);
  uint64(88, header.distinctCount);
  bytes[96] = 1;
  bytes[97] = GZIP;
  const [kind, compression] = KINDS[header.tileKind ?? 'mvt'];
  bytes[98] = compression;
  bytes[99] = kind;
  bytes[100] = header.minzoom;
  bytes[101] = header.maxzoom;
  for (const [index, value] of header.bounds.entries()) degrees(102 + 4 * index, value);
  const [lon, lat, zoom] = header.center;
  bytes[118] = zoom;
  degrees(119, lon);
  degrees(123, lat);
  return bytes;
}
