import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { clientLicences } from '../scripts/licences/client-texts.ts';
import { chunkLoading } from './chunk-loading.ts';
import { darkScheme } from './dark-scheme.ts';
import { maplibreAsBuilt } from './maplibre-as-built.ts';
import { pageIcon } from './page-icon.ts';
import { precompress } from './precompress.ts';

/** In development the API comes from a server started beside Vite: `PORT=8080 tsx server/main.ts`. */
const server = process.env['CHENGTU_SERVER'] ?? 'http://127.0.0.1:8080';
const apiPaths = [
  '/config.json',
  '/layers',
  '/counts',
  '/events',
  '/tiles',
  '/styles',
  '/nearby',
  '/find/results',
  '/find/route',
  '/search',
  '/cases',
  '/overview',
  '/analysis',
  '/healthz',
  '/readyz',
];

/** Optional dependencies of jsPDF that this page does not need: together they are larger than jsPDF itself. */
const leftOut = ['html2canvas', 'dompurify', 'canvg', 'fast-png'];
const nothing = fileURLToPath(new URL('src/pages/plan/brief/left-out.ts', import.meta.url));

/**
 * Small parts of every map, which would else be a file each, and what draws on paper, which would be merged into them.
 */
const PARTS = {
  ground: [
    '/tiles/tile/matrix-set.ts',
    '/tiles/tile/pyramid.ts',
    '/client/src/format/scale.ts',
    '/client/src/map/choropleth.ts',
    '/client/src/features/print/sheet.ts',
  ],
  canvas: ['/client/src/app/canvas.ts', '/client/src/format/wrap.ts'],
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative addresses: the service may be behind a path prefix, which nobody knows when the page is built.
  base: './',
  resolve: { alias: Object.fromEntries(leftOut.map((name) => [name, nothing])) },
  css: { postcss: { plugins: [darkScheme('/pages/find/find.css')] } },
  plugins: [clientLicences(), chunkLoading(), maplibreAsBuilt(), pageIcon(), precompress()],
  // esbuild's automatic runtime does all that Preact needs; no Babel preset.
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    // WebViews of older WeChat builds stop here.
    target: 'es2020',
    // MapLibre alone is above Vite's default of 500 kB, and is wanted at once.
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      // The map, the planners' page and the public's. Vite's own server finds `plan.html` for `/plan` as the service
      // does. What keeps the public's page offline is asked for by its own name.
      input: ['index.html', 'plan.html', 'find.html', 'src/pages/find/find-offline.ts'].map((page) =>
        fileURLToPath(new URL(page, import.meta.url)),
      ),
      output: {
        entryFileNames: ({ name }) => (name === 'find-offline' ? '[name].js' : 'assets/[name]-[hash].js'),
        // A request costs more than a small part that a page does not need.
        experimentalMinChunkSize: 800,
        // deck.gl needs no rule: it comes with the one import that draws the case analysis.
        manualChunks: (id) => {
          if (id.includes('/node_modules/maplibre-gl/') && id.endsWith('.js')) return 'maplibre';
          return Object.entries(PARTS).find(([, files]) => files.some((file) => id.endsWith(file)))?.[0];
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(apiPaths.map((path) => [path, { target: server, changeOrigin: false }])),
  },
});
