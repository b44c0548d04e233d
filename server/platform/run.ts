import { fileURLToPath } from 'node:url';

/** Runs a file of the service, as in `node RUN file`; `server/run.mjs` says why. */
export const RUN = fileURLToPath(new URL('../run.mjs', import.meta.url));
