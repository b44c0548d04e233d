/** `npm run restore -- FILE`: puts a backup into the database, which the service does not use meanwhile. */
import { RestoreRefused } from '../../server/backup/errors.ts';
import { countOtherSessions, restore } from '../../server/backup/restore.ts';
import { ensureLayers } from '../../server/ingest/layers.ts';
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { readConfig } from '../../server/platform/config.ts';
import { MissingRights } from '../../server/platform/db/errors.ts';
import { openDatabase } from '../../server/platform/db/pool.ts';
import { checkWebRole } from '../../server/platform/db/rights.ts';
import { say } from '../../server/platform/messages/index.ts';
import { endProgress, fail, language, refuse, runCommand, stopOnSignals, withDatabase } from '../cli/console.ts';
import { BACKUP } from '../cli/messages/backup.ts';
import { explain } from '../start/explain.ts';
import { parseBackupCommand } from './backup/options.ts';
import {
  checkFile,
  createShow,
  explainFailure,
  print,
  printTables,
  secondsSince,
  sumsOf,
  tell,
} from './backup/report.ts';

async function main(): Promise<void> {
  const parsed = parseBackupCommand(process.argv.slice(2), 'replace', process.env.INIT_CWD);
  if ('errors' in parsed) {
    refuse(parsed.errors, (message, values) =>
      say(BACKUP[message === 'usage' ? 'usage-restore' : message], language, values),
    );
    return;
  }
  const { path, task, mayReplace } = parsed.options;
  if (task === 'check') await checkFile(path).catch(fail);
  else await run(path, mayReplace);
}

async function run(path: string, mayReplace: boolean): Promise<void> {
  const signal = stopOnSignals();
  await withDatabase(
    async (db) => {
      const startedAt = performance.now();
      const show = createShow();
      try {
        const config = readConfig();
        const catalogue = await loadCatalogue(config.cityFolder);
        const sessions = await countOtherSessions(db);
        if (sessions > 0) throw new RestoreRefused('in-use', { sessions });
        const { manifest, erasedAgain } = await restore(db, {
          path,
          mayReplace,
          city: catalogue.city,
          product: config.version,
          signal,
          onProgress: (phase, rows) => show(`phase-${phase}`, { rows }),
        });
        // Layers that the city has got since.
        await ensureLayers(db, catalogue);
        endProgress();
        print('restore-done', { file: path, seconds: secondsSince(startedAt), ...sumsOf(manifest) });
        printTables(manifest);
        if (erasedAgain > 0) print('erased-again', { count: erasedAgain });
        await checkGrants(
          config.databaseOwnerUrl === undefined ? undefined : config.databaseUrl,
          config.databaseSchema,
        );
      } catch (error) {
        endProgress();
        tell(signal.aborted ? { message: 'restore-interrupted' } : explainFailure(error, path), error);
      }
    },
    { whenRunning: 'fail', makeSchema: true },
  );
}

/** Says what the role that serves lacks, as in a database that was empty before. */
async function checkGrants(webUrl: string | undefined, schema: string | undefined): Promise<void> {
  if (webUrl === undefined) return;
  try {
    const db = await openDatabase({ url: webUrl, home: '', schema });
    try {
      await checkWebRole(db);
    } finally {
      await db.close();
    }
  } catch (error) {
    if (!(error instanceof MissingRights)) throw error;
    console.error(explain(error));
  }
}

await runCommand('restore', main);
