import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import {
  definitionOf,
  type FunctionLayer,
  FunctionLayerFile,
  functionLayerOf,
  LayerFile,
  type TableLayer,
  TableLayerFile,
  tableLayerOf,
} from '../../tiles/layer/layer-schema.ts';
import type { LayerDefinition, LayerRole } from '../../tiles/layer/layer.ts';
import { isRecord } from '../platform/is-record.ts';
import { layerErrors } from './catalogue-check.ts';
import { attributeSchema } from './catalogue-schema.ts';
import type { AttributeSchema } from './catalogue-schema.ts';
import { QINGDAO_FOLDER, figureErrors, readCity, roleErrors, ofCity, type City } from './city.ts';
import { withoutFormerNames } from './former-names.ts';
import { checkJson, jsonFilesOf, readJson } from './json-file.ts';

/** What is wrong with an object of attributes, as Ajv tells it; empty where nothing is. */
export type AttributeCheck = (attributes: object) => readonly ErrorObject[];

export interface Catalogue {
  /** Whose layers they are. */
  readonly city: City;
  /** In the order of their ids. */
  readonly layers: readonly LayerDefinition[];
  /** What files say of tables of sources, in the order of their ids. */
  readonly tables: readonly TableLayer[];
  /** The same of functions of sources. */
  readonly functions: readonly FunctionLayer[];
  get(id: string): LayerDefinition | undefined;
  /** The layer that has a role in the city, such as `district`; undefined where none has it. */
  playing(role: LayerRole): LayerDefinition | undefined;
  /** JSON Schema (draft 2020-12) of the attributes of a layer's features. Throws `RangeError` for an unknown layer. */
  schema(id: string): AttributeSchema;
  /** Compiled on first use. Throws `RangeError` for an unknown layer. */
  check(id: string): AttributeCheck;
}

/** Files of a city that cannot be used; the message lists every error. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly errors: readonly string[];

  constructor(errors: readonly string[], folder: string) {
    super(`The city in ${folder} has errors:\n${errors.map((error) => `  ${error}`).join('\n')}`);
    this.errors = errors;
  }
}

/** Layers of the city in a folder, a file each, so that one new file is a new layer. Throws `CatalogueError`. */
export async function loadCatalogue(folder: string = QINGDAO_FOLDER): Promise<Catalogue> {
  const { catalogue, errors } = await readCatalogue(folder);
  if (catalogue === null) throw new CatalogueError(errors, folder);
  return catalogue;
}

/** As `loadCatalogue`, but returns the errors instead of throwing them; the catalogue is null where there are any. */
export async function readCatalogue(
  folder: string,
): Promise<{ readonly catalogue: Catalogue | null; readonly errors: readonly string[] }> {
  const { city, errors: cityErrors } = await readCity(folder);
  const files = await jsonFilesOf(join(folder, 'layers'));
  const errors = [...cityErrors];
  if (files.length === 0)
    errors.push(
      `layers/: there is no layer in ${folder}: make the folder, and put a JSON file into it for each layer.`,
    );
  const layers: LayerDefinition[] = [];
  const tables: TableLayer[] = [];
  const functions: FunctionLayer[] = [];
  for (const file of files) {
    const read = await readLayer(join(folder, 'layers', file), file, city);
    if (read.layer !== null) layers.push(read.layer);
    if (read.table !== undefined) tables.push(read.table);
    if (read.function !== undefined) functions.push(read.function);
    errors.push(...read.errors);
  }
  if (city !== null && errors.length === 0) errors.push(...roleErrors(city, layers), ...figureErrors(city, layers));
  if (city === null || errors.length > 0) return { catalogue: null, errors };
  return { catalogue: createCatalogue(layers, city, tables, functions), errors };
}

interface ReadLayer {
  readonly layer: LayerDefinition | null;
  /** Set instead where the file is about a table of a source. */
  readonly table?: TableLayer;
  /** Set instead where it is about a function. */
  readonly function?: FunctionLayer;
  readonly errors: readonly string[];
}

