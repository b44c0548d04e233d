import { isAscii, isUtf8 } from 'node:buffer';

/** Lines with characters beyond ASCII, from all of a file. */
export interface ByteSample {
  readonly bytes: Uint8Array;
  /** Whether all of the file, not the sample alone, is UTF-8. */
  readonly isUtf8: boolean;
  readonly isAscii: boolean;
  /** The first bytes of the file, whatever they are. */
  readonly head: Uint8Array;
}

const LIMITS = { head: 64 * 1024, all: 256 * 1024, perPiece: 16 * 1024 } as const;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Goes through a file once, at the speed of the disk, and keeps what tells its encoding. */
export async function sampleBytes(pieces: AsyncIterable<Uint8Array>): Promise<ByteSample> {
  const kept: Uint8Array[] = [];
  let size = 0;
  let validUtf8 = true;
  let ascii = true;
  let head: Uint8Array = new Uint8Array();
  let carried: Uint8Array = new Uint8Array();
  for await (const piece of pieces) {
    if (head.length < LIMITS.head) head = Buffer.concat([head, piece.subarray(0, LIMITS.head - head.length)]);
    if (isAscii(piece) && carried.length === 0) continue;
    ascii = false;
    const whole = carried.length === 0 ? piece : Buffer.concat([carried, piece]);
    const end = validUtf8 ? endOfCharacters(whole) : whole.length;
    if (validUtf8) validUtf8 = isUtf8(whole.subarray(0, end));
    carried = validUtf8 ? Uint8Array.from(whole.subarray(end)) : new Uint8Array();
    const budget = Math.min(LIMITS.all - size, size === 0 ? LIMITS.head : LIMITS.perPiece);
    for (const line of linesBeyondAscii(piece, budget)) {
      kept.push(line);
      size += line.length;
    }
  }
  return { bytes: Buffer.concat(kept), isUtf8: validUtf8 && carried.length === 0, isAscii: ascii, head };
}

/** Where the last whole UTF-8 character ends; up to three bytes of one may be missing still. */
function endOfCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < length ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** No encoding has a line feed as a part of another character, so that lines can be taken out. */
function linesBeyondAscii(piece: Uint8Array, budget: number): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let left = budget;
  let at = 0;
  while (left > 0 && at < piece.length) {
    const end = nextLineEnd(piece, at);
    const line = piece.subarray(at, end);
    at = end;
    if (isAscii(line)) continue;
    // The first and the last line of a piece may be cut off within a character.
    if (line.length > left && lines.length > 0) break;
    lines.push(Uint8Array.from(line));
    left -= line.length;
  }
  return lines;
}

function nextLineEnd(piece: Uint8Array, from: number): number {
  const feed = piece.indexOf(LINE_FEED, from);
  if (feed >= 0) return feed + 1;
  const carriage = piece.indexOf(CARRIAGE_RETURN, from);
  return carriage >= 0 ? carriage + 1 : piece.length;
}
