/** `npm run data:load -- --layer toilets FILE`: loads a GeoJSON or CSV file into a layer, all of it or nothing. */
import { loadCatalogue } from '../../server/layers/catalogue.ts';
import { migrateFor } from '../../server/layers/city-database.ts';
import { readConfig } from '../../server/platform/config.ts';
import { loadFile, type LoadOptions, type LoadReport } from '../../server/ingest/load.ts';
import { errorLines, sentence } from '../../server/ingest/report.ts';
import { LoadErrors } from '../../server/ingest/types.ts';
import type { LoadError, LoadProgress } from '../../server/ingest/types.ts';
import { loadMessage, type LoadMessage } from '../../server/ingest/messages.ts';
import type { PlainValues } from '../../server/platform/messages/index.ts';
import {
  endProgress,
  language,
  progressLine,
  refuse,
  runCommand,
  stopOnSignals,
  withDatabase,
} from '../cli/console.ts';
import { parseLoadCommand, unknownLayer, type LoadCommand } from './load/options.ts';

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whichever folder they are called from.
  const command = parseLoadCommand(process.argv.slice(2), process.env.INIT_CWD);
  if ('errors' in command) return refuse(command.errors, text);
  const catalogue = await loadCatalogue(readConfig().cityFolder);
  if (catalogue.get(command.options.layer) === undefined) {
    const known = catalogue.layers.map((layer) => layer.id);
    return refuse([unknownLayer(command.options.layer, known)], text);
  }
  const signal = stopOnSignals();
  await withDatabase(async (db) => {
    await migrateFor(db, catalogue.city);
    const startedAt = performance.now();
    try {
      const { faultyPath, listsAll: _, ...options } = command.options;
      const faulty = faultyPath === undefined ? {} : { faulty: { path: faultyPath, language } };
      const report = await loadFile(db, catalogue, { ...options, ...faulty, onProgress: createShow(), signal });
      endProgress();
      const notes = [...(report.columns === null ? [] : [report.columns]), ...report.notes];
      for (const note of notes) console.log(loadMessage(language, 'note', { text: sentence(language, note) }));
      if (report.leftOut.length > 0) sayLeftOut(report.leftOut, command.options);
      console.log(
        loadMessage(language, 'loaded', {
          count: report.count,
          layer: command.options.layer,
          added: report.added,
          updated: report.updated,
          removed: report.removed,
          seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
        }),
      );
      tellOrigin(report, command.options.origin);
    } catch (error) {
      endProgress();
      if (signal.aborted) {
        console.error(text('cancelled'));
        return;
      }
      if (!(error instanceof LoadErrors)) throw error;
      for (const line of errorLines(language, error.errors, { all: command.options.listsAll === true }))
        console.error(line);
      process.exitCode = 1;
    }
  });
}

/** What the map will say of the source, where the file said it or nobody did. */
function tellOrigin({ origin: { source, licence, asOf } }: LoadReport, given: LoadOptions['origin']): void {
  if (given?.source !== undefined) return;
  const terms = [licence, asOf].filter((each) => each !== null);
  const note =
    source === null
      ? text('source-not-given')
      : text('source-of-file', { source: source.zh, terms: terms.length === 0 ? '–' : terms.join(', ') });
  console.log(text('note', { text: note }));
}

/** What was left out is no failure: somebody asked for it. */
function sayLeftOut(errors: readonly LoadError[], { faultyPath = '', listsAll }: LoadCommand): void {
  const count = new Set(errors.map(({ feature }) => feature)).size;
  const head = loadMessage(language, 'left-out', { total: errors.length, count, path: faultyPath });
  for (const line of errorLines(language, errors, { all: listsAll === true, head })) console.log(line);
}

/** Elsewhere than on a terminal a line is printed for each tenth of a large file, and at the end. */
function createShow(): (progress: LoadProgress) => void {
  let tenth = 0;
  let last = '';
  return ({ phase, done, total, share }) => {
    const now = Math.floor(10 * (share ?? (total === 0 ? 1 : done / total)));
    const isNext = phase !== last ? now > 0 && now < 10 && total > LARGE : now > tenth && total > LARGE;
    if (phase !== last || isNext) tenth = now;
    last = phase;
    const percent = Math.min(100, Math.floor((share ?? 0) * 100));
    progressLine(
      loadMessage(language, phase, { done, total, share: percent }),
      isNext || (share === undefined && done === total),
    );
  };
}

/** Features of a load that takes long enough to be watched. */
const LARGE = 20_000;

function text(message: LoadMessage, values?: PlainValues): string {
  return loadMessage(language, message, values);
}

await runCommand('data:load', main);
