/**
 * A rolling restart: several hosts behind HAProxy are stopped and started anew one after the other, while readers,
 * editors, pages that listen and a job use them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureLayers } from '../../../server/ingest/layers.ts';
import { createCatalogue, type Catalogue } from '../../../server/layers/catalogue.ts';
import { onlyRow, readNumber } from '../../../server/platform/db/rows.ts';
import { sqlText } from '../../../server/platform/db/sql.ts';
import type { Database } from '../../../server/platform/db/types.ts';
import { pause } from '../../../server/platform/pause.ts';
import { testCity } from '../../../server/testing/city.ts';
import { RandomEditor, randomFrom } from '../../../server/testing/edits.ts';
import { ENDLESS } from '../../../server/testing/endless.ts';
import { CORNER } from '../../../server/testing/fixtures.ts';
import { freePort } from '../../../server/testing/free-port.ts';
import { testCatalogue } from '../../../server/testing/layers.ts';
import { until } from '../../../server/testing/moments.ts';
import { environmentOf } from '../../testing/running-service.ts';
import { startProcess, type ServiceProcess } from '../../testing/service-process.ts';
import { startHaproxy } from './haproxy.ts';
import { Listener, read, type Failure } from './load.ts';

const CHECKOUT = fileURLToPath(new URL('../../../', import.meta.url));
const HOSTS = 2;
const READERS = 6;
const LISTENERS = 4;
const EDIT_EVERY_MS = 100;
const ASK_EVERY_MS = 100;
const REVISION = sqlText(`select revision::float8 as n from layer where layer_id = 'toilets'`);

export interface DrillOptions {
  /** A database to migrate and fill. */
  readonly db: Database;
  readonly schema?: string;
  /** Times that each host is stopped and started anew. */
  readonly rounds: number;
  /** Of the job, which is to take longer than a restart. */
  readonly permutations: number;
  /** Settings of the hosts beside those of the drill. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface DrillResult {
  readonly answered: number;
  readonly edits: number;
  readonly restarts: number;
  readonly failures: readonly Failure[];
  /** Streams of events that ended with their host and were opened again. */
  readonly resumed: number;
  /** Whether all who listen know the last edit. */
  readonly allTold: boolean;
  /** How the job ended. */
  readonly job: string;
  /** The longest that a host took to stop, and to be ready again, in seconds. */
  readonly stopS: number;
  readonly startS: number;
}

export async function drill({ db, schema, rounds, permutations, settings = {} }: DrillOptions): Promise<DrillResult> {
  const folder = await mkdtemp(join(tmpdir(), 'chengtu-rolling-'));
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const catalogue = toilets();
    await ensureLayers(db, catalogue);
    const editor = new RandomEditor(db, catalogue, randomFrom(17), CORNER, 0.2);
    for (let n = 0; n < 5; n += 1) await editor.commit(200);
    const ports = await Promise.all(Array.from({ length: HOSTS }, () => freePort()));
    const start = (nth: number): Promise<ServiceProcess> =>
      startProcess({
        checkout: CHECKOUT,
        port: ports[nth] ?? 0,
        env: environmentOf({
          DATABASE_URL: db.url,
          ...(schema === undefined ? {} : { DATABASE_SCHEMA: schema }),
          CHENGTU_HOME: join(folder, `home${nth}`),
          DEMO: 'off',
          HOSTS: String(HOSTS),
          RATE_LIMIT: '0',
          HUNG_AFTER_S: '0',
          ...settings,
        }),
        keepsOutput: true,
      });
    const hosts: ServiceProcess[] = [];
    ends.push(() => Promise.all(hosts.map((host) => host.stop())));
    for (let nth = 0; nth < HOSTS; nth += 1) hosts.push(await start(nth));
    const proxy = await startHaproxy(folder, await freePort(), ports);
    ends.push(proxy.stop);
    return await restartAll({ url: proxy.url, hosts, start, db, editor, rounds, permutations });
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

interface Running {
  readonly url: string;
  readonly hosts: ServiceProcess[];
  readonly start: (nth: number) => Promise<ServiceProcess>;
  readonly db: Database;
  readonly editor: RandomEditor;
  readonly rounds: number;
  readonly permutations: number;
}

async function restartAll({ url, hosts, start, db, editor, rounds, permutations }: Running): Promise<DrillResult> {
  const [done, left] = [new AbortController(), new AbortController()];
  const listeners = Array.from({ length: LISTENERS }, () => new Listener(url, left.signal));
  const reading = read(url, READERS, done.signal);
  let edits = 0;
  const editing = (async () => {
    for (; !done.signal.aborted; edits += 1) {
      await editor.commit(10);
      await pause(EDIT_EVERY_MS).done;
    }
  })();
  const job = await handIn(url, permutations);
  let [stopMs, startMs, restarts] = [0, 0, 0];
  try {
    for (; restarts < rounds * hosts.length; restarts += 1) {
      const nth = restarts % hosts.length;
      const beganMs = performance.now();
      await hosts[nth]?.stop();
      const stoppedMs = performance.now();
      hosts[nth] = await start(nth);
      stopMs = Math.max(stopMs, stoppedMs - beganMs);
      startMs = Math.max(startMs, performance.now() - stoppedMs);
      // The next one stops once the proxy asks this one again.
      await pause(PROXY_SEES_MS).done;
    }
  } finally {
    done.abort();
  }
  const { answered, failures } = await reading;
  await editing;
  const state = await endOf(url, job);
  const last = readNumber(onlyRow(await db.query(REVISION)), 'n');
  await until(() => Promise.resolve(listeners.every(({ revision }) => revision >= last)), ASK_EVERY_MS);
  left.abort();
  await Promise.all(listeners.map(({ ended }) => ended));
  return {
    answered,
    edits,
    restarts,
    failures: [...failures, ...listeners.flatMap((each) => each.failures)],
    resumed: listeners.reduce((sum, { resumed }) => sum + resumed, 0),
    allTold: listeners.every(({ revision }) => revision >= last),
    job: state,
    stopS: stopMs / 1000,
    startS: startMs / 1000,
  };
}

/** Two of its checks. */
const PROXY_SEES_MS = 2500;

async function handIn(url: string, permutations: number): Promise<string> {
  const body = JSON.stringify({ title: 'Rolling', analyses: [{ ...ENDLESS, permutations }] });
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${url}/analysis/jobs`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`The job was not taken: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { readonly id: string }).id;
}

async function endOf(url: string, id: string): Promise<string> {
  let state = '';
  await until(async () => {
    ({ state } = (await (await fetch(`${url}/analysis/jobs/${id}`)).json()) as { readonly state: string });
    return state !== 'queued' && state !== 'running';
  }, ASK_EVERY_MS);
  return state;
}

/** One layer, so that a host starts soon. */
function toilets(): Catalogue {
  return createCatalogue(
    testCatalogue.layers.filter(({ id }) => id === 'toilets'),
    testCity,
  );
}
