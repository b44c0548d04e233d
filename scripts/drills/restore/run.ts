/** Backs a database up, loses it, and restores it twice: to the end of its log, and to before a mistake. */
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { loadCatalogue } from '../../../server/layers/catalogue.ts';
import { registryOf } from '../../../server/layers/registry.ts';
import { openDatabase } from '../../../server/platform/db/pool.ts';
import { findPostgres } from '../../../server/testing/postgres.ts';
import { describeMachine, type Machine } from '../../bench/machine.ts';
import { drawTiles, fillBenchLayer, samplePositions, tilePath } from '../../bench/tiles/city.ts';
import { atSignal, Undos } from '../../testing/at-signal.ts';
import { demoCity } from '../../testing/demo-city.ts';
import { environmentOf } from '../../testing/running-service.ts';
import { startProcess, type ServiceProcess } from '../../testing/service-process.ts';
import { isReady, waitFor } from '../../torture/client.ts';
import { pause } from '../../torture/kills.ts';
import { watchedTiles } from '../failover/check.ts';
import { Editor, LAYER } from '../failover/editors.ts';
import { MissingPrograms } from '../failover/missing-programs.ts';
import { complaints, exportTiles, keepTiles, type ExportParts } from './client.ts';
import { ArchivedCluster } from './cluster.ts';
import { acknowledgedBy, countFeatures, MISTAKE, revisionOf } from './edits.ts';
import { lookAt, type Before, type Restore, type Site } from './look.ts';
import type { Log, RestoreOptions } from './options.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const EDITORS = 3;
/** How long the editors work between two steps. */
const WORK_MS = 3000;
const BACK_LIMIT_MS = 300_000;
const TILES_A_ZOOM = 6;

export type RestoreStep =
  | { readonly step: 'cluster' | 'service' | 'backup' | 'mistake' | 'archived' | 'lost' | 'end' | 'moment' }
  | { readonly step: 'load'; readonly features: number };

export interface RestoreResult {
  readonly startedAt: string;
  readonly machine: Omit<Machine, 'databases'>;
  readonly log: Log;
  readonly features: number;
  readonly databaseBytes: number;
  readonly loadS: number;
  /** Of the base backup, its check included. */
  readonly backupS: number;
  readonly backupBytes: number;
  readonly archivedBytes: number;
  readonly restores: readonly Restore[];
}

/** Rejects with `MissingPrograms`. */
export async function runRestore(options: RestoreOptions, tell: (step: RestoreStep) => void): Promise<RestoreResult> {
  const bin = findPostgres();
  if (bin === undefined) throw new MissingPrograms(['postgresql', 'postgresql-postgis']);
  const machine = describeMachine();
  const startedAt = new Date().toISOString();
  const undos = new Undos();
  const off = atSignal(() => undos.run());
  try {
    const folder = await mkdtemp(join(tmpdir(), 'chengtu-restore-'));
    undos.defer(() => rm(folder, { recursive: true, force: true }));
    // PostgreSQL runs as another user and has to pass through.
    await chmod(folder, 0o755);
    tell({ step: 'cluster' });
    const { log, archiveTimeoutS } = options;
    const cluster = await ArchivedCluster.start({ folder, bin, log, archiveTimeoutS, defer: undos.defer });
    const measured = await rehearse({ cluster, folder, undos }, options, tell);
    return { startedAt, machine, log, features: options.features, ...measured };
  } finally {
    off();
    await undos.run();
  }
}

interface Rehearsal {
  readonly cluster: ArchivedCluster;
  readonly folder: string;
  readonly undos: Undos;
}

