/**
 * Points of a large table by cell: what low zooms are drawn from without a look at each row. The table is read once for
 * all tiles; of a watched one only the cells that a change has touched are counted anew.
 */
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { CELLS_PER_TILE, clusterOver, LAST_CELL_LEVEL } from '../../tiles/tile/pyramid.ts';
import { HALF_WORLD_M, mercatorZoom } from '../../tiles/tile/matrix-set.ts';
import type { Bounds } from '../../tiles/tile/tile.ts';
import type { TilePlace } from '../layers/source.ts';
import { onlyRow, readNumber, readNumberOrNull, readText, readTextOrNull } from '../platform/db/rows.ts';
import { fill, loadSql } from '../platform/db/sql.ts';
import type { Queryable } from '../platform/db/types.ts';
import { degreesOf, type Ground } from './table-source/ground.ts';
import { named } from './table-source/names.ts';
import { Parameters } from './table-source/parameters.ts';
import { boxTable, gridPositions } from './table-source/positions.ts';
import { visible } from './table-source/rows.ts';
import type { TableSql } from './table-source/table-sql.ts';
import type { CountedCells } from './table-source/tile.ts';
import { cellsBox, GRID_BITS, tileParts } from './table-source/tile-parts.ts';

const LEVEL = loadSql('sources/table-source/sql/cell-level').text;
const CELLS = loadSql('sources/table-source/sql/cells').text;
const RECOUNT = loadSql('sources/table-source/sql/recount').text;

/** Tables of fewer rows are read for each tile: it takes some milliseconds. */
export const COUNTED_FROM_ROWS = 20_000;
const MOST_CELLS = 200_000;
const SAMPLE_ROWS = 20_000;
/** So many points of the sample to a cell on average: then the cells are not as many as the points. */
const POINTS_PER_CELL = 4;
/** A recount of more cells takes as long as a scan. */
const MOST_TOUCHED = 2000;
const CELL_BITS = Math.log2(CELLS_PER_TILE);
/** Points of clusters that are read as they are: so many anyway, and so many more for each cell of single points. */
const [READ_UP_TO, READ_PER_CELL] = [500, 20];
/** A table that changes all the time is read for no more than this share of the time. */
const REST = 4;

/** Cells of one level. */
interface Level {
  readonly byKey: Map<number, number>;
  /** One value a cell: cx, cy, count, and the sums of positions and of attributes. */
  readonly cx: number[];
  readonly cy: number[];
  readonly count: number[];
  readonly sums: number[][];
}

export interface CellsTable {
  readonly table: TableSql;
  readonly ground: Ground;
  readonly layer: LayerDefinition;
  readonly rows: number;
}

/** What one scan has found, and what was counted anew since then. */
export class Cells {
  /** The finest level that is known. */
  readonly level: number;
  /** Attributes that are added up. */
  readonly summed: readonly string[];
  readonly tookMs: number;
  readonly madeAtMs = performance.now();
  readonly #levels: Level[] = [];

  constructor(level: number, summed: readonly string[], lists: CellLists, tookMs: number) {
    this.level = level;
    this.summed = summed;
    this.tookMs = tookMs;
    const finest = emptyLevel(summed.length);
    addCells(finest, lists, level);
    this.#levels[level] = finest;
  }

  get size(): number {
    return this.#levels[this.level]?.count.length ?? 0;
  }

  /** Number of points. */
  get total(): number {
    return this.#levels[this.level]?.count.reduce((sum, count) => sum + count, 0) ?? 0;
  }

