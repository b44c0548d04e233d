/** Which further parts are open and how they count, as parameters of the address. */
import { isId, parseDecimal, round } from '../../../state/codec.ts';
import { DECAYS, PARTS, type FoundSettings } from './types.ts';

type Param = [name: string, value: string | null, said: boolean];

export const INITIAL_FOUND: FoundSettings = {
  open: [],
  attribute: null,
  decay: 'cumulative',
  parameter: null,
  size: null,
};

/** `more=opportunities,huff&count=places&decay=exponential,0.1&size=places`. */
export function foundParams({ open, attribute, decay, parameter, size }: FoundSettings): Param[] {
  return [
    ['more', open.join(','), open.length > 0],
    ['count', attribute, attribute !== null],
    ['decay', parameter === null ? decay : `${decay},${String(parameter)}`, decay !== 'cumulative'],
    ['size', size, size !== null],
  ];
}

export function parseFound(params: URLSearchParams): FoundSettings {
  const [kind, parameter] = params.get('decay')?.split(',') ?? [];
  const named = new Set(params.get('more')?.split(',') ?? []);
  const decay = DECAYS.find((each) => each === kind) ?? INITIAL_FOUND.decay;
  const value = decay === 'cumulative' ? null : parseDecimal(parameter, LEAST_PARAMETER, MOST_PARAMETER);
  return {
    open: PARTS.filter((part) => named.has(part)),
    attribute: attributeOf(params.get('count')),
    decay,
    parameter: value === null ? null : round(value, 3),
    size: attributeOf(params.get('size')),
  };
}

export const LEAST_PARAMETER = 0.001;
export const MOST_PARAMETER = 120;

function attributeOf(text: string | null): string | null {
  return isId(text) ? text : null;
}
