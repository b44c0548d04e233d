/** The databases whose tables are layers: opened, read, and kept in the registry of layers while the service runs. */
import type { FunctionInfo } from '../../tiles/api/layers.ts';
import type { FunctionLayer, TableLayer } from '../../tiles/layer/layer-schema.ts';
import type { LayerDefinition, Text } from '../../tiles/layer/layer.ts';
import { layerErrors } from '../layers/catalogue-check.ts';
import type { Catalogue } from '../layers/catalogue.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { LayerSource } from '../layers/source.ts';
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import type { Database } from '../platform/db/types.ts';
import type { Log } from '../platform/log/log.ts';
import { bothLanguages } from '../platform/messages/index.ts';
import { ATTRIBUTE_NAME } from './attributes.ts';
import { colorOf } from './colors.ts';
import { tableDefinition } from './definition.ts';
import { findTable, type FoundTable, type LookOptions } from './found-table.ts';
import { functionDefinition } from './function-source/definition.ts';
import { functionSource } from './function-source/index.ts';
import { FUNCTION_OBSTACLES } from './function-source/messages.ts';
import {
  functionObstacles,
  readableFunction,
  tileFunctions,
  type TileFunction,
} from './function-source/tile-function.ts';
import { introspect, type Relation } from './introspect.ts';
import { layerIds } from './layer-ids.ts';
import { OBSTACLES, UNUSABLE } from './messages.ts';
import { advicesOf, obstaclesOf, type Obstacle, type ObstacleContext } from './obstacles.ts';
import type { SourceSettings } from './settings.ts';
import { openSource, UnusableSource, type SourceDatabase } from './source-database.ts';
import type { SourceTable, TableName } from './table.ts';
import { formatTableName, parseTableName, readableRelation } from './table-name.ts';

/** Makes the data of a layer out of a table. */
export type MakeTableSource = (
  table: SourceTable,
  database: Database,
  options: {
    /** Id of the layer. */
    readonly layer: string;
    /** The column of each attribute. */
    readonly columns: ReadonlyMap<string, string>;
    readonly owner: string;
    readonly timeZone: string;
    /** The table has other columns now, or is gone. */
    readonly onSchemaChange: () => void;
  },
) => LayerSource;

export interface SourcesParts {
  readonly settings: readonly SourceSettings[];
  readonly catalogue: Pick<Catalogue, 'layers' | 'tables' | 'functions' | 'city'>;
  readonly registry: LayerRegistry;
  readonly tableSource: MakeTableSource;
  readonly log: Log;
  readonly statementTimeoutMs: number;
  readonly look?: LookOptions;
}

/** How a source is: `reading` before its first answer, `lost` where it cannot be reached now. */
export type SourceState = 'reading' | 'open' | 'lost' | 'unusable' | 'failed';

export interface SourceReport {
  readonly name: string;
  readonly title: Text;
  readonly state: SourceState;
  /** What is wrong, and what to do; null where it is open. */
  readonly problem: Text | null;
  /** The error itself, for whoever runs the service. */
  readonly error: unknown;
  /** Role that reads, where it is known. */
  readonly role: string | null;
  readonly tables: readonly TableReport[];
  readonly functions: readonly FunctionReport[];
  /** Schemas of the settings that have no table with a geometry. */
  readonly missingSchemas: readonly string[];
  /** Layer files of tables and functions that are not there. */
  readonly missing: readonly { readonly id: string; readonly table: string; readonly text: Text }[];
}

export interface TableReport {
  readonly table: SourceTable;
  /** Id that the layer has, or would have without the obstacles. */
  readonly layer: string;
  readonly obstacles: readonly Obstacle[];
  readonly advices: readonly Obstacle[];
}

export interface FunctionReport extends Pick<FunctionInfo, 'layer' | 'obstacles' | 'advices'> {
  readonly tileFunction: TileFunction;
}

/** Looks that keep nobody waiting at a start. */
const LOOK: LookOptions = { rows: 500, timeoutMs: 2000 };
const TABLES_AT_ONCE = 4;
/** A lost source is tried again, and an open one looked at for new and changed tables. */
const AGAIN_MS = { lost: 5000, open: 30_000 } as const;
/** More layers would hide each other when the map opens. */
const MOST_AT_START = 4;
/** A table, and the layer file that speaks of it. */
interface Candidate {
  readonly found: FoundTable;
  readonly file: TableLayer | undefined;
}

