import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Standard, StandardRule } from '../../../tiles/api/standard.ts';
import type { LayerLookup } from '../../layers/registry.ts';
import { checkStandard, readStandard } from './check.ts';
import { joined, lacksOf } from './lacks.ts';

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

type CityLayers = Pick<LayerLookup, 'get'> & { readonly city: Pick<LayerLookup['city'], 'code'> };

const loaded = new WeakMap<CityLayers, Promise<readonly Standard[]>>();

/**
 * The standards that the project comes with, those that bind in the city first, with the rules that the city's layers
 * can be held to; read once for a registry. A rule that says what data it needs stays where these are missing, and says
 * what is. Every rule has the source of its number and whether it binds, of its own or of its standard. Throws
 * `StandardsError`.
 */
export function loadStandards(layers: CityLayers): Promise<readonly Standard[]> {
  const known = loaded.get(layers) ?? readFitting(layers);
  loaded.set(layers, known);
  // Every caller is told the error, and the next one reads the files anew.
  known.catch(() => loaded.delete(layers));
  return known;
}

/**
 * A city without schools has no rules for schools, and what binds in one city is none of another's. A standard of whose
 * rules none can be computed stays where it binds, so that the city knows what it needs.
 */
async function readFitting(layers: CityLayers): Promise<readonly Standard[]> {
  const standards: Standard[] = [];
  for (const [, value] of await readFolder(STANDARDS)) {
    const standard = readStandard(value);
    if (standard === null) continue;
    const rules = standard.rules.flatMap((rule) => fitting(rule, standard, layers));
    const isOwn = rules.some(({ binds }) => binds?.city === layers.city.code);
    if (isOwn || rules.some(({ missing }) => missing === undefined)) standards.push({ ...standard, rules });
  }
  return standards.sort((a, b) => Number(binds(b)) - Number(binds(a)));
}

function fitting(rule: StandardRule, standard: Standard, layers: CityLayers): readonly StandardRule[] {
  const { source = standard.source, binds: force = standard.binds } = rule;
  if (force?.city !== undefined && force.city !== layers.city.code) return [];
  const whole = {
    ...rule,
    ...(source === undefined ? {} : { source }),
    ...(force === undefined ? {} : { binds: force }),
  };
  const lacks = lacksOf(rule, layers);
  if (lacks.length === 0) return [whole];
  return rule.needs === undefined ? [] : [{ ...whole, missing: joined(lacks) }];
}

/** Whether one of its rules binds. */
function binds({ rules }: Standard): boolean {
  return rules.some((rule) => rule.binds !== undefined);
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
