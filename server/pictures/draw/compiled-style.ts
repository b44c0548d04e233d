/** A style made ready to draw: its expressions and filters are evaluated by the library of the style specification. */
import {
  Color,
  featureFilter,
  Formatted,
  latest,
  normalizePropertyExpression,
  ResolvedImage,
  type LayerSpecification,
  type StylePropertySpecification,
  type StyleSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import type { MapFeature } from './features.ts';

/** A style layer at one zoom. */
export interface CompiledLayer {
  readonly id: string;
  readonly type: LayerSpecification['type'];
  readonly source: string;
  readonly sourceLayer: string;
  readonly role: string | null;
  keeps(feature: MapFeature): boolean;
  /** Whether the style says something of a property. */
  has(property: string): boolean;
  /** @param zoom another one than that of the picture */
  number(property: string, feature?: MapFeature, zoom?: number): number;
  text(property: string, feature?: MapFeature): string;
  flag(property: string, feature?: MapFeature): boolean;
  /** Null where the list is absent. */
  list(property: string, feature?: MapFeature): readonly unknown[] | null;
  /** As a canvas takes it, with the opacity given. */
  color(property: string, opacity: number, feature?: MapFeature): string;
}

interface Evaluated {
  evaluate(globals: { readonly zoom: number }, feature?: unknown, state?: unknown): unknown;
}

/** For layers without features, and for values that need none. */
const NO_FEATURE = { type: 'Unknown', properties: {} } as const;

/** The layers of a style that show at a zoom, from the ground up. Throws where an expression cannot be read. */
export function compileStyle(style: StyleSpecification, zoom: number): readonly CompiledLayer[] {
  return style.layers
    .filter((layer) => layer.layout?.visibility !== 'none')
    .filter(({ minzoom = -Infinity, maxzoom = Infinity }) => zoom >= minzoom && zoom < maxzoom)
    .map((layer) => compileLayer(layer, zoom));
}

function compileLayer(layer: LayerSpecification, zoom: number): CompiledLayer {
  const { paint = {}, layout = {} } = layer as {
    readonly paint?: Readonly<Record<string, unknown>>;
    readonly layout?: Readonly<Record<string, unknown>>;
  };
  const given: Readonly<Record<string, unknown>> = { ...paint, ...layout };
  const expressions = new Map<string, Evaluated>();
  const expressionOf = (property: string): Evaluated => {
    const known = expressions.get(property);
    if (known !== undefined) return known;
    const specification = specificationOf(layer.type, property);
    // `null` stands for a property without a default.
    const value = given[property] ?? specification['default'] ?? null;
    const made: Evaluated =
      value === null
        ? { evaluate: () => undefined }
        : (normalizePropertyExpression(
            value as never,
            specification as unknown as StylePropertySpecification,
          ) as Evaluated);
    expressions.set(property, made);
    return made;
  };
  const evaluate = (property: string, feature?: MapFeature, at = zoom): unknown =>
    expressionOf(property).evaluate({ zoom: at }, feature ?? NO_FEATURE, feature?.state ?? {});
  // Filters see the zoom of the tiles, which is whole.
  const { filter } = featureFilter('filter' in layer ? layer.filter : undefined);
  const role = (layer.metadata as Readonly<Record<string, unknown>> | undefined)?.['chengtu:role'];
  return {
    id: layer.id,
    type: layer.type,
    source: 'source' in layer && typeof layer.source === 'string' ? layer.source : '',
    sourceLayer: ('source-layer' in layer ? layer['source-layer'] : undefined) ?? '',
    role: typeof role === 'string' ? role : null,
    keeps: (feature) => filter({ zoom: Math.floor(zoom) }, feature),
    has: (property) => Object.hasOwn(given, property),
    number: (property, feature, at) => Number(evaluate(property, feature, at) ?? 0),
    text: (property, feature) => textOf(evaluate(property, feature)),
    flag: (property, feature) => evaluate(property, feature) === true,
    list: (property, feature) => listOf(evaluate(property, feature)),
    color: (property, opacity, feature) => colorOf(evaluate(property, feature), opacity),
  };
}

/** What the specification says of a property of a kind of layers. */
function specificationOf(type: string, property: string): Readonly<Record<string, unknown>> {
  const groups = latest as unknown as Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
  >;
  const found = groups[`paint_${type}`]?.[property] ?? groups[`layout_${type}`]?.[property];
  if (found === undefined) throw new Error(`The style specification has no property ${property} of ${type}.`);
  return found;
}

function listOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value as readonly unknown[];
  // The library has classes for lists of some kinds, which keep them in `values`.
  if (typeof value === 'object' && value !== null && 'values' in value && Array.isArray(value.values))
    return value.values as readonly unknown[];
  return null;
}

function textOf(value: unknown): string {
  if (value instanceof Formatted || value instanceof ResolvedImage) return value.toString();
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function colorOf(value: unknown, opacity: number): string {
  if (!(value instanceof Color)) return 'transparent';
  const { r, g, b, a } = value;
  if (a === 0) return 'transparent';
  // The library keeps colours multiplied by their own opacity.
  const channel = (share: number): number => Math.round((share / a) * 255);
  return `rgba(${String(channel(r))},${String(channel(g))},${String(channel(b))},${(a * opacity).toFixed(3)})`;
}