/** A function, and the layer file that speaks of it. */
interface FunctionCandidate {
  readonly tileFunction: TileFunction;
  readonly file: FunctionLayer | undefined;
}

interface Served {
  /** Of what the source is made from. */
  readonly key: string;
  /** The layer's, as JSON. */
  readonly definition: string;
  readonly source: LayerSource;
}

/** One database, and what was read of it last. */
class Source {
  readonly settings: SourceSettings;
  readonly database: SourceDatabase;
  state: SourceState = 'reading';
  problem: Text | null = null;
  error: unknown = null;
  role: string | null = null;
  candidates: readonly Candidate[] = [];
  functions: readonly FunctionCandidate[] = [];
  missing: SourceReport['missing'] = [];
  missingSchemas: readonly string[] = [];
  /** What was found of a relation whose catalog rows are the same still. */
  known: ReadonlyMap<string, FoundTable> = new Map();
  reading: Promise<void> | null = null;
  /** Something has changed since the reading in progress began. */
  isOutdated = false;
  timer: NodeJS.Timeout | null = null;

  constructor(settings: SourceSettings, statementTimeoutMs: number) {
    this.settings = settings;
    this.database = openSource(settings, statementTimeoutMs);
  }
}

/**
 * Never rejects for a database that cannot be reached or used: its report says why, everything else goes on, and it is
 * tried again.
 */
export class Sources {
  readonly #parts: SourcesParts;
  readonly #sources: readonly Source[];
  readonly #served = new Map<string, Served>();
  #reports = new Map<string, readonly TableReport[]>();
  #functionReports = new Map<string, readonly FunctionReport[]>();
  #isClosed = false;

  constructor(parts: SourcesParts) {
    this.#parts = parts;
    const { settings, registry, statementTimeoutMs, catalogue, log } = parts;
    this.#sources = settings.map((each) => new Source(each, statementTimeoutMs));
    registry.setThemes(settings.map(({ name, title }) => ({ id: themeOf(name), title, nearby: true })));
    for (const { name } of settings) registry.expect(name);
    const names = new Set(settings.map(({ name }) => name));
    const files = [
      ...catalogue.tables.map(({ id, table }) => ({ id, of: table })),
      ...catalogue.functions.map(({ id, function: of }) => ({ id, of })),
    ];
    const strays = files.filter(({ of }) => !names.has(parseTableName(of)?.source ?? ''));
    if (strays.length > 0) log.warn('layer-files-without-source', { layers: strays.map(({ id }) => id) });
  }

  get databases(): readonly SourceDatabase[] {
    return this.#sources.map(({ database }) => database);
  }

