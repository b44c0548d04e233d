import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { readCsv } from './read-csv.ts';
import { readGeoJson } from './read-geojson.ts';
import type { TableOptions } from './table-features.ts';
import type { Message, SourceFile } from './types.ts';

export const ENCODINGS = ['utf-8', 'gb18030'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface ReadOptions extends TableOptions {
  /** Absent: UTF-8 where the bytes are valid UTF-8, else GB18030, which Chinese spreadsheets write. */
  readonly encoding?: Encoding;
}

export const READABLE = ['.geojson', '.json', '.csv'];

/** A text of Node holds 2^29 characters; 200 MB of CSV take 2 GB of memory and two minutes. */
const MAX_MB = 500;

/** Reads a GeoJSON or CSV file by its name's end. Errors of the file are in the result. */
export async function readSourceFile(path: string, options: ReadOptions): Promise<SourceFile> {
  const decoded = await readText(path, options.encoding);
  if ('error' in decoded) return failed(decoded.error);
  const file =
    extname(path).toLowerCase() === '.csv'
      ? readCsv(decoded.text, options)
      : readGeoJson(decoded.text, options.idAttribute);
  if (file.errors.length === 0 && file.features.length === 0) return failed({ message: 'file-empty' });
  return { ...file, notes: [...decoded.notes, ...file.notes] };
}

/** Text of a file, whatever encoding spreadsheets gave it; or what keeps it from being read. */
export async function readText(
  path: string,
  encoding?: Encoding,
): Promise<{ readonly text: string; readonly notes: readonly Message[] } | { readonly error: Message }> {
  let bytes: Buffer;
  try {
    if ((await stat(path)).size > MAX_MB * 1_000_000)
      return { error: { message: 'file-too-large', params: { max: MAX_MB } } };
    bytes = await readFile(path);
  } catch (error) {
    return {
      error: { message: 'file-unreadable', params: { detail: error instanceof Error ? error.message : String(error) } },
    };
  }
  const decoded = decode(bytes, encoding);
  if (decoded.text === null) return { error: { message: 'encoding-wrong', params: { encoding: decoded.encoding } } };
  return {
    text: decoded.text,
    notes: decoded.encoding === 'utf-8' ? [] : [{ message: 'decoded-as', params: { encoding: decoded.encoding } }],
  };
}

function failed(message: Message): SourceFile {
  return { features: [], notes: [], errors: [{ feature: 0, ...message }] };
}

function decode(bytes: Buffer, wanted: Encoding | undefined): { text: string | null; encoding: Encoding | 'utf-16le' } {
  // What spreadsheets call Unicode text. Its mark is not UTF-8, and GB18030 would read noise.
  if (wanted === undefined && bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: tryDecode(bytes, 'utf-16le'), encoding: 'utf-16le' };
  const utf8 = wanted === 'gb18030' ? null : tryDecode(bytes, 'utf-8');
  if (utf8 !== null || wanted === 'utf-8') return { text: utf8, encoding: 'utf-8' };
  return { text: tryDecode(bytes, 'gb18030'), encoding: 'gb18030' };
}

function tryDecode(bytes: Buffer, encoding: Encoding | 'utf-16le'): string | null {
  try {
    // A byte order mark is left out by the decoder.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
