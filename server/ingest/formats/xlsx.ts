import { SaxesParser } from 'saxes';
import type { SaxesTagPlain } from 'saxes';
import { detailOf, fileError } from '../reader.ts';
import type { FeatureReader } from '../reader.ts';
import { readCrs } from '../crs.ts';
import { openTable } from '../table/table-reader.ts';
import type { Row } from '../table/header.ts';
import type { TableOptions } from '../table-features.ts';
import type { Message } from '../types.ts';
import { cellText, formatsOf, RoundedNumber, type CellFormat } from './xlsx-cells.ts';
import { openZip } from './zip.ts';
import type { ZipEntry, ZipFile } from './zip.ts';

interface XlsxOptions extends TableOptions {
  readonly headerRow?: number;
  readonly table?: string;
  readonly crs?: string;
}

interface Sheet {
  readonly name: string;
  readonly path: string;
  readonly isHidden: boolean;
}

interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly is1904: boolean;
}

/** A sheet of Excel has 1,048,576 rows of 16,384 columns at most. */
const MAX = {
  partBytes: 50_000_000,
  textBytes: 200_000_000,
  merged: 200_000,
  sheetBytes: 4_000_000_000,
  column: 16_383,
  row: 1_048_576,
};

/** A sheet of a workbook of Excel 2007 and later, read as a table. Rejects with `FileErrors`. */
export async function openXlsx(path: string, options: XlsxOptions): Promise<FeatureReader> {
  const zip = await openZip(path);
  try {
    const { headerRow = null } = options;
    const crs = options.crs === undefined ? null : readCrs(options.crs);
    const workbook = await readWorkbook(zip);
    const { sheet, notes } = chooseSheet(workbook, options.table);
    const entry = required(zip, sheet.path);
    if (entry.bytes > MAX.sheetBytes) throw fileError('zip-too-large');
    const context = {
      entry,
      texts: await readSharedTexts(zip),
      formats: await readFormats(zip),
      is1904: workbook.is1904,
      merged: await readMerged(entry),
    };
    if (context.merged.filled > 0) notes.push({ message: 'cells-merged', params: { count: context.merged.filled } });
    let share = 0;
    const source = {
      rows: (signal?: AbortSignal) => sheetRows(context, (done) => (share = done), signal),
      share: () => share,
    };
    const table = { ...options, headerRow, crs, endsWithValues: true };
    return await openTable(source, table, notes, () => Promise.resolve(zip.close()));
  } catch (error) {
    zip.close();
    throw error;
  }
}

function required(zip: ZipFile, path: string): ZipEntry {
  const entry = zip.entries.find(({ name }) => name.toLowerCase() === path.toLowerCase());
  if (entry === undefined) throw fileError('xlsx-malformed', { detail: path });
  return entry;
}

/** What is not a sheet is kept in memory. */
function smallPart(zip: ZipFile, path: string): ZipEntry {
  const entry = required(zip, path);
  if (entry.bytes > MAX.partBytes) throw fileError('zip-too-large');
  return entry;
}

const STYLES = 'xl/styles.xml';

async function readWorkbook(zip: ZipFile): Promise<Workbook> {
  const folder = 'xl/';
  const targets = new Map<string, string>();
  await eachTag(smallPart(zip, 'xl/_rels/workbook.xml.rels'), ({ name, attributes }) => {
    const { Id, Target } = attributes;
    if (local(name) === 'Relationship' && Id !== undefined && Target !== undefined)
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : folder + Target);
  });
  const sheets: Sheet[] = [];
  let is1904 = false;
  await eachTag(smallPart(zip, 'xl/workbook.xml'), ({ name, attributes }) => {
    if (local(name) === 'workbookPr') is1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
    if (local(name) !== 'sheet') return;
    const relation = Object.entries(attributes).find(([key]) => local(key) === 'id' && key.includes(':'))?.[1];
    const path = targets.get(relation ?? '');
    if (path !== undefined)
      sheets.push({ name: attributes['name'] ?? '', path, isHidden: (attributes['state'] ?? 'visible') !== 'visible' });
  });
  return { sheets, is1904 };
}

