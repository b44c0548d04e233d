import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createDecoder, encodingNamed } from './encoding/decoder.ts';
import { detectEncoding } from './encoding/detect.ts';
import { sampleBytes } from './encoding/sample.ts';
import { detailOf, fileError, FileErrors } from './reader.ts';
import type { Message } from './types.ts';

const PIECE_BYTES = 1 << 20;

export interface TextOptions {
  /** A label of the Encoding Standard; absent: found by what the bytes say. */
  readonly encoding?: string;
  /** Text that names of the data are likely to share words with. */
  readonly known?: string;
}

/** The text of a file of any size, whatever encoding spreadsheets gave it. */
export class TextFile {
  readonly path: string;
  readonly encoding: string;
  readonly bytes: number;
  #read = 0;

  private constructor(path: string, encoding: string, bytes: number) {
    this.path = path;
    this.encoding = encoding;
    this.bytes = bytes;
  }

  /** Finds the encoding. Throws `FileErrors` for a file that cannot be read, or whose encoding is doubtful. */
  static async open(path: string, options: TextOptions): Promise<TextFile> {
    const bytes = await sizeOf(path);
    if (options.encoding !== undefined)
      return new TextFile(path, encodingNamed(options.encoding) ?? options.encoding, bytes);
    const known = options.known === undefined ? {} : { known: options.known };
    let found;
    try {
      found = detectEncoding(await sampleBytes(createReadStream(path, { highWaterMark: PIECE_BYTES })), known);
    } catch (error) {
      throw fileError('file-unreadable', { detail: detailOf(error) });
    }
    if ('doubtful' in found) throw new FileErrors(doubtful(found.doubtful));
    return new TextFile(path, found.encoding, bytes);
  }

  /** The text in pieces. Throws `FileErrors` for bytes that are not of the encoding. */
  async *pieces(signal?: AbortSignal): AsyncGenerator<string> {
    const decoder = createDecoder(this.encoding);
    const wrong = (): FileErrors => fileError('encoding-wrong', { encoding: this.encoding });
    this.#read = 0;
    const stream = createReadStream(this.path, {
      highWaterMark: PIECE_BYTES,
      ...(signal === undefined ? {} : { signal }),
    });
    for await (const piece of stream as AsyncIterable<Buffer>) {
      this.#read += piece.length;
      let text;
      try {
        text = decoder.decode(piece);
      } catch {
        throw wrong();
      }
      if (text !== '') yield text;
    }
    let last;
    try {
      last = decoder.end();
    } catch {
      throw wrong();
    }
    if (last !== '') yield last;
  }

  /** How much of the file has been read, from 0 to 1. */
  share(): number {
    return this.bytes === 0 ? 1 : this.#read / this.bytes;
  }
}

/** Bytes of a file. Throws `FileErrors` where there is none. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw fileError('file-unreadable', { detail: detailOf(error) });
  }
}

export function doubtful(
  readings: readonly { readonly encoding: string; readonly names: readonly string[] }[],
): Message {
  if (readings.length === 0) return { message: 'encoding-unknown' };
  const listed = readings.map(({ encoding, names }) => `${encoding} → ${names.join(' · ')}`).join('; ');
  return { message: 'encoding-doubtful', params: { readings: listed, first: readings[0]?.encoding ?? '' } };
}
