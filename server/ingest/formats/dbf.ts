import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { fileError } from '../reader.ts';

/** A column of a dBASE table. Lengths are bytes. */
export interface DbfField {
  readonly name: Uint8Array;
  readonly type: string;
  readonly at: number;
  readonly length: number;
  readonly decimals: number;
}

export interface DbfTable {
  readonly fields: readonly DbfField[];
  readonly count: number;
  /** What the table says of its encoding; null where it says nothing that is known. */
  readonly encoding: string | null;
  /** Records in their order, those that are deleted too. */
  records(): AsyncGenerator<DbfRecord>;
  close(): Promise<void>;
}

export interface DbfRecord {
  readonly isDeleted: boolean;
  /** Bytes of the field without the blanks around them. */
  bytes(field: DbfField): Uint8Array;
}

const HEAD = 32;
const END_OF_FIELDS = 0x0d;
const DELETED = 0x2a;
const RECORDS_AT_ONCE = 1000;

/**
 * "Language driver" of the head. ArcGIS writes 0x57 (the system's own, which says nothing) or 0x4d for Chinese; others
 * are those of dBASE and FoxPro.
 */
const LANGUAGES: Readonly<Record<number, string>> = {
  0x03: 'windows-1252',
  0x13: 'shift_jis',
  0x26: 'ibm866',
  0x4d: 'gb18030',
  0x4e: 'euc-kr',
  0x4f: 'big5',
  0x50: 'windows-874',
  0x58: 'windows-1252',
  0x59: 'windows-1252',
  0x78: 'big5',
  0x79: 'euc-kr',
  0x7a: 'gb18030',
  0x7b: 'shift_jis',
  0x7c: 'windows-874',
  0x7d: 'windows-1255',
  0x7e: 'windows-1256',
  0xc8: 'windows-1250',
  0xc9: 'windows-1251',
  0xca: 'windows-1254',
  0xcb: 'windows-1253',
  0xcc: 'windows-1257',
};

/** Opens the table of a shapefile. Throws `FileErrors` for what is none. */
export async function openDbf(path: string): Promise<DbfTable> {
  const file = await open(path);
  try {
    return await readHead(file);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readHead(file: FileHandle): Promise<DbfTable> {
  const head = await readBytes(file, 0, HEAD);
  const headBytes = head.length < HEAD ? 0 : head.readUInt16LE(8);
  const recordBytes = head.length < HEAD ? 0 : head.readUInt16LE(10);
  if (headBytes <= HEAD || recordBytes < 2) throw malformed();
  const count = head.readUInt32LE(4);
  const described = await readBytes(file, HEAD, headBytes - HEAD);
  const fields = readFields(described, recordBytes);
  const { size } = await file.stat();
  if (size < headBytes + count * recordBytes) throw fileError('dbf-cut-off', { count });
  return {
    fields,
    count,
    encoding: LANGUAGES[head.readUInt8(29)] ?? null,
    async *records() {
      for (let first = 0; first < count; first += RECORDS_AT_ONCE) {
        const many = Math.min(RECORDS_AT_ONCE, count - first);
        const bytes = await readBytes(file, headBytes + first * recordBytes, many * recordBytes);
        for (let nth = 0; nth < many; nth += 1)
          yield recordOf(bytes.subarray(nth * recordBytes, (nth + 1) * recordBytes));
      }
    },
    close: () => file.close(),
  };
}

function readFields(bytes: Buffer, recordBytes: number): DbfField[] {
  const fields: DbfField[] = [];
  let at = 1;
  for (let from = 0; from + HEAD <= bytes.length && bytes[from] !== END_OF_FIELDS; from += HEAD) {
    const nameEnd = bytes.subarray(from, from + 11).indexOf(0);
    const type = String.fromCharCode(bytes[from + 11] ?? 0);
    const small = bytes[from + 16] ?? 0;
    const decimals = bytes[from + 17] ?? 0;
    // Texts of more than 255 bytes keep the upper byte where numbers keep their decimals.
    const length = type === 'C' ? small + decimals * 256 : small;
    const name = bytes.subarray(from, from + (nameEnd < 0 ? 11 : nameEnd));
    fields.push({ name, type, at, length, decimals: type === 'C' ? 0 : decimals });
    at += length;
  }
  if (at > recordBytes || fields.length === 0) throw malformed();
  return fields;
}

function recordOf(record: Buffer): DbfRecord {
  return {
    isDeleted: record[0] === DELETED,
    bytes(field) {
      let from = field.at;
      let to = field.at + field.length;
      while (from < to && isPadding(record[from])) from += 1;
      while (to > from && isPadding(record[to - 1])) to -= 1;
      return record.subarray(from, to);
    },
  };
}

function isPadding(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x00;
}

async function readBytes(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

function malformed(): Error {
  return fileError('dbf-malformed');
}

/**
 * The value of a field: numbers and truths as such, dates as `2017-03-04`; null where it is empty. Whole numbers that a
 * number cannot hold stay text.
 */
export function dbfValue(field: DbfField, text: string): string | number | boolean | null {
  // Asterisks stand for a number that was too long for its field.
  if (text === '' || (/^\*+$/.test(text) && field.type !== 'C')) return null;
  switch (field.type) {
    case 'N':
    case 'F': {
      const value = Number(text);
      if (Number.isNaN(value)) return text;
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? text : value;
    }
    case 'L':
      return /^[YyTt]$/.test(text) ? true : /^[NnFf]$/.test(text) ? false : null;
    case 'D':
      return /^0+$/.test(text) ? null : text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
    default:
      return text;
  }
}