async function rehearse(
  { cluster, folder, undos }: Rehearsal,
  { features }: RestoreOptions,
  tell: (step: RestoreStep) => void,
): Promise<Omit<RestoreResult, 'startedAt' | 'machine' | 'log' | 'features'>> {
  const env = (home: string): Record<string, string> => ({
    CHENGTU_LANG: 'en',
    DATABASE_URL: cluster.url,
    CHENGTU_HOME: join(folder, home),
    RATE_LIMIT: '0',
    LOG_REQUESTS: 'none',
  });
  const start = (home: string, demo: 'on' | 'off'): Promise<ServiceProcess> =>
    startProcess({ checkout: ROOT, env: environmentOf({ ...env(home), DEMO: demo }), keepsOutput: true });
  tell({ step: 'service' });
  // Generated once, and kept for other runs.
  await cp(await demoCity(), join(folder, 'witness/demo'), { recursive: true });
  // It has seen what is lost, and is there all the time.
  const witness = await start('witness', 'on');
  undos.defer(async () => void (await witness.stop()));
  tell({ step: 'load', features });
  const filled = await fill(cluster.url, features);
  const db = await openDatabase({ url: cluster.url, home: '', statementTimeoutMs: 0 });
  undos.defer(() => db.close());

  const editors = Array.from({ length: EDITORS }, (_, nth) => new Editor(cluster.url, nth + 1));
  const paths = [...new Set([...watchedTiles(editors).filter((path) => path.includes(`/${LAYER}/`)), ...filled.paths])];
  tell({ step: 'backup' });
  await cluster.protect();
  for (const editor of editors) editor.start();
  undos.defer(async () => void (await Promise.all(editors.map((editor) => editor.end()))));
  const { seconds: backupS, bytes: backupBytes } = await cluster.backUp();
  await pause(WORK_MS);

  await rest(editors);
  const archives: ExportParts = { folder: join(folder, 'archives'), env: env('export'), defer: undos.defer };
  const doctorEnv = { ...env('witness'), PORT: new URL(witness.url).port };
  const noted = {
    counts: await countFeatures(db),
    tiles: await keepTiles(witness.url, paths),
    complaints: await complaints(doctorEnv, undos.defer),
    edits: acknowledgedBy(editors),
  };
  const moment = await cluster.now();

  tell({ step: 'mistake' });
  await db.query(MISTAKE);
  for (const editor of editors) editor.goOn();
  await pause(WORK_MS);
  await exportTiles(archives);
  await cluster.untilArchived();
  tell({ step: 'archived' });
  await pause(WORK_MS);
  // Newer than anything that a restore brings back.
  const seen = await keepTiles(witness.url, paths);
  const revision = await revisionOf(db);
  await pause(WORK_MS);

  const lostAtMs = performance.now();
  await cluster.lose();
  tell({ step: 'lost' });
  await rest(editors);
  const archivedBytes = cluster.archivedBytes();
  const site: Site = {
    db,
    registry: registryOf(await loadCatalogue()),
    witness,
    archives,
    doctorEnv,
    paths,
    defer: undos.defer,
  };
  const isLater = ({ name }: { readonly name: string }): boolean => !names.has(name);
  const names = new Set(noted.edits.map(({ name }) => name));
  const restores: Restore[] = [];
  for (const to of ['end', 'moment'] as const) {
    tell({ step: to });
    const restored = await cluster.restore(to === 'moment' ? moment : null);
    const servedAt = performance.now();
    const fresh = await start('restored', 'off');
    await keepTiles(fresh.url, paths.slice(0, 1));
    const serveS = (performance.now() - servedAt) / 1000;
    await waitFor(() => isReady(witness.url), BACK_LIMIT_MS);
    const all = acknowledgedBy(editors);
    const before: Before = {
      to,
      lostAtMs,
      counts: noted.counts,
      complaints: noted.complaints,
      // Beyond the mistake its tiles are others.
      tiles: to === 'moment' ? noted.tiles : null,
      seen,
      revision,
      expected: to === 'moment' ? noted.edits : all.filter(isLater),
      unwanted: to === 'moment' ? all.filter(isLater).map(({ name }) => name) : names,
    };
    const timeline = await cluster.timeline();
    restores.push({ to, ...restored, serveS, timeline, ...(await lookAt(site, fresh, before)) });
    if (to === 'end') {
      // On its own timeline, and seen by the witness: the second restore must show none of it.
      for (const editor of editors) editor.goOn();
      await pause(WORK_MS);
      await rest(editors);
      await keepTiles(witness.url, paths);
    }
    await fresh.stop();
    if (to === 'end') await cluster.lose();
  }
  const { paths: _, ...figures } = filled;
  return { ...figures, backupS, backupBytes, archivedBytes, restores };
}

async function rest(editors: readonly Editor[]): Promise<void> {
  await Promise.all(editors.map((editor) => editor.rest()));
}

/** Many features beside the city's own, and tiles where they are. */
async function fill(
  url: string,
  features: number,
): Promise<{ readonly loadS: number; readonly databaseBytes: number; readonly paths: readonly string[] }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const loadS = await fillBenchLayer(client, features, LAYER);
    const places = await samplePositions(client, TILES_A_ZOOM, 'streets');
    const { rows } = await client.query<{ readonly bytes: string }>(
      'select pg_database_size(current_database()) as bytes',
    );
    const paths = [9, 11, 13, 15].flatMap((z) =>
      drawTiles(z, places, TILES_A_ZOOM).map((tile) => tilePath(LAYER, tile)),
    );
    return { loadS, databaseBytes: Number(rows[0]?.bytes), paths };
  } finally {
    await client.end();
  }
}
