import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../platform/db/pool.ts';
import type { Database } from '../platform/db/types.ts';
import { RandomEditor, randomFrom } from '../testing/edits.ts';
import { runs } from '../testing/effort.ts';
import { CORNER } from '../testing/fixtures.ts';
import { passed, until } from '../testing/moments.ts';
import { openRelay, type Relay } from '../testing/relay.ts';
import { serve, type TestService } from '../testing/serve.ts';
import {
  ASK_EVERY_MS,
  figureOf,
  healthOf,
  PROMISE_MS,
  SPAN_DEG,
  StandbyRig,
  type Address,
} from '../testing/standby-rig.ts';

const READS = 16;
const ROUNDS = runs({ daily: 2, full: 12 });

const random = randomFrom(20_261_201);

let rig: StandbyRig;
let near: Relay;
let db: Database;
let service: TestService;
let tiles: Address[];
let asked = 0;

beforeAll(async () => {
  rig = await StandbyRig.open();
  near = await openRelay(rig.cluster(1).url);
  db = await openDatabase({ url: rig.cluster(0).url, home: '' });
  await new RandomEditor(db, rig.catalogue, random, CORNER, SPAN_DEG).commit(40);
  tiles = rig.addresses(random);
  service = await serve(
    { db, catalogue: rig.catalogue },
    { DATABASE_URL: rig.cluster(0).url, DATABASE_READ_URLS: `${near.url} ${rig.cluster(2).url}` },
  );
  await standbysAre(2);
});
afterAll(async () => {
  await service.close();
  await db.close();
  await near.close();
  await rig.close();
});

async function standbysAre(count: number): Promise<void> {
  await until(async () => (await healthOf(service)).standbys?.up === count, ASK_EVERY_MS);
}

async function nearIsBack(): Promise<void> {
  near.turnTo(rig.cluster(1).url);
  near.resume();
  await standbysAre(2);
}

/** What has not been asked before, so that no cache answers: tiles, one feature, pages, counts, a whole layer. */
function somethingNew(): string {
  asked += 1;
  const { path } = tiles[asked % tiles.length] as Address;
  const filter = encodeURIComponent(`name <> '${String(asked)}'`);
  const box = `${String(CORNER.lon - asked / 1e4)},${String(CORNER.lat - 0.1)},${String(CORNER.lon)},${String(CORNER.lat)}`;
  const questions = [
    `${path}?filter=${filter}`,
    `/ogc/collections/toilets/items?limit=5&bbox=${box}`,
    `/counts?layers=toilets&bbox=${box}`,
    `/search?q=${encodeURIComponent(`厕所${String(asked)}`)}`,
  ];
  return questions[asked % questions.length] as string;
}

/** Asks, lets something happen while the questions are under way, and tells how each was answered. */
async function readsWhile(happens: () => unknown): Promise<Set<string>> {
  const answers = Array.from({ length: READS }, async () => {
    const path = somethingNew();
    const answer = await service.get(path);
    const text = await answer.text();
    const what = `${String(answer.status === 204 ? 200 : answer.status)} ${answer.headers.get('x-cache') ?? '-'}`;
    return answer.ok ? what : `${what} ${path} ${text}`;
  });
  await passed(ASK_EVERY_MS);
  await happens();
  return new Set(await Promise.all(answers));
}

it('a read is answered by the other standby where one dies, or hangs, while the primary is lost', async () => {
  await rig.cluster(0).stop('immediate');
  await until(async () => (await healthOf(service, '/readyz')).status === 'read-only', ASK_EVERY_MS);
  await passed(PROMISE_MS);
  const stale = new Set(['200 stale']);
  for (let round = 0; round < ROUNDS; round += 1) {
    // What was asked of it is under way, and is cut off with it.
    near.hold();
    expect(
      await readsWhile(async () => {
        await rig.cluster(1).stop('immediate');
        near.turnTo(rig.cluster(1).url);
        near.resume();
      }),
    ).toEqual(stale);
    await rig.cluster(1).start();
    await nearIsBack();
    near.hold();
    expect(await readsWhile(() => undefined)).toEqual(stale);
    await nearIsBack();
  }
  // Else the reads would not have met what they are about.
  expect(await figureOf(service, 'standby_failures_total')).toBeGreaterThanOrEqual(ROUNDS * 4);
});

it('a read is answered where the primary and a standby die at one moment, before anybody knows', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    await rig.cluster(0).start();
    await until(async () => (await healthOf(service, '/readyz')).status === 'ok', ASK_EVERY_MS);
    await standbysAre(2);
    near.hold();
    const answers = await readsWhile(async () => {
      await Promise.all([rig.cluster(0).stop('immediate'), rig.cluster(1).stop('immediate')]);
      near.turnTo(rig.cluster(1).url);
      near.resume();
    });
    expect([...answers].filter((answer) => !answer.startsWith('200'))).toEqual([]);
    await rig.cluster(1).start();
    await nearIsBack();
  }
});
