/** Catalogue → legend, by the same colours the style draws with. */
import type { Attribute, LayerDefinition, Text } from '../layer/layer.ts';
import type { StyleTheme } from './palette.ts';

export interface LegendClass {
  readonly color: string;
  readonly label: Text;
  /** Set where the class is one value of the attribute, as its text. */
  readonly value?: string;
  /** Set where the class is a range: `from` ≤ value < `to`; the last class has no `to`. */
  readonly from?: number;
  readonly to?: number;
}

export interface Legend {
  readonly mark: 'circle' | 'flag' | 'line' | 'area';
  /** Colour of the layer, and of features that fall into no class. */
  readonly color: string;
  readonly glyph?: string | Text;
  readonly dash?: readonly number[];
  readonly fillOpacity?: number;
  /** What the classes tell apart; absent where the layer has one colour. */
  readonly title?: Text;
  readonly unit?: Text;
  readonly classes: readonly LegendClass[];
}

const MARKS = { Point: 'circle', LineString: 'line', Polygon: 'area' } as const;

export function legendOf(layer: LayerDefinition, theme: StyleTheme): Legend {
  const { color, glyph, glyphAttribute, dash, fillOpacity, by } = layer.style;
  const attribute = by ? layer.attributes[by.attribute] : undefined;
  return {
    mark: glyphAttribute === undefined ? MARKS[layer.geometry] : 'flag',
    color: color[theme],
    ...(glyph === undefined ? {} : { glyph }),
    ...(dash === undefined ? {} : { dash }),
    ...(layer.geometry === 'Polygon' ? { fillOpacity: fillOpacity ?? 0.3 } : {}),
    ...(attribute ? { title: attribute.title } : {}),
    ...(attribute?.unit ? { unit: attribute.unit } : {}),
    classes: classesOf(layer, attribute, theme),
  };
}

function classesOf(layer: LayerDefinition, attribute: Attribute | undefined, theme: StyleTheme): LegendClass[] {
  const { by } = layer.style;
  if (!by) return [];
  if ('values' in by) {
    const classes = Object.entries(by.values).map(([value, color]) => ({
      color: color[theme],
      value,
      label: labelOf(value, attribute),
    }));
    return classes.length === 0 || isComplete(attribute)
      ? classes
      : [...classes, { color: layer.style.color[theme], label: OTHER }];
  }
  return by.steps.map(({ from, color }, index) => {
    const to = by.steps[index + 1]?.from;
    const range = to === undefined ? `≥ ${String(from)}` : `${String(from)}–${String(to)}`;
    return { color: color[theme], from, ...(to === undefined ? {} : { to }), label: { zh: range, en: range } };
  });
}

/** What cities have beside the values that a definition lists is drawn in the colour of the layer. */
const OTHER: Text = { zh: '其他', en: 'Other' };

/** Whether the attribute can have no value but those listed. */
function isComplete(attribute: Attribute | undefined): boolean {
  return attribute?.closed === true || attribute?.type === 'boolean';
}

const FLAGS: Readonly<Record<string, Text>> = { true: { zh: '是', en: 'Yes' }, false: { zh: '否', en: 'No' } };

function labelOf(value: string, attribute: Attribute | undefined): Text {
  const label = attribute?.values?.[value];
  if (label) return label;
  return (attribute?.type === 'boolean' ? FLAGS[value] : undefined) ?? { zh: value, en: value };
}
