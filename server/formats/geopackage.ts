/** GeoPackage 1.3 with an R-tree, titles of columns, and where the data comes from. */
import { join as joinPath } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Database, SQLiteValue, Statement } from 'node-sqlite3-wasm';
import { fill as fillText } from '../../tiles/i18n.ts';
import { fill, loadSql } from '../platform/db/sql.ts';
import { distinctNames, freeName } from './column-names.ts';
import { CRS84 } from './crs.ts';
import {
  Columns,
  doubleOf,
  flagOf,
  isoOf,
  textOf,
  wholeOf,
  type ColumnKind,
  type FileColumn,
  type FileDescription,
  type Pages,
  type Value,
} from './description.ts';
import { factsOf } from './facts.ts';
import { FORMATS_TEXT } from './messages.ts';
import { boxAt, hilbertOrder, levelsAbove, MOST_INDEXED, NumberColumns } from './packed-boxes.ts';
import { boxOf, hasHeights, isoWkb, join, NO_BOX, readShape, type Box, type Shape, type ShapeType } from './shape.ts';
import { byFolder, inParts, readWhole } from './temporary.ts';

const TABLES = loadSql('formats/sql/geopackage').text;
const INDEX = loadSql('formats/sql/geopackage-index').text;

const TYPES: Readonly<Record<ColumnKind, string>> = {
  text: 'TEXT',
  integer: 'INTEGER',
  number: 'REAL',
  boolean: 'BOOLEAN',
  date: 'DATE',
  time: 'DATETIME',
};

export function writeGeoPackage(
  description: FileDescription,
  pages: Pages,
  mostIndexed = MOST_INDEXED,
): AsyncGenerator<Uint8Array, void> {
  return byFolder(async (folder) => {
    const path = joinPath(folder, 'layer.gpkg');
    // Only who writes such a file waits for SQLite to be compiled.
    const { default: sqlite } = await import('node-sqlite3-wasm');
    const database = new sqlite.Database(path);
    try {
      // Nobody needs the file before it is whole, so it takes no journal.
      database.exec('pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive; begin');
      await new GeoPackage(database, description, mostIndexed).write(pages);
      database.exec('commit');
    } finally {
      database.close();
    }
    return readWhole(path);
  });
}

class GeoPackage {
  readonly #database: Database;
  readonly #description: FileDescription;
  readonly #mostIndexed: number;
  readonly #columns: Columns;
  readonly #names: readonly string[];
  readonly #key: string;
  readonly #geometry: string;
  readonly #table: string;
  readonly #boxes = new NumberColumns(4);
  readonly #types = new Set<ShapeType>();
  #hasZ = false;
  #box: Box = NO_BOX;
  #count = 0;

