/** The geometries of a GeoParquet file: well-known binary, and a box beside each that readers skip row groups by. */
import type { ColumnSource, KeyValue, SchemaElement } from 'hyparquet-writer';
import { freeName } from './column-names.ts';
import { boxOf, hasHeights, isoWkb, join, NO_BOX, readShape } from './shape.ts';

const EDGES = ['xmin', 'ymin', 'xmax', 'ymax'] as const;

interface GeometryColumnOptions {
  /** Names of other columns, in small letters. The names of both columns are added. */
  readonly taken: Set<string>;
  /** As GeoParquet has it (PROJJSON); null for longitude and latitude of WGS 84. */
  readonly crs: object | null;
}

export class GeometryColumn {
  readonly #name: string;
  readonly #boxName: string;
  readonly #crs: object | null;
  readonly #types = new Set<string>();
  #around = NO_BOX;
  #geometries: (Uint8Array | null)[] = [];
  #boxes: (Readonly<Record<(typeof EDGES)[number], number>> | null)[] = [];

  constructor({ taken, crs }: GeometryColumnOptions) {
    this.#name = freeName('geometry', taken);
    this.#boxName = freeName('bbox', taken);
    taken.add(this.#name).add(this.#boxName);
    this.#crs = crs;
  }

  /**
   * The columns, as `schema` of the file lists them behind its root. GeoParquet wants both to be required or neither,
   * and an empty geometry has no box.
   */
  get schema(): readonly SchemaElement[] {
    return [
      { name: this.#name, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      { name: this.#boxName, repetition_type: 'OPTIONAL', num_children: EDGES.length },
      ...EDGES.map((name): SchemaElement => ({ name, type: 'DOUBLE', repetition_type: 'REQUIRED' })),
    ];
  }

  /** @returns bytes that the geometry takes */
  add(geometry: string | Uint8Array | null): number {
    if (geometry === null) {
      this.#geometries.push(null);
      this.#boxes.push(null);
      return 0;
    }
    const shape = readShape(geometry);
    const box = boxOf(shape);
    const wkb = isoWkb(geometry);
    this.#types.add(`${shape.type}${hasHeights(shape) ? ' Z' : ''}`);
    this.#around = join(this.#around, box);
    this.#geometries.push(wkb);
    this.#boxes.push(box[0] > box[2] ? null : { xmin: box[0], ymin: box[1], xmax: box[2], ymax: box[3] });
    return wkb.length;
  }

  /** The rows that were added since, as columns of a row group. */
  take(): readonly ColumnSource[] {
    const columns: ColumnSource[] = [
      // Every geometry is another one, and their bytes have no order.
      { name: this.#name, data: this.#geometries, encoding: 'PLAIN', statistics: false },
      { name: this.#boxName, data: this.#boxes },
    ];
    this.#geometries = [];
    this.#boxes = [];
    return columns;
  }

  /** What GeoParquet 1.1 asks of the file, once all rows were added. */
  metadata(): KeyValue {
    const geometry = {
      encoding: 'WKB',
      geometry_types: [...this.#types].toSorted(),
      ...(this.#crs === null ? {} : { crs: this.#crs }),
      ...(this.#around[0] > this.#around[2] ? {} : { bbox: this.#around }),
      covering: { bbox: Object.fromEntries(EDGES.map((edge) => [edge, [this.#boxName, edge]])) },
    };
    const value = { version: '1.1.0', primary_column: this.#name, columns: { [this.#name]: geometry } };
    return { key: 'geo', value: JSON.stringify(value) };
  }
}
