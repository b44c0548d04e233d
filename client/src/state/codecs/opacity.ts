import { isId, parseDecimal, type Codec } from '../codec.ts';

const PREFIX = 'op.';
const FULL = 100;

/** `op.toilets=40`: opacity of a layer in percent, where it is not drawn in full; 0 hides it. */
export const opacityCodec: Codec<Readonly<Record<string, number>>> = {
  initial: {},
  parse: (params) =>
    Object.fromEntries(
      [...params].flatMap(([name, value]) => {
        const layer = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : '';
        const percent = parseDecimal(value, 0, FULL);
        return isId(layer) && percent !== null && percent < FULL ? [[layer, Math.round(percent) / FULL]] : [];
      }),
    ),
  format: (opacities) =>
    Object.entries(opacities)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([layer, opacity]) => [PREFIX + layer, String(Math.round(opacity * FULL))]),
};
