import { fileURLToPath } from 'node:url';

/** What Node is given to run a file of the service, before the file itself: see there. */
export const RUN = fileURLToPath(new URL('../run.mjs', import.meta.url));
