/** Shapefiles in an archive, one a kind of geometry, with a table of their fields and where the data comes from. */
import { open, type FileHandle } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { Readable } from 'node:stream';
import { BYTE_ORDER_MARK } from '../../tiles/csv.ts';
import { DbfTable, fieldNames } from './dbf.ts';
import { Columns, Unwritable, type FileDescription, type Pages } from './description.ts';
import { factsOf } from './facts.ts';
import { FORMATS_TEXT } from './messages.ts';
import { boxOf, hasHeights, join, NO_BOX, readShape, type Box, type Shape } from './shape.ts';
import {
  HEAD_BYTES,
  headBytes,
  heightsOf,
  kindOf,
  NO_HEIGHTS,
  shapeBytes,
  type Heights,
  type ShapefileKind,
} from './shapefile-geometry.ts';
import { byFolder, inParts, readWhole } from './temporary.ts';

/** Bytes of each file of a shapefile: what programs read without fail. */
const MOST_BYTES = 2 ** 31 - 1;
/** Fast, and little larger than with more effort. */
const COMPRESSION = 3;

export function writeShapefile(
  description: FileDescription,
  pages: Pages,
  mostBytes = MOST_BYTES,
): AsyncGenerator<Uint8Array, void> {
  return byFolder(async (folder) => {
    const columns = new Columns(description);
    const names = fieldNames(columns.list.map(({ name }) => name));
    const parts = new Map<string, Part>();
    const partFor = async (kind: ShapefileKind, hasZ: boolean): Promise<Part> => {
      const id = `${kind}${hasZ ? '_z' : ''}`;
      const known = parts.get(id);
      if (known !== undefined) return known;
      const part = await Part.open(joinPath(folder, id), { id, kind, hasZ, table: new DbfTable(columns.list, names) });
      parts.set(id, part);
      return part;
    };
    try {
      for await (const rows of inParts(pages)) {
        for (const row of rows) {
          const shape = readShape(row.geometry);
          const part = await partFor(kindOf(shape, row.id), hasHeights(shape));
          part.add(shape, part.table.add(columns.values(row), row.id));
          if (part.bytes > mostBytes) throw new Unwritable('size', {});
        }
        for (const part of parts.values()) await part.flush();
      }
      // A layer of nothing is a file of its kind with nothing in it.
      const kinds = { Point: 'point', LineString: 'line', Polygon: 'polygon' } as const;
      if (parts.size === 0) await partFor(kinds[description.layer.geometry], false);
      for (const part of parts.values()) await part.finish();
    } finally {
      for (const part of parts.values()) await part.close();
    }
    if ([...parts.values()].some(({ table }) => table.bytes > mostBytes)) throw new Unwritable('size', {});
    return archiveOf([...parts.values()], description, columns, names);
  });
}

interface PartOptions {
  readonly id: string;
  readonly kind: ShapefileKind;
  readonly hasZ: boolean;
  readonly table: DbfTable;
}

type PartFiles = Readonly<Record<'shp' | 'shx' | 'rows', FileHandle>>;

/** A shapefile in the making. Rows of its table wait in a file of their own, as their widths are not known yet. */
class Part {
  readonly id: string;
  readonly kind: ShapefileKind;
  readonly table: DbfTable;
  readonly path: string;
  readonly #hasZ: boolean;
  readonly #files: PartFiles;
  #waiting: Readonly<Record<'shp' | 'shx' | 'rows', Buffer[]>> = { shp: [], shx: [], rows: [] };
  #bytes = HEAD_BYTES;
  #box: Box = NO_BOX;
  #heights: Heights = NO_HEIGHTS;

  private constructor(path: string, { id, kind, hasZ, table }: PartOptions, files: PartFiles) {
    this.path = path;
    this.id = id;
    this.kind = kind;
    this.table = table;
    this.#hasZ = hasZ;
    this.#files = files;
  }

