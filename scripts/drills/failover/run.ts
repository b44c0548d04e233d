/** Fails over again and again under load, and measures what those who read and write notice of it. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../../../server/layers/catalogue.ts';
import { registryOf } from '../../../server/layers/registry.ts';
import { openDatabase } from '../../../server/platform/db/pool.ts';
import { randomFrom, type Random } from '../../../server/testing/random.ts';
import { describeMachine, type Machine } from '../../bench/machine.ts';
import { atSignal, Undos } from '../../testing/at-signal.ts';
import { environmentOf } from '../../testing/running-service.ts';
import { startProcess, type ServiceProcess } from '../../testing/service-process.ts';
import { waitFor } from '../../torture/client.ts';
import { pause } from '../../torture/kills.ts';
import { findLost, findWrong, watchedTiles } from './check.ts';
import { PatroniCluster, type Loss } from './cluster.ts';
import { Editor } from './editors.ts';
import { MissingPrograms } from './missing-programs.ts';
import type { FailoverOptions } from './options.ts';
import { Probes, type ReadyFigures } from './probes.ts';
import { findPrograms } from './programs.ts';
import { PROMISE_MS, Readers, type ReadFigures } from './readers.ts';
import { beginStudy, BulkLoad, endStudy, type LoadEnd, type StudyEnd } from './work.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const HOSTS = 2;
const EDITORS = 3;
const READERS = 6;
/** A failover that takes longer has failed. */
const GIVE_UP_MS = 180_000;
/** Of lost edits. */
const MOST_NAMED = 5;

export type FailoverStep =
  | { readonly step: 'cluster' | 'hosts' | 'load' }
  | { readonly step: 'round'; readonly round: number; readonly loss: Loss; readonly node: string }
  | { readonly step: 'back'; readonly seconds: number }
  | { readonly step: 'joined'; readonly node: string; readonly way: 'rewound' | 'copied' };

export interface RoundResult {
  readonly round: number;
  readonly loss: Loss;
  /** The longest time without an edit acknowledged; null where writes did not come back. */
  readonly withoutWritesMs: number | null;
  readonly reads: ReadFigures;
  readonly ready: ReadyFigures;
  readonly edits: number;
  readonly lostEdits: number;
  readonly load: LoadEnd;
  readonly study: StudyEnd;
  readonly lagMs: number;
  readonly rejoined: 'rewound' | 'copied';
  /** What was wrong, in words of the drill. */
  readonly said: readonly string[];
}

export interface FailoverResult {
  readonly seed: number;
  readonly startedAt: string;
  readonly machine: Omit<Machine, 'databases'>;
  readonly rounds: readonly RoundResult[];
}

interface Site {
  readonly cluster: PatroniCluster;
  readonly hosts: readonly ServiceProcess[];
  readonly folder: string;
  readonly undos: Undos;
  readonly random: Random;
}

/** Rejects with `MissingPrograms`. */
export async function runFailover(
  options: FailoverOptions,
  tell: (step: FailoverStep) => void,
): Promise<FailoverResult> {
  const found = findPrograms();
  if ('missing' in found) throw new MissingPrograms(found.missing);
  const startedAt = new Date().toISOString();
  const machine = describeMachine();
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-failover-'));
  // PostgreSQL runs as another user and has to pass through.
  await chmod(folder, 0o755);
  const undos = new Undos();
  const end = async (): Promise<void> => {
    await undos.run();
    await rm(folder, { recursive: true, force: true });
  };
  const off = atSignal(end);
  try {
    tell({ step: 'cluster' });
    const cluster = await PatroniCluster.start({ folder, programs: found.programs, defer: undos.defer });
    tell({ step: 'hosts' });
    const hosts = await startHosts(cluster, folder, undos);
    const site = { cluster, hosts, folder, undos, random: randomFrom(options.seed) };
    return { seed: options.seed, startedAt, machine, rounds: await runRounds(site, options, tell) };
  } finally {
    off();
    await end();
  }
}

function envOf({ url, nodeUrls }: PatroniCluster): Readonly<Record<string, string>> {
  return {
    CHENGTU_LANG: 'en',
    DEMO: 'off',
    DATABASE_URL: url,
    DATABASE_READ_URLS: nodeUrls.join(' '),
    HOSTS: String(HOSTS),
    RATE_LIMIT: '0',
    LOG_REQUESTS: 'none',
  };
}

/** One after the other: the first one migrates. */
async function startHosts(cluster: PatroniCluster, folder: string, undos: Undos): Promise<ServiceProcess[]> {
  const hosts: ServiceProcess[] = [];
  for (let nth = 1; nth <= HOSTS; nth += 1) {
    const env = environmentOf({ ...envOf(cluster), CHENGTU_HOME: join(folder, `host${nth}`) });
    const host = await startProcess({ checkout: ROOT, env, keepsOutput: true });
    undos.defer(async () => void (await host.stop()));
    hosts.push(host);
  }
  return hosts;
}

