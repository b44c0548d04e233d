/**
 * Typed arrays and what describes them, in one run of bytes: a graph on disk, cells in the database, an answer to the
 * planner's page. Little-endian: `CTF1`, length of the header (uint32), the header as JSON in ASCII (all else escaped),
 * zeros up to a multiple of eight, then the arrays one after the other, each from a multiple of eight on.
 */

export type ColumnarArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

export interface ColumnarMessage<Header> {
  readonly header: Header;
  readonly arrays: Readonly<Record<string, ColumnarArray>>;
}

/** The bytes are not a columnar message, or it was cut off. */
export class ColumnarError extends Error {
  override readonly name = 'ColumnarError';
}

interface Listed {
  readonly name: string;
  readonly type: keyof typeof TYPES;
  readonly length: number;
}

const TYPES = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
const MAGIC = 0x31465443; // CTF1
const HEAD_BYTES = 8;

export function encodeColumnar(message: ColumnarMessage<unknown>): Uint8Array<ArrayBuffer>;
/** Where `memory` is said, it gives the bytes to write into. */
export function encodeColumnar<Memory extends ArrayBufferLike>(
  message: ColumnarMessage<unknown>,
  memory: (size: number) => Memory,
): Uint8Array<Memory>;
export function encodeColumnar(
  { header, arrays }: ColumnarMessage<unknown>,
  memory: (size: number) => ArrayBufferLike = (size) => new ArrayBuffer(size),
): Uint8Array {
  const listed = Object.entries(arrays).map(
    ([name, array]): Listed => ({ name, type: typeOf(array), length: array.length }),
  );
  const head = toAscii(JSON.stringify({ header, arrays: listed }));
  const size = Object.values(arrays).reduce(
    (at, array) => aligned(at + array.byteLength),
    aligned(HEAD_BYTES + head.length),
  );
  const bytes = new Uint8Array(memory(size));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, head.length, true);
  bytes.set(head, HEAD_BYTES);
  let at = aligned(HEAD_BYTES + head.length);
  for (const array of Object.values(arrays)) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = aligned(at + array.byteLength);
  }
  return bytes;
}

/**
 * Reads a columnar message. The arrays are views of `bytes` where those begin at a multiple of eight, else of a copy.
 * The header is as it was written: a reader of bytes that others wrote checks it. Throws `ColumnarError`.
 */
export function decodeColumnar(bytes: Uint8Array): ColumnarMessage<unknown> {
  const own = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const view = new DataView(own.buffer, own.byteOffset, own.byteLength);
  if (own.length < HEAD_BYTES || view.getUint32(0, true) !== MAGIC)
    throw new ColumnarError('These bytes do not begin as a columnar message does.');
  const headLength = view.getUint32(4, true);
  const { header, arrays: listed } = readHead(own.subarray(HEAD_BYTES, HEAD_BYTES + headLength));
  let at = aligned(HEAD_BYTES + headLength);
  const arrays: Record<string, ColumnarArray> = {};
  for (const { name, type, length } of listed) {
    const Type = TYPES[type];
    const end = at + length * Type.BYTES_PER_ELEMENT;
    if (end > own.length) throw new ColumnarError(`The message ends before its array "${name}" does.`);
    arrays[name] = new Type(own.buffer as ArrayBuffer, own.byteOffset + at, length);
    at = aligned(end);
  }
  return { header, arrays };
}

/** Bytes of a whole message, by its beginning; null as long as the header is not complete. Throws `ColumnarError`. */
export function columnarSize(bytes: Uint8Array): number | null {
  if (bytes.length < HEAD_BYTES) return null;
  const headLength = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4, true);
  if (bytes.length < HEAD_BYTES + headLength) return null;
  const { arrays } = readHead(bytes.subarray(HEAD_BYTES, HEAD_BYTES + headLength));
  return arrays.reduce(
    (at, { type, length }) => aligned(at + length * TYPES[type].BYTES_PER_ELEMENT),
    aligned(HEAD_BYTES + headLength),
  );
}

function readHead(bytes: Uint8Array): { readonly header: unknown; readonly arrays: readonly Listed[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(fromAscii(bytes));
  } catch (error) {
    throw new ColumnarError('The header of the message cannot be read.', { cause: error });
  }
  if (
    typeof parsed !== 'object' ||
    parsed === null ||
    !('arrays' in parsed) ||
    !Array.isArray(parsed.arrays) ||
    !parsed.arrays.every(isListed)
  ) {
    throw new ColumnarError('The header of the message lists no arrays.');
  }
  return { header: 'header' in parsed ? parsed.header : null, arrays: parsed.arrays };
}

function isListed(value: unknown): value is Listed {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'type' in value &&
    typeof value.type === 'string' &&
    Object.hasOwn(TYPES, value.type) &&
    'length' in value &&
    Number.isSafeInteger(value.length) &&
    (value.length as number) >= 0
  );
}

function typeOf(array: ColumnarArray): Listed['type'] {
  const entry = Object.entries(TYPES).find(([, Type]) => array instanceof Type);
  if (entry === undefined) throw new TypeError('A columnar message holds typed arrays of up to 64-bit floats only.');
  return entry[0] as Listed['type'];
}

function toAscii(json: string): Uint8Array {
  const escaped = json.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const bytes = new Uint8Array(escaped.length);
  // A loop: splitting the text into characters would cost more than the rest of a message.
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = escaped.charCodeAt(at);
  return bytes;
}

function fromAscii(bytes: Uint8Array): string {
  let text = '';
  // In pieces: a call takes a limited number of arguments.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

function aligned(at: number): number {
  return Math.ceil(at / 8) * 8;
}
