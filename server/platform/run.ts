import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';

/** Runs a file of the service, as in `node RUN file`; `server/run.mjs` says why. */
export const RUN = fileURLToPath(new URL('../run.mjs', import.meta.url));

/** Imports a source that no other source names, which is read module by module. */
export async function importSource(url: string): Promise<unknown> {
  try {
    return await import(url);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
    return tsImport(url, import.meta.url);
  }
}