function chooseSheet({ sheets }: Workbook, wanted: string | undefined): { sheet: Sheet; notes: Message[] } {
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  const names = (some: readonly Sheet[]): string => some.map(({ name }) => name).join(', ');
  if (wanted !== undefined) {
    const named = sheets.find(({ name }) => name === wanted);
    if (named === undefined) throw fileError('table-unknown', { table: wanted, tables: names(sheets) });
    return { sheet: named, notes: [] };
  }
  const [first, ...more] = visible;
  if (first === undefined) throw fileError('xlsx-malformed', { detail: 'no sheet' });
  if (more.length > 0) throw fileError('tables-several', { tables: names(visible) });
  const hidden = sheets.filter(({ isHidden }) => isHidden);
  return {
    sheet: first,
    notes: hidden.length === 0 ? [] : [{ message: 'sheets-hidden', params: { names: names(hidden) } }],
  };
}

async function readFormats(zip: ZipFile): Promise<readonly CellFormat[]> {
  if (!zip.entries.some(({ name }) => name.toLowerCase() === STYLES)) return [];
  const codes = new Map<number, string>();
  const cells: number[] = [];
  let isInCells = false;
  await eachTag(
    smallPart(zip, STYLES),
    ({ name, attributes }) => {
      const tag = local(name);
      if (tag === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (tag === 'cellXfs') isInCells = true;
      else if (tag === 'xf' && isInCells) cells.push(Number(attributes['numFmtId'] ?? 0));
    },
    (name) => {
      if (local(name) === 'cellXfs') isInCells = false;
    },
  );
  return formatsOf(cells, codes);
}

/** Texts that cells share: runs of rich text are put together, readings of Japanese (rPh) left out. */
async function readSharedTexts(zip: ZipFile): Promise<readonly string[]> {
  const entry = zip.entries.find(({ name }) => name.toLowerCase() === 'xl/sharedstrings.xml');
  if (entry === undefined) return [];
  if (entry.bytes > MAX.textBytes) throw fileError('xlsx-large', { max: MAX.textBytes / 1e6 });
  const texts: string[] = [];
  let text = '';
  let isText = false;
  let readings = 0;
  await eachTag(
    entry,
    ({ name }) => {
      const tag = local(name);
      if (tag === 'si') text = '';
      else if (tag === 'rPh') readings += 1;
      else if (tag === 't') isText = readings === 0;
    },
    (name) => {
      const tag = local(name);
      if (tag === 'si') texts.push(text);
      else if (tag === 'rPh') readings -= 1;
      else if (tag === 't') isText = false;
    },
    (part) => {
      if (isText) text += part;
    },
  );
  return texts;
}

interface Merged {
  /** Cells of the first rows of merged ranges that go over several rows: place → last row. */
  readonly down: ReadonlyMap<string, number>;
  readonly filled: number;
}

/** A value merged over several rows is that of each of them. The ranges stand behind the rows: they are read first. */
async function readMerged(entry: ZipEntry): Promise<Merged> {
  const down = new Map<string, number>();
  let filled = 0;
  await eachTag(entry, ({ name, attributes }) => {
    if (local(name) !== 'mergeCell') return;
    const range = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(attributes['ref'] ?? '');
    const [, column = '', first = '', last = '', end = ''] = range ?? [];
    if (range === null || column !== last || Number(end) <= Number(first)) return;
    if (down.size >= MAX.merged) throw fileError('zip-too-large');
    down.set(column + first, Number(end));
    filled += Number(end) - Number(first);
  });
  return { down, filled };
}

interface SheetContext {
  readonly entry: ZipEntry;
  readonly texts: readonly string[];
  readonly formats: readonly CellFormat[];
  readonly is1904: boolean;
  readonly merged: Merged;
}

/** All rows from the first of the sheet, empty ones too. */
async function* sheetRows(
  context: SheetContext,
  onShare: (share: number) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<Row> {
  const reader = new SheetReader(context);
  let done = 0;
  for await (const piece of (await context.entry.stream()) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    done += piece.length;
    onShare(context.entry.bytes === 0 ? 1 : done / context.entry.bytes);
    reader.write(piece);
    yield* reader.take();
  }
  reader.end();
  yield* reader.take();
}

class SheetReader {
  readonly #context: SheetContext;
  readonly #decoder = new TextDecoder('utf-8');
  readonly #parser: SaxesParser;
  #rows: Row[] = [];
  #cells: string[] = [];
  #number = 0;
  #column = 0;
  #type = 'n';
  #style = 0;
  #value = '';
  #isValue = false;
  #readings = 0;
  /** Values that go on in the rows below: column → text and last row. */
  readonly #carried = new Map<number, { readonly text: string; readonly last: number }>();

  constructor(context: SheetContext) {
    this.#context = context;
    this.#parser = createParser(
      (tag) => this.#open(tag),
      (name) => this.#close(local(name)),
      (text) => {
        if (this.#isValue) this.#value += text;
      },
    );
  }

  write(piece: Buffer): void {
    this.#parser.write(this.#decoder.decode(piece, { stream: true }));
  }

  end(): void {
    this.#parser.close();
  }

  take(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #open({ name, attributes }: SaxesTagPlain): void {
    switch (local(name)) {
      case 'row':
        this.#startRow(Number(attributes['r'] ?? this.#number + 1));
        break;
      case 'c':
        this.#startCell(attributes);
        break;
      case 'rPh':
        this.#readings += 1;
        break;
      case 'v':
      case 't':
        this.#isValue = this.#readings === 0;
        break;
      default:
    }
  }

  #startRow(number: number): void {
    if (!Number.isInteger(number) || number <= this.#number || number > MAX.row)
      throw fileError('xlsx-malformed', { detail: `row ${number}` });
    // Rows in which nothing is are not written, but count.
    for (let empty = this.#number + 1; empty < number; empty += 1) {
      this.#number = empty;
      this.#cells = [];
      this.#finishRow();
    }
    this.#number = number;
    this.#cells = [];
    this.#column = -1;
  }

  #startCell(attributes: Readonly<Record<string, string>>): void {
    const letters = /^[A-Z]{1,3}/.exec(attributes['r'] ?? '')?.[0];
    this.#column = letters === undefined ? this.#column + 1 : columnOf(letters);
    if (this.#column > MAX.column) throw fileError('xlsx-malformed', { detail: attributes['r'] ?? '' });
    this.#type = attributes['t'] ?? 'n';
    this.#style = Number(attributes['s'] ?? 0);
    this.#value = '';
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false;
    else if (name === 'rPh') this.#readings -= 1;
    else if (name === 'c') this.#finishCell();
    else if (name === 'row') this.#finishRow();
  }

  #finishCell(): void {
    const { texts, formats, is1904, merged } = this.#context;
    const format = formats[this.#style] ?? 'number';
    const text = this.#type === 's' ? this.#sharedText(texts) : this.#ownText(format, is1904);
    this.#cells[this.#column] = text.trim();
    const last = merged.down.get(lettersOf(this.#column) + String(this.#number));
    if (last !== undefined) this.#carried.set(this.#column, { text: text.trim(), last });
  }

  #ownText(format: CellFormat, is1904: boolean): string {
    try {
      return cellText({ type: this.#type, value: this.#value, format, is1904 });
    } catch (error) {
      if (!(error instanceof RoundedNumber)) throw error;
      const cell = lettersOf(this.#column) + String(this.#number);
      throw fileError('xlsx-rounded', { cell, value: error.message });
    }
  }

  #sharedText(texts: readonly string[]): string {
    const text = this.#value === '' ? '' : texts[Number(this.#value)];
    if (text === undefined) throw fileError('xlsx-malformed', { detail: `shared text ${this.#value}` });
    return text;
  }

  #finishRow(): void {
    for (const [column, { text, last }] of this.#carried) {
      if (this.#number > last) this.#carried.delete(column);
      else this.#cells[column] ??= text;
      if (this.#number <= last && this.#cells[column] === '') this.#cells[column] = text;
    }
    this.#rows.push(Array.from(this.#cells, (cell) => cell ?? ''));
  }
}

/** 0 for A, 26 for AA. */
function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + (letter.charCodeAt(0) - 64);
  return column - 1;
}

function lettersOf(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** Goes through a part of the workbook. */
async function eachTag(
  entry: ZipEntry,
  onOpen: (tag: SaxesTagPlain) => void,
  onClose: (name: string) => void = () => undefined,
  onText: (text: string) => void = () => undefined,
): Promise<void> {
  const parser = createParser(onOpen, onClose, onText);
  const decoder = new TextDecoder('utf-8');
  for await (const piece of (await entry.stream()) as AsyncIterable<Buffer>)
    parser.write(decoder.decode(piece, { stream: true }));
  parser.close();
}

function createParser(
  onOpen: (tag: SaxesTagPlain) => void,
  onClose: (name: string) => void,
  onText: (text: string) => void,
): SaxesParser {
  const parser = new SaxesParser();
  // Entities that a part declares are never expanded: saxes knows those of XML alone, and refuses others.
  parser.on('error', (error) => {
    throw fileError('xlsx-malformed', { detail: detailOf(error).slice(0, 200) });
  });
  parser.on('opentag', onOpen);
  parser.on('closetag', ({ name }) => onClose(name));
  parser.on('text', onText);
  parser.on('cdata', onText);
  return parser;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
