/**
 * The light service as one file of JavaScript. Each process that tsx starts reads and compiles some three hundred
 * sources, two seconds of CPU; tests of the processes start dozens.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { hashOf, prepared } from '../../server/testing/prepared.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = ['server', 'tiles', 'scripts/start', 'scripts/cli', 'scripts/testing', 'package-lock.json'];
const FILE = 'light-service.mjs';

/** Path of the bundle, to be given to node. */
export async function lightBundle(): Promise<string> {
  // The bundle holds the paths of its sources.
  const key = await hashOf(SOURCES, ROOT, process.version);
  return join(await prepared({ name: 'light', key, make: bundle }), FILE);
}

async function bundle(folder: string): Promise<void> {
  await build({
    entryPoints: [join(ROOT, 'scripts/testing/light-service.ts')],
    outfile: join(folder, FILE),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    external: ['pg-native'],
    // Packages written for CommonJS ask for node's modules.
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    },
    plugins: [
      {
        name: 'own-place',
        // Sources find what lies beside them (SQL, data, threads) by their own place.
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
            contents: (await readFile(path, 'utf8')).replaceAll(
              'import.meta.url',
              JSON.stringify(pathToFileURL(path).href),
            ),
            loader: 'ts',
          })),
      },
    ],
  });
}