  /**
   * What of a tile is known; null where its cells are finer than those known, or hold so few points that each is read
   * in less time than its cell is looked for.
   */
  of({ matrixSet, tile }: TilePlace, layer: LayerDefinition): CountedCells | null {
    const wanted = Math.min(mercatorZoom(matrixSet, tile.z), LAST_CELL_LEVEL);
    if (wanted > this.level) return null;
    const level = this.#levelOf(wanted);
    const most = clusterOver(layer, matrixSet, tile.z);
    const found: { readonly world: number; readonly cx: number; readonly cy: number; readonly index: number }[] = [];
    const columns = 2 ** (wanted + CELL_BITS);
    let held = 0;
    let clustered = 0;
    for (const { world, cells } of tileParts({ matrixSet, tile })) {
      for (let cy = cells.north; cy <= cells.south; cy += 1) {
        for (let cx = cells.west; cx <= cells.east; cx += 1) {
          const index = level.byKey.get(cy * columns + cx);
          const count = index === undefined ? 0 : (level.count[index] ?? 0);
          if (index === undefined || count === 0) continue;
          found.push({ world, cx, cy, index });
          if (count <= most) continue;
          held += count;
          clustered += 1;
        }
      }
    }
    if (held < READ_UP_TO + READ_PER_CELL * (found.length - clustered)) return null;
    const clusters: CountedCells['clusters'][number][] = [];
    const sparse: CountedCells['sparse'][number][] = [];
    for (const { world, cx, cy, index } of found) {
      const cell = cx * 2 ** 26 + cy;
      const count = level.count[index] ?? 0;
      if (count <= most) {
        sparse.push({ world, cell, box: cellsBox({ west: cx, east: cx, north: cy, south: cy }, columns) });
        continue;
      }
      const [sumX = 0, sumY = 0, ...sums] = level.sums.map((list) => list[index] ?? 0);
      clusters.push({ world, cell, count, sumX, sumY, sums });
    }
    return { clusters, sparse, summed: this.summed };
  }

  /**
   * Cells of the finest level that boxes of EPSG:3857 (edges, one after the other) touch; null where they are too many.
   */
  touchedBy(boxes: readonly number[]): readonly { readonly cx: number; readonly cy: number }[] | null {
    const columns = 2 ** (this.level + CELL_BITS);
    const size = (2 * HALF_WORLD_M) / columns;
    const at = (metres: number): number => Math.max(0, Math.min(columns - 1, Math.floor(metres / size)));
    const found = new Map<number, { readonly cx: number; readonly cy: number }>();
    for (let index = 0; index + 3 < boxes.length; index += 4) {
      const [west = 0, south = 0, east = 0, north = 0] = boxes.slice(index, index + 4);
      // A hair wider, as other arithmetic has placed the edges.
      const [first, last] = [at(west + HALF_WORLD_M - size / 1000), at(east + HALF_WORLD_M + size / 1000)];
      const [top, bottom] = [at(HALF_WORLD_M - north - size / 1000), at(HALF_WORLD_M - south + size / 1000)];
      if ((last - first + 1) * (bottom - top + 1) > MOST_TOUCHED) return null;
      for (let cx = first; cx <= last; cx += 1)
        for (let cy = top; cy <= bottom; cy += 1) found.set(cy * columns + cx, { cx, cy });
      if (found.size > MOST_TOUCHED) return null;
    }
    return [...found.values()];
  }

  /** Takes over what some cells of the finest level hold now; those not in the lists hold nothing. */
  replace(cells: readonly { readonly cx: number; readonly cy: number }[], lists: CellLists): void {
    const finest = this.#levelOf(this.level);
    const columns = 2 ** (this.level + CELL_BITS);
    for (const { cx, cy } of cells) {
      const index = finest.byKey.get(cy * columns + cx);
      if (index === undefined) continue;
      finest.count[index] = 0;
      for (const list of finest.sums) list[index] = 0;
    }
    addCells(finest, lists, this.level);
    // Coarser levels are added up again when they are asked for.
    this.#levels.length = 0;
    this.#levels[this.level] = finest;
  }

  #levelOf(wanted: number): Level {
    const known = this.#levels[wanted];
    if (known !== undefined) return known;
    const finer = this.#levelOf(wanted + 1);
    const level = emptyLevel(this.summed.length);
    addCells(
      level,
      { cx: finer.cx.map((cx) => cx >> 1), cy: finer.cy.map((cy) => cy >> 1), count: finer.count, sums: finer.sums },
      wanted,
    );
    this.#levels[wanted] = level;
    return level;
  }
}

/** Cells by column; a cell may come several times, and is then added up. */
export interface CellLists {
  readonly cx: readonly number[];
  readonly cy: readonly number[];
  readonly count: readonly number[];
  /** Of positions from west and from north, then of each attribute. */
  readonly sums: readonly (readonly number[])[];
}

