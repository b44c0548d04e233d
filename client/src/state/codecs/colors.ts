import { isId, type Codec } from '../codec.ts';

const PREFIX = 'by.';

/**
 * `by.indicators=trade_total`: the attribute that a layer is coloured by, where it is not the catalogue's first choice.
 */
export const colorsCodec: Codec<Readonly<Record<string, string>>> = {
  initial: {},
  parse: (params) =>
    Object.fromEntries(
      [...params].flatMap(([name, value]) => {
        const layer = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '';
        return isId(layer) && isId(value) ? [[layer, value]] : [];
      }),
    ),
  format: (colors) =>
    Object.entries(colors)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([layer, attribute]) => [PREFIX + layer, attribute]),
};
