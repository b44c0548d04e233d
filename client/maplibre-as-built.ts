import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const BUNDLE = /\/node_modules\/maplibre-gl\/dist\/maplibre-gl\.js$/;
/** A name that no minifier changes, as it is declared nowhere. */
const PLACE = '__MAPLIBRE_AS_BUILT__';
/** All that the pages import: the build fails where one is missing here. */
const NAMES = ['addProtocol', 'GeoJSONSource', 'LngLatBounds', 'Map', 'NavigationControl', 'ScaleControl'] as const;

/**
 * Takes MapLibre as its makers minified it. The minifier of the build would print it anew, without the passes that made
 * it small: 8 KB more (brotli).
 */
export function maplibreAsBuilt(): Plugin {
  let bundle = '';
  return {
    name: 'chengtu:maplibre-as-built',
    enforce: 'pre',
    apply: 'build',
    load: async (id) => {
      if (!BUNDLE.test(id)) return null;
      bundle = (await readFile(id, 'utf8')).replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n');
      // Exported under other names than they have here: `Map` would hide the language's own from MapLibre.
      const constants = NAMES.map((name) => `const own${name} = made.${name};`).join('\n');
      return `const made = ${PLACE}();\n${constants}\nexport { ${NAMES.map((name) => `own${name} as ${name}`).join(', ')} };`;
    },
    // The name of the file changes with what is put into it.
    augmentChunkHash: ({ moduleIds }) =>
      moduleIds.some((id) => BUNDLE.test(id)) ? createHash('sha256').update(bundle).digest('hex') : undefined,
    generateBundle: {
      order: 'post',
      handler: (_, files) => {
        for (const file of Object.values(files)) {
          if (file.type === 'chunk')
            file.code = file.code.replace(
              `${PLACE}()`,
              () => `(function(){var exports={},module={exports:exports};${bundle}return module.exports})()`,
            );
        }
      },
    },
  };
}
