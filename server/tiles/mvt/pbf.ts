/** The few parts of Protocol Buffers that a vector tile is written with. */

const WIRE_VARINT = 0;
const WIRE_DOUBLE = 1;
const WIRE_BYTES = 2;

/** Grows as it is written to; `finish` returns what was written. */
export class PbfWriter {
  private bytes: Uint8Array<ArrayBuffer>;
  private length = 0;

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  /** A field holding a whole number from 0 to 2^53. */
  uint(field: number, value: number): void {
    this.varint(field * 8 + WIRE_VARINT);
    this.varint(value);
  }

  /** A field holding a whole number of either sign, zigzag coded. Beyond 2^52 the caller writes a double. */
  sint(field: number, value: number): void {
    this.uint(field, value < 0 ? -value * 2 - 1 : value * 2);
  }

  double(field: number, value: number): void {
    this.varint(field * 8 + WIRE_DOUBLE);
    this.reserve(8);
    new DataView(this.bytes.buffer).setFloat64(this.length, value, true);
    this.length += 8;
  }

  string(field: number, text: string): void {
    this.message(field, utf8(text));
  }

  message(field: number, body: Uint8Array): void {
    this.varint(field * 8 + WIRE_BYTES);
    this.varint(body.length);
    this.reserve(body.length);
    this.bytes.set(body, this.length);
    this.length += body.length;
  }

  packed(field: number, values: readonly number[]): void {
    const body = new PbfWriter(values.length * 2 + 8);
    for (const value of values) body.varint(value);
    this.message(field, body.finish());
  }

  // Division instead of shifts: ids and 2^31-and-over values do not fit the 32 bits that shifts work on.
  private varint(value: number): void {
    this.reserve(10);
    let rest = value;
    while (rest > 127) {
      this.bytes[this.length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}

/** `TextEncoder` belongs to neither the language nor this folder's libraries; a tile's texts are short. */
function utf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code >= 0xd800 && code <= 0xdfff) bytes.push(0xef, 0xbf, 0xbd);
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}
