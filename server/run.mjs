/**
 * Runs a file of the service: `node server/run.mjs FILE [ARGUMENTS]`. Its threads and child processes begin here too.
 *
 * Node reads no TypeScript, and takes seconds to find and read the thousand modules of the service and its packages one
 * by one. So those that a file needs are put together once, and again after one of them has changed.
 */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PACKAGES = new URL('../node_modules/', import.meta.url);
const KEPT = fileURLToPath(new URL('.cache/chengtu/', PACKAGES));
/** Changes with every package that is installed or removed. */
const INSTALLED = fileURLToPath(new URL('.package-lock.json', PACKAGES));
/** So long a process that runs on older code may still read some of it. */
const KEPT_MS = 24 * 3600 * 1000;
const MAIN = 'main.mjs';
/** Packages that look for files beside themselves, or that one command needs, stay where they are. */
const APART = [
  '@electric-sql/*',
  '@napi-rs/canvas',
  'autocannon',
  'geotiff',
  'highs',
  'node-sqlite3-wasm',
  'pg-native',
  'playwright-core',
  'recheck',
  'tsx',
  'typescript',
  'vite',
  'vitest',
];
/** Packages written for CommonJS ask for Node's modules. */
const BANNER =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
const SOURCES = 'sources.json';
const DRAFT = 'draft-';

const [node, , file, ...rest] = process.argv;
if (file === undefined) throw new Error('Which file? node server/run.mjs FILE [ARGUMENTS]');
const source = resolve(file);
process.argv = [node, source, ...rest];
// Errors name the lines of the sources.
process.setSourceMapsEnabled(true);
await import(pathToFileURL(await codeOf(source)).href);

/** Path of what Node can read in place of a source. */
async function codeOf(path) {
  const key = createHash('sha256').update(`${process.version} ${path}`).digest('hex').slice(0, 12);
  const name = `${basename(path, '.ts')}-${key}-`;
  const kept = foldersOf(name).find(isCurrent);
  if (kept !== undefined) return join(kept, MAIN);
  const draft = makeDraft();
  if (draft === null) {
    // Whoever runs it may not write here.
    const { register } = await import('tsx/esm/api');
    register();
    return path;
  }
  try {
    const sources = await bundle(path, draft);
    writeFileSync(join(draft, SOURCES), JSON.stringify(sources));
    const folder = join(KEPT, `${name}${basename(draft).slice(DRAFT.length)}`);
    renameSync(draft, folder);
    removeOld(name);
    return join(folder, MAIN);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

function foldersOf(name) {
  try {
    return readdirSync(KEPT).flatMap((each) => (each.startsWith(name) ? [join(KEPT, each)] : []));
  } catch {
    return [];
  }
}

/** Whether its sources are as they were when it was made. */
function isCurrent(folder) {
  try {
    const sources = JSON.parse(readFileSync(join(folder, SOURCES), 'utf8'));
    return sources.every(([path, stamp]) => stampOf(path) === stamp);
  } catch {
    // Another process is removing it.
    return false;
  }
}

/** @returns null where there is no such file */
function stampOf(path) {
  const file = statSync(path, { throwIfNoEntry: false });
  return file === undefined ? null : `${file.mtimeMs} ${file.size}`;
}

function makeDraft() {
  try {
    mkdirSync(KEPT, { recursive: true });
    return mkdtempSync(join(KEPT, DRAFT));
  } catch {
    return null;
  }
}

/** @returns path and stamp of each source */
async function bundle(path, folder) {
  const { build } = await import('esbuild');
  const sources = [fileURLToPath(import.meta.url), INSTALLED].map((each) => [each, stampOf(each)]);
  await build({
    entryPoints: [{ in: path, out: basename(MAIN, '.mjs') }],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is imported when it is needed is read when it is needed.
    splitting: true,
    external: APART,
    banner: { js: BANNER },
    platform: 'node',
    format: 'esm',
    target: `node${process.versions.node}`,
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'sources',
        setup: ({ onLoad }) =>
          onLoad({ filter: /[.]ts$/ }, (each) => {
            // Before it is read: a change in between is to be seen.
            sources.push([each.path, stampOf(each.path)]);
            const text = readFileSync(each.path, 'utf8');
            // Sources find what lies beside them by their own place.
            // A function, as $& and the like mean something in a replacement text.
            const place = JSON.stringify(pathToFileURL(each.path).href);
            return { contents: text.replaceAll('import.meta.url', () => place), loader: 'ts' };
          }),
      },
    ],
  });
  return sources;
}

/** Removes what was made of older sources, and what a killed process left behind. */
function removeOld(name) {
  const old = Date.now() - KEPT_MS;
  for (const folder of [...foldersOf(name), ...foldersOf(DRAFT)]) {
    try {
      if (statSync(folder).mtimeMs < old && !isCurrent(folder)) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another process was faster.
    }
  }
}
