import { isId, type Codec } from '../codec.ts';

/** `layers=toilets,parking`; an empty `layers=` is a map without any layer, a missing one the start layers. */
export const layersCodec: Codec<readonly string[] | null> = {
  initial: null,
  parse(params) {
    const value = params.get('layers');
    if (value === null) return null;
    return [...new Set(value.split(',').filter(isId))];
  },
  format: (layers) => (layers === null ? [] : [['layers', layers.join(',')]]),
};
