/**
 * Functions of a source as tiles, as Martin and pg_tileserv serve them: the function decides what is in the tile, and
 * nothing else is known of it.
 */
import type { Bbox, Item } from '../../../tiles/api/wire.ts';
import type {
  EncodedTile,
  LayerExtent,
  LayerRevision,
  LayerSource,
  TilePlace,
  TileSelection,
  TileSession,
} from '../../layers/source.ts';
import { ApiError, BadParameter } from '../../platform/http/errors.ts';
import { onlyRow, readBase64OrNull, readNumberOrNull } from '../../platform/db/rows.ts';
import { fill, loadSql } from '../../platform/db/sql.ts';
import type { Database } from '../../platform/db/types.ts';
import { isChanged, sqlStateOf } from '../table-source/boundary.ts';
import { named, quoteName, quoteTable } from '../table-source/names.ts';
import type { VectorLayer } from './definition.ts';
import { isTile } from './is-tile.ts';
import { FUNCTION } from './messages.ts';
import { readableFunction, type TileFunction } from './tile-function.ts';

const TILE = loadSql('sources/function-source/sql/tile').text;

/** No map draws more in time, and the answer is in memory several times. */
const MOST_BYTES = 8 * 2 ** 20;

export interface FunctionSourceOptions {
  /** Id of the layer. */
  readonly layer: string;
  /** Where its data lies, as its comment says. */
  readonly bounds: Bbox | null;
  /** What its comment says of the layers in its tiles. */
  readonly vectorLayers: readonly VectorLayer[] | null;
  /** The function has other arguments now, or is gone. */
  readonly onSchemaChange?: () => void;
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
  readonly sourceName: string;
  readonly tilesOnly = true;
  readonly ageS = null;
  readonly vectorLayers: readonly VectorLayer[] | null;
  readonly #function: TileFunction;
  readonly #options: FunctionSourceOptions;
  readonly #openedAt = new Date();
  #suspectedAtMs = -Infinity;

  constructor(tileFunction: TileFunction, database: Database, options: FunctionSourceOptions) {
    this.id = `${tileFunction.source}.${tileFunction.schema}.${tileFunction.name}()`;
    this.database = database;
    this.sourceName = tileFunction.source;
    this.vectorLayers = options.vectorLayers;
    this.#function = tileFunction;
    this.#options = options;
  }

  async tile(
    db: TileSession,
    { matrixSet, tile: { z, x, y } }: TilePlace,
    { layers, asOf, parameters = {} }: TileSelection,
  ): Promise<EncodedTile> {
    // It counts tiles of Web Mercator, as everybody who writes such functions does.
    if (matrixSet !== 'WebMercatorQuad') throw this.#refusal('function-matrix-set');
    if (asOf !== null) throw this.#refusal('function-history');
    if (layers.some(({ filter }) => filter !== null)) throw this.#refusal('function-features');
    const { sql, values } = this.#call(parameters);
    try {
      const row = onlyRow(await db.query(sql, [z, x, y, MOST_BYTES, ...values], { kind: 'tile' }));
      const size = readNumberOrNull(row, 'bytes') ?? 0;
      if (size > MOST_BYTES)
        throw this.#failure('function-too-large', {
          size: (size / 2 ** 20).toFixed(1),
          most: String(MOST_BYTES / 2 ** 20),
        });
      const bytes = readBase64OrNull(row, 'tile') ?? Buffer.alloc(0);
      if (!isTile(bytes)) throw this.#failure('function-no-tile');
      return { bytes, revisions: new Map([[this.#options.layer, 1]]) };
    } catch (error) {
      throw this.#told(error, parameters);
    }
  }

  /** The statement, and the values of its arguments after z, x, y. */
  #call(parameters: Readonly<Record<string, string>>): {
    readonly sql: ReturnType<typeof named>;
    readonly values: readonly string[];
  } {
    const { schema, name, queryType } = this.#function;
    const given = queryType === null ? this.#given(parameters) : [];
    const values = queryType === null ? given.map((each) => parameters[each.name] ?? '') : [queryJson(parameters)];
    const call = fill(TILE, {
      function: quoteTable({ schema, table: name }),
      arguments:
        queryType === null
          ? given
              .map((each, index) => `, ${quoteName(each.name)} => $${String(index + 5)}::text::${each.type}`)
              .join('')
          : `, $5::${queryType}`,
    });
    // Which arguments are given is up to whoever asks: only the usual call is worth keeping.
    return { sql: given.length === 0 ? named(call) : { text: call }, values };
  }

  /** Named arguments that the request has values for. */
  #given(parameters: Readonly<Record<string, string>>): TileFunction['parameters'] {
    return this.#function.parameters.filter(({ name }) => name !== '' && Object.hasOwn(parameters, name));
  }

