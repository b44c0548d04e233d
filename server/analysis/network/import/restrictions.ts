/** What a turn restriction of OpenStreetMap says (wiki, Relation:restriction): whom it binds, and what it forbids. */
import type { Mode } from '../../../../tiles/api/vocabulary.ts';
import type { OsmRelation } from '../../../osm/index.ts';
import { EXCEPTIONS, RESTRICTION_KEYS } from './rules.ts';
import type { Tags } from './speeds.ts';

export interface Restriction {
  readonly modes: readonly Mode[];
  /** `only_…`: everything but the turn is forbidden. */
  readonly isOnly: boolean;
  readonly isUTurn: boolean;
}

/** `conditional`: in force at certain times only. `other`: it binds none of our modes, or forbids nothing. */
export function restrictionOf(tags: Tags): Restriction | 'conditional' | 'other' {
  const excepted = new Set((tags['except'] ?? '').split(';').map((each) => each.trim()));
  const values = (Object.keys(RESTRICTION_KEYS) as Mode[]).flatMap((mode) => {
    if (EXCEPTIONS[mode].some((each) => excepted.has(each))) return [];
    const value = RESTRICTION_KEYS[mode].map((key) => tags[key]).find((each) => each !== undefined) ?? '';
    return /^(?:no|only)_/.test(value) ? [{ mode, value }] : [];
  });
  const value = values[0]?.value;
  if (value === undefined)
    return Object.keys(tags).some((key) => key.startsWith('restriction:') && key.endsWith('conditional'))
      ? 'conditional'
      : 'other';
  return {
    // Where cars and bicycles are told different things, the first of them counts.
    modes: values.filter((each) => each.value === value).map(({ mode }) => mode),
    isOnly: value.startsWith('only_'),
    isUTurn: value.includes('u_turn'),
  };
}

export function isRestriction({ tags }: OsmRelation): boolean {
  return tags['type'] === 'restriction' || tags['restriction'] !== undefined;
}
