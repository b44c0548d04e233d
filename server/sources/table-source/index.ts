/** A table of somebody's database as the data of a layer. Nothing is written into it. */
import { queryablesOf } from '../../../tiles/filter/cql2/queryables.ts';
import { CHINA_TIME } from '../../../tiles/filter/cql2/time.ts';
import type { Cql2 } from '../../../tiles/filter/cql2/types.ts';
import type { Item } from '../../../tiles/api/wire.ts';
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import { mercatorZoom } from '../../../tiles/tile/matrix-set.ts';
import { compileCql2 } from '../../filter/compile.ts';
import type { Change } from '../../layers/change.ts';
import type {
  ColumnsPart,
  CountsQuery,
  EncodedTile,
  FacilitiesQuery,
  FeatureRow,
  FeaturesQuery,
  ItemsQuery,
  LayerExtent,
  LayerRevision,
  LayerSelection,
  LayerSource,
  LevelQuery,
  SearchFound,
  SearchQuery,
  TilePlace,
  TileRun,
  TileSelection,
  TileSession,
  VersionedJson,
} from '../../layers/source.ts';
import type { Database, Queryable, Session } from '../../platform/db/types.ts';
import { ApiError, BadParameter } from '../../platform/http/errors.ts';
import { pause } from '../../platform/pause.ts';
import { COUNTED_FROM_ROWS, CellsCache } from '../cells.ts';
import type { SourceTable } from '../table.ts';
import { watchOf, type TableWatch } from '../watch/index.ts';
import { boxesInMetres } from './box-metres.ts';
import { within } from './boundary.ts';
import { readTableFeatures } from './features.ts';
import { loadGround, type Ground } from './ground.ts';
import { tableRows } from './filter-rows.ts';
import { TABLE } from './messages.ts';
import { readTableAreas, readTableFacilities, searchTable, tableTilesOfLevel } from './hooks.ts';
import {
  countTable,
  estimateTable,
  readTableColumns,
  readTableItem,
  readTableItemsNear,
  readTableStats,
  type Condition,
  type TableReader,
} from './rows.ts';
import { TableSql } from './table-sql.ts';
import { readTableTile, type CountedCells } from './tile.ts';

export interface TableSourceOptions {
  /** Id of the layer whose data the table is. */
  readonly layer: string;
  /** The column of an attribute that is not called as its column. */
  readonly columns?: ReadonlyMap<string, string>;
  /** Who is named as the owner of every feature. */
  readonly owner: string;
  /** Of the city, by its name in the tz database; that of China where absent. */
  readonly timeZone?: string | undefined;
  /** The table has other columns now, or is gone: it has to be found anew. */
  readonly onSchemaChange?: () => void;
}

export function tableSource(table: SourceTable, database: Database, options: TableSourceOptions): LayerSource {
  return new TableSource(table, database, options);
}

/** Below this zoom a tile waits for the points to be counted; above it holds few enough to be read as they are. */
const WAITS_BELOW_ZOOM = 12;
/** How long an answer waits for a table to be counted: until then it tells what the database expects. */
const COUNT_PATIENCE_MS = 2000;

/** A whole layer by column is in memory, as is every different text of it: more would be a gigabyte and minutes. */
const MOST_ROWS_BY_COLUMN = 5_000_000;

class TableSource implements LayerSource {
  readonly id: string;
  readonly database: Database;
  readonly sourceName: string;
  readonly #table: TableSql;
  readonly #options: TableSourceOptions;
  readonly #openedAt = new Date();
  readonly #watch: TableWatch;
  #ground: Promise<Ground> | null = null;
  /** By the attributes that are added up. */
  #cells: { readonly sums: string; readonly cache: CellsCache } | null = null;
  #stats: { readonly revision: number; readonly value: Promise<LayerExtent> } | null = null;
  #count: number | null = null;

