/**
 * A TrueType font whose characters have widths and no shapes: the text of a picture, to be found and selected in a PDF.
 * It makes the file independent of the fonts of whoever reads it, and no font has to be shipped.
 */

export const UNITS_PER_EM = 1000;
export const ASCENT = 880;
export const DESCENT = -120;

const TABLE_HEAD = 16;
/** Of the whole file and of `checkSumAdjustment`, as the format has it. */
const CHECKSUM = 0xb1b0afba;

/** @param advances width of each glyph in thousandths of the size of the type; the first is that of `.notdef` */
export function emptyFont(advances: readonly number[]): Uint8Array {
  const count = advances.length;
  // In the order that the format demands: by name.
  const tables: readonly (readonly [name: string, data: Uint8Array])[] = [
    // One glyph without contours; the others have no entry at all.
    ['glyf', new Uint8Array(12)],
    ['head', head()],
    ['hhea', hhea(advances)],
    ['hmtx', words(advances.flatMap((advance) => [advance, 0]))],
    ['loca', words([0, ...Array.from({ length: count }, () => 6)])],
    ['maxp', words([0, 0x5000, count])],
  ];
  const start = 12 + tables.length * TABLE_HEAD;
  const file = new Uint8Array(tables.reduce((sum, [, data]) => sum + padded(data.length), start));
  const view = new DataView(file.buffer);
  file.set(words([1, 0, tables.length, 64, 2, tables.length * TABLE_HEAD - 64]));
  let offset = start;
  let headAt = 0;
  tables.forEach(([name, data], k) => {
    const entry = 12 + k * TABLE_HEAD;
    file.set(data, offset);
    file.set(new TextEncoder().encode(name), entry);
    view.setUint32(entry + 4, sum32(view, offset, padded(data.length)));
    view.setUint32(entry + 8, offset);
    view.setUint32(entry + 12, data.length);
    if (name === 'head') headAt = offset;
    offset += padded(data.length);
  });
  view.setUint32(headAt + 8, (CHECKSUM - sum32(view, 0, file.length)) >>> 0);
  return file;
}

function head(): Uint8Array {
  const table = words([1, 0, 1, 0, 0, 0, 0x5f0f, 0x3cf5, 0, UNITS_PER_EM, ...Array.from({ length: 8 }, () => 0)]);
  // Bounds, style, smallest size, direction, short offsets, format of glyphs.
  return join(table, words([0, DESCENT, UNITS_PER_EM, ASCENT, 0, 8, 2, 0, 0]));
}

function hhea(advances: readonly number[]): Uint8Array {
  const widest = Math.max(...advances);
  return words([1, 0, ASCENT, DESCENT, 0, widest, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, advances.length]);
}

function words(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  values.forEach((value, k) => view.setUint16(2 * k, value & 0xffff));
  return bytes;
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

function sum32(view: DataView, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}
