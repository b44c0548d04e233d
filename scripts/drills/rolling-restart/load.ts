/** Who uses the service meanwhile: readers, and pages that listen to changes. */
import { randomFrom } from '../../../server/testing/edits.ts';
import { CORNER } from '../../../server/testing/fixtures.ts';
import { pause } from '../../../server/platform/pause.ts';
import { tileAt } from '../../../tiles/tile/tile.ts';

const BETWEEN_MS = 10;

export interface Failure {
  readonly what: string;
  readonly why: string;
}

export interface Load {
  readonly answered: number;
  readonly failures: readonly Failure[];
}

interface Asked {
  readonly path: string;
  readonly body?: unknown;
}

const BBOX = [CORNER.lon - 0.2, CORNER.lat - 0.2, CORNER.lon + 0.2, CORNER.lat + 0.2] as const;

/** One of each kind: what memory has, what asks the database, and what no proxy may send twice. */
function asked(random: () => number): Asked {
  const z = 8 + Math.floor(random() * 8);
  const { x, y } = tileAt({ lon: CORNER.lon + random() * 0.2 - 0.1, lat: CORNER.lat + random() * 0.2 - 0.1 }, z);
  const all: readonly Asked[] = [
    { path: `/tiles/toilets/${z}/${x}/${y}.mvt` },
    { path: `/tiles/toilets/${z}/${x}/${y}.mvt?properties=name` },
    { path: '/layers' },
    { path: `/counts?layers=toilets&bbox=${BBOX.join()}` },
    { path: '/counts', body: { layers: ['toilets'], bbox: BBOX } },
    { path: `/nearby?layer=toilets&lon=${CORNER.lon}&lat=${CORNER.lat}&radius=2000&limit=5` },
    { path: '/layers/toilets/download.csv' },
  ];
  return all[Math.floor(random() * all.length)] ?? { path: '/layers' };
}

/** Asks until the signal is aborted, each reader one question after the other. */
export async function read(url: string, readers: number, signal: AbortSignal): Promise<Load> {
  const failures: Failure[] = [];
  let answered = 0;
  const one = async (seed: number): Promise<void> => {
    const random = randomFrom(seed);
    while (!signal.aborted) {
      const { path, body } = asked(random);
      const what = `${body === undefined ? 'GET' : 'POST'} ${path}`;
      try {
        const response = await fetch(
          url + path,
          body === undefined
            ? {}
            : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) },
        );
        const text = await response.text();
        if (response.status >= 400) failures.push({ what, why: `${response.status} ${text.slice(0, 200)}` });
        else answered += 1;
      } catch (error) {
        failures.push({ what, why: reasonOf(error) });
      }
      await pause(BETWEEN_MS).done;
    }
  };
  await Promise.all(Array.from({ length: readers }, (_, nth) => one(nth + 1)));
  return { answered, failures };
}

/** A page that listens, and opens its stream again when it ends. */
export class Listener {
  readonly failures: Failure[] = [];
  /** Streams that ended and were opened again. */
  resumed = 0;
  /** Of the layer, as it was told last. */
  revision = 0;
  readonly ended: Promise<void>;
  readonly #url: string;
  readonly #signal: AbortSignal;

  constructor(url: string, signal: AbortSignal) {
    this.#url = url;
    this.#signal = signal;
    this.ended = this.#listen();
  }

  async #listen(): Promise<void> {
    for (let opened = 0; !this.#signal.aborted; opened += 1) {
      if (opened > 0) this.resumed += 1;
      try {
        const response = await fetch(`${this.#url}/events?layers=toilets&hold=false`, { signal: this.#signal });
        if (!response.ok) this.failures.push({ what: 'GET /events', why: String(response.status) });
        for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) this.#take(text);
      } catch (error) {
        // A stream that is cut off without its end is what a page sees as an error too.
        if (!this.#signal.aborted) this.failures.push({ what: 'GET /events', why: reasonOf(error) });
      }
    }
  }

  #take(text: string): void {
    for (const [, told = ''] of text.matchAll(/"(?:toilets|revision)":(\d+)/g))
      this.revision = Math.max(this.revision, Number(told));
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
