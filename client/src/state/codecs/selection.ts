import { isFeatureId } from '../../../../tiles/layer/feature-id.ts';
import { isId, type Codec } from '../codec.ts';
import type { Selection } from '../types.ts';

/** `sel=toilets/05-0001`; the id may hold slashes, as `way/4711` does. */
export const selectionCodec: Codec<Selection | null> = {
  initial: null,
  parse(params) {
    const [layer, ...parts] = params.get('sel')?.split('/') ?? [];
    const id = parts.join('/');
    return isId(layer) && isFeatureId(id) ? { layer, id } : null;
  },
  format: (selection) => (selection === null ? [] : [['sel', `${selection.layer}/${selection.id}`]]),
};
