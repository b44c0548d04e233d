/** Runs a study in this process, by a thread as the service does. */
import { gunzipSync } from 'node:zlib';
import type { Study } from '../../../tiles/api/study.ts';
import { AnalysisEngine } from '../../../server/analysis/engine/engine.ts';
import type { StudyProgress } from '../../../server/analysis/engine/protocol.ts';
import type { Versioned } from '../../../server/analysis/engine/sources.ts';
import { StoredSources } from '../../../server/analysis/engine/stored.ts';
import type { Graph } from '../../../server/analysis/types.ts';
import { loadCatalogue } from '../../../server/layers/catalogue.ts';
import { migrateFor } from '../../../server/layers/city-database.ts';
import { registryOf, type LayerLookup } from '../../../server/layers/registry.ts';
import { readConfig } from '../../../server/platform/config.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import { SILENT } from '../../../server/platform/log/log.ts';
import { openConsoleDatabase } from '../../cli/console.ts';
import type { FiledStudy } from './files.ts';

/** A study that was checked, and the road networks of its files. */
export interface ParsedFiles extends FiledStudy {
  readonly study: Study;
}

export interface LocalOptions {
  readonly timeLimitS: number;
  readonly memoryMb: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: StudyProgress) => void;
}

const refuse = (): Promise<never> =>
  Promise.reject(new Error('The study names stored data, but no database was opened for it.'));

/** In place of a database, for a study that brings along all its data. */
const NO_DATABASE: Database = {
  kind: 'embedded',
  hasAsMvt: false,
  url: '',
  as: () => ({ kind: 'embedded', hasAsMvt: false, query: refuse, snapshot: refuse }),
  query: refuse,
  transaction: refuse,
  background: { query: refuse },
  fullDisk: () => Promise.resolve(null),
  refuses: () => null,
  stats: () => ({ connections: 0, busy: 0, waiting: 0, refused: 0, cancelled: 0, timedOut: 0 }),
  close: () => Promise.resolve(),
};

/** Stored data, and road networks of files. */
class CommandSources extends StoredSources {
  readonly #networks: ReadonlyMap<string, Graph>;

  readonly #hasDatabase: boolean;

  constructor(db: Database | null, registry: LayerLookup, home: string, networks: ReadonlyMap<string, Graph>) {
    super(db ?? NO_DATABASE, registry, home);
    this.#networks = networks;
    this.#hasDatabase = db !== null;
  }

  /** Without a database the sea is unknown. */
  override water(): ReturnType<StoredSources['water']> {
    return this.#hasDatabase ? super.water() : Promise.resolve({ key: 'none', hash: 'none', value: null });
  }

  override network(id: string, at: string): Promise<Versioned<Graph>> {
    const graph = this.#networks.get(id);
    return graph === undefined
      ? super.network(id, at)
      : Promise.resolve({ key: graph.meta.key, hash: graph.meta.key, value: graph });
  }
}

/** @returns the JSON of the result. Rejects as `AnalysisEngine.study`. */
export async function runHere(
  { study, networks }: ParsedFiles,
  { timeLimitS, memoryMb, signal, onProgress }: LocalOptions,
): Promise<string> {
  const config = { ...readConfig(), analysis: { threads: 1, memoryMb, timeLimitS, bodyMb: 512 } };
  const catalogue = await loadCatalogue(config.cityFolder);
  const registry = registryOf(catalogue);
  const db = needsDatabase(study, networks) ? await openConsoleDatabase() : null;
  try {
    if (db !== null) await migrateFor(db, catalogue.city);
    const sources = new CommandSources(db, registry, config.home, networks);
    const engine = new AnalysisEngine({ config, db: db ?? NO_DATABASE, registry, log: SILENT, sources });
    try {
      const { result } = await engine.study({ value: study }, { timeLimitS, signal, onProgress });
      return gunzipSync(result).toString();
    } finally {
      await engine.close();
    }
  } finally {
    await db?.close();
  }
}

/** Whether anything but the study's own data is named in it. */
export function needsDatabase(study: unknown, networks: ReadonlyMap<string, Graph>): boolean {
  if (Array.isArray(study)) return study.some((each) => needsDatabase(each, networks));
  if (typeof study !== 'object' || study === null) return false;
  if ('stored' in study && !networks.has(String(study.stored))) return true;
  if (
    'layer' in study ||
    ('areas' in study && typeof study.areas === 'string') ||
    ('kind' in study && study.kind === 'compliance')
  )
    return true;
  // These keys belong to long lists of the study's own data, which name nothing stored.
  if ('points' in study || 'costs' in study || 'nodes' in study || 'geometry' in study) return false;
  return Object.values(study).some((each) => needsDatabase(each, networks));
}
