/**
 * A service in a process of its own, which a test may kill. `SERVE_URL` and `SERVE_SCHEMA` say what it serves; it
 * prints its address.
 */
import { readConfig } from '../platform/config.ts';
import { openDatabase } from '../platform/db/pool.ts';
import { createLog } from '../platform/log/log.ts';
import { startServer } from '../main.ts';

const { SERVE_URL: url = '', SERVE_SCHEMA: schema = '' } = process.env;
const db = await openDatabase({ url, home: '', schema });
const service = await startServer(
  { ...readConfig({ CHENGTU_LANG: 'en' }), port: 0, host: '127.0.0.1' },
  { db, log: createLog((line) => process.stderr.write(`${line}\n`)) },
);
process.stdout.write(`${service.url}\n`);
