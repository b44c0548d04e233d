import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Standard } from '../../../tiles/api/standard.ts';
import { loadCatalogue, type Catalogue } from '../../layers/catalogue.ts';
import { checkStandard } from './check.ts';

const STANDARDS = fileURLToPath(new URL('../../../data/standards/', import.meta.url));

/** Files of standards that cannot be used; the message lists every error. */
export class StandardsError extends Error {
  override readonly name = 'StandardsError';
  readonly errors: readonly string[];

  constructor(errors: readonly string[]) {
    super(`The standards have faults:\n${errors.map((error) => `  ${error}`).join('\n')}`);
    this.errors = errors;
  }
}

let loaded: Promise<readonly Standard[]> | null = null;

/** The standards that the project comes with, in the order of their ids; read once. Throws `StandardsError`. */
export function loadStandards(): Promise<readonly Standard[]> {
  loaded ??= loadCatalogue().then((catalogue) => readStandards(STANDARDS, catalogue));
  // An error is told to everybody who asks, but looked for anew.
  loaded.catch(() => {
    loaded = null;
  });
  return loaded;
}

/** Every `.json` of a folder. Throws `StandardsError`. */
export async function readStandards(folder: string, catalogue: Pick<Catalogue, 'get'>): Promise<readonly Standard[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const standards: Standard[] = [];
  const errors: string[] = [];
  for (const file of files) {
    const checked = checkStandard(
      parse(await readFile(join(folder, file), 'utf8')),
      file.slice(0, -'.json'.length),
      catalogue,
    );
    if (checked.standard !== null) standards.push(checked.standard);
    errors.push(...checked.errors.map((error) => `${file}: ${error}`));
  }
  if (errors.length > 0) throw new StandardsError(errors);
  return standards;
}

/** What is no JSON is checked as nothing, and found faulty. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