  constructor(database: Database, description: FileDescription, mostIndexed: number) {
    this.#database = database;
    this.#description = description;
    this.#mostIndexed = mostIndexed;
    this.#columns = new Columns(description);
    this.#names = distinctNames(this.#columns.list.map(({ name }) => name));
    const taken = new Set(this.#names.map((name) => name.toLowerCase()));
    this.#key = freeName('fid', taken);
    this.#geometry = freeName('geom', taken);
    this.#table = description.layer.id;
  }

  async write(pages: Pages): Promise<void> {
    const columns = this.#columns.list;
    this.#database.exec(TABLES);
    const declared = columns.map(({ kind }, nth) => `${quoted(this.#names[nth] ?? '')} ${TYPES[kind]}`);
    // The type of the geometries is known at the end; SQLite takes any in any column.
    this.#database.exec(
      `create table ${quoted(this.#table)} (${quoted(this.#key)} integer primary key autoincrement not null, ` +
        `${quoted(this.#geometry)} GEOMETRY, ${declared.join(', ')})`,
    );
    const places = [this.#key, this.#geometry, ...this.#names].map(() => '?').join(', ');
    const insert = this.#database.prepare(`insert into ${quoted(this.#table)} values (${places})`);
    try {
      for await (const rows of inParts(pages)) {
        for (const row of rows) {
          const shape = readShape(row.geometry);
          const values = this.#columns.values(row);
          const box = boxOf(shape);
          this.#note(shape, box);
          insert.run([
            this.#count,
            this.#blobOf(row.geometry, shape, box),
            ...columns.map((column, nth) => this.#cellOf(values[nth] ?? null, column, row.id)),
          ]);
        }
      }
    } finally {
      insert.finalize();
    }
    this.#describe();
    if (this.#count <= this.#mostIndexed) await this.#writeIndex();
  }

  #note(shape: Shape, box: Box): void {
    this.#count += 1;
    this.#types.add(shape.type);
    this.#hasZ ||= hasHeights(shape);
    this.#box = join(this.#box, box);
    if (this.#count <= this.#mostIndexed) this.#boxes.add(box);
    else this.#boxes.clear();
  }

  /** Well-known binary behind a head of GeoPackage's own, with the box of all but points. */
  #blobOf(geometry: string | Uint8Array, shape: Shape, box: Box): Uint8Array {
    const isEmpty = box[0] > box[2];
    const hasBox = !isEmpty && shape.type !== 'Point';
    const bytes = isoWkb(geometry);
    const blob = Buffer.allocUnsafe((hasBox ? 40 : 8) + bytes.length);
    blob.write('GP\0', 0, 'latin1');
    blob.writeUInt8(1 | (hasBox ? 2 : 0) | (isEmpty ? 16 : 0), 3);
    blob.writeInt32LE(this.#description.crs.srid, 4);
    if (hasBox)
      for (const [nth, edge] of [box[0], box[2], box[1], box[3]].entries()) blob.writeDoubleLE(edge, 8 + nth * 8);
    blob.set(bytes, hasBox ? 40 : 8);
    return blob;
  }

  #cellOf(value: Value, column: FileColumn, id: string): SQLiteValue {
    switch (column.kind) {
      case 'integer':
        return wholeOf(value, column, id);
      case 'number':
        return doubleOf(value, column, id);
      case 'boolean': {
        const flag = flagOf(value, column, id);
        return flag === null ? null : Number(flag);
      }
      case 'date':
      case 'time':
        return isoOf(value, column, this.#description.layer.timeZone);
      case 'text':
        return textOf(value);
    }
  }

  #describe(): void {
    const { crs, lang } = this.#description;
    // WGS 84 has to be there, whatever is used.
    for (const { name, srid: id, wkt } of new Set([crs, CRS84]))
      this.#run('insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, null)', [name, id, 'EPSG', id, wkt]);
    const facts = factsOf(this.#description);
    const lacksIndex = this.#count > this.#mostIndexed;
    const says = [
      facts.description,
      ...(['source', 'licence', 'selection'] as const).flatMap((key) =>
        facts[key] === null ? [] : [`${FORMATS_TEXT[key][lang]}: ${facts[key]}`],
      ),
      ...(lacksIndex ? [fillText(FORMATS_TEXT['no-index'][lang], { most: this.#mostIndexed })] : []),
    ];
    const box = this.#box[0] > this.#box[2] ? [null, null, null, null] : this.#box;
    this.#run('insert into gpkg_contents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
      this.#table,
      'features',
      facts.title,
      says.join('\n'),
      facts.made,
      ...box,
      crs.srid,
    ]);
    const [type] = this.#types;
    const isUniform = this.#types.size === 1 && type !== undefined && type !== 'GeometryCollection';
    this.#run('insert into gpkg_geometry_columns values (?, ?, ?, ?, ?, 0)', [
      this.#table,
      this.#geometry,
      isUniform ? type.toUpperCase() : 'GEOMETRY',
      crs.srid,
      // 2: some may have heights.
      this.#hasZ ? 2 : 0,
    ]);
    this.#writeTitles();
    this.#writeMetadata(facts.title, facts);
  }

  #writeTitles(): void {
    const { lang } = this.#description;
    for (const [nth, { title, attribute }] of this.#columns.list.entries()) {
      const values = [this.#table, this.#names[nth] ?? '', title, attribute?.description?.[lang] ?? null];
      this.#run('insert into gpkg_data_columns values (?, ?, null, ?, ?, null, null)', values);
    }
    for (const table of ['gpkg_data_columns', 'gpkg_data_column_constraints'])
      this.#extend(table, null, 'gpkg_schema', 'extension_schema', 'read-write');
  }

  #writeMetadata(name: string, { description, source, licence, made, selection }: ReturnType<typeof factsOf>): void {
    const metadata = {
      '@context': 'https://schema.org',
      '@type': 'Dataset',
      name,
      description,
      creditText: source,
      license: licence,
      dateCreated: made,
      ...(selection === null ? {} : { disambiguatingDescription: selection }),
    };
    this.#run('insert into gpkg_metadata values (1, ?, ?, ?, ?)', [
      'dataset',
      'https://schema.org/Dataset',
      'application/ld+json',
      JSON.stringify(metadata),
    ]);
    this.#run('insert into gpkg_metadata_reference values (?, ?, null, null, ?, 1, null)', [
      'table',
      this.#table,
      made,
    ]);
    for (const table of ['gpkg_metadata', 'gpkg_metadata_reference'])
      this.#extend(table, null, 'gpkg_metadata', 'extension_metadata', 'read-write');
  }

  #extend(table: string, column: string | null, name: string, part: string, scope: string): void {
    const definition = `http://www.geopackage.org/spec130/#${part}`;
    this.#run('insert into gpkg_extensions values (?, ?, ?, ?, ?)', [table, column, name, definition, scope]);
  }

  async #writeIndex(): Promise<void> {
    const tree = `rtree_${this.#table}_${this.#geometry}`;
    const triggers = ['insert', 'update1', 'update2', 'update3', 'update4', 'delete'];
    const parts = [...triggers, 'node', 'rowid', 'parent'].map((part) => [part, quoted(`${tree}_${part}`)]);
    this.#database.exec(
      fill(INDEX, {
        ...Object.fromEntries(parts),
        tree: quoted(tree),
        name: literal(tree),
        treeText: literal(quoted(tree)),
        table: quoted(this.#table),
        geometry: quoted(this.#geometry),
        key: quoted(this.#key),
      }),
    );
    this.#extend(this.#table, this.#geometry, 'gpkg_rtree_index', 'extension_rtree', 'write-only');
    const insert = (part: string): Statement =>
      this.#database.prepare(`insert into ${quoted(`${tree}_${part}`)} values (?, ?)`);
    const [node, rowid, parent] = [insert('node'), insert('rowid'), insert('parent')];
    try {
      await writeTree(this.#boxes, this.#box, {
        node: (number, bytes) => node.run([number, bytes]),
        rowid: (feature, number) => rowid.run([feature, number]),
        parent: (number, above) => parent.run([number, above]),
      });
    } finally {
      for (const statement of [node, rowid, parent]) statement.finalize();
    }
  }

  #run(sql: string, values: readonly SQLiteValue[]): void {
    this.#database.run(sql, [...values]);
  }
}

