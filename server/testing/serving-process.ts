/**
 * A service in a process of its own, which a test may kill. `SERVE_URL` and `SERVE_SCHEMA` say what it serves; it
 * prints its address. It traces where its environment says so; `SERVE_SETTINGS` has other settings, as JSON.
 */
import { readConfig } from '../platform/config.ts';
import { openDatabase } from '../platform/db/pool.ts';
import { createLog } from '../platform/log/log.ts';
import { tracingOf } from '../platform/tracing/settings.ts';
import { closeOnSignals, startServer } from '../main.ts';

const { SERVE_URL: url = '', SERVE_SCHEMA: schema = '', SERVE_SETTINGS: more = '{}' } = process.env;
const db = await openDatabase({ url, home: '', schema });
const log = createLog((line) => process.stderr.write(`${line}\n`));
const settings = { CHENGTU_LANG: 'en', ...(JSON.parse(more) as Record<string, string>) };
const config = { ...readConfig(settings), tracing: tracingOf(process.env), port: 0, host: '127.0.0.1' };
const service = await startServer(config, { db, log });
closeOnSignals(service, log);
process.stdout.write(`${service.url}\n`);
