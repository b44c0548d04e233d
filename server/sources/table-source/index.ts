/** A table of somebody's database as the data of a layer. Nothing is written into it. */
import { queryablesOf } from '../../../tiles/filter/cql2/queryables.ts';
import { CHINA_TIME } from '../../../tiles/filter/cql2/time.ts';
import type { Cql2 } from '../../../tiles/filter/cql2/types.ts';
import type { Item } from '../../../tiles/api/wire.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { compileCql2 } from '../../filter/compile.ts';
import type {
  ColumnsPart,
  CountsQuery,
  EncodedTile,
  ItemsQuery,
  LayerExtent,
  LayerRevision,
  LayerSource,
  TilePlace,
  TileSelection,
  TileSession,
} from '../../layers/source.ts';
import type { Database, Queryable, Session } from '../../platform/db/types.ts';
import type { SourceTable } from '../table.ts';
import { loadGround, type Ground } from './ground.ts';
import { tableRows } from './filter-rows.ts';
import {
  countTable,
  readTableColumns,
  readTableItem,
  readTableItemsNear,
  readTableStats,
  type Condition,
  type TableReader,
} from './rows.ts';
import { TableSql } from './table-sql.ts';
import { readTableTile } from './tile.ts';

export interface TableSourceOptions {
  /** Id of the layer whose data the table is. */
  readonly layer: string;
  /** The column of an attribute that is not called as its column. */
  readonly columns?: ReadonlyMap<string, string>;
  /** Who is named as the owner of every feature. */
  readonly owner: string;
  /** Of the city, by its name in the tz database; that of China where absent. */
  readonly timeZone?: string | undefined;
}

export function tableSource(table: SourceTable, database: Database, options: TableSourceOptions): LayerSource {
  return new TableSource(table, database, options);
}

class TableSource implements LayerSource {
  readonly id: string;
  readonly database: Database;
  readonly #table: TableSql;
  readonly #options: TableSourceOptions;
  readonly #openedAt = new Date();
  #ground: Promise<Ground> | null = null;

  constructor(table: SourceTable, database: Database, options: TableSourceOptions) {
    const { source, schema, table: name } = table.name;
    this.id = `${source}.${schema}.${name}`;
    this.database = database;
    this.#options = options;
    this.#table = new TableSql(table, options.columns ?? new Map(), options.timeZone ?? CHINA_TIME);
  }

  async tile(db: TileSession, place: TilePlace, { layers }: TileSelection): Promise<EncodedTile> {
    const [selection] = layers;
    if (selection === undefined) return { bytes: Buffer.alloc(0), revisions: new Map() };
    // Known before the tile is made: what has changed since then may or may not be in it.
    const { revision } = this.#revision();
    const { table, ground } = await this.#reader(db);
    const condition = this.#condition(selection.layer, ground, selection.filter);
    const bytes = await readTableTile(db, { table, ground, place, selection, condition }, { kind: 'tile' });
    return { bytes, revisions: new Map([[selection.layer.id, revision]]) };
  }

  async item(db: Queryable, layer: LayerDefinition, id: string): Promise<Item | null> {
    return readTableItem(db, await this.#reader(db), layer, id);
  }

  async items(db: Queryable, query: ItemsQuery): Promise<readonly (Item & { readonly distanceM: number })[]> {
    const reader = await this.#reader(db);
    return readTableItemsNear(db, reader, query, this.#condition(query.layer, reader.ground, query.filter));
  }

  async counts(db: Session, { layers, bbox, filters }: CountsQuery): Promise<ReadonlyMap<string, number>> {
    const reader = await this.#reader(db);
    return new Map(
      await Promise.all(
        layers.map(async (layer) => {
          const condition = this.#condition(layer, reader.ground, filters.get(layer.id) ?? null);
          return [layer.id, await countTable(db, reader, bbox, condition)] as const;
        }),
      ),
    );
  }

  async columns(
    db: Session,
    layer: LayerDefinition,
    properties: readonly string[],
    take: (part: ColumnsPart) => void,
  ): Promise<void> {
    await readTableColumns(db, await this.#reader(db), layer, properties, take);
  }

  async stats(db: Queryable): Promise<ReadonlyMap<string, LayerExtent>> {
    return new Map([[this.#options.layer, await readTableStats(db, await this.#reader(db))]]);
  }

  revisions(): Promise<ReadonlyMap<string, LayerRevision>> {
    return Promise.resolve(new Map([[this.#options.layer, this.#revision()]]));
  }

  #revision(): LayerRevision {
    return { revision: 1, changedAt: this.#openedAt };
  }

  async #reader(db: Queryable): Promise<TableReader> {
    this.#ground ??= loadGround(db, this.#table.table.geometry).catch((error: unknown) => {
      this.#ground = null;
      throw error;
    });
    const { changedAt } = this.#revision();
    return {
      table: this.#table,
      ground: await this.#ground,
      owner: this.#options.owner,
      changedAt: changedAt ?? this.#openedAt,
    };
  }

  #condition(layer: LayerDefinition, ground: Ground, filter: Cql2 | null): Condition | null {
    if (filter === null) return null;
    return (params) => {
      const compiled = compileCql2(filter, {
        columns: queryablesOf(layer),
        firstParameter: params.values.length + 1,
        timeZone: this.#options.timeZone,
        rows: tableRows(this.#table, ground),
      });
      params.values.push(...compiled.params);
      return `(${compiled.sql})`;
    };
  }
}
