/** Imports feeds of GTFS as one set of timetables, all of them or nothing. */
import type { Warning } from '../../../../tiles/api/result.ts';
import { DEFAULT_MAX_ACCESS_M } from '../../../../tiles/api/vocabulary.ts';
import type { Provenance, Text } from '../../../../tiles/layer/layer.ts';
import type { Database } from '../../../platform/db/types.ts';
import { AnalysisError, warning } from '../../errors.ts';
import { loadGraph } from '../../network/store.ts';
import { snapPoints } from '../../network/snap.ts';
import { sentence } from '../../sentence.ts';
import { transitKey } from '../codec.ts';
import { TRANSIT_IMPORT as TEXT } from '../import-messages.ts';
import { listTransits, writeTransit } from '../store.ts';
import type { Transit } from '../types.ts';
import { joinFeeds } from './join-feeds.ts';
import { readFeed, type ReadFeed } from './read-feed.ts';

export interface TransitImportOptions {
  readonly paths: readonly string[];
  readonly id: string;
  /** Absent: named after their publishers. */
  readonly title?: Text;
  readonly source?: Text;
  readonly licence: string;
  readonly provenance: Provenance;
  /** Streets on which people walk to the stops: an import tells which stops are far from all. Null for no check. */
  readonly network: string | null;
  readonly replace: boolean;
  readonly onProgress?: (phase: 'reading' | 'writing', file: string) => void;
}

export interface TransitReport {
  readonly transit: Transit;
  readonly replaced: boolean;
  readonly warnings: readonly Warning[];
}

/**
 * Throws `AnalysisError` and `LoadErrors` for whatever keeps the files from being timetables; the database is as it was
 * then.
 */
export async function importTransit(db: Database, home: string, options: TransitImportOptions): Promise<TransitReport> {
  const progress = options.onProgress ?? (() => undefined);
  const present = (await listTransits(db)).find(({ id }) => id === options.id);
  if (present !== undefined && !options.replace)
    throw new AnalysisError('transit-exists', TEXT.exists, { id: options.id, title: present.title });
  // Before the files are read, which takes long.
  const graph = options.network === null ? null : await loadGraph(db, home, options.network);
  const feeds: ReadFeed[] = [];
  for (const path of options.paths) {
    progress('reading', path);
    feeds.push(await readFeed(path));
  }
  const transit = transitOf(feeds, options);
  const warnings = feeds.flatMap((feed) => feed.warnings);
  if (graph !== null) {
    const { edge } = snapPoints(graph, 'walk', transit.lonLat, { maxDistanceM: DEFAULT_MAX_ACCESS_M });
    const count = edge.reduce((sum, each) => sum + Number(each < 0), 0);
    const values = { count, total: transit.stopCount, network: graph.meta.title, metres: DEFAULT_MAX_ACCESS_M };
    if (count > 0) warnings.push(warning('transit-stops-away', TEXT['stops-away'], values));
  }
  progress('writing', '');
  await db.transaction((tx) => writeTransit(tx, transit), { unlimited: true });
  return { transit, replaced: present !== undefined, warnings };
}

/** Feeds as timetables that can be kept. */
export function transitOf(
  feeds: readonly ReadFeed[],
  {
    id,
    title,
    source,
    licence,
    provenance,
  }: Pick<TransitImportOptions, 'id' | 'title' | 'source' | 'licence' | 'provenance'>,
): Transit {
  const { feeds: facts, timezone, ...timetables } = joinFeeds(feeds);
  const names = facts.map((feed) => feed.title);
  const named = (text: Text): Text => ({
    zh: sentence(text, { names: names.join('、') }).zh,
    en: sentence(text, { names: names.join(', ') }).en,
  });
  return {
    ...timetables,
    meta: {
      ...{ id, licence, provenance, timezone, feeds: facts },
      key: transitKey(timetables, timezone),
      title: title ?? named(TEXT['title-of']),
      source: source ?? named(TEXT['source-of']),
    },
  };
}
