/** Editors of the map, who write by SQL as other programs do, and note what they were told is written. */
import pg from 'pg';
import { pause } from '../../torture/kills.ts';

export const LAYER = 'toilets';

/** Half a second apart in the city, so that each editor's mark has a tile of its own. */
const PLACE = { lon: 120.2, lat: 36.1, apartDeg: 0.05 } as const;
const EVERY_MS = 50;
const AGAIN_AFTER_MS = 100;
const CONNECT_LIMIT_MS = 3000;
/** Nobody waits for a server that stands still for ever. */
const ANSWER_LIMIT_MS = 8000;

/** A feature that stays, and moves with each edit; and one that is new with it. */
const EDIT = `
  insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select '${LAYER}', id, ST_SetSRID(ST_MakePoint(lon, lat), 4326), jsonb_build_object('name', name), 'drill', 'public', 'synthetic'
  from unnest($1::text[], $2::float8[], $3::float8[], $4::text[]) as f (id, lon, lat, name)
  on conflict (layer_id, feature_id) do update set geom = excluded.geom, attributes = excluded.attributes`;

/** As readers find it in a tile: always so many digits. */
export function nameOf(editor: number, edit: number): string {
  return `edit-${editor}-${String(edit).padStart(8, '0')}`;
}

export class Editor {
  readonly number: number;
  readonly place: { readonly lon: number; readonly lat: number };
  /** Edits that were acknowledged, by their numbers, and when (of `performance.now`). */
  readonly acknowledged: { readonly edit: number; readonly atMs: number }[] = [];
  failed = 0;
  readonly #url: string;
  #isEnded = false;
  #isPaused = false;
  #isResting = true;
  #ended: Promise<void> | null = null;

  constructor(url: string, number: number) {
    this.#url = url;
    this.number = number;
    this.place = { lon: PLACE.lon + number * PLACE.apartDeg, lat: PLACE.lat };
  }

  start(): void {
    this.#ended = this.#work();
  }

  /** Resolves once no edit is on its way. */
  async rest(): Promise<void> {
    this.#isPaused = true;
    while (!this.#isResting) await pause(10);
  }

  goOn(): void {
    this.#isPaused = false;
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#ended;
  }

  /** The newest edit that was acknowledged before a moment; null where there is none. */
  lastBefore(ms: number): number | null {
    for (let nth = this.acknowledged.length - 1; nth >= 0; nth -= 1) {
      const each = this.acknowledged[nth];
      if (each !== undefined && each.atMs < ms) return each.edit;
    }
    return null;
  }

  async #work(): Promise<void> {
    let client: pg.Client | null = null;
    for (let edit = 1; !this.#isEnded; edit += 1) {
      this.#isResting = true;
      await pause(EVERY_MS);
      if (this.#isPaused) continue;
      this.#isResting = false;
      try {
        client ??= await this.#connect();
        await client.query(EDIT, this.#valuesOf(edit));
        this.acknowledged.push({ edit, atMs: performance.now() });
      } catch {
        // It may be written or not: nobody was told.
        this.failed += 1;
        client?.end().catch(() => undefined);
        client = null;
        await pause(AGAIN_AFTER_MS);
      }
    }
    this.#isResting = true;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      query_timeout: ANSWER_LIMIT_MS,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  #valuesOf(edit: number): unknown[] {
    const { lon, lat } = this.place;
    const name = nameOf(this.number, edit);
    const aside = { lon: lon + ((edit % 50) - 25) * 0.0006, lat: lat - 0.02 - (edit % 40) * 0.0005 };
    return [
      [`mark-${this.number}`, name],
      [lon, aside.lon],
      [lat, aside.lat],
      [name, name],
    ];
  }
}
