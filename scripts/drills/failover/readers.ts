/** Readers of the map, at all hosts: whether they are answered, and whether what is told as fresh is. */
import { tileAt } from '../../../tiles/tile/tile.ts';
import { oneOf } from '../../torture/attack.ts';
import { get } from '../../torture/client.ts';
import { pause } from '../../torture/kills.ts';
import type { Random } from '../../../server/testing/random.ts';
import { LAYER, nameOf, type Editor } from './editors.ts';

const EVERY_MS = 30;
/** What is committed is shown after so long. */
export const PROMISE_MS = 250;
const MARK_ZOOM = 16;
const ASK_LIMIT_MS = 20_000;
const NAME = /edit-\d+-\d{8}/g;
/** The most that is told of what went wrong. */
const MOST_SAID = 20;

export interface ReadFigures {
  reads: number;
  /** Not answered, or by an error. */
  failed: number;
  /** Answered by a tile that says that it may be old. */
  stale: number;
  /** Old, and told as fresh. */
  wrong: number;
  slowestMs: number;
}

export class Readers {
  readonly figures: ReadFigures = { reads: 0, failed: 0, stale: 0, wrong: 0, slowestMs: 0 };
  readonly said: string[] = [];
  readonly #hosts: readonly string[];
  readonly #editors: readonly Editor[];
  readonly #random: Random;
  readonly #paths: readonly string[];
  #isEnded = false;
  #ended: Promise<unknown> = Promise.resolve();

  /** `tiles`: paths of tiles that many look at. */
  constructor(hosts: readonly string[], editors: readonly Editor[], tiles: readonly string[], random: Random) {
    this.#hosts = hosts;
    this.#editors = editors;
    this.#random = random;
    this.#paths = [
      ...tiles,
      `/counts?layers=${LAYER}&bbox=119,35,123,39`,
      `/layers/${LAYER}/items/mark-1`,
      `/nearby?layer=${LAYER}&lon=120.25&lat=36.1&radius=2000`,
      `/layers/${LAYER}`,
    ];
  }

  start(count: number): void {
    this.#ended = Promise.all(
      Array.from({ length: count }, (_, nth) => (nth % 2 === 0 ? this.#look() : this.#lookAtMarks())),
    );
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#ended;
  }

  async #look(): Promise<void> {
    while (!this.#isEnded) {
      await this.#ask(oneOf(this.#random, this.#hosts), oneOf(this.#random, this.#paths));
      await pause(EVERY_MS);
    }
  }

  /** Tiles that hold one editor's last edit. */
  async #lookAtMarks(): Promise<void> {
    while (!this.#isEnded) {
      const editor = oneOf(this.#random, this.#editors);
      const host = oneOf(this.#random, this.#hosts);
      const due = editor.lastBefore(performance.now() - PROMISE_MS);
      const { x, y } = tileAt(editor.place, MARK_ZOOM);
      const answer = await this.#ask(host, `/tiles/${LAYER}/${MARK_ZOOM}/${x}/${y}.mvt`);
      if (answer !== null && !answer.isStale && due !== null) {
        const found = (answer.text.match(NAME) ?? []).filter((name) => name.startsWith(`edit-${editor.number}-`));
        const newest = found.sort().at(-1);
        if (newest === undefined || newest < nameOf(editor.number, due)) {
          this.figures.wrong += 1;
          this.#say(`${host}: ${newest ?? 'nothing'} < ${nameOf(editor.number, due)} (${answer.cache})`);
        }
      }
      await pause(EVERY_MS);
    }
  }

  /** Null where there is no good answer. */
  async #ask(
    host: string,
    path: string,
  ): Promise<{ readonly text: string; readonly isStale: boolean; readonly cache: string } | null> {
    const answer = await get(host, path, { 'accept-encoding': 'identity' }, { limitMs: ASK_LIMIT_MS });
    const { figures } = this;
    figures.reads += 1;
    figures.slowestMs = Math.max(figures.slowestMs, answer.ms);
    const cache = answer.headers['x-cache'] ?? '';
    if (cache === 'stale') figures.stale += 1;
    if (answer.status === 200 || answer.status === 204)
      return { text: answer.body.toString('latin1'), isStale: cache === 'stale', cache };
    figures.failed += 1;
    this.#say(`${host}${path}: ${answer.status} ${answer.body.toString().slice(0, 300)}`);
    return null;
  }

  #say(what: string): void {
    if (this.said.length < MOST_SAID) this.said.push(what);
  }
}
