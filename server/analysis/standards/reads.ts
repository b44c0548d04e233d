/** What a rule reads: attributes of its facilities, and how far is near. */
import type { Demanded } from '../../../tiles/api/standard.ts';

const SECONDS_PER_MINUTE = 60;

/** Attributes whose numbers a rule reads, as `RuleInput.attributes` gives them. */
export function attributesOf(demanded: Demanded): readonly string[] {
  switch (demanded.kind) {
    case 'ratio':
      return [demanded.of, demanded.to];
    case 'per-thousand':
      return demanded.capacity === undefined ? [] : [demanded.capacity];
    case 'people-per-facility':
      return demanded.size === undefined ? [] : [demanded.size.attribute];
    case 'within-by-size':
    case 'area-per-person':
    case 'area-per-household':
      return [demanded.attribute];
    default:
      return [];
  }
}

/** The attribute that a rule counts facilities by, with the values that count as having it. */
export function sharesOf(demanded: Demanded): Readonly<Record<string, readonly (string | number | boolean)[]>> {
  return demanded.kind === 'share' ? { [demanded.attribute]: demanded.values } : {};
}

export interface Reach {
  readonly along: 'walk' | 'drive' | 'line';
  readonly unit: 'm' | 's';
  /** In that unit; at the limit is within. */
  readonly limit: number;
  readonly direction: 'to-facility' | 'from-facility';
  /** Sizes of the facilities that reach so far, from the first to below the second; null for all. */
  readonly size: { readonly attribute: string; readonly from: number; readonly below: number } | null;
}

/** Distances that a rule measures. A cell that is within any of them is covered. */
export function reachesOf(demanded: Demanded): readonly Reach[] {
  if (demanded.kind === 'within') {
    const { metres, minutes, along = 'walk', direction = 'to-facility' } = demanded;
    return [
      minutes === undefined
        ? { along, unit: 'm', limit: metres ?? NaN, direction, size: null }
        : { along, unit: 's', limit: minutes * SECONDS_PER_MINUTE, direction, size: null },
    ];
  }
  if (demanded.kind !== 'within-by-size') return [];
  const { attribute, classes, along = 'walk' } = demanded;
  return classes.map(({ from, below = Infinity, metres }) => ({
    along,
    unit: 'm',
    limit: metres,
    direction: 'to-facility',
    size: { attribute, from, below },
  }));
}
