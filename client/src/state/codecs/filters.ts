import {
  FILTER_PREFIX,
  formatLayerFilters,
  parseLayerFilters,
  type Filters,
  type LayerFilters,
} from '../../../../tiles/filter/filter.ts';
import { isId, type Codec, type Param } from '../codec.ts';

/** One parameter a layer: `f.toilets=district:370202;wifi!1`. */
export const filtersCodec: Codec<Filters> = {
  initial: {},
  parse(params) {
    const filters: [string, LayerFilters][] = [];
    for (const [name, value] of params) {
      const layer = name.startsWith(FILTER_PREFIX) ? name.slice(FILTER_PREFIX.length) : '';
      const parsed = parseLayerFilters(value);
      if (isId(layer) && Object.keys(parsed).length > 0) filters.push([layer, parsed]);
    }
    return Object.fromEntries(filters);
  },
  format: formatFilters,
};

function formatFilters(filters: Filters): readonly Param[] {
  return Object.entries(filters)
    .filter(([, filter]) => Object.keys(filter).length > 0)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([layer, filter]): Param => [FILTER_PREFIX + layer, formatLayerFilters(filter)]);
}
