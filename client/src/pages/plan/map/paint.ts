/** The picture of the cells, as bytes for the graphics card. */
import type { Theme } from '../../../state/types.ts';
import type { Cells } from '../data/cells.ts';
import { costClasses, differenceClasses, fadeOthers, paintCosts, paintDifference } from '../data/classes.ts';
import { LIMIT_S } from '../data/share.ts';

export interface Picture {
  readonly cost: Float32Array;
  /** Set for a map of differences: minutes of `cost` less those of before. */
  readonly before: Float32Array | null;
  readonly withinS: number;
  readonly theme: Theme;
  readonly chosen: Uint8Array | null;
}

/** Cells let streets and names of the base map through. */
const ALPHA = 205;
const FADED = 46;

/** Four bytes by cell. The bytes of the picture before are used again: deck.gl has copied them. */
export function createPainter(count: number): (picture: Picture) => Uint8Array {
  const memory = new ArrayBuffer(4 * count);
  return ({ cost, before, withinS, theme, chosen }) => {
    performance.mark('plan.restyle.start');
    // A view of its own tells deck.gl that the bytes are others.
    const out = new Uint8Array(memory);
    if (before === null) paintCosts(cost, costClasses(withinS, LIMIT_S, theme), out, ALPHA);
    else paintDifference(before, cost, differenceClasses(theme), out, ALPHA);
    if (chosen !== null) fadeOthers(out, chosen, FADED);
    performance.measure('plan.restyle', 'plan.restyle.start');
    return out;
  };
}

/** People beyond the time asked for, by cell: what the heat shows. */
export function unservedPeople(cost: Float32Array, { people }: Cells, withinS: number): Float32Array {
  const weights = new Float32Array(cost.length);
  for (let cell = 0; cell < cost.length; cell += 1)
    if ((cost[cell] as number) > withinS) weights[cell] = people[cell] as number;
  return weights;
}
