import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { exportRegion, type ArchiveReport, type RegionOptions } from '../../../server/export/export-region.ts';
import { FolderStore } from '../../../server/export/store/folder-store.ts';
import { S3Store } from '../../../server/export/store/s3-store.ts';
import type { LayerRegistry } from '../../../server/layers/registry.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import { say, type MessageValues } from '../../../server/platform/messages/index.ts';
import { endProgress, progressLine } from '../../cli/console.ts';
import { EXPORT, type ExportMessage } from '../../cli/messages/export.ts';
import { explainRegionFailure } from './errors.ts';
import type { RegionExport } from './options.ts';
import { ExportProgressLine } from './progress.ts';

export interface RegionCommand
  extends RegionExport,
    Pick<RegionOptions, 'lang' | 'version' | 'concurrency' | 'minzoom' | 'maxzoom' | 'bbox' | 'filter'> {
  readonly signal: AbortSignal;
  /** Folder of the service: what is not finished is kept there, for the next call. */
  readonly home: string;
}

/** Publishes the archives of a region, and says how far it is and what came of it. */
export async function exportToPlace(db: Database, registry: LayerRegistry, options: RegionCommand): Promise<void> {
  const { lang, to, signal, home } = options;
  const print = (message: ExportMessage, values?: MessageValues): void =>
    console.log(say(EXPORT[message], lang, values));
  const place = typeof to === 'string' ? to : to.url;
  const folder = join(home, 'exports', createHash('sha256').update(place).digest('hex').slice(0, 16));
  const startedAt = performance.now();
  let progress: { readonly layers: string; readonly line: ExportProgressLine } | null = null;
  progressLine(EXPORT.finding[lang]);
  try {
    const { archives, removed } = await exportRegion(db, registry, {
      ...options,
      store: typeof to === 'string' ? new FolderStore(to) : new S3Store({ place: to, folder, signal }),
      folder,
      onProgress: (of, state) => {
        const layers = namesOf({ layers: of });
        if (progress?.layers !== layers) progress = { layers, line: new ExportProgressLine(lang, layers) };
        progress.line.show(state);
      },
      onArchive: (archive) => {
        endProgress();
        print(archive.outcome, valuesOf(archive));
        if (archive.isMixed) print('mixed-region', { layers: namesOf(archive) });
      },
    });
    endProgress();
    const count = (outcome: ArchiveReport['outcome']): number =>
      archives.filter((archive) => archive.outcome === outcome).length;
    print('done-region', {
      place,
      made: count('made'),
      unchanged: count('unchanged'),
      removed,
      seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
    });
  } catch (error) {
    endProgress();
    const failure = explainRegionFailure(error, place, lang, signal);
    if (failure === null) throw error;
    console.error(say(EXPORT[failure.message], lang, failure.values));
    process.exitCode ??= 1;
  }
}

function valuesOf({ layers, entry, copied }: ArchiveReport): MessageValues {
  if (entry === null) return { layers: namesOf({ layers }) };
  const { minzoom, maxzoom, tiles, size, url } = entry;
  return { layers: namesOf({ layers }), minzoom, maxzoom, tiles, size: (size / 1e6).toFixed(1), copied, url };
}

function namesOf({ layers }: Pick<ArchiveReport, 'layers'>): string {
  return layers.map(({ id }) => id).join('+');
}
