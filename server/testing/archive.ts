import { PMTiles, type RangeResponse, type Source } from 'pmtiles';

/** Bytes in memory as the source of a `PMTiles` reader. */
export function archiveSource(bytes: Uint8Array): Source {
  return {
    getKey: () => 'archive',
    getBytes: (offset: number, length: number): Promise<RangeResponse> =>
      Promise.resolve({ data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer }),
  };
}

/** A reader that gives tiles as they are stored, compressed. It still undoes the compression of directories. */
export function storedTiles(bytes: Uint8Array): PMTiles {
  return new PMTiles(archiveSource(bytes), undefined, (data) => Promise.resolve(data));
}
