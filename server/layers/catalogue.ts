import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { checkLayer } from './catalogue-check.ts';
import { attributeSchema } from './catalogue-schema.ts';
import type { AttributeSchema } from './catalogue-schema.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';

const CATALOGUE = fileURLToPath(new URL('../../tiles/catalogue/', import.meta.url));

/** What is wrong with an object of attributes, as Ajv tells it; empty where nothing is. */
export type AttributeCheck = (attributes: object) => readonly ErrorObject[];

export interface Catalogue {
  /** In the order of their ids. */
  readonly layers: readonly LayerDefinition[];
  get(id: string): LayerDefinition | undefined;
  /** JSON Schema (draft 2020-12) of the attributes of a layer's features. Throws `RangeError` for an unknown layer. */
  schema(id: string): AttributeSchema;
  /** Compiled on first use. Throws `RangeError` for an unknown layer. */
  check(id: string): AttributeCheck;
}

/** Files of the catalogue that cannot be used; the message lists every fault. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The layer catalogue has faults:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/** Imports every file of the folder, so that one new file is a new layer. */
export async function loadCatalogue(folder: string = CATALOGUE): Promise<Catalogue> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(name)).sort();
  const faults: string[] = [];
  const layers: LayerDefinition[] = [];
  for (const file of files) {
    const module: unknown = await import(pathToFileURL(join(folder, file)).href);
    const value = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
    const checked = checkLayer(value, file.slice(0, -3));
    if (checked.layer !== null && checked.faults.length === 0) layers.push(checked.layer);
    faults.push(...checked.faults.map((fault) => `${file}: ${fault}`));
  }
  if (faults.length > 0) throw new CatalogueError(faults);
  return createCatalogue(layers);
}

export function createCatalogue(layers: readonly LayerDefinition[]): Catalogue {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const known = (id: string): LayerDefinition => {
    const layer = byId.get(id);
    if (layer === undefined) throw new RangeError(`There is no layer ${id} in the catalogue.`);
    return layer;
  };
  const checks = new Map<string, AttributeCheck>();
  let ajv: Ajv2020 | null = null;
  return {
    layers,
    get: (id) => byId.get(id),
    schema: (id) => attributeSchema(known(id)),
    check: (id) => {
      const compiled = checks.get(id);
      if (compiled !== undefined) return compiled;
      ajv ??= createAjv();
      const check = toCheck(ajv.compile(attributeSchema(known(id))));
      checks.set(id, check);
      return check;
    },
  };
}

function toCheck(validate: ValidateFunction): AttributeCheck {
  return (attributes) => (validate(attributes) ? [] : (validate.errors ?? []));
}

function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, verbose: true });
  ajv.addVocabulary(['x-title-en', 'x-description-en', 'x-unit', 'x-unit-en', 'x-labels', 'x-english']);
  ajv.addFormat('date', isDate);
  ajv.addFormat('date-time', (text) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)));
  ajv.addFormat('district', /^\d{6}$/);
  ajv.addFormat('street', /^\d{9}$/);
  ajv.addFormat('url', (text) => /^https?:\/\//.test(text) && URL.canParse(text));
  return ajv;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // 2017-02-30 parses as 2 March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
