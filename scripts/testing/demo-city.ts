/** The demonstration city for tests: generated once, by a process of its own, and kept until its sources change. */
import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RUN } from '../../server/platform/run.ts';
import { prepared } from '../../server/testing/prepared.ts';
import { demoSources, featureLine } from '../qingdao/demo-files.ts';
import type { DemoFeature } from '../qingdao/generate/types.ts';

const GENERATE = fileURLToPath(new URL('../qingdao/generate.ts', import.meta.url));
const EXTENSION = '.geojson';

/** Folder with the files of the city, as `<home>/demo` holds them. Only to be read. */
export async function demoCity(): Promise<string> {
  return join(await prepared({ name: 'city', key: await demoSources(), make: generate }), 'demo');
}

function generate(home: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [RUN, GENERATE], {
      env: { ...process.env, CHENGTU_HOME: home },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('error', reject);
    child.once('exit', (status, signal) =>
      status === 0 ? resolve() : reject(new Error(`The city was not generated (${signal ?? `status ${status}`}).`)),
    );
  });
}

/** Features of the city by layer. */
export async function cityLayers(): Promise<Map<string, readonly DemoFeature[]>> {
  const folder = await demoCity();
  const layers = (await readdir(folder)).filter((name) => name.endsWith(EXTENSION)).sort();
  return new Map(
    await Promise.all(
      layers.map(async (name) => [name.slice(0, -EXTENSION.length), await readLayer(join(folder, name))] as const),
    ),
  );
}

async function readLayer(path: string): Promise<DemoFeature[]> {
  const { features } = JSON.parse(await readFile(path, 'utf8')) as {
    features: (Omit<DemoFeature, 'provenance'> & { properties: { provenance: DemoFeature['provenance'] } })[];
  };
  return features.map(({ id, geometry, properties: { provenance, ...properties } }) => ({
    id,
    geometry,
    properties,
    provenance,
  }));
}

/** Features that the city, which another process has generated, does not hold to the same byte: `layer/id`. */
export async function notInCity(layers: ReadonlyMap<string, readonly DemoFeature[]>): Promise<string[]> {
  const folder = await demoCity();
  const differing: string[] = [];
  for (const [layer, features] of layers) {
    const text = await readFile(join(folder, `${layer}${EXTENSION}`), 'utf8');
    // One feature a line, the last without a comma.
    const lines = new Set(text.split('\n').map((line) => line.replace(/,$/, '')));
    differing.push(...features.filter((feature) => !lines.has(featureLine(feature))).map(({ id }) => `${layer}/${id}`));
  }
  return differing;
}
