import type { Reach, ReachFinder, SnapPoint } from '../paths/reach.ts';

/** What is kept of places that were tried: enough for undo, redo and dragging back. */
const MOST_PAIRS = 2_000_000;

/** Reaches by place, those not used for longest forgotten first. */
export class ReachCache {
  readonly #finder: ReachFinder;
  readonly #limit: number;
  readonly #mostPairs: number;
  readonly #kept = new Map<string, Reach>();
  #pairs = 0;

  constructor(finder: ReachFinder, limit: number, mostPairs = MOST_PAIRS) {
    this.#finder = finder;
    this.#limit = limit;
    this.#mostPairs = mostPairs;
  }

  get(place: SnapPoint): Reach {
    const key = placeKey(place);
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const reach = this.#finder.find(place, this.#limit);
    this.#kept.set(key, reach);
    this.#pairs += weight(reach);
    for (const [oldest, { demand }] of this.#kept) {
      if (this.#pairs <= this.#mostPairs || oldest === key) break;
      this.#kept.delete(oldest);
      this.#pairs -= weight({ demand });
    }
    return reach;
  }
}

/** Empty ones count as well: there may be any number of them. */
function weight({ demand }: Pick<Reach, 'demand'>): number {
  return demand.length + 32;
}

function placeKey({ edge, fraction, distanceM }: SnapPoint): string {
  return edge < 0 ? '-' : `${edge}/${fraction}/${distanceM}`;
}
