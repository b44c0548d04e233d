/**
 * Builds what other sites load: `/embed.js`, `/sdk.js` and the page in an iframe. It is apart from the pages' build, so
 * that neither divides the other's files.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { chunkLoading } from './chunk-loading.ts';
import { maplibreAsBuilt } from './maplibre-as-built.ts';
import { precompress } from './precompress.ts';
import { sdkTypes } from './sdk-types.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Files that other sites name have the same address in every version; what they load carries its hash. */
const FIXED: ReadonlySet<string> = new Set(['embed', 'sdk']);

export default defineConfig({
  root: at('.'),
  base: './',
  publicDir: false,
  // Licence texts of what is in here are those of the pages' build, which has all of it.
  plugins: [chunkLoading(), maplibreAsBuilt(), sdkTypes(), precompress()],
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    outDir: '../dist/client',
    emptyOutDir: false,
    target: 'es2020',
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { embed: at('src/embed/element.ts'), sdk: at('src/embed/sdk.ts'), 'embed-page': at('embed.html') },
      preserveEntrySignatures: 'exports-only',
      output: {
        entryFileNames: ({ name }) => (FIXED.has(name) ? '[name].js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        manualChunks: (id) =>
          id.includes('/node_modules/maplibre-gl/') && id.endsWith('.js') ? 'embed-maplibre' : undefined,
      },
    },
  },
});
