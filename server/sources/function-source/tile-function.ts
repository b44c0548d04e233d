/**
 * Functions of a source that give tiles, as Martin and pg_tileserv take them: `f(z, x, y)`, with a json of the
 * request's parameters, or with named arguments that have defaults.
 */
import { bothLanguages } from '../../platform/messages/index.ts';
import { readBoolean, readText, readTextOrNull } from '../../platform/db/rows.ts';
import { loadSql } from '../../platform/db/sql.ts';
import type { Queryable, Row } from '../../platform/db/types.ts';
import { isRecord } from '../../platform/is-record.ts';
import type { FunctionInfo } from '../../../tiles/api/layers.ts';
import { readableName, readableRelation } from '../table-name.ts';
import { FUNCTION_OBSTACLES } from './messages.ts';

const FUNCTIONS = loadSql('sources/function-source/sql/functions');

/** A function that gives tiles. */
export interface TileFunction {
  readonly source: string;
  readonly schema: string;
  readonly name: string;
  /** Types of its arguments with their names, as SQL tells overloads apart. */
  readonly arguments: string;
  readonly comment: string | null;
  readonly owner: string;
  /** The schema. */
  readonly mayUse: boolean;
  readonly mayExecute: boolean;
  /** Type of the json that it takes of the request's parameters; null where it takes none. */
  readonly queryType: 'json' | 'jsonb' | null;
  /** Arguments after z, x, y. */
  readonly parameters: readonly FunctionParameter[];
}

export interface FunctionParameter {
  /** Empty where it has none. */
  readonly name: string;
  readonly type: string;
  readonly hasDefault: boolean;
}

/** Functions of some schemas that look like those that give tiles. Rejects as the query does. */
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
    arguments: readText(row, 'arguments'),
    comment: readTextOrNull(row, 'comment'),
    owner: readText(row, 'owner'),
    mayUse: readBoolean(row, 'may_use'),
    mayExecute: readBoolean(row, 'may_execute'),
    queryType: queryTypeOf(readTextOrNull(row, 'query_type')),
    parameters: parametersOf(row),
  }));
}

function queryTypeOf(text: string | null): TileFunction['queryType'] {
  return text === 'json' || text === 'jsonb' ? text : null;
}

function parametersOf(row: Row): readonly FunctionParameter[] {
  const found: unknown = row['parameters'];
  return (Array.isArray(found) ? found : []).filter(isRecord).map((each) => ({
    name: String(each['name']),
    type: String(each['type']),
    hasDefault: each['hasDefault'] === true,
  }));
}

/** The function as whoever reads SQL would write it. */
export function readableFunction({ schema, name, arguments: types }: TileFunction): string {
  return `${readableRelation({ schema, table: name })}(${types})`;
}

type Obstacle = FunctionInfo['obstacles'][number];

/**
 * Why a function is not served; empty where it is.
 * @param served the function of the same name that is served, where there is one
 */
export function functionObstacles(
  tileFunction: TileFunction,
  { role, served }: { readonly role: string; readonly served: TileFunction | null },
): readonly Obstacle[] {
  const { schema, owner, mayUse, mayExecute, queryType, parameters } = tileFunction;
  const text = readableFunction(tileFunction);
  const values = { function: text, role, schema, owner };
  const grant = `grant execute on function ${text} to ${readableName(role)};`;
  if (!mayUse)
    return [
      {
        code: 'no-schema-rights',
        text: bothLanguages(FUNCTION_OBSTACLES['no-schema-rights'], values),
        cure: [
          `grant usage on schema ${readableName(schema)} to ${readableName(role)};`,
          ...(mayExecute ? [] : [grant]),
        ],
      },
    ];
  if (!mayExecute)
    return [{ code: 'no-execute', text: bothLanguages(FUNCTION_OBSTACLES['no-execute'], values), cure: [grant] }];
  const bad = queryType === null ? parameters.filter(({ name, hasDefault }) => name === '' || !hasDefault) : [];
  if (bad.length > 0) {
    const named = bad.map(({ name, type }) => `${name} ${type}`.trim()).join(', ');
    return [
      {
        code: 'bad-arguments',
        text: bothLanguages(FUNCTION_OBSTACLES['bad-arguments'], { ...values, parameters: named }),
        cure: [],
      },
    ];
  }
  if (served !== null)
    return [
      {
        code: 'overloaded',
        text: bothLanguages(FUNCTION_OBSTACLES.overloaded, { ...values, other: readableFunction(served) }),
        cure: [],
      },
    ];
  return [];
}
