import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const WANTED = /\.(?:js|css)$/;

/**
 * Writes scripts and styles a second time, as small as brotli makes them: a tenth smaller than the service may take the
 * time for. The service gives `x.js.br` to whoever asks for `x.js` and reads brotli.
 */
export function precompress(): Plugin {
  return {
    name: 'chengtu:precompress',
    apply: 'build',
    writeBundle: async ({ dir }, bundle) => {
      if (dir === undefined) return;
      const files = Object.keys(bundle).filter((file) => WANTED.test(file));
      await Promise.all(
        files.map(async (file) => {
          const bytes = await readFile(join(dir, file));
          const params = {
            [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
            [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
            [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
          };
          // A service that runs may read it at any moment: it is there whole, or not at all.
          const part = join(dir, `${file}.br.part`);
          await writeFile(part, await brotli(bytes, { params }));
          await rename(part, join(dir, `${file}.br`));
        }),
      );
    },
  };
}
