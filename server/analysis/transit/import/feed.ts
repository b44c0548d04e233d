/** The tables of a feed of GTFS, row by row: a table is never in memory as a whole. */
import { basename } from 'node:path';
import { FileErrors, LoadErrors, openZip, streamCsvRows, type ZipFile } from '../../../ingest/index.ts';
import type { MessageValues } from '../../../platform/messages/index.ts';
import { AnalysisError } from '../../errors.ts';
import { TRANSIT_IMPORT, type TransitImportMessage } from '../import-messages.ts';
import { TableRow } from './table-row.ts';

export interface Columns {
  readonly needed: readonly string[];
  readonly optional?: readonly string[];
}

export class Feed {
  /** Of its file. */
  readonly name: string;
  readonly #archive: ZipFile;

  private constructor(name: string, archive: ZipFile) {
    this.name = name;
    this.#archive = archive;
  }

  /** Rejects with `LoadErrors` for what is no archive that can be read. */
  static async open(path: string): Promise<Feed> {
    try {
      return new Feed(basename(path), await openZip(path));
    } catch (error) {
      throw error instanceof FileErrors ? new LoadErrors(error.errors, basename(path)) : error;
    }
  }

  close(): void {
    this.#archive.close();
  }

  has(file: string): boolean {
    return this.#entry(file) !== undefined;
  }

  /**
   * Rows of a table; none where the feed has none. The row is one object, which the next one fills anew. Rejects with
   * `AnalysisError` for a column that is needed and not there, and for what is no text.
   */
  async *rows(file: string, { needed, optional = [] }: Columns): AsyncGenerator<TableRow> {
    const entry = this.#entry(file);
    if (entry === undefined) return;
    let row: TableRow | null = null;
    let number = 0;
    try {
      const stream = await entry.stream();
      stream.setEncoding('utf8');
      for await (const cells of streamCsvRows(stream as AsyncIterable<string>)) {
        number += 1;
        if (cells.length === 1 && cells[0] === '') continue;
        if (row === null) row = new TableRow(this.#header(file, cells, needed, optional), file, this.name);
        else yield row.fill(cells, number);
      }
    } catch (error) {
      if (error instanceof AnalysisError) throw error;
      const detail = error instanceof Error ? error.message : String(error);
      throw this.error('file-unreadable', { file, detail });
    }
    if (row === null) throw this.error('no-column', { file, column: needed[0] ?? '' });
  }

  /** Throws `AnalysisError` where it is not there. */
  need(file: string): void {
    if (!this.has(file)) throw this.error('no-file', { file });
  }

  error(message: TransitImportMessage, values: MessageValues): AnalysisError {
    return new AnalysisError(`transit-${message}`, TRANSIT_IMPORT[message], { feed: this.name, ...values });
  }

  /** Of the table in the feed's own folder: some archives hold one folder, and some a copy in a folder further down. */
  #entry(file: string): ZipFile['entries'][number] | undefined {
    const named = this.#archive.entries.filter(
      ({ name }) => name.split('/').at(-1)?.toLowerCase() === file && !name.startsWith('__MACOSX/'),
    );
    const depth = ({ name }: { readonly name: string }): number => name.split('/').length;
    return named.sort((a, b) => depth(a) - depth(b))[0];
  }

  #header(
    file: string,
    names: readonly string[],
    needed: readonly string[],
    optional: readonly string[],
  ): ReadonlyMap<string, number> {
    const lacking = needed.find((column) => !names.includes(column));
    if (lacking !== undefined) throw this.error('no-column', { file, column: lacking });
    return new Map([...needed, ...optional].map((column) => [column, names.indexOf(column)]));
  }
}