  /** What whoever asked is told of an error of the function; errors of the database are told as they are. */
  #told(error: unknown, parameters: Readonly<Record<string, string>>): unknown {
    const state = sqlStateOf(error);
    if (error instanceof ApiError || state === '') return error;
    const given = this.#function.queryType === null ? this.#given(parameters) : [];
    if (given.length > 0 && BAD_VALUE.has(state))
      return new BadParameter(given.map(({ name }) => name).join(', '), FUNCTION['function-value'], {
        value: given.map(({ name }) => parameters[name]).join(', '),
        type: given.map(({ type }) => type).join(', '),
      });
    if (state === READ_ONLY) return this.#failure('function-writes', {}, error);
    const nowMs = performance.now();
    // A function that names what is not there fails each time, and cannot be told from one that is gone itself.
    if (isChanged(error) && nowMs - this.#suspectedAtMs > SUSPECT_EVERY_MS) {
      this.#suspectedAtMs = nowMs;
      this.#options.onSchemaChange?.();
    }
    return this.#failure('function-failed', { state }, error);
  }

  item(): Promise<Item | null> {
    return Promise.reject(this.#refusal('function-features'));
  }

  items(): Promise<never> {
    return Promise.reject(this.#refusal('function-features'));
  }

  features(): Promise<never> {
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

  tilesOfLevel(): Promise<never> {
    return Promise.reject(this.#refusal('function-features'));
  }

  stats(): Promise<ReadonlyMap<string, LayerExtent>> {
    const { layer, bounds } = this.#options;
    return Promise.resolve(new Map([[layer, { count: 0, bbox: bounds, provenance: {} }]]));
  }

  revisions(): Promise<ReadonlyMap<string, LayerRevision>> {
    return Promise.resolve(new Map([[this.#options.layer, { revision: 1, changedAt: this.#openedAt }]]));
  }

  #refusal(text: 'function-features' | 'function-history' | 'function-matrix-set'): ApiError {
    return new ApiError(422, 'not-of-a-function', FUNCTION[text], { values: { layer: this.#options.layer } });
  }

  #failure(
    text: 'function-failed' | 'function-no-tile' | 'function-too-large' | 'function-writes',
    values: Readonly<Record<string, string>> = {},
    cause?: unknown,
  ): ApiError {
    return new ApiError(502, text, FUNCTION[text], {
      values: { layer: this.#options.layer, function: readableFunction(this.#function), ...values },
      cause,
    });
  }
}

/** SQLSTATE: a transaction that only reads. */
const READ_ONLY = '25006';
/** SQLSTATE: a text that is no value of its type, or one out of range. */
const BAD_VALUE = new Set(['22P02', '22003', '22007', '22008']);
/** A source is read anew at most so often for one function. */
const SUSPECT_EVERY_MS = 5000;

/**
 * Parameters of a request as the json that Martin passes: a value that is JSON itself stays what it is, all others are
 * texts.
 */
export function queryJson(parameters: Readonly<Record<string, string>>): string {
  const parts = Object.entries(parameters).map(([name, value]) => `${JSON.stringify(name)}:${jsonOf(value)}`);
  return `{${parts.join(',')}}`;
}

/** PostgreSQL takes neither what nests without end nor numbers of any size; no text of it has a zero character. */
const NESTED = /[[{]/g;
const MOST_NESTED = 100;
const LONGEST_NUMBER = 40;

function jsonOf(value: string): string {
  const text = JSON.stringify(value.replaceAll('\0', ''));
  if ((value.match(NESTED)?.length ?? 0) > MOST_NESTED || value.includes('\\u0000')) return text;
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'string') return JSON.stringify(parsed);
    // As it is written: a double would not hold every digit.
    return typeof parsed === 'number' && (value.length > LONGEST_NUMBER || !Number.isFinite(parsed)) ? text : value;
  } catch {
    return text;
  }
}
