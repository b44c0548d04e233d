import type { DimensionFilters } from '../../../state/codecs/casedata.ts';

/** Ticks a value, or unticks it; an attribute without a value left is no filter. */
export function toggleFilter(filters: DimensionFilters, id: string, value: string): DimensionFilters {
  const chosen = filters[id] ?? [];
  return setFilter(filters, id, chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
}

export function setFilter(filters: DimensionFilters, id: string, values: readonly string[]): DimensionFilters {
  const { [id]: _, ...others } = filters;
  return values.length === 0 ? others : { ...others, [id]: values };
}
