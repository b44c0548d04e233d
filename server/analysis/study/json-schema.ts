/**
 * The schemas of `tiles/api` (JSON Schema, draft 2020-12) read in two ways: as they are published, and as the check of
 * a request reads them. Both refer to a schema with a name in place of repeating it.
 */
import type { TSchema } from 'typebox';
import { BRANCHES } from '../../../tiles/api/schema-kit.ts';
import { NAME, TEXT } from '../../../tiles/api/schema.ts';
import { FILE, FILE_SCHEMAS } from '../../../tiles/api/study-files.ts';
import type { Text } from '../../../tiles/layer/layer.ts';
import type { Lang } from '../../platform/messages/index.ts';

export type Schema = Readonly<Record<string, unknown>>;

/** Schemas by name, in the order in which they are met. */
type Definitions = Record<string, Schema>;

const DEFS = '#/$defs/';
/** Keyword of the check alone, in the schema of every item of a list. See `parse.ts`. */
export const ENOUGH = 'x-enough';

/** What is done with a schema whose parts are done. */
type Write = (schema: Schema) => Schema;

/**
 * A schema for editors and other programs, complete in itself, with descriptions in a language. Where a study in a file
 * may name another, so does the schema.
 */
export function jsonSchema(schema: TSchema, lang: Lang): Schema {
  const { root, definitions } = published(schema, lang);
  const { [String(nameOf(schema))]: own = root, ...others } = definitions;
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', ...own, $defs: others };
}

function published(schema: TSchema, lang: Lang): { readonly root: Schema; readonly definitions: Definitions } {
  const definitions: Definitions = {};
  const write: Write = ({ [TEXT]: text, [BRANCHES]: _, [FILE]: file, ...schema }) => {
    const said = text === undefined ? {} : { description: (text as Text)[lang] };
    if (!isFileKind(file)) return { ...said, ...schema };
    const branch = hoisted(FILE_SCHEMAS[file], definitions, DEFS, write);
    return {
      ...said,
      oneOf: [...(Array.isArray(schema.oneOf) ? (schema.oneOf as readonly unknown[]) : [schema]), branch],
    };
  };
  return { root: hoisted(schema, definitions, DEFS, write) as Schema, definitions };
}

/** As the check of a request reads it: choices are decisions, one after the other. */
export function checkedSchema(schema: TSchema): Schema {
  const definitions: Definitions = {};
  const write: Write = ({ [TEXT]: _, [FILE]: __, ...rest }) =>
    BRANCHES in rest ? decisions(rest, definitions) : withBoundedItems(rest);
  const root = hoisted(schema, definitions, DEFS, write) as Schema;
  return { ...root, $defs: definitions };
}

/** The schema, or a reference to it where it has a name. */
function hoisted(schema: unknown, definitions: Definitions, prefix: string, write: Write): unknown {
  if (Array.isArray(schema)) return schema.map((each) => hoisted(each, definitions, prefix, write));
  if (typeof schema !== 'object' || schema === null) return schema;
  const name = nameOf(schema);
  if (name !== null && Object.hasOwn(definitions, name)) return { $ref: prefix + name };
  const made = write(
    Object.fromEntries(
      Object.entries(schema)
        .filter(([key]) => key !== NAME)
        // A description is not a part of the schema.
        .map(([key, value]) => [key, key === TEXT ? value : hoisted(value, definitions, prefix, write)]),
    ),
  );
  if (name === null) return made;
  definitions[name] = made;
  return { $ref: prefix + name };
}

function isFileKind(kind: unknown): kind is keyof typeof FILE_SCHEMAS {
  return typeof kind === 'string' && Object.hasOwn(FILE_SCHEMAS, kind);
}

function nameOf(schema: object): string | null {
  return NAME in schema && typeof schema[NAME] === 'string' ? schema[NAME] : null;
}

/** Items, and the values of an object whose names are free, are as many as the body has. */
function withBoundedItems(schema: Schema): Schema {
  const bounded = (['items', 'additionalProperties'] as const).flatMap((key) => {
    const each = schema[key];
    return typeof each === 'object' && each !== null ? [[key, { ...each, [ENOUGH]: true }] as const] : [];
  });
  return { ...schema, ...Object.fromEntries(bounded) };
}

interface Branch extends Schema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly const?: string }>>;
}

function decisions({ [BRANCHES]: way, oneOf }: Schema, definitions: Definitions): Schema {
  const branches = (oneOf as readonly Schema[]).map((branch) => ({ branch, target: targetOf(branch, definitions) }));
  if (way === 'key') {
    const keys = branches.map(({ target }) => target.required?.[0] ?? '');
    return {
      type: 'object',
      ...chain(branches, (index) => ({ required: [keys[index]] }), { 'x-one-of': keys }),
    };
  }
  const kinds = branches.map(({ target }) => target.properties?.kind?.const);
  const isKind = (index: number): Schema => ({ properties: { kind: { const: kinds[index] } }, required: ['kind'] });
  return {
    type: 'object',
    properties: { kind: { enum: kinds } },
    required: ['kind'],
    ...chain(branches, isKind, {}),
  };
}

function chain(
  branches: readonly { readonly branch: Schema }[],
  condition: (index: number) => Schema,
  otherwise: Schema,
): Schema {
  return branches.reduceRight<Schema>(
    (rest, { branch }, index) => ({ if: condition(index), then: branch, else: rest }),
    otherwise,
  );
}

function targetOf(branch: Schema, definitions: Definitions): Branch {
  return typeof branch.$ref === 'string' ? (definitions[branch.$ref.slice(DEFS.length)] ?? branch) : branch;
}
