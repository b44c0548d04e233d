import type { Warning } from '../../../../tiles/api/result.ts';
import { warning } from '../../errors.ts';
import { TRANSIT_IMPORT, type TransitImportMessage } from '../import-messages.ts';

/** How often something was left out of a feed, or taken otherwise than it stands. */
export class Counts {
  readonly #feed: string;
  readonly #counts = new Map<TransitImportMessage, number>();

  constructor(feed: string) {
    this.#feed = feed;
  }

  add(what: TransitImportMessage, count = 1): void {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }

  warnings(): Warning[] {
    return [...this.#counts].map(([what, count]) =>
      warning(`transit-${what}`, TRANSIT_IMPORT[what], { feed: this.#feed, count }),
    );
  }
}
