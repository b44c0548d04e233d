import { isId, type Codec } from '../codec.ts';

/** `order=toilets,parking`: layers that the reader has put above one another, the topmost first. */
export const orderCodec: Codec<readonly string[]> = {
  initial: [],
  parse: (params) => [...new Set((params.get('order') ?? '').split(',').filter(isId))],
  format: (order) => (order.length === 0 ? [] : [['order', order.join(',')]]),
};
