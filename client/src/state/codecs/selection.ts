import { isId, type Codec } from '../codec.ts';
import type { Selection } from '../types.ts';

/** `sel=toilets/05-0001` */
export const selectionCodec: Codec<Selection | null> = {
  initial: null,
  parse(params) {
    const [layer, id, ...rest] = params.get('sel')?.split('/') ?? [];
    return isId(layer) && isId(id) && rest.length === 0 ? { layer, id } : null;
  },
  format: (selection) => (selection === null ? [] : [['sel', `${selection.layer}/${selection.id}`]]),
};
