/** All that a city's folder holds, read and checked when the service starts. */
import { join } from 'node:path';
import type { CaseRecord } from '../tiles/cases/case.ts';
import { readCases } from './cases/index.ts';
import { CatalogueError, readCatalogue, type Catalogue } from './layers/catalogue.ts';
import type { City } from './layers/city.ts';
import { jsonFilesOf, readJson } from './layers/json-file.ts';

export interface LoadedCity {
  readonly city: City;
  readonly catalogue: Catalogue;
  readonly cases: readonly CaseRecord[];
  /** Paths of the studies that come with the city. */
  readonly studies: readonly string[];
}

/** Reads a city. Throws `CatalogueError`, which lists every error of every file. */
export async function loadCity(folder: string): Promise<LoadedCity> {
  const [{ catalogue, errors }, studies] = await Promise.all([readCatalogue(folder), readStudies(folder)]);
  // Without layers nothing can be said of the cases, which name them.
  if (catalogue === null) throw new CatalogueError([...errors, ...studies.errors], folder);
  const { cases, errors: caseErrors } = await readCases(catalogue);
  const all = [...caseErrors, ...studies.errors];
  if (all.length > 0) throw new CatalogueError(all, folder);
  return { city: catalogue.city, catalogue, cases, studies: studies.paths };
}

/** A study is checked when it is computed; here only that its file can be read. */
async function readStudies(folder: string): Promise<{ readonly paths: string[]; readonly errors: string[] }> {
  const names = await jsonFilesOf(join(folder, 'studies'));
  const files = await Promise.all(names.map((name) => readJson(join(folder, 'studies', name), `studies/${name}`)));
  return {
    paths: names.map((name) => join(folder, 'studies', name)),
    errors: files.flatMap(({ errors }) => errors),
  };
}
