/** A fault that comes and goes while clients ask: what they are answered, how soon it is told, how soon it is over. */
import { bothLanguages } from '../../server/platform/messages/index.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import { CORNER } from '../../server/testing/fixtures.ts';
import { TORTURE } from '../cli/messages/torture.ts';
import type { Tally } from './attack.ts';
import { get, isReady, waitFor, type Answered } from './client.ts';
import { isObject } from './fuzz/values.ts';

/** What is promised: a fault is told within this time. */
export const TOLD_WITHIN_MS = 5000;
/** Longer than this is for ever. */
const TOLD_LIMIT_MS = 40_000;
const BACK_LIMIT_MS = 90_000;
const AFTER_MS = 2000;
const EVERY_MS = 40;

const { z, x, y } = tileAt(CORNER, 12);
/** Read from the database each time, or kept in memory by the service. */
const READS: readonly string[] = [
  '/layers/toilets/items/fixture-0',
  '/counts?layers=toilets&bbox=119,35,122,38',
  `/nearby?layer=toilets&lon=${CORNER.lon}&lat=${CORNER.lat}&radius=50000`,
  '/search?q=fixture',
  `/tiles/toilets,districts/${z}/${x}/${y}.mvt`,
  `/tiles/districts/${z}/${x}/${y}.mvt?filter=name%20LIKE%20%27%25%27`,
];

export interface Fault {
  readonly begin: () => void | Promise<void>;
  /** Ends what made the fault. What the fault has broken the service mends by itself. */
  readonly end: () => void | Promise<void>;
  /** Whether `/readyz` has to tell of it. A fault that nobody notices need not be told. */
  readonly isTold: boolean;
  /** How long it lasts at least, in milliseconds. */
  readonly lastsMs: number;
}

export async function sufferFault(url: string, tally: Tally, index: number, fault: Fault): Promise<void> {
  const expected = await Promise.all(READS.map((path) => get(url, path)));
  const bad = expected.findIndex(({ status }) => status !== 200);
  if (bad >= 0) throw new Error(`${READS[bad]} was answered ${expected[bad]?.status} before the fault.`);
  tally.try();
  const counts = { right: 0, refused: 0 };
  const clients = new Clients(url, expected, tally, index, counts);
  await fault.begin();
  const asking = clients.start();
  if (fault.isTold) {
    const told = await waitFor(async () => (await get(url, '/readyz')).status === 503, TOLD_LIMIT_MS);
    if (told === null || told > TOLD_WITHIN_MS)
      tally.fail(
        'not-survived',
        index,
        bothLanguages(TORTURE['told-late'], { seconds: Math.round((told ?? TOLD_LIMIT_MS) / 100) / 10 }),
      );
    tally.note(bothLanguages(TORTURE['told-after'], { ms: Math.round(told ?? NaN) }));
  }
  await new Promise((resolve) => setTimeout(resolve, fault.lastsMs));
  await fault.end();
  const back = await waitFor(() => isReady(url), BACK_LIMIT_MS);
  if (back === null) tally.notBack(index, BACK_LIMIT_MS);
  else tally.note(bothLanguages(TORTURE['back-after'], { ms: Math.round(back) }));
  tally.wait(back ?? BACK_LIMIT_MS);
  await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
  clients.stop();
  await asking;
  tally.note(bothLanguages(TORTURE['answers-meanwhile'], counts));
  for (const [n, path] of READS.entries()) {
    const { status, body } = await get(url, path);
    if (status !== 200 || !body.equals(expected[n]?.body ?? body))
      tally.fail('wrong', index, bothLanguages(TORTURE['known-answer-changed'], { path }));
  }
}

/** Clients that ask all the time. An answer is the right one, or 503 with the reason. */
class Clients {
  #stopped = false;
  readonly #url: string;
  readonly #expected: readonly Answered[];
  readonly #tally: Tally;
  readonly #index: number;
  readonly #counts: { right: number; refused: number };

  constructor(
    url: string,
    expected: readonly Answered[],
    tally: Tally,
    index: number,
    counts: { right: number; refused: number },
  ) {
    this.#url = url;
    this.#expected = expected;
    this.#tally = tally;
    this.#index = index;
    this.#counts = counts;
  }

  async start(): Promise<void> {
    await Promise.all(READS.map((path, n) => this.#askAgain(path, this.#expected[n])));
  }

  stop(): void {
    this.#stopped = true;
  }

  async #askAgain(path: string, expected: Answered | undefined): Promise<void> {
    while (!this.#stopped) {
      const answer = await get(this.#url, path);
      this.#tally.wait(answer.ms);
      if (answer.status === 200 && answer.body.equals(expected?.body ?? answer.body)) this.#counts.right += 1;
      else if (isUnavailable(answer)) this.#counts.refused += 1;
      else {
        const said = `${answer.status} ${answer.body.toString().slice(0, 120)}`;
        // No answer is a fault that was not survived; another one than before is wrong.
        this.#tally.fail(
          answer.status === 0 ? 'not-survived' : 'wrong',
          this.#index,
          bothLanguages(TORTURE['bad-answer'], { request: path, said }),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }
}

/** Whether it is 503 with a reason for people. */
export function isUnavailable({ status, body }: Answered): boolean {
  if (status !== 503) return false;
  const problem: unknown = JSON.parse(body.toString());
  return isObject(problem) && typeof problem['detail'] === 'string' && problem['detail'].length > 4;
}
