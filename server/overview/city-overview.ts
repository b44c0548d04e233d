import type { Overview } from '../../tiles/api/overview.ts';
import { PUBLIC } from '../platform/auth/principal.ts';
import { DatabaseUnavailable } from '../platform/db/errors.ts';
import { Content, JSON_TYPE } from '../platform/http/content.ts';
import { drawPicture, readOutlines } from './picture.ts';
import { makeOverview, type OverviewParts, readKey } from './service.ts';

interface Kept {
  readonly key: string;
  readonly answer: Promise<Content>;
  /** Null until they are computed. */
  overview: Overview | null;
}

/** The figures of the data as it is now, and the picture of them, kept: everybody who opens the map asks for both. */
export class CityOverview {
  readonly #parts: OverviewParts;
  #kept: Kept | null = null;
  #picture: { readonly key: string; readonly content: Promise<Content | null> } | null = null;

  constructor(parts: OverviewParts) {
    this.#parts = parts;
  }

  /** Rejects as `makeOverview` does. */
  async figures(): Promise<Content> {
    return (await this.#current()).answer;
  }

  /**
   * The subdistricts as an SVG, coloured by the usual figure where that is computed: nobody waits for it. Null where
   * the database has no subdistricts.
   */
  async picture(): Promise<Content | null> {
    const { key, overview } = await this.#current();
    const whole = `${overview === null ? 'plain' : 'coloured'} ${key}`;
    if (this.#picture?.key !== whole) {
      const content = this.#draw(overview);
      const begun = { key: whole, content };
      this.#picture = begun;
      content.catch(() => {
        if (this.#picture === begun) this.#picture = null;
      });
    }
    return this.#picture.content;
  }

  async #draw(overview: Overview | null): Promise<Content | null> {
    const { reads, registry } = this.#parts;
    const layer = registry.playing('subdistrict');
    if (layer === undefined) return null;
    const { bounds } = registry.city;
    const outlines = await readOutlines(reads.as(PUBLIC, {}), layer.id, bounds);
    if (outlines.length === 0) return null;
    return Content.small(Buffer.from(drawPicture(outlines, bounds, overview?.figures[0] ?? null)), {
      type: 'image/svg+xml',
    });
  }

  async #current(): Promise<Kept> {
    // Nobody's request ends what others wait for, so it is made without the signal of whoever asks first.
    const stored = await readKey(this.#parts, this.#parts.db.as(PUBLIC, {})).catch((error: unknown) => {
      // While the database is lost, what was computed last is the newest there is.
      if (error instanceof DatabaseUnavailable && this.#kept !== null) return this.#kept;
      throw error;
    });
    if ('answer' in stored) return stored;
    if (this.#kept?.key === stored.key) return this.#kept;
    const made = makeOverview(this.#parts, stored);
    const begun: Kept = { key: stored.key, answer: made.then(written), overview: null };
    this.#kept = begun;
    made.then(
      (overview) => {
        begun.overview = overview;
      },
      () => {
        if (this.#kept === begun) this.#kept = null;
      },
    );
    begun.answer.catch(() => undefined);
    return begun;
  }
}

function written(overview: Overview): Promise<Content> {
  return Content.small(Buffer.from(JSON.stringify(overview)), { type: JSON_TYPE });
}