function emptyLevel(summed: number): Level {
  return { byKey: new Map(), cx: [], cy: [], count: [], sums: Array.from({ length: summed + 2 }, () => []) };
}

function addCells(level: Level, lists: CellLists, number: number): void {
  const columns = 2 ** (number + CELL_BITS);
  lists.cx.forEach((cx, place) => {
    const cy = lists.cy[place] ?? 0;
    const key = cy * columns + cx;
    let index = level.byKey.get(key);
    if (index === undefined) {
      index = level.count.length;
      level.byKey.set(key, index);
      level.cx.push(cx);
      level.cy.push(cy);
      level.count.push(0);
      for (const list of level.sums) list.push(0);
    }
    level.count[index] = (level.count[index] ?? 0) + (lists.count[place] ?? 0);
    level.sums.forEach((list, which) => {
      list[index] = (list[index] ?? 0) + (lists.sums[which]?.[place] ?? 0);
    });
  });
}

/** Reads a whole table. Null where its points lie in too many cells however coarse. Rejects as the query does. */
export async function scanCells(db: Queryable, cells: CellsTable): Promise<Cells | null> {
  const startedAtMs = performance.now();
  const { table, layer } = cells;
  const summed = (layer.sums ?? []).filter((name) => table.columnOf(name) !== undefined);
  const finest = await finestLevel(db, cells);
  const params = new Parameters();
  const text = fill(CELLS, {
    points: points(cells, summed, params, { from: table.from }),
    level: params.add(finest, 'int'),
    most: String(MOST_CELLS),
    ...sumParts(summed),
  });
  const row = onlyRow(await db.query(named(text), params.values, { kind: 'stats' }));
  const level = readNumberOrNull(row, 'level');
  const lists = readTextOrNull(row, 'cells');
  return level === null || lists === null
    ? null
    : new Cells(level, summed, readLists(lists), performance.now() - startedAtMs);
}

/** Counts some cells anew. Rejects as the query does. */
export async function recountCells(
  db: Queryable,
  { table, ground, layer, rows }: CellsTable,
  cells: Cells,
  touched: readonly { readonly cx: number; readonly cy: number }[],
): Promise<void> {
  if (touched.length === 0) return;
  const columns = 2 ** (cells.level + CELL_BITS);
  const params = new Parameters();
  const asked = boxTable(
    ground,
    table,
    touched.map(({ cx, cy }) => ({
      world: 0,
      cell: cx * 2 ** 26 + cy,
      box: degreesOf(cellsBox({ west: cx, east: cx, north: cy, south: cy }, columns) satisfies Bounds),
    })),
    params,
  );
  const text = fill(RECOUNT, {
    points: points({ table, ground, layer, rows }, cells.summed, params, { from: asked, cell: 'asked.cell' }),
    shift: params.add(GRID_BITS - CELL_BITS - cells.level, 'int'),
    ...sumParts(cells.summed),
  });
  const row = onlyRow(await db.query(named(text), params.values, { kind: 'stats' }));
  cells.replace(touched, readLists(readText(row, 'cells')));
}

async function finestLevel(db: Queryable, cells: CellsTable): Promise<number> {
  const { table, rows } = cells;
  const canSample =
    table.table.kind === 'table' || table.table.kind === 'materialized-view' || table.table.kind === 'partitioned';
  // A view cannot be sampled: cells of some two hundred metres suit a city, and are made coarser where they are too
  // many.
  if (!canSample) return 13;
  const share = Math.min(100, (100 * SAMPLE_ROWS) / Math.max(1, rows));
  const params = new Parameters();
  const from = `${table.from} tablesample system (${params.add(share, 'float8')}) repeatable (7)`;
  const text = fill(LEVEL, { points: points(cells, [], params, { from }) });
  const levels = await db.query(named(text), params.values, { kind: 'stats' });
  let finest = 3;
  for (const row of levels) {
    if (readNumber(row, 'cells') * POINTS_PER_CELL <= readNumber(row, 'points')) finest = readNumber(row, 'level') + 1;
  }
  return Math.min(18, finest + 1);
}

