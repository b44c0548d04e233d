import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Standard } from '../../../tiles/api/standard.ts';
import type { LayerLookup } from '../../layers/registry.ts';
import { checkStandard, isStandard } from './check.ts';

const STANDARDS = fileURLToPath(new URL('../../../data/standards/', import.meta.url));

/** Files of standards that cannot be used; the message lists every error. */
export class StandardsError extends Error {
  override readonly name = 'StandardsError';
  readonly errors: readonly string[];

  constructor(errors: readonly string[]) {
    super(`The standards have errors:\n${errors.map((error) => `  ${error}`).join('\n')}`);
    this.errors = errors;
  }
}

const loaded = new WeakMap<Pick<LayerLookup, 'get'>, Promise<readonly Standard[]>>();

/**
 * The standards that the project comes with, in the order of their ids, with the rules that the city's layers can be
 * held to; read once for a registry. Throws `StandardsError`.
 */
export function loadStandards(layers: Pick<LayerLookup, 'get'>): Promise<readonly Standard[]> {
  const known = loaded.get(layers) ?? readFitting(layers);
  loaded.set(layers, known);
  // Every caller is told the error, and the next one reads the files anew.
  known.catch(() => loaded.delete(layers));
  return known;
}

/** A city without schools has no rules for schools; a standard without rules is none of its standards. */
async function readFitting(layers: Pick<LayerLookup, 'get'>): Promise<readonly Standard[]> {
  const fits = (value: Standard): boolean => checkStandard(value, value.id, layers).errors.length === 0;
  const standards: Standard[] = [];
  for (const [, value] of await readFolder(STANDARDS)) {
    const rules = isStandard(value) ? value.rules.filter((rule) => fits({ ...value, rules: [rule] })) : [];
    if (isStandard(value) && rules.length > 0) standards.push({ ...value, rules });
  }
  return standards;
}

/** Every `.json` of a folder, each of which fits the layers. Throws `StandardsError`. */
export async function readStandards(folder: string, layers: Pick<LayerLookup, 'get'>): Promise<readonly Standard[]> {
  const standards: Standard[] = [];
  const errors: string[] = [];
  for (const [id, value] of await readFolder(folder)) {
    const checked = checkStandard(value, id, layers);
    if (checked.standard !== null) standards.push(checked.standard);
    errors.push(...checked.errors.map((error) => `${id}.json: ${error}`));
  }
  if (errors.length > 0) throw new StandardsError(errors);
  return standards;
}

/** What the files of a folder hold, by their names without the ending, in the order of these. */
async function readFolder(folder: string): Promise<readonly (readonly [id: string, value: unknown])[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    files.map(
      async (file) => [file.slice(0, -'.json'.length), parse(await readFile(join(folder, file), 'utf8'))] as const,
    ),
  );
}

/** A file that is not JSON is checked as null, and refused. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