async function runRounds(
  { cluster, hosts, folder, undos, random }: Site,
  { rounds, losses, features }: FailoverOptions,
  tell: (step: FailoverStep) => void,
): Promise<RoundResult[]> {
  const catalogue = await loadCatalogue();
  const registry = registryOf(catalogue);
  const db = await openDatabase({ url: cluster.url, home: '', statementTimeoutMs: 0 });
  undos.defer(() => db.close());
  const urls = hosts.map(({ url }) => url);
  const editors = Array.from({ length: EDITORS }, (_, nth) => new Editor(cluster.url, nth + 1));
  const tiles = watchedTiles(editors);
  const load = new BulkLoad(
    join(folder, 'load.csv'),
    features,
    { ...envOf(cluster), CHENGTU_HOME: join(folder, 'load') },
    undos.defer,
  );
  await load.write();
  tell({ step: 'load' });
  const undisturbed = load.begin();
  const { ms: loadMs } = await undisturbed.ended;
  const first = await load.end(undisturbed, db);
  if (first.outcome !== 'whole') throw new Error(`What nobody disturbs fails: ${first.said}`);
  for (const editor of editors) editor.start();
  undos.defer(async () => void (await Promise.all(editors.map((editor) => editor.end()))));
  const results: RoundResult[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const loss = losses[(round - 1) % losses.length] ?? 'node';
    const readers = new Readers(urls, editors, tiles, random);
    const probes = new Probes(urls, cluster.url);
    readers.start(READERS);
    probes.start();
    const loading = load.begin();
    await pause(loadMs * (0.3 + 0.6 * random.next()));
    const study = await beginStudy(urls[round % HOSTS] ?? '');
    const node = await cluster.primary();
    if (node === null) throw new Error('There is no primary before the round.');
    tell({ step: 'round', round, loss, node });
    const editsBefore = countEdits(editors);
    const lostAtMs = performance.now();
    cluster.lose(node, loss);
    const isBack = await waitFor(() => hasFailedOver(cluster, node, editors), GIVE_UP_MS);
    const withoutWritesMs = isBack === null ? null : longestGapMs(editors, lostAtMs);
    if (withoutWritesMs !== null) tell({ step: 'back', seconds: withoutWritesMs / 1000 });
    const loaded = await load.end(loading, db);
    const studied: StudyEnd =
      'refused' in study
        ? { outcome: 'refused', said: study.refused }
        : await endStudy(urls[(round + 1) % HOSTS] ?? '', study.place);
    const check = async (): Promise<readonly string[]> => {
      await Promise.all(editors.map((editor) => editor.rest()));
      await pause(2 * PROMISE_MS);
      const wrong = await findWrong(db, registry, urls, tiles);
      for (const editor of editors) editor.goOn();
      return wrong;
    };
    const wrongAtOnce = await check();
    const rejoined = await cluster.rejoin(node, loss);
    tell({ step: 'joined', node, way: rejoined });
    const wrongLater = await check();
    await Promise.all([readers.end(), probes.end()]);
    const lost = await findLost(db, editors);
    const wrong = [...wrongAtOnce, ...wrongLater];
    results.push({
      round,
      loss,
      withoutWritesMs,
      reads: { ...readers.figures, wrong: readers.figures.wrong + wrong.length },
      ready: probes.ready,
      edits: countEdits(editors) - editsBefore,
      lostEdits: lost.length,
      load: loaded,
      study: studied,
      lagMs: Math.max(0, ...probes.lagsMs),
      rejoined,
      said: [...readers.said, ...wrong, ...lost.slice(0, MOST_NAMED)],
    });
  }
  return results;
}

function countEdits(editors: readonly Editor[]): number {
  return editors.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
}

/** Whether another node is the primary, and somebody was told since that an edit is written. */
async function hasFailedOver(cluster: PatroniCluster, lost: string, editors: readonly Editor[]): Promise<boolean> {
  const nowMs = performance.now();
  const primary = await cluster.primary();
  if (primary === null || primary === lost) return false;
  await pause(4 * PROMISE_MS);
  return editors.some(({ acknowledged }) => (acknowledged.at(-1)?.atMs ?? 0) > nowMs + PROMISE_MS);
}

/** The longest time without an edit acknowledged, from a second before a moment on. */
function longestGapMs(editors: readonly Editor[], momentMs: number): number {
  const times = editors
    .flatMap(({ acknowledged }) => acknowledged.map(({ atMs }) => atMs))
    .filter((atMs) => atMs > momentMs - 1000)
    .sort((a, b) => a - b);
  return times.reduce((longest, atMs, nth) => Math.max(longest, atMs - (times[nth - 1] ?? atMs)), 0);
}