  static async open(path: string, options: PartOptions): Promise<Part> {
    const [shp, shx, rows] = await Promise.all(['shp', 'shx', 'rows'].map((end) => open(`${path}.${end}`, 'wx+')));
    if (shp === undefined || shx === undefined || rows === undefined)
      throw new RangeError('A shapefile has three files.');
    const head = Buffer.alloc(HEAD_BYTES);
    await Promise.all([shp.write(head), shx.write(head)]);
    return new Part(path, options, { shp, shx, rows });
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(shape: Shape, row: Buffer): void {
    const box = boxOf(shape);
    const content = shapeBytes(shape, this.kind, this.#hasZ, box);
    this.#box = join(this.#box, box);
    if (this.#hasZ) this.#heights = heightsOf(shape, this.#heights);
    const head = Buffer.alloc(8);
    head.writeInt32BE(this.table.count, 0);
    head.writeInt32BE(content.length / 2, 4);
    const place = Buffer.alloc(8);
    place.writeInt32BE(this.#bytes / 2, 0);
    place.writeInt32BE(content.length / 2, 4);
    this.#waiting.shp.push(head, content);
    this.#waiting.shx.push(place);
    this.#waiting.rows.push(row);
    this.#bytes += 8 + content.length;
  }

  async flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = { shp: [], shx: [], rows: [] };
    for (const name of ['shp', 'shx', 'rows'] as const) await this.#files[name].write(Buffer.concat(waiting[name]));
  }

  async finish(): Promise<void> {
    await this.flush();
    const head = { kind: this.kind, hasZ: this.#hasZ, box: this.#box, heights: this.#heights };
    await this.#files.shp.write(headBytes({ ...head, bytes: this.#bytes }), 0, HEAD_BYTES, 0);
    const indexBytes = HEAD_BYTES + this.table.count * 8;
    await this.#files.shx.write(headBytes({ ...head, bytes: indexBytes }), 0, HEAD_BYTES, 0);
  }

  async close(): Promise<void> {
    for (const file of Object.values(this.#files)) await file.close();
  }
}

async function* archiveOf(
  parts: readonly Part[],
  description: FileDescription,
  columns: Columns,
  names: readonly string[],
): AsyncGenerator<Uint8Array, void> {
  const { default: yazl } = await import('yazl');
  const { layer, crs, madeAt } = description;
  const zip = new yazl.ZipFile();
  const options = { mtime: madeAt, compressionLevel: COMPRESSION };
  const named = parts.map((part) => ({ part, name: parts.length === 1 ? layer.id : `${layer.id}_${part.id}` }));
  const reading: Readable[] = [];
  const add = (name: string, bytes: () => AsyncIterable<Uint8Array>): void =>
    zip.addReadStreamLazy(name, options, (take) => {
      const stream = Readable.from(bytes());
      reading.push(stream);
      take(null, stream);
    });
  zip.addBuffer(readMe(named, description, columns, names), 'README.txt', options);
  for (const { part, name } of named) {
    add(`${name}.shp`, () => readWhole(`${part.path}.shp`));
    add(`${name}.shx`, () => readWhole(`${part.path}.shx`));
    add(`${name}.dbf`, () => part.table.file(readWhole(`${part.path}.rows`), madeAt));
    zip.addBuffer(Buffer.from('UTF-8'), `${name}.cpg`, options);
    zip.addBuffer(Buffer.from(crs.esriWkt), `${name}.prj`, options);
  }
  zip.end();
  const { outputStream } = zip;
  if (!(outputStream instanceof Readable)) throw new TypeError('yazl gives a stream of Node.');
  zip.on('error', (error: Error) => outputStream.destroy(error));
  try {
    for await (const piece of outputStream) yield piece as Uint8Array;
  } finally {
    // What nobody reads to its end would keep its file open.
    for (const stream of reading) stream.destroy();
  }
}

function readMe(
  named: readonly { readonly part: Part; readonly name: string }[],
  description: FileDescription,
  columns: Columns,
  names: readonly string[],
): Buffer {
  const { lang, crs } = description;
  const facts = factsOf(description);
  const cutTexts = named.flatMap(({ part }) => part.table.cutTexts);
  const lines = [
    facts.title,
    facts.description,
    '',
    ...(['source', 'licence', 'made', 'selection'] as const).flatMap((key) =>
      facts[key] === null ? [] : [`${FORMATS_TEXT[key][lang]}: ${facts[key]}`],
    ),
    `${FORMATS_TEXT['crs-name'][lang]}: ${crs.name} (EPSG:${String(crs.srid)})`,
    '',
    FORMATS_TEXT['parts-intro'][lang],
    ...named.map(({ part, name }) => `${name}.shp\t${String(part.table.count)}`),
    '',
    FORMATS_TEXT['names-intro'][lang],
    FORMATS_TEXT['names-head'][lang],
    ...columns.list.map(({ name, title }, nth) => `${names[nth] ?? ''}\t${name}\t${title}`),
    ...(cutTexts.length === 0
      ? []
      : ['', FORMATS_TEXT['cut-texts'][lang], ...cutTexts.map(([field, count]) => `${field}: ${String(count)}`)]),
  ];
  return Buffer.from(`${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`);
}
