/**
 * Functions `f(z, x, y, query json) returns bytea` of a source as tiles, as Martin and pg_tileserv serve them: the
 * function decides what is in the tile, and nothing else is known of it.
 */
import type { Item } from '../../tiles/api/wire.ts';
import type {
  EncodedTile,
  LayerExtent,
  LayerRevision,
  LayerSource,
  TilePlace,
  TileSelection,
  TileSession,
} from '../layers/source.ts';
import { ApiError } from '../platform/http/errors.ts';
import { onlyRow, readBase64OrNull, readText, readTextOrNull } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Database, Queryable } from '../platform/db/types.ts';
import { FUNCTION } from './function-source/messages.ts';
import { within } from './table-source/boundary.ts';
import { fill, named, quoteTable } from './table-source/names.ts';

const FUNCTIONS = loadSql('sources/function-source/functions');
const TILE = loadSql('sources/function-source/tile').text;

/** A function that gives tiles. */
export interface TileFunction {
  readonly source: string;
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
  /** Type of the request's parameters that it takes; null where it takes the three numbers alone. */
  readonly queryType: 'json' | 'jsonb' | null;
}

/** Functions of some schemas that give tiles and may be called. Rejects as the query does. */
export async function tileFunctions(
  db: Queryable,
  source: string,
  schemas: readonly string[] | null,
): Promise<readonly TileFunction[]> {
  const rows = await db.query(FUNCTIONS, [schemas === null ? null : [...schemas]]);
  return rows.map((row) => ({
    source,
    schema: readText(row, 'schema'),
    name: readText(row, 'name'),
    comment: readTextOrNull(row, 'comment'),
    queryType: queryTypeOf(readTextOrNull(row, 'query_type')),
  }));
}

function queryTypeOf(text: string | null): TileFunction['queryType'] {
  return text === 'json' || text === 'jsonb' ? text : null;
}

export interface FunctionSourceOptions {
  /** Id of the layer. */
  readonly layer: string;
}

export function functionSource(
  tileFunction: TileFunction,
  database: Database,
  options: FunctionSourceOptions,
): LayerSource {
  return new FunctionSource(tileFunction, database, options);
}

/**
 * It cannot tell when its data change: it lacks `changes`, so that none of its tiles is kept. Features, counts and
 * columns are refused, and the answer says why.
 */
class FunctionSource implements LayerSource {
  readonly id: string;
  readonly database: Database;
  readonly #function: TileFunction;
  readonly #layer: string;
  readonly #openedAt = new Date();

  constructor(tileFunction: TileFunction, database: Database, { layer }: FunctionSourceOptions) {
    this.id = `${tileFunction.source}.${tileFunction.schema}.${tileFunction.name}()`;
    this.database = database;
    this.#function = tileFunction;
    this.#layer = layer;
  }

  /** The function gets the filter in CQL2-JSON as `filter`, and the attributes asked for as `properties`. */
  tile(db: TileSession, { matrixSet, tile: { z, x, y } }: TilePlace, { layers }: TileSelection): Promise<EncodedTile> {
    const [selection] = layers;
    const revisions = new Map([[this.#layer, 1]]);
    // It counts tiles of Web Mercator, as everybody who writes such functions does.
    if (matrixSet !== 'WebMercatorQuad') return Promise.reject(this.#refusal('function-matrix-set'));
    const { schema, name, source, queryType } = this.#function;
    const query = {
      ...(selection?.filter === null ? {} : { filter: selection?.filter }),
      ...(selection?.properties === null ? {} : { properties: selection?.properties }),
    };
    const sql = fill(TILE, {
      function: quoteTable({ schema, table: name }),
      query: queryType === null ? '' : `, $4::${queryType}`,
    });
    const params = [z, x, y, ...(queryType === null ? [] : [JSON.stringify(query)])];
    const boundary = { name: { source, schema, table: name }, layer: this.#layer, onChanged: () => undefined };
    return within(boundary, async () => {
      const row = onlyRow(await db.query(named(sql), params, { kind: 'tile' }));
      return { bytes: readBase64OrNull(row, 'tile') ?? Buffer.alloc(0), revisions };
    });
  }

  item(): Promise<Item | null> {
    return Promise.reject(this.#refusal('function-features'));
  }

  items(): Promise<never> {
    return Promise.reject(this.#refusal('function-features'));
  }

  counts(): Promise<never> {
    return Promise.reject(this.#refusal('function-features'));
  }

  columns(): Promise<never> {
    return Promise.reject(this.#refusal('function-features'));
  }

  facilities(): Promise<never> {
    return Promise.reject(this.#refusal('function-features'));
  }

  areas(): Promise<never> {
    return Promise.reject(this.#refusal('function-features'));
  }

  stats(): Promise<ReadonlyMap<string, LayerExtent>> {
    return Promise.resolve(new Map([[this.#layer, { count: 0, bbox: null, provenance: {} }]]));
  }

  revisions(): Promise<ReadonlyMap<string, LayerRevision>> {
    return Promise.resolve(new Map([[this.#layer, { revision: 1, changedAt: this.#openedAt }]]));
  }

  #refusal(text: keyof typeof FUNCTION): ApiError {
    return new ApiError(422, 'not-of-a-function', FUNCTION[text], { values: { layer: this.#layer } });
  }
}
