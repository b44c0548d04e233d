/**
 * People of a made-up province as a GeoTIFF of three seconds of arc, written strip by strip: many in the middle of each
 * town, few in the country, nobody nowhere. The same for the same province.
 */
import { open } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import type { Province } from './size.ts';

const ROWS_OF_STRIP = 64;
/** People of a pixel in the middle of a town, and far from all. */
const [MOST, LEAST] = [60, 0.2];

/** Writes the file. */
export async function writePeople(path: string, province: Province): Promise<void> {
  const { columns, rows } = province.pixels;
  const file = await open(path, 'w');
  try {
    const strips: { readonly at: number; readonly bytes: number }[] = [];
    let at = 8;
    for (let top = 0; top < rows; top += ROWS_OF_STRIP) {
      const height = Math.min(ROWS_OF_STRIP, rows - top);
      const values = new Float32Array(columns * height);
      for (let i = 0; i < values.length; i += 1)
        values[i] = peopleAt(province, i % columns, top + Math.floor(i / columns));
      const bytes = deflateSync(Buffer.from(values.buffer), { level: 1 });
      await file.write(bytes, 0, bytes.length, at);
      strips.push({ at, bytes: bytes.length });
      at += bytes.length;
    }
    at += at % 2;
    const tail = directory(province, strips, at);
    await file.write(tail, 0, tail.length, at);
    const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
    head.writeUInt32LE(at, 4);
    await file.write(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
}

function peopleAt({ columns, rows, pixels }: Province, column: number, row: number): number {
  // Distance from the middle of the town's square, 1 at its sides.
  const off = (at: number, size: number, towns: number): number => ((((at + 0.5) / size) * towns) % 1) * 2 - 1;
  const far = Math.hypot(off(column, pixels.columns, columns), off(row, pixels.rows, rows));
  const noise = ((Math.imul((column * 73_856_093) ^ (row * 19_349_663), 0x9e3779b1) >>> 16) & 1023) / 1023;
  return LEAST + noise * LEAST + MOST * Math.max(0, 1 - far / 0.6) * noise;
}

type Field = readonly [tag: number, type: 'short' | 'long' | 'double', values: readonly number[]];

const TYPES = { short: [3, 2], long: [4, 4], double: [12, 8] } as const;

/** The image's directory, and the lists that do not fit into it behind it (TIFF 6.0; GeoTIFF 1.1). */
function directory(
  { bounds: [west, south, east, north], pixels: { columns, rows } }: Province,
  strips: readonly { readonly at: number; readonly bytes: number }[],
  at: number,
): Buffer {
  const fields: readonly Field[] = [
    [256, 'long', [columns]],
    [257, 'long', [rows]],
    [258, 'short', [32]],
    [259, 'short', [8]],
    [262, 'short', [1]],
    [273, 'long', strips.map((strip) => strip.at)],
    [277, 'short', [1]],
    [278, 'long', [ROWS_OF_STRIP]],
    [279, 'long', strips.map((strip) => strip.bytes)],
    [339, 'short', [3]],
    [33_550, 'double', [(east - west) / columns, (north - south) / rows, 0]],
    [33_922, 'double', [0, 0, 0, west, north, 0]],
    [34_735, 'short', [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326]],
  ];
  const head = Buffer.alloc(2 + fields.length * 12 + 4);
  head.writeUInt16LE(fields.length, 0);
  const lists: Buffer[] = [];
  let next = at + head.length;
  fields.forEach(([tag, type, values], i) => {
    const [code, size] = TYPES[type];
    const bytes = Buffer.alloc(Math.max(4, values.length * size));
    values.forEach((value, v) => {
      if (type === 'short') bytes.writeUInt16LE(value, v * size);
      else if (type === 'long') bytes.writeUInt32LE(value, v * size);
      else bytes.writeDoubleLE(value, v * size);
    });
    const entry = 2 + i * 12;
    head.writeUInt16LE(tag, entry);
    head.writeUInt16LE(code, entry + 2);
    head.writeUInt32LE(values.length, entry + 4);
    if (bytes.length === 4) bytes.copy(head, entry + 8);
    else {
      head.writeUInt32LE(next, entry + 8);
      lists.push(bytes);
      next += bytes.length;
    }
  });
  return Buffer.concat([head, ...lists]);
}
