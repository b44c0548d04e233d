/** Says in a PNG how large it is to be printed (PNG specification, 11.3.4.3: pHYs). */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const METRE_PER_INCH = 0.0254;
const CHUNK_FRAME = 12;
const PER_METRE = 1;

/** The same picture with its resolution written in, in place of an earlier one. Throws for a file that is not a PNG. */
export function withResolution(png: Uint8Array, dpi: number): Uint8Array<ArrayBuffer> {
  if (SIGNATURE.some((byte, k) => png[k] !== byte)) throw new Error('not a PNG');
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const kept: Uint8Array[] = [png.subarray(0, SIGNATURE.length)];
  for (let at = SIGNATURE.length; at + CHUNK_FRAME <= png.length; ) {
    const size = CHUNK_FRAME + view.getUint32(at);
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    if (at + size > png.length) throw new Error('a PNG that is cut off');
    if (type !== 'pHYs') kept.push(png.subarray(at, at + size));
    // It has to come before the picture's own data, and the header before everything.
    if (type === 'IHDR') kept.push(physChunk(dpi));
    at += size;
  }
  return joined(kept);
}

function physChunk(dpi: number): Uint8Array {
  const chunk = new Uint8Array(CHUNK_FRAME + 9);
  const view = new DataView(chunk.buffer);
  const pixelsPerMetre = Math.round(dpi / METRE_PER_INCH);
  view.setUint32(0, 9);
  chunk.set([0x70, 0x48, 0x59, 0x73], 4);
  view.setUint32(8, pixelsPerMetre);
  view.setUint32(12, pixelsPerMetre);
  chunk[16] = PER_METRE;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  return chunk;
}

/** CRC-32 of ISO 3309, as PNG takes it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
