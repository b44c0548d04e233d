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
const LONG_LINE = 4096;

/** Goes through a file once, at the speed of the disk, and keeps what tells its encoding. */
export async function sampleBytes(pieces: AsyncIterable<Uint8Array>): Promise<ByteSample> {
  const kept: Uint8Array[] = [];
  let size = 0;
  let validUtf8 = true;
  let ascii = true;
  let head: Uint8Array = new Uint8Array();
  let carried: Uint8Array = new Uint8Array();
  let isStart = true;
  for await (const { piece, isEnd } of markingEnd(pieces)) {
    if (head.length < LIMITS.head) head = Buffer.concat([head, piece.subarray(0, LIMITS.head - head.length)]);
    if (!isAscii(piece) || carried.length > 0) {
      ascii = false;
      const whole = carried.length === 0 ? piece : Buffer.concat([carried, piece]);
      const end = validUtf8 && !isEnd ? endOfCharacters(whole) : whole.length;
      if (validUtf8) validUtf8 = isUtf8(whole.subarray(0, end));
      carried = validUtf8 ? Uint8Array.from(whole.subarray(end)) : new Uint8Array();
      const budget = Math.min(LIMITS.all - size, size === 0 ? LIMITS.head : LIMITS.perPiece);
      for (const stretch of stretchesBeyondAscii(piece, budget, isStart, isEnd)) {
        kept.push(stretch);
        size += stretch.length;
      }
    }
    isStart = false;
  }
  return { bytes: Buffer.concat(kept), isUtf8: validUtf8, isAscii: ascii, head };
}

async function* markingEnd(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly piece: Uint8Array; readonly isEnd: boolean }> {
  let before: Uint8Array | null = null;
  for await (const piece of pieces) {
    if (before !== null) yield { piece: before, isEnd: false };
    before = piece;
  }
  if (before !== null) yield { piece: before, isEnd: true };
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

/** Bytes that no encoding has as a part of another character: between them a text can be cut. */
const SEPARATORS = [0x0a, 0x0d, 0x22, 0x2c];

/** Stretches of a piece with characters beyond ASCII; what may be cut off at its edges is left out. */
function stretchesBeyondAscii(piece: Uint8Array, budget: number, isStart: boolean, isEnd: boolean): Uint8Array[] {
  const first = isStart ? 0 : firstSeparator(piece);
  const last = isEnd ? piece.length : lastSeparator(piece);
  const stretches: Uint8Array[] = [];
  let left = budget;
  for (let at = first; left > 0 && at < last; ) {
    const end = stretchEnd(piece, at, last);
    const stretch = piece.subarray(at, end);
    at = end;
    if (isAscii(stretch)) continue;
    if (stretch.length > left && stretches.length > 0) break;
    stretches.push(Uint8Array.from(stretch));
    left -= stretch.length;
  }
  return stretches;
}

/** A stretch ends with its line, or a long line at a comma or quotation mark. */
function stretchEnd(piece: Uint8Array, from: number, last: number): number {
  for (let at = from; at < last; at += 1) {
    const byte = piece[at];
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) return at + 1;
    if (at - from >= LONG_LINE && SEPARATORS.includes(byte ?? 0)) return at + 1;
  }
  return last;
}

function firstSeparator(piece: Uint8Array): number {
  const at = piece.findIndex((byte) => SEPARATORS.includes(byte));
  return at < 0 ? piece.length : at;
}

function lastSeparator(piece: Uint8Array): number {
  const at = piece.findLastIndex((byte) => SEPARATORS.includes(byte));
  return at < 0 ? 0 : at;
}
