/**
 * Runs the generators of demonstration data: one GeoJSON file a layer, the road network, the people, timetables, the
 * base map.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeDemand } from '../../server/analysis/demand/codec.ts';
import { encodeGraph } from '../../server/analysis/network/graph.ts';
import { encodeTransit } from '../../server/analysis/transit/codec.ts';
import { DEMO_BASE_MAP, writeBaseMap } from '../../server/basemap/index.ts';
import { PEOPLE_FILE, STREETS_FILE, TIMETABLES_FILE } from './demo-analysis.ts';
import { qingdaoBaseMap } from './generate/basemap/index.ts';
import { GENERATORS } from './generate/generators/index.ts';
import { metroTimetables } from './generate/timetables.ts';
import type { DemoFeature, Generator, World } from './generate/types.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Everything the result depends on. No generator reads definitions of layers: a new one leaves the city as it is. */
export const SOURCES = [
  'scripts/qingdao/generate',
  'scripts/qingdao/demo-files.ts',
  'data/cities/qingdao/base',
  'data/cities/qingdao/cases',
  'data/cities/qingdao/city.json',
  'tiles',
  'server/analysis/demand',
  'server/analysis/network',
  'server/analysis/transit/codec.ts',
  'server/analysis/transit/types.ts',
  'server/basemap',
  'server/export',
  'server/layers/mvt',
];
const MANIFEST = 'manifest.json';

export interface Generated {
  /** False where the files were there already, made from the same sources and unharmed. */
  readonly fresh: boolean;
  readonly layers: number;
  readonly features: number;
}

interface Manifest {
  readonly sources: string;
  readonly layers: Readonly<Record<string, number>>;
  /** SHA-256 of every file. */
  readonly files: Readonly<Record<string, string>>;
}

/** The same sources give the same bytes. `createWorld` is called only when something has to be generated. */
export async function generateDemo(
  folder: string,
  createWorld: () => Promise<World>,
  onProgress: (generator: string) => void,
): Promise<Generated> {
  const sources = await demoSources();
  const before = await readManifest(folder);
  if (before?.sources === sources && (await areWhole(folder, before.files))) return summary(before, false);
  const world = await createWorld();
  const layers = runGenerators(GENERATORS, world, onProgress);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name.endsWith('.geojson') && !layers.has(name.slice(0, -'.geojson'.length))) await rm(join(folder, name));
  }
  const files: Record<string, string> = {};
  const write = async (file: string, contents: string | Uint8Array): Promise<void> => {
    await replaceFile(join(folder, file), contents);
    files[file] = hashOf(contents);
  };
  for (const [layer, features] of layers) await write(`${layer}.geojson`, toGeoJson(features));
  for (const [file, bytes] of makeAnalysisFiles(world, onProgress)) await write(file, bytes);
  onProgress('basemap');
  await writeBaseMap(join(folder, DEMO_BASE_MAP), qingdaoBaseMap(world));
  files[DEMO_BASE_MAP] = hashOf(await readFile(join(folder, DEMO_BASE_MAP)));
  const manifest: Manifest = {
    sources,
    layers: Object.fromEntries([...layers].map(([layer, features]) => [layer, features.length])),
    files,
  };
  // Written last: without it the next run starts over.
  await replaceFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  return summary(manifest, true);
}

function makeAnalysisFiles(
  world: World,
  onProgress: (generator: string) => void,
): readonly (readonly [file: string, bytes: Uint8Array])[] {
  onProgress('streets');
  const { streets } = world;
  onProgress('people');
  return [
    [STREETS_FILE, encodeGraph(streets.graph)],
    [PEOPLE_FILE, encodeDemand(world.people)],
    [TIMETABLES_FILE, encodeTransit(metroTimetables(world))],
  ];
}

/** Features by layer. Several generators may add to one layer; an id used twice is an error in one of them. */
export function runGenerators(
  generators: readonly Generator[],
  world: World,
  onProgress: (generator: string) => void,
): Map<string, DemoFeature[]> {
  const layers = new Map<string, DemoFeature[]>();
  const owners = new Map<string, string>();
  for (const generator of generators) {
    onProgress(generator.id);
    for (const [layer, features] of Object.entries(generator.generate(world))) {
      for (const { id } of features) {
        const key = `${layer}/${id}`;
        const owner = owners.get(key);
        if (owner !== undefined)
          throw new Error(`Generators ${owner} and ${generator.id} both make the feature ${id} of layer ${layer}.`);
        owners.set(key, generator.id);
      }
      layers.set(layer, [...(layers.get(layer) ?? []), ...features]);
    }
  }
  return new Map([...layers].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A feature as its file holds it. */
export function featureLine({ id, geometry, properties, provenance }: DemoFeature): string {
  return JSON.stringify({ type: 'Feature', id, geometry, properties: { ...properties, provenance } });
}

/** One feature a line, so that two versions can be compared. */
function toGeoJson(features: readonly DemoFeature[]): string {
  const lines = features.map(featureLine);
  return `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`;
}

/** Hash of everything that the generated files depend on, in the folder of the project. */
export async function demoSources(root = ROOT): Promise<string> {
  const hash = createHash('sha256');
  for (const file of (await Promise.all(SOURCES.map((source) => filesUnder(join(root, source))))).flat().sort()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

async function filesUnder(path: string): Promise<string[]> {
  if (/\.(ts|json|geojson)$/.test(path)) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.(test|d)\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
    return isManifest(value) ? value : null;
  } catch {
    // Missing or broken: generate.
    return null;
  }
}

function isManifest(value: unknown): value is Manifest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sources' in value &&
    typeof value.sources === 'string' &&
    'layers' in value &&
    typeof value.layers === 'object' &&
    value.layers !== null &&
    'files' in value &&
    typeof value.files === 'object' &&
    value.files !== null
  );
}

/** Whether every file is there as it was written: one that a full disk or a crash has harmed is made again. */
async function areWhole(folder: string, files: Manifest['files']): Promise<boolean> {
  for (const [name, hash] of Object.entries(files)) {
    const contents = await readFile(join(folder, name)).catch(() => null);
    if (contents === null || hashOf(contents) !== hash) return false;
  }
  return true;
}

function hashOf(contents: string | Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex');
}

async function replaceFile(path: string, contents: string | Uint8Array): Promise<void> {
  const part = `${path}.part`;
  try {
    await writeFile(part, contents);
    await rename(part, path);
  } catch (error) {
    // On a full disk a part that stays would take the room that the next try needs.
    await rm(part, { force: true });
    throw error;
  }
}

function summary(manifest: Manifest, fresh: boolean): Generated {
  const counts = Object.values(manifest.layers);
  return { fresh, layers: counts.length, features: counts.reduce((sum, count) => sum + count, 0) };
}