  /** Reads all sources. Resolves once each was tried; those that are lost are tried again by themselves. */
  async start(): Promise<void> {
    await Promise.all(this.#sources.map((source) => this.#read(source)));
  }

  /** Reads a source anew, as after its schema has changed; all of them without a name. */
  async refresh(name?: string): Promise<void> {
    await Promise.all(
      this.#sources.filter((each) => name === undefined || each.settings.name === name).map((each) => this.#read(each)),
    );
  }

  reports(): readonly SourceReport[] {
    return this.#sources.map(({ settings: { name, title }, state, problem, error, role, missing, missingSchemas }) => ({
      name,
      title,
      state,
      problem,
      error,
      role,
      tables: this.#reports.get(name) ?? [],
      functions: this.#functionReports.get(name) ?? [],
      missingSchemas,
      missing,
    }));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { timer } of this.#sources) if (timer !== null) clearTimeout(timer);
    await Promise.all(
      this.#sources.map(async ({ reading, database }) => {
        await database.close();
        await reading;
      }),
    );
  }

  /** What is being read may not have what has changed just now. */
  #readAgain(source: Source): void {
    source.isOutdated = true;
    void this.#read(source);
  }

  #read(source: Source): Promise<void> {
    if (source.reading === null) source.isOutdated = false;
    source.reading ??= this.#readOnce(source).finally(() => {
      source.reading = null;
      if (source.timer !== null) clearTimeout(source.timer);
      if (this.#isClosed) return;
      const inMs = source.isOutdated ? 0 : source.state === 'open' ? AGAIN_MS.open : AGAIN_MS.lost;
      source.timer = setTimeout(() => void this.#read(source), inMs).unref();
    });
    return source.reading;
  }

  async #readOnce(source: Source): Promise<void> {
    const { settings, database } = source;
    const { registry, log } = this.#parts;
    const before = source.state;
    try {
      source.role = (await database.ask()).role;
      const relations = await introspect(database, settings.name, settings.schemas);
      const functions = await tileFunctions(database, settings.name, settings.schemas);
      await this.#find(source, relations);
      this.#findFunctions(source, functions);
      if (this.#isClosed) return;
      Object.assign(source, { state: 'open', problem: null, error: null });
      registry.expectNoLonger(settings.name);
      this.#apply();
      const tables = this.#reports.get(settings.name) ?? [];
      const served = tables.filter(({ obstacles }) => obstacles.length === 0).length;
      if (before !== 'open')
        log.info('source-read', { source: settings.name, served, notServed: tables.length - served });
    } catch (error) {
      if (this.#isClosed) return;
      Object.assign(source, { ...stateOf(error, settings.name), error });
      // Only one that cannot be reached may have layers that nobody knows.
      if (source.state !== 'lost') registry.expectNoLonger(settings.name);
      if (before !== source.state) log.warn('source-unread', { source: settings.name, state: source.state, error });
    }
  }

  async #find(source: Source, relations: readonly Relation[]): Promise<void> {
    const { catalogue, look = LOOK } = this.#parts;
    const files = catalogue.tables.filter((file) => parseTableName(file.table)?.source === source.settings.name);
    const byTable = new Map<string, TableLayer[]>();
    for (const file of files) {
      const name = parseTableName(file.table);
      if (name !== null) byTable.set(formatTableName(name), [...(byTable.get(formatTableName(name)) ?? []), file]);
    }
    const wanted = relations.flatMap((relation) => {
      const own = byTable.get(formatTableName(relation.name));
      byTable.delete(formatTableName(relation.name));
      return (own ?? [undefined]).map((file) => ({ relation, file }));
    });
    const known = new Map<string, FoundTable>();
    const found = await inParts(wanted, TABLES_AT_ONCE, async ({ relation, file }): Promise<Candidate> => {
      const { statistics: _, estimatedRows, ...catalog } = relation;
      // Statistics change with each analyze: they count anew where the table has become four times as large.
      const size = Math.round(Math.log((estimatedRows ?? 0) + 1) / Math.log(4));
      const key = JSON.stringify([catalog, file?.id, size]);
      const before = source.known.get(key);
      const table = before ?? (await findTable(source.database, relation, file ?? {}, look));
      // What stands in the way may have been removed from the rows meanwhile.
      if (obstaclesOf(table, this.#context(source, '')).length === 0) known.set(key, table);
      return { found: table, file };
    });
    source.known = known;
    source.candidates = found;
    source.missing = [...byTable.values()]
      .flat()
      .map(({ id, table }) => ({ id, table, text: bothLanguages(UNUSABLE['no-table'], { id, table }) }));
    const schemas = new Set(relations.map(({ name }) => name.schema));
    source.missingSchemas = (source.settings.schemas ?? []).filter((schema) => !schemas.has(schema));
  }

  #findFunctions(source: Source, functions: readonly TileFunction[]): void {
    const files = this.#parts.catalogue.functions.flatMap((file) => {
      const name = parseTableName(file.function);
      return name?.source === source.settings.name ? [{ file, name }] : [];
    });
    const isOf = ({ schema, name }: TileFunction, { name: named }: (typeof files)[number]): boolean =>
      named.schema === schema && named.table === name;
    source.functions = functions.flatMap((tileFunction) => {
      const own = files.filter((file) => isOf(tileFunction, file));
      return (own.length === 0 ? [undefined] : own).map((each) => ({ tileFunction, file: each?.file }));
    });
    const missing = files.filter((file) => !functions.some((tileFunction) => isOf(tileFunction, file)));
    source.missing = [
      ...source.missing,
      ...missing.map(({ file: { id, function: table } }) => ({
        id,
        table,
        text: bothLanguages(FUNCTION_OBSTACLES['no-function'], { id, function: table }),
      })),
    ];
  }

  /** Makes the registry hold what all sources have. */
  #apply(): void {
    const { registry, catalogue } = this.#parts;
    const files = [...catalogue.tables, ...catalogue.functions];
    const candidates = this.#sources.flatMap((source) => source.candidates.map((each) => ({ source, ...each })));
    const taken = new Set([...catalogue.layers, ...files].map(({ id }) => id));
    const nameless = candidates.filter(({ file }) => file === undefined).map(({ found }) => found.table.name);
    const ids = layerIds(nameless, taken);
    const known = candidates.map((each) => ({
      ...each,
      id: each.file?.id ?? ids.get(formatTableName(each.found.table.name)) ?? '',
    }));
    const withObstacles = known.map((each) => ({
      ...each,
      obstacles: obstaclesOf(each.found, this.#context(each.source, each.id)),
    }));
    const free = withObstacles.filter(({ obstacles }) => obstacles.length === 0);
    const served = new Set<string>();
    const reports = new Map<string, TableReport[]>();
    for (const { source, found, file, id, obstacles } of withObstacles) {
      let all = obstacles;
      if (all.length === 0) {
        const { layer, columns } = tableDefinition(found, {
          id,
          color: colorOf(id),
          settings: source.settings,
          theme: themeOf(source.settings.name),
          shownAtStart: free.length <= MOST_AT_START,
          file,
        });
        const errors = [...layerErrors(layer, id, registry.themes, ATTRIBUTE_NAME)];
        if (errors.length > 0) all = [badFile(found, id, errors)];
        else {
          served.add(id);
          this.#set(source, found.table, layer, columns);
        }
      }
      // Nobody is told of a table that is not to be seen.
      if (file?.visibility === 'internal') continue;
      const advices = all.length > 0 ? [] : advicesOf(found, this.#context(source, id));
      const own = reports.get(source.settings.name) ?? [];
      reports.set(source.settings.name, [...own, { table: found.table, layer: id, obstacles: all, advices }]);
    }
    this.#applyFunctions(new Set([...taken, ...ids.values()]), served);
    for (const id of this.#served.keys()) {
      if (served.has(id)) continue;
      this.#served.delete(id);
      registry.remove(id);
    }
    this.#reports = reports;
  }

  /**
   * The same for functions, whose ids yield to those of tables.
   * @param served gets the ids of those that are layers
   */
  #applyFunctions(taken: ReadonlySet<string>, served: Set<string>): void {
    const candidates = this.#sources.flatMap((source) => source.functions.map((each) => ({ source, ...each })));
    const nameOf = ({ source, schema, name }: TileFunction): TableName => ({ source, schema, table: name });
    const nameless = candidates.filter(({ file }) => file === undefined).map((each) => nameOf(each.tileFunction));
    const unique = [...new Map(nameless.map((name) => [formatTableName(name), name])).values()];
    const ids = layerIds(unique, taken);
    const first = new Map<string, TileFunction>();
    const reports = new Map<string, FunctionReport[]>();
    for (const { source, tileFunction, file } of candidates) {
      const key = formatTableName(nameOf(tileFunction));
      const layer = file?.id ?? ids.get(key) ?? '';
      const other = first.get(key);
      const context = { role: source.role ?? '', served: other === undefined || other === tileFunction ? null : other };
      let obstacles = functionObstacles(tileFunction, context);
      let advices: FunctionReport['advices'] = [];
      if (obstacles.length === 0) {
        first.set(key, tileFunction);
        ({ obstacles, advices } = this.#applyFunction(source, tileFunction, layer, file));
        if (obstacles.length === 0) served.add(layer);
      }
      if (file?.visibility === 'internal') continue;
      const own = reports.get(source.settings.name) ?? [];
      reports.set(source.settings.name, [...own, { tileFunction, layer, obstacles, advices }]);
    }
    this.#functionReports = reports;
  }

  #applyFunction(
    source: Source,
    tileFunction: TileFunction,
    id: string,
    file: FunctionLayer | undefined,
  ): Pick<FunctionReport, 'obstacles' | 'advices'> {
    const { settings, database } = source;
    const { layer, bounds, vectorLayers, isGeometryUnknown } = functionDefinition(tileFunction, {
      id,
      color: colorOf(id),
      settings,
      theme: themeOf(settings.name),
      file,
    });
    const values = { id, function: readableFunction(tileFunction), layer: layer.sourceLayer ?? id };
    const errors = [...layerErrors(layer, id, this.#parts.registry.themes, ATTRIBUTE_NAME)];
    if (errors.length > 0) {
      const text = bothLanguages(FUNCTION_OBSTACLES['bad-file'], { ...values, errors: errors.join(' ') });
      return { obstacles: [{ code: 'bad-file', text, cure: [] }], advices: [] };
    }
    this.#serve(layer, JSON.stringify([tileFunction, bounds, vectorLayers]), () =>
      functionSource(tileFunction, database, {
        layer: id,
        bounds,
        vectorLayers,
        onSchemaChange: () => this.#readAgain(source),
      }),
    );
    if (!isGeometryUnknown) return { obstacles: [], advices: [] };
    const { source: name, schema, name: table } = tileFunction;
    const cure = { id, function: formatTableName({ source: name, schema, table }), geometry: 'Polygon' };
    const text = bothLanguages(FUNCTION_OBSTACLES['unknown-geometry'], values);
    return { obstacles: [], advices: [{ code: 'unknown-geometry', text, cure: [JSON.stringify(cure)] }] };
  }

  /** Sets the layer of a table. */
  #set(owner: Source, table: SourceTable, layer: LayerDefinition, columns: ReadonlyMap<string, string>): void {
    const { tableSource, catalogue } = this.#parts;
    const { settings, database } = owner;
    const { estimatedRows: _, ...shape } = table;
    this.#serve(layer, JSON.stringify([shape, [...columns], settings.owner.zh]), () =>
      tableSource(table, database, {
        layer: layer.id,
        columns,
        owner: layer.owner.zh,
        timeZone: catalogue.city.timeZone,
        onSchemaChange: () => this.#readAgain(owner),
      }),
    );
  }

  /**
   * Sets a layer where something of it has changed; caches keep what was made of it otherwise.
   * @param key of what the source is made from: the same for the same source
   */
  #serve(layer: LayerDefinition, key: string, make: () => LayerSource): void {
    const definition = JSON.stringify(layer);
    const before = this.#served.get(layer.id);
    if (before?.key === key && before.definition === definition) return;
    const source = before?.key === key ? before.source : make();
    this.#served.set(layer.id, { key, definition, source });
    this.#parts.registry.set(layer, source);
  }

  #context({ role }: Source, id: string): ObstacleContext {
    const { look = LOOK } = this.#parts;
    return { role: role ?? '', id, timeoutMs: look.timeoutMs };
  }
}

function themeOf(source: string): string {
  return `source-${source}`;
}

function badFile({ table }: FoundTable, id: string, errors: readonly string[]): Obstacle {
  const values = { id, table: readableRelation(table.name), errors: errors.join(' ') };
  return { code: 'bad-file', text: bothLanguages(OBSTACLES['bad-file'], values), cure: [] };
}

function stateOf(error: unknown, source: string): { readonly state: SourceState; readonly problem: Text } {
  if (error instanceof UnusableSource)
    return { state: 'unusable', problem: bothLanguages(UNUSABLE[error.reason], error.values) };
  if (error instanceof DatabaseUnavailable) return { state: 'lost', problem: bothLanguages(UNUSABLE.lost, { source }) };
  const reason = error instanceof Error ? error.message : String(error);
  return { state: 'failed', problem: bothLanguages(UNUSABLE.failed, { source, reason }) };
}

/** Does something for each, so many at once; the results are in the order of what was given. */
async function inParts<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const workers = Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    for (const [index, item] of left) results[index] = await work(item);
  });
  await Promise.all(workers);
  return results;
}
