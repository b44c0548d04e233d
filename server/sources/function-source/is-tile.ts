/** Field of a tile that holds a layer, with a length before its bytes. */
const LAYER_TAG = (3 << 3) | 2;
/** Bits of a number that a byte holds. */
const BITS = 7;
const MOST_BYTES_OF_LENGTH = 5;

/**
 * Whether bytes are layers of a vector tile one after the other, as far as that can be told from outside: what else a
 * function may give would spoil the other layers of a tile.
 */
export function isTile(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] !== LAYER_TAG) return false;
    at += 1;
    let length = 0;
    for (let index = 0; ; index += 1) {
      const byte = bytes[at];
      if (byte === undefined || index === MOST_BYTES_OF_LENGTH) return false;
      at += 1;
      length += (byte & 0x7f) * 2 ** (BITS * index);
      if (byte < 0x80) break;
    }
    at += length;
  }
  return at === bytes.length;
}
