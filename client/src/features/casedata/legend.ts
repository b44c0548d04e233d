/** What the picture on the map means, for the map to draw and the panel to explain. */
import type { ColorKey, Measure } from '../../state/codecs/casedata.ts';
import { categoryColor, CATEGORY_COLORS, rampColors } from './colors.ts';
import { classLimits } from './data/classes.ts';
import type { CaseLayer, Dimension } from './data/dataset.ts';
import type { Theme } from '../../state/types.ts';

/** Colours by value of an attribute: the most frequent have one each, the others share the last. */
export interface ValueLegend {
  readonly attribute: string;
  /** In the order of the legend; `value` null stands for all others. */
  readonly entries: readonly { readonly value: string | null; readonly color: string }[];
  /** Colour by code of the dimension. */
  readonly colors: readonly string[];
  readonly otherColor: string;
}

/** Colours by amount. */
export interface AmountLegend {
  readonly measure: Measure;
  /** Lower limit of each class, ascending, and its colour. */
  readonly limits: readonly number[];
  readonly colors: readonly string[];
  readonly max: number;
  /** All values are whole numbers. */
  readonly isWhole: boolean;
}

/** Frequency is that of all the data: a filter or the time must not change what a colour means. */
export function valueLegend(layer: CaseLayer, dimension: Dimension, colorBy: ColorKey, theme: Theme): ValueLegend {
  const attribute = layer.caseData[colorBy];
  const { by } = layer.style;
  const own = by !== undefined && by.attribute === attribute && 'values' in by ? by.values : null;
  const order = byFrequency(dimension);
  const colorAt = (code: number): string => {
    const declared = own?.[dimension.values[code] ?? '']?.[theme];
    return declared ?? categoryColor(theme, order.indexOf(code));
  };
  const otherColor = categoryColor(theme, CATEGORY_COLORS);
  const declaredOrder = Object.keys(layer.attributes[attribute]?.values ?? {});
  const fits = dimension.values.length <= CATEGORY_COLORS + 1;
  // Values that the catalogue does not list come after those that it does.
  const rank = (code: number): number => {
    const at = declaredOrder.indexOf(dimension.values[code] ?? '');
    return at < 0 ? declaredOrder.length : at;
  };
  const named = (fits ? order : order.slice(0, CATEGORY_COLORS)).sort((a, b) => rank(a) - rank(b));
  const colors = dimension.values.map((_, code) => (named.includes(code) ? colorAt(code) : otherColor));
  const entries = named.map((code) => ({ value: dimension.values[code] ?? '', color: colors[code] ?? otherColor }));
  return { attribute, colors, otherColor, entries: fits ? entries : [...entries, { value: null, color: otherColor }] };
}

export function amountLegend(values: Float64Array, measure: Measure, theme: Theme): AmountLegend {
  const limits = classLimits(values);
  const max = values.reduce((most, value) => (value > most ? value : most), 0);
  return { measure, limits, colors: rampColors(theme, limits.length), max, isWhole: values.every(Number.isInteger) };
}

function byFrequency({ values, codes }: Dimension): number[] {
  const counts = new Uint32Array(values.length);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  return values.map((_, code) => code).sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
}
