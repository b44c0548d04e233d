/** The table of a shapefile (dBASE III), in UTF-8. Widths of its fields are known when all rows have been seen. */
import { Unwritable, doubleOf, flagOf, textOf, wholeOf, type FileColumn, type Value } from './description.ts';

const MOST = { nameBytes: 10, textBytes: 254, digits: 18, fields: 255 } as const;

/** Names of at most ten bytes that stay apart, capitals or not: `population`, `populati_2`. */
export function fieldNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let short = cut(name, MOST.nameBytes);
    for (let number = 2; taken.has(short.toUpperCase()); number += 1) {
      const end = `_${String(number)}`;
      short = cut(name, MOST.nameBytes - end.length) + end;
    }
    taken.add(short.toUpperCase());
    return short;
  });
}

/** As much of a text as fits into so many bytes of UTF-8. */
function cut(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  if (whole.length <= bytes) return text;
  let end = bytes;
  // Bytes of a character behind its first one.
  while (end > 0 && ((whole[end] as number) & 0xc0) === 0x80) end -= 1;
  return whole.toString('utf8', 0, end);
}

interface Field {
  readonly type: string;
  readonly width: number;
  readonly decimals: number;
}

/** What is known of the texts that a field has been given. */
interface Seen {
  bytes: number;
  decimals: number;
  isLong: boolean;
  cut: number;
}

const NULL = 0xffff;

export class DbfTable {
  readonly #columns: readonly FileColumn[];
  readonly #names: readonly string[];
  readonly #seen: Seen[];
  #count = 0;

  constructor(columns: readonly FileColumn[], names: readonly string[]) {
    this.#columns = columns;
    this.#names = names;
    this.#seen = columns.map(() => ({ bytes: 1, decimals: 1, isLong: false, cut: 0 }));
  }

  get count(): number {
    return this.#count;
  }

  /** Numbers of texts that were cut short, by the name of the field. */
  get cutTexts(): readonly (readonly [field: string, count: number])[] {
    return this.#seen.flatMap(({ cut: count }, nth) => (count === 0 ? [] : [[this.#names[nth] ?? '', count] as const]));
  }

  /** A row for `rows` to read: each text behind its length. Throws `Unwritable`. */
  add(values: readonly Value[], id: string): Buffer {
    this.#count += 1;
    const cells: Buffer[] = [];
    for (const [nth, column] of this.#columns.entries()) {
      const text = this.#textOf(values[nth] ?? null, column, id);
      const seen = this.#seen[nth] as Seen;
      const length = Buffer.alloc(2);
      cells.push(length);
      if (text === null) {
        length.writeUInt16LE(NULL, 0);
        continue;
      }
      const whole = Buffer.from(text);
      const bytes = whole.length > MOST.textBytes ? Buffer.from(cut(text, MOST.textBytes)) : whole;
      if (bytes !== whole) seen.cut += 1;
      seen.bytes = Math.max(seen.bytes, bytes.length);
      if (column.kind === 'number') seen.decimals = Math.max(seen.decimals, decimalsOf(text));
      if (column.kind === 'integer') seen.isLong ||= text.length > MOST.digits;
      length.writeUInt16LE(bytes.length, 0);
      cells.push(bytes);
    }
    return Buffer.concat(cells);
  }

  #textOf(value: Value, column: FileColumn, id: string): string | null {
    switch (column.kind) {
      case 'integer': {
        const whole = wholeOf(value, column, id);
        return whole === null ? null : String(whole);
      }
      case 'number': {
        const number = doubleOf(value, column, id);
        return number === null || !Number.isFinite(number) ? null : String(number);
      }
      case 'boolean': {
        const flag = flagOf(value, column, id);
        return flag === null ? null : flag ? 'T' : 'F';
      }
      case 'date':
        return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)
          ? value.slice(0, 10).replaceAll('-', '')
          : null;
      case 'text':
      case 'time':
        return textOf(value);
    }
  }

  #fields(): readonly Field[] {
    return this.#columns.map(({ kind }, nth) => {
      const { bytes, decimals, isLong } = this.#seen[nth] as Seen;
      if (kind === 'boolean') return { type: 'L', width: 1, decimals: 0 };
      if (kind === 'date') return { type: 'D', width: 8, decimals: 0 };
      if (kind === 'number') return { type: 'N', width: Math.max(bytes, decimals + 2), decimals };
      // Readers take a number of more digits for one with a point, and round it.
      return { type: kind === 'integer' && !isLong ? 'N' : 'C', width: bytes, decimals: 0 };
    });
  }

  get #rowBytes(): number {
    return this.#fields().reduce((sum, { width }) => sum + width, 1);
  }

  /** Of the whole file. Throws `Unwritable` where rows have more fields than the format has room for. */
  get bytes(): number {
    if (this.#columns.length > MOST.fields)
      throw new Unwritable('columns', { count: this.#columns.length, most: MOST.fields });
    // As many fields of the largest width are a row that the format has room for.
    return this.#headBytes + this.#count * this.#rowBytes + 1;
  }

  get #headBytes(): number {
    return 33 + this.#columns.length * 32;
  }

  /** The file, from what `add` gave, in the same order. */
  async *file(rows: AsyncIterable<Uint8Array>, madeAt: Date): AsyncGenerator<Buffer, void> {
    const fields = this.#fields();
    yield this.#head(fields, madeAt);
    let rest = Buffer.alloc(0);
    for await (const piece of rows) {
      rest = Buffer.concat([rest, piece]);
      const [written, used] = this.#rows(rest, fields);
      rest = rest.subarray(used);
      yield written;
    }
    yield Buffer.of(0x1a);
  }

  #head(fields: readonly Field[], madeAt: Date): Buffer {
    const head = Buffer.alloc(this.#headBytes);
    head.set([3, madeAt.getUTCFullYear() - 1900, madeAt.getUTCMonth() + 1, madeAt.getUTCDate()]);
    head.writeUInt32LE(this.#count, 4);
    head.writeUInt16LE(head.length, 8);
    head.writeUInt16LE(this.#rowBytes, 10);
    for (const [nth, { type, width, decimals }] of fields.entries()) {
      const at = 32 + nth * 32;
      head.write(this.#names[nth] ?? '', at, MOST.nameBytes, 'utf8');
      head.write(type, at + 11, 'latin1');
      head.set([width, decimals], at + 16);
    }
    head.writeUInt8(0x0d, head.length - 1);
    return head;
  }

  /** Rows that are there as a whole, and how many bytes they took. */
  #rows(bytes: Buffer, fields: readonly Field[]): [written: Buffer, used: number] {
    const rowBytes = this.#rowBytes;
    const rows: Buffer[] = [];
    let used = 0;
    for (;;) {
      const row = Buffer.alloc(rowBytes, ' ');
      let at = used;
      let place = 1;
      for (const { type, width } of fields) {
        if (at + 2 > bytes.length) return [Buffer.concat(rows), used];
        const length = bytes.readUInt16LE(at);
        at += 2;
        // Blanks are no value.
        if (length !== NULL) {
          if (at + length > bytes.length) return [Buffer.concat(rows), used];
          // Numbers stand at the right.
          bytes.copy(row, type === 'N' ? place + width - length : place, at, at + length);
          at += length;
        }
        place += width;
      }
      rows.push(row);
      used = at;
    }
  }
}

function decimalsOf(number: string): number {
  const point = number.indexOf('.');
  const exponent = number.indexOf('e');
  return point < 0 ? 0 : Math.min(15, (exponent < 0 ? number.length : exponent) - point - 1);
}