async function readLayer(path: string, file: string, city: City | null): Promise<ReadLayer> {
  const name = `layers/${file}`;
  const read = await readJson(path, name);
  if (read.errors.length > 0) return { layer: null, errors: read.errors };
  const given = withoutFormerNames(read.value);
  if (isRecord(given) && Object.hasOwn(given, 'table')) return readTableLayer(given, file, city);
  if (isRecord(given) && Object.hasOwn(given, 'function')) return readFunctionLayer(given, file, city);
  const { value, errors } = checkJson(LayerFile, given, name);
  if (value === null) return { layer: null, errors };
  const layer = definitionOf(value);
  const more = [...layerErrors(layer, file.slice(0, -'.json'.length), city?.themes)];
  return { layer: more.length > 0 ? null : layer, errors: more.map((error) => `${name}: ${error}`) };
}

/** What can be checked without the table; the rest is told once the source is read. */
function readTableLayer(given: unknown, file: string, city: City | null): ReadLayer {
  const name = `layers/${file}`;
  const { value, errors } = checkJson(TableLayerFile, given, name);
  if (value === null) return { layer: null, errors };
  const table = tableLayerOf(value);
  const more = [...sourceLayerErrors(table, file, city)];
  return more.length > 0 ? { layer: null, errors: more } : { layer: null, table, errors: [] };
}

/** The same of a function. */
function readFunctionLayer(given: unknown, file: string, city: City | null): ReadLayer {
  const { value, errors } = checkJson(FunctionLayerFile, given, `layers/${file}`);
  if (value === null) return { layer: null, errors };
  const layer = functionLayerOf(value);
  const more = [...sourceLayerErrors(layer, file, city)];
  return more.length > 0 ? { layer: null, errors: more } : { layer: null, function: layer, errors: [] };
}

function* sourceLayerErrors(
  { id, theme }: Pick<TableLayer, 'id' | 'theme'>,
  file: string,
  city: City | null,
): Generator<string> {
  const name = `layers/${file}`;
  const expected = file.slice(0, -'.json'.length);
  if (id !== expected) yield `${name}: id is ${id}, but must equal the file's name, ${expected}.`;
  if (theme !== undefined && city !== null && !city.themes.some((each) => each.id === theme))
    yield `${name}: theme ${theme} is not one of ${city.themes.map((each) => each.id).join(', ')}.`;
}

export function createCatalogue(
  definitions: readonly LayerDefinition[],
  city: City,
  tables: readonly TableLayer[] = [],
  functions: readonly FunctionLayer[] = [],
): Catalogue {
  const layers = definitions.map((each) => ofCity(each, city));
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const known = (id: string): LayerDefinition => {
    const layer = byId.get(id);
    if (layer === undefined) throw new RangeError(`There is no layer ${id} in the catalogue.`);
    return layer;
  };
  const checks = new Map<string, AttributeCheck>();
  let ajv: Ajv2020 | null = null;
  return {
    city,
    layers,
    tables,
    functions,
    get: (id) => byId.get(id),
    playing: (role) => layers.find((layer) => layer.role === role),
    schema: (id) => attributeSchema(known(id)),
    check: (id) => {
      const compiled = checks.get(id);
      if (compiled !== undefined) return compiled;
      ajv ??= createAjv(city);
      const check = toCheck(ajv.compile(attributeSchema(known(id))));
      checks.set(id, check);
      return check;
    },
  };
}

/** What an area's code may be where the city has no rule. */
const ANY_CODE = '^\\S(.*\\S)?$';

function toCheck(validate: ValidateFunction): AttributeCheck {
  return (attributes) => (validate(attributes) ? [] : (validate.errors ?? []));
}

function createAjv({ codes }: City): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, verbose: true });
  ajv.addVocabulary(['x-title-en', 'x-description-en', 'x-unit', 'x-unit-en', 'x-labels', 'x-english']);
  ajv.addFormat('date', isDate);
  ajv.addFormat('date-time', (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)));
  ajv.addFormat('district', new RegExp(codes.district ?? ANY_CODE, 'u'));
  ajv.addFormat('subdistrict', new RegExp(codes.subdistrict ?? ANY_CODE, 'u'));
  ajv.addFormat('url', (text) => /^https?:\/\//.test(text) && URL.canParse(text));
  return ajv;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // 2017-02-30 parses as 2 March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
