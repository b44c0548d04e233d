import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** Vite's own module, which every dynamic import of a build goes through. */
const VITE_HELPER = '\0vite/preload-helper.js';
const OURS = fileURLToPath(new URL('src/data/chunks.ts', import.meta.url));

/**
 * Loads the parts of a build by src/data/chunks.ts in place of Vite's helper, which cannot try again: a browser keeps
 * the failure of an `import()` for as long as the page is open.
 */
export function chunkLoading(): Plugin {
  return {
    name: 'chengtu:chunk-loading',
    enforce: 'pre',
    apply: 'build',
    load: (id) => (id === VITE_HELPER ? `export { loadChunk as __vitePreload } from ${JSON.stringify(OURS)};` : null),
  };
}
