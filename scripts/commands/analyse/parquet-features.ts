import { loadMessage } from '../../../server/ingest/messages.ts';
import { readSourceFile } from '../../../server/ingest/read-file.ts';
import { language } from '../../cli/console.ts';
import { AnalyseError } from './error.ts';

/** The features of a GeoParquet, as those of GeoJSON are read. Rejects with `AnalyseError`. */
export async function readParquetFeatures(file: string): Promise<{ readonly features: readonly object[] }> {
  const read = await readSourceFile(file, { idAttribute: null, idsFromContent: true });
  const [error] = read.errors;
  if (error !== undefined) {
    const reason = loadMessage(language, error.message, error.params ?? {});
    throw error.feature === 0
      ? new AnalyseError('unreadable', { file, reason })
      : new AnalyseError('unreadable-feature', { file, feature: error.feature, reason });
  }
  return { features: read.features };
}
