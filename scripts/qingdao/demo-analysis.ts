import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeDemand } from '../../server/analysis/demand/codec.ts';
import { demandKey, writeDemand } from '../../server/analysis/demand/store.ts';
import { decodeGraph } from '../../server/analysis/network/graph.ts';
import { GraphFiles } from '../../server/analysis/network/graph-files.ts';
import { networkKey, writeNetworkRows } from '../../server/analysis/network/store.ts';
import { decodeTransit } from '../../server/analysis/transit/codec.ts';
import { transitKeyOf, writeTransit } from '../../server/analysis/transit/store.ts';
import { onlyRow, readTextOrNull } from '../../server/platform/db/rows.ts';
import { loadSql } from '../../server/platform/db/sql.ts';
import { GivenFileError } from './given-file.ts';
import type { Database, Queryable } from '../../server/platform/db/types.ts';

const MARKED = loadSql('ingest/sql/demo-analysis');
const MARK = loadSql('ingest/sql/mark-demo-analysis');
const TIDY = loadSql('analysis/network/sql/tidy');

/** Files in `<home>/demo` beside the layers. */
export const STREETS_FILE = 'network.graph';
export const PEOPLE_FILE = 'people.demand';
export const TIMETABLES_FILE = 'metro.transit';

export interface DemoAnalysisProgress {
  readonly kind: 'network' | 'demand' | 'transit';
  readonly id: string;
  /** `current`: the database held it already. `kept`: the database holds another one, which stays. */
  readonly state: 'loading' | 'loaded' | 'current' | 'kept';
}

/** A network, a demand or timetables, as far as loading goes. */
interface Loadable {
  readonly kind: DemoAnalysisProgress['kind'];
  readonly id: string;
  readonly key: string;
  readonly keyOf: (db: Queryable, id: string) => Promise<string | null>;
  readonly write: (tx: Queryable) => Promise<void>;
  /** Once it is committed. */
  readonly after: () => Promise<void>;
}

/**
 * Loads the generated roads, people and timetables in `<home>/demo` that the database does not hold yet, each in one
 * transaction. An import under the same id is never replaced: its key differs from the one noted at the last load. What
 * was removed comes back.
 */
export async function loadDemoAnalysis(
  db: Database,
  home: string,
  onProgress: (progress: DemoAnalysisProgress) => void = () => undefined,
): Promise<readonly DemoAnalysisProgress[]> {
  const results: DemoAnalysisProgress[] = [];
  for (const read of [() => streetsIn(db, home), () => peopleIn(home), () => timetablesIn(home)]) {
    const loadable = await read();
    if (loadable === null) continue;
    const { kind, id } = loadable;
    const held = await heldBy(db, loadable);
    if (held === 'nothing') {
      onProgress({ kind, id, state: 'loading' });
      await load(db, loadable);
    }
    const result: DemoAnalysisProgress = { kind, id, state: held === 'nothing' ? 'loaded' : held };
    results.push(result);
    onProgress(result);
  }
  return results;
}

async function load(db: Database, { kind, id, key, write, after }: Loadable): Promise<void> {
  await db.transaction(
    async (tx) => {
      await write(tx);
      await tx.query(MARK, [kind, id, key]);
    },
    { unlimited: true },
  );
  await after();
}

/** `nothing` also where it is older demonstration data. */
async function heldBy(db: Queryable, { kind, id, key, keyOf }: Loadable): Promise<'nothing' | 'current' | 'kept'> {
  const held = await keyOf(db, id);
  if (held === null) return 'nothing';
  if (readTextOrNull(onlyRow(await db.query(MARKED, [kind, id])), 'key') !== held) return 'kept';
  return held === key ? 'current' : 'nothing';
}

async function streetsIn(db: Database, home: string): Promise<Loadable | null> {
  const bytes = await readDemoFile(home, STREETS_FILE);
  if (bytes === null) return null;
  const graph = decoded(home, STREETS_FILE, () => decodeGraph(bytes));
  return {
    kind: 'network',
    id: graph.meta.id,
    key: graph.meta.key,
    keyOf: networkKey,
    write: (tx) => writeNetworkRows(tx, graph),
    after: async () => {
      // Else the first study would make it from the rows, as happens where it cannot be written now.
      await new GraphFiles(home).write(graph.meta, bytes).catch(() => undefined);
      // PGlite has no autovacuum.
      if (db.kind === 'embedded') await db.query(TIDY);
    },
  };
}

async function peopleIn(home: string): Promise<Loadable | null> {
  const bytes = await readDemoFile(home, PEOPLE_FILE);
  if (bytes === null) return null;
  const demand = decoded(home, PEOPLE_FILE, () => decodeDemand(bytes));
  return {
    kind: 'demand',
    id: demand.meta.id,
    key: demand.meta.key,
    keyOf: demandKey,
    write: (tx) => writeDemand(tx, demand),
    after: () => Promise.resolve(),
  };
}

async function timetablesIn(home: string): Promise<Loadable | null> {
  const bytes = await readDemoFile(home, TIMETABLES_FILE);
  if (bytes === null) return null;
  const transit = decoded(home, TIMETABLES_FILE, () => decodeTransit(bytes));
  return {
    kind: 'transit',
    id: transit.meta.id,
    key: transit.meta.key,
    keyOf: transitKeyOf,
    write: (tx) => writeTransit(tx, transit),
    after: () => Promise.resolve(),
  };
}

/** What a file holds. Throws `GivenFileError` where it was cut off or damaged. */
function decoded<T>(home: string, file: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GivenFileError(join(home, 'demo', file), reason, true, error);
  }
}

async function readDemoFile(home: string, file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(join(home, 'demo', file));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
