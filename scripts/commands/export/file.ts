import { exportTiles, type ExportOptions } from '../../../server/export/export.ts';
import type { LayerRegistry } from '../../../server/layers/registry.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import { say, type MessageValues } from '../../../server/platform/messages/index.ts';
import { endProgress, progressLine } from '../../cli/console.ts';
import { EXPORT, type ExportMessage } from '../../cli/messages/export.ts';
import { explainFailure } from './errors.ts';
import { ExportProgressLine } from './progress.ts';

/** Writes one file, and says how far it is and what came of it. */
export async function exportFile(
  db: Database,
  registry: LayerRegistry,
  options: ExportOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const { lang, out, signal } = options;
  const print = (message: ExportMessage, values?: MessageValues): void =>
    console.log(say(EXPORT[message], lang, values));
  const progress = new ExportProgressLine(lang);
  const startedAt = performance.now();
  progressLine(EXPORT.finding[lang]);
  try {
    const report = await exportTiles(db, registry, {
      ...options,
      onProgress: (state) => progress.show(state),
      onRestart: () => {
        endProgress();
        print('restart');
      },
    });
    endProgress();
    if (report.isMixed) print('mixed');
    const { tiles, distinct, minzoom, maxzoom, bytes } = report;
    print('done', {
      file: out,
      tiles,
      distinct,
      minzoom,
      maxzoom,
      size: (bytes / 1e6).toFixed(1),
      seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
    });
  } catch (error) {
    endProgress();
    const failure = explainFailure(error, out, lang, signal);
    if (failure === null) throw error;
    console.error(say(EXPORT[failure.message], lang, failure.values));
    process.exitCode ??= 1;
  }
}