/** Positions of the rows that can be shown, and what they add to sums. */
function points(
  { table, ground }: CellsTable,
  summed: readonly string[],
  params: Parameters,
  { from, cell }: { readonly from: string; readonly cell?: string },
): string {
  const { gx, gy, geometry } = gridPositions(table, ground, 't."chengtu g"');
  const sums = summed.map((name, index) => {
    const column = table.columnOf(name);
    return `, ${column === undefined ? '0' : `coalesce(${table.summand(column)}, 0)`} as s${String(index)}`;
  });
  const names = summed.map((_, index) => `, s${String(index)}`).join('');
  return `select ${gx} as gx, ${gy} as gy${names}${cell === undefined ? '' : ', cell'} from (select ${geometry} as "chengtu g"${sums.join('')}${cell === undefined ? '' : `, ${cell} as cell`} from ${from} where ${visible({ table, ground }, params).join(' and ')} offset 0) as t`;
}

function sumParts(summed: readonly string[]): Readonly<Record<'sums' | 'parts' | 'names', string>> {
  const each = (of: (name: string) => string): string => summed.map((_, index) => of(`s${String(index)}`)).join('');
  return {
    sums: each((name) => `, sum(${name}) as ${name}`),
    parts: each((name) => `, sum(${name}) as ${name}`),
    names: each((name) => `, coalesce(json_agg(${name}), '[]')`),
  };
}

function readLists(text: string): CellLists {
  // The statements' heads promise this shape.
  const [cx = [], cy = [], count = [], ...sums] = JSON.parse(text) as readonly (readonly number[])[];
  return { cx, cy, count, sums };
}

/** Cells of one table, kept until its data change. */
export class CellsCache {
  #cells: Cells | null = null;
  #revision = -1;
  #making: { readonly revision: number; readonly promise: Promise<Cells | null> } | null = null;
  #isHopeless = false;
  #later: NodeJS.Timeout | null = null;
  /** Boxes touched since the cells were counted; null where only a scan can tell. */
  #touched: number[] | null = [];

  /** Notes what a change has touched, EPSG:3857. */
  touch(boxes: readonly number[] | null): void {
    if (boxes === null || (this.#touched?.length ?? 0) > 40_000) this.#touched = null;
    else this.#touched?.push(...boxes);
  }

  /** The cells as of a revision, where they are there already. */
  known(revision: number): Cells | null {
    return this.#revision === revision ? this.#cells : null;
  }

  /**
   * The cells as of a revision. Where the table changes so often that it would be read all the time, they are those of
   * a while ago, and `onRenewed` is called once newer ones are there.
   */
  async of(revision: number, db: Queryable, table: CellsTable, onRenewed: () => void): Promise<Cells | null> {
    if (this.#isHopeless) return null;
    if (this.#cells !== null && this.#revision === revision) return this.#cells;
    const cells = this.#cells;
    if (this.#making?.revision === revision) return this.#making.promise;
    if (cells !== null && this.#touched === null) {
      const waitMs = cells.madeAtMs + cells.tookMs * (1 + REST) - performance.now();
      if (waitMs > 0) {
        if (this.#later !== null) return cells;
        this.#later = setTimeout(() => {
          this.#later = null;
          onRenewed();
        }, waitMs).unref();
        return cells;
      }
    }
    const promise = this.#make(revision, db, table).finally(() => {
      if (this.#making?.promise === promise) this.#making = null;
    });
    this.#making = { revision, promise };
    return promise;
  }

  async #make(revision: number, db: Queryable, table: CellsTable): Promise<Cells | null> {
    // Others may be at it with an older revision: one scan at a time.
    await this.#making?.promise.catch(() => null);
    const touched = this.#touched;
    this.#touched = [];
    try {
      const cells = this.#cells;
      const anew = cells === null || touched === null ? null : cells.touchedBy(touched);
      if (cells !== null && anew !== null) await recountCells(db, table, cells, anew);
      else {
        this.#cells = await scanCells(db, table);
        this.#isHopeless = this.#cells === null;
      }
      this.#revision = revision;
      return this.#cells;
    } catch (error) {
      // What was touched is not known any more.
      this.#touched = null;
      throw error;
    }
  }
}
