/** Puts the contents of files in the place of what refers to them: `{"file": "people.csv"}`. */
import { createHash } from 'node:crypto';
import { basename, extname, resolve } from 'node:path';
import { joinStreets } from '../../../server/analysis/network/import/join-streets.ts';
import { readLines } from '../../../server/analysis/network/import/read-lines.ts';
import { readPbf } from '../../../server/analysis/network/import/read-pbf.ts';
import type { Graph } from '../../../server/analysis/types.ts';
import { AnalyseError } from './error.ts';
import { isRecord, readEdges, readJsonFile, readMatrix, readNeighbours, readPlaces, readPoints } from './tables.ts';

export interface FiledStudy {
  /** The study to check, with the contents of its files filled in. */
  readonly study: unknown;
  /** Road networks from files, by the id that the study now names them by. */
  readonly networks: ReadonlyMap<string, Graph>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Paths are relative to `folder`, where the study is. Rejects with `AnalyseError`. */
export async function fillInFiles(study: unknown, folder: string): Promise<FiledStudy> {
  if (!isRecord(study)) return { study, networks: new Map() };
  const networks = new Map<string, Graph>();
  const path = (name: string): string => resolve(folder, name);
  const filled: Record<string, unknown> = { ...study };
  filled.demand = await demand(study.demand, path);
  for (const part of ['facilities', 'candidates'] as const) filled[part] = await points(study[part], path);
  filled.matrix = await matrix(study.matrix, path);
  filled.network = await network(study.network, path, networks);
  if (Array.isArray(study.analyses))
    filled.analyses = await Promise.all(study.analyses.map((each: unknown) => analysis(each, path)));
  return { study: Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== undefined)), networks };
}

/** Points, or areas with people. */
function demand(choice: unknown, path: (name: string) => string): Promise<unknown> {
  const file = fileOf(choice);
  return file === null ? Promise.resolve(choice) : readPlaces(path(file));
}

async function points(choice: unknown, path: (name: string) => string): Promise<unknown> {
  const file = fileOf(choice);
  return file === null ? choice : { points: await readPoints(path(file)) };
}

function matrix(choice: unknown, path: (name: string) => string): Promise<unknown> {
  const file = fileOf(choice);
  return file === null ? Promise.resolve(choice) : readMatrix(path(file), textOf(choice, 'costUnit'));
}

async function network(
  choice: unknown,
  path: (name: string) => string,
  networks: Map<string, Graph>,
): Promise<unknown> {
  const name = fileOf(choice);
  if (name === null) return choice;
  const file = path(name);
  const nodes = textOf(choice, 'nodes');
  switch (extname(file).toLowerCase()) {
    case '.csv':
      return readEdges(file, nodes === undefined ? null : path(nodes), textOf(choice, 'costUnit'));
    case '.json':
      return readJsonFile(file);
    case '.geojson':
    case '.parquet':
    case '.pbf': {
      const graph = await streetsOf(file);
      const id = `file:${basename(file)}`;
      networks.set(id, graph);
      return { stored: id };
    }
    default:
      throw new AnalyseError('file-type', {
        file,
        what: 'network',
        types: '.osm.pbf, .geojson, .parquet, .json, .csv',
      });
  }
}

async function streetsOf(file: string): Promise<Graph> {
  const title = { zh: basename(file), en: basename(file) };
  const source = file.toLowerCase().endsWith('.pbf') ? await readPbf(file) : await readLines(file);
  return joinStreets(source, {
    id: `file-${createHash('sha256').update(basename(file)).digest('hex').slice(0, 8)}`,
    title,
    source: title,
    provenance: 'imported',
    costUnit: 's',
  }).graph;
}

/** Values, places and neighbours of an analysis. */
async function analysis(request: unknown, path: (name: string) => string): Promise<unknown> {
  if (!isRecord(request)) return request;
  const { of, values, neighbours } = request;
  const counted = isRecord(values) && isRecord(values.count) ? values.count : null;
  const valuesFile = fileOf(values);
  const neighboursFile = fileOf(neighbours);
  return {
    ...request,
    ...(of === undefined ? {} : { of: await points(of, path) }),
    ...(counted === null
      ? {}
      : { values: { ...(values as Fields), count: { ...counted, of: await points(counted.of, path) } } }),
    ...(valuesFile === null ? {} : { values: await spatialValues(path(valuesFile)) }),
    ...(neighboursFile === null ? {} : { neighbours: { given: await readNeighbours(path(neighboursFile)) } }),
  };
}

async function spatialValues(file: string): Promise<unknown> {
  const places = await readPlaces(file);
  if ('areas' in places) return places;
  const rows = places.points;
  return rows.some(({ lon }) => lon !== undefined) ? { points: rows } : { values: rows.map(({ value }) => value) };
}

function fileOf(choice: unknown): string | null {
  return isRecord(choice) && typeof choice.file === 'string' ? choice.file : null;
}

function textOf(choice: unknown, name: string): string | undefined {
  const value = (choice as Fields)[name];
  return typeof value === 'string' ? value : undefined;
}