/** Bytes of a node for pages of 4096 bytes, and the children that it has room for: rtree.c of SQLite. */
const NODE = { bytes: 1228, children: 51, headBytes: 4, childBytes: 24 } as const;

const NODES_AT_ONCE = 20;

interface TreeTables {
  readonly node: (number: number, bytes: Uint8Array) => void;
  readonly rowid: (feature: number, node: number) => void;
  readonly parent: (node: number, above: number) => void;
}

/** Writes a packed tree over features numbered from 1. Empty geometries are not in it. */
async function writeTree(boxes: NumberColumns, around: Box, tables: TreeTables): Promise<void> {
  const order = (await hilbertOrder(boxes, around)).filter((nth) => boxes.get(nth, 0) <= boxes.get(nth, 2));
  const leaf = (nth: number): Box => boxAt(boxes, order[nth] as number);
  // A tree of nothing has a root with nothing in it.
  const levels = order.length === 0 ? [[NO_BOX]] : levelsAbove(leaf, order.length, NODE.children);
  const sizes = levels.map((level) => level.length);
  /** Numbers of the first nodes: the root is 1. */
  const first = sizes.map((_, nth) => 1 + sizes.slice(nth + 1).reduce((sum, size) => sum + size, 0));
  for (const [height, level] of levels.entries()) {
    const below = height === 0 ? order.length : (sizes[height - 1] ?? 0);
    for (const nth of level.keys()) {
      const number = (first[height] ?? 0) + nth;
      const start = nth * NODE.children;
      const count = Math.max(0, Math.min(NODE.children, below - start));
      const bytes = Buffer.alloc(NODE.bytes);
      // Only the root tells how high the tree is.
      bytes.writeUInt16BE(number === 1 ? levels.length - 1 : 0, 0);
      bytes.writeUInt16BE(count, 2);
      for (let child = start; child < start + count; child += 1) {
        const id = height === 0 ? (order[child] as number) + 1 : (first[height - 1] ?? 0) + child;
        writeChild(
          bytes,
          NODE.headBytes + (child - start) * NODE.childBytes,
          id,
          boxOfChild(levels, height, child, leaf),
        );
        if (height === 0) tables.rowid(id, number);
        else tables.parent(id, number);
      }
      tables.node(number, bytes);
      // Others get their turn on the thread in between.
      if (nth % NODES_AT_ONCE === NODES_AT_ONCE - 1) await setImmediate();
    }
  }
}

function boxOfChild(
  levels: readonly (readonly Box[])[],
  height: number,
  child: number,
  leaf: (nth: number) => Box,
): Box {
  return height === 0 ? leaf(child) : (levels[height - 1]?.[child] ?? NO_BOX);
}

function writeChild(bytes: Buffer, at: number, id: number, [minX, minY, maxX, maxY]: Box): void {
  bytes.writeBigInt64BE(BigInt(id), at);
  bytes.writeFloatBE(rounded(minX, -1), at + 8);
  bytes.writeFloatBE(rounded(maxX, 1), at + 12);
  bytes.writeFloatBE(rounded(minY, -1), at + 16);
  bytes.writeFloatBE(rounded(maxY, 1), at + 20);
}

const FLOAT = new Float32Array(1);
const BITS = new Int32Array(FLOAT.buffer);

/** The nearest number of four bytes that is not inside of the box. */
function rounded(value: number, away: 1 | -1): number {
  const near = Math.fround(value);
  if (near === value || near > value === away > 0) return near;
  FLOAT[0] = near;
  // The bits of numbers of a sign are in their order. Beside zero lies the smallest number there is.
  if (near === 0) return away * 1.401298464324817e-45;
  BITS[0] = (BITS[0] as number) + (near > 0 === away > 0 ? 1 : -1);
  return FLOAT[0];
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
