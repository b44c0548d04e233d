/** Builds the web client if its sources have changed, as a start of the service does; `npm test` does it first. */
import { ensureClient } from '../start/client-build.ts';

await ensureClient();
