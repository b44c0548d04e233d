/** How one part of the state stands in the address. */
export { parseDecimal } from '../../../tiles/filter/decimal.ts';
export { isLayerId as isId } from '../../../tiles/layer/layer-id.ts';
export { round } from '../format/geometry.ts';

export type Param = readonly [name: string, value: string];

export interface Codec<T> {
  readonly initial: T;
  /** Never throws: what cannot be read is left out, and `initial` stands in for it. */
  readonly parse: (params: URLSearchParams) => T;
  /** Nothing for `initial`, so that addresses stay short. */
  readonly format: (value: T) => readonly Param[];
}

/** A parameter whose value is one of a fixed list. */
export function choiceCodec<const T extends string>(name: string, values: readonly T[], initial: T): Codec<T> {
  return {
    initial,
    parse: (params) => values.find((value) => value === params.get(name)) ?? initial,
    format: (value) => (value === initial ? [] : [[name, value]]),
  };
}