  constructor(table: SourceTable, database: Database, options: TableSourceOptions) {
    const { source, schema, table: name } = table.name;
    this.id = `${source}.${schema}.${name}`;
    this.database = database;
    this.sourceName = source;
    this.#options = options;
    this.#table = new TableSql(table, options.columns ?? new Map(), options.timeZone ?? CHINA_TIME);
    this.#watch = watchOf(database).add({
      name: table.name,
      layer: options.layer,
      toMetres: async (boxes) => boxesInMetres(database.background, await this.#groundOf(database), boxes),
      onChange: (boxes) => this.#cells?.cache.touch(boxes),
      onSchemaChange: options.onSchemaChange,
    });
  }

  get ageS(): number | null {
    return this.#watch.ageS;
  }

  get isLost(): boolean {
    return this.#watch.isLost;
  }

  tile(db: TileSession, place: TilePlace, { layers, asOf }: TileSelection): Promise<EncodedTile> {
    return this.#asked(async () => {
      if (asOf !== null) throw this.#hasNoHistory();
      const [selection] = layers;
      if (selection === undefined) return { bytes: Buffer.alloc(0), revisions: new Map() };
      // Known before the tile is made: what has changed since then may or may not be in it.
      const { revision } = this.#watch.current;
      const { table, ground } = await this.#reader(db);
      const condition = this.#condition(selection.layer, ground, selection.filter);
      const counted = await this.#countedCells(place, selection, ground, revision);
      const tile = { table, ground, place, selection, condition, counted };
      const bytes = await readTableTile(db, tile, { kind: 'tile' });
      return { bytes, revisions: new Map([[selection.layer.id, revision]]) };
    });
  }

  item(db: Queryable, layer: LayerDefinition, id: string): Promise<Item | null> {
    return this.#asked(async () => readTableItem(db, await this.#reader(db), layer, id));
  }

  items(db: Queryable, query: ItemsQuery): Promise<readonly (Item & { readonly distanceM: number })[]> {
    return this.#asked(async () => {
      const reader = await this.#reader(db);
      return readTableItemsNear(db, reader, query, this.#condition(query.layer, reader.ground, query.filter));
    });
  }

  features(db: Queryable, query: FeaturesQuery): Promise<readonly FeatureRow[]> {
    return this.#asked(async () => {
      if (query.asOf !== null) throw this.#hasNoHistory();
      const reader = await this.#reader(db);
      return readTableFeatures(db, reader, query, this.#condition(query.layer, reader.ground, query.filter));
    });
  }

  counts(db: Session, { layers, bbox, filters }: CountsQuery): Promise<ReadonlyMap<string, number>> {
    return this.#asked(async () => {
      const reader = await this.#reader(db);
      const counted = layers.map(async (layer) => {
        const condition = this.#condition(layer, reader.ground, filters.get(layer.id) ?? null);
        return [layer.id, await countTable(db, reader, bbox, condition)] as const;
      });
      return new Map(await Promise.all(counted));
    });
  }

  columns(
    db: Session,
    layer: LayerDefinition,
    properties: readonly string[],
    take: (part: ColumnsPart) => void,
    filter: Cql2 | null = null,
  ): Promise<void> {
    return this.#asked(async () => {
      const rows = this.#count ?? this.#table.table.estimatedRows ?? 0;
      if (filter === null && rows > MOST_ROWS_BY_COLUMN)
        throw new ApiError(422, 'too-many-features', TABLE['too-many-features'], {
          values: { layer: layer.id, count: Math.round(rows), most: MOST_ROWS_BY_COLUMN },
        });
      const reader = await this.#reader(db);
      const condition = this.#condition(layer, reader.ground, filter);
      return readTableColumns(db, reader, layer, properties, take, condition);
    });
  }

  stats(db: Queryable): Promise<ReadonlyMap<string, LayerExtent>> {
    return this.#asked(async () => {
      const { layer } = this.#options;
      const { revision } = await this.#watch.look();
      const reader = await this.#reader(db);
      if (this.#stats?.revision !== revision) {
        // By the database itself: the count goes on for others where the one who asked has left.
        const value = readTableStats(this.database, reader);
        this.#stats = { revision, value };
        value.then(
          ({ count }) => {
            this.#count = count;
          },
          () => {
            this.#stats = null;
          },
        );
      }
      const { done: late, stop } = pause(COUNT_PATIENCE_MS);
      const extent = await Promise.race([this.#stats.value, late]).finally(stop);
      return new Map([[layer, extent ?? (await estimateTable(db, reader))]]);
    });
  }

  facilities(db: Queryable, query: FacilitiesQuery): Promise<VersionedJson> {
    return this.#asked(async () => {
      const { revision } = await this.#watch.look();
      const reader = await this.#reader(db);
      const condition = this.#condition(query.layer, reader.ground, query.filter);
      return { revision, json: await readTableFacilities(db, reader, query, condition) };
    });
  }

  areas(db: Queryable): Promise<VersionedJson> {
    return this.#asked(async () => {
      const { revision } = await this.#watch.look();
      return { revision, json: await readTableAreas(db, await this.#reader(db)) };
    });
  }

  search(db: Queryable, query: SearchQuery): Promise<readonly SearchFound[]> {
    return this.#asked(async () => searchTable(db, await this.#reader(db), query));
  }

  tilesOfLevel(db: Queryable, query: LevelQuery): Promise<readonly TileRun[]> {
    return this.#asked(async () => tableTilesOfLevel(db, await this.#reader(db), query));
  }

  async revisions(): Promise<ReadonlyMap<string, LayerRevision>> {
    const { revision, changedAt } = await this.#watch.look();
    const { hasLooked, isLost, error } = this.#watch;
    if (error !== null && (isLost || !hasLooked)) throw error;
    return new Map([[this.#options.layer, { revision, changedAt }]]);
  }

  changes(_db: Queryable, known: ReadonlyMap<string, number>): Promise<readonly Change[]> {
    return this.#watch.changesSince(known.get(this.#options.layer));
  }

  #hasNoHistory(): BadParameter {
    return new BadParameter('datetime', TABLE['no-history'], { layer: this.#options.layer });
  }

  /** Null where the tile is made of the rows themselves. */
  async #countedCells(
    place: TilePlace,
    { layer, filter }: LayerSelection,
    ground: Ground,
    revision: number,
  ): Promise<CountedCells | null> {
    const table = this.#table;
    const rows = this.#count ?? table.table.estimatedRows ?? COUNTED_FROM_ROWS;
    if (filter !== null || layer.geometry !== 'Point' || !table.areSinglePoints || rows < COUNTED_FROM_ROWS)
      return null;
    const cache = this.#cellsOf(layer);
    const cells = cache.of(revision, this.database, { table, ground, layer, rows }, () =>
      this.#watch.change(null, this.#watch.current.revision + 1, false),
    );
    if (mercatorZoom(place.matrixSet, place.tile.z) < WAITS_BELOW_ZOOM) return (await cells)?.of(place, layer) ?? null;
    cells.catch(() => undefined);
    return cache.known(revision)?.of(place, layer) ?? null;
  }

  #cellsOf(layer: LayerDefinition): CellsCache {
    const sums = JSON.stringify(layer.sums ?? []);
    if (this.#cells?.sums !== sums) this.#cells = { sums, cache: new CellsCache() };
    return this.#cells.cache;
  }

  #asked<T>(work: () => Promise<T>): Promise<T> {
    const { name } = this.#table.table;
    return within({ name, layer: this.#options.layer, onChanged: () => this.#watch.suspect() }, work);
  }

  #groundOf(db: Queryable): Promise<Ground> {
    this.#ground ??= loadGround(db, this.#table.table.geometry).catch((error: unknown) => {
      this.#ground = null;
      throw error;
    });
    return this.#ground;
  }

  async #reader(db: Queryable): Promise<TableReader> {
    return {
      table: this.#table,
      ground: await this.#groundOf(db),
      owner: this.#options.owner,
      changedAt: this.#watch.current.changedAt ?? this.#openedAt,
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
