/** What style layers of areas, lines and points have in common. */
import type { FilterSpecification, LayerSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { Lang } from '../i18n.ts';
import type { LayerDefinition } from '../layer/layer.ts';
import { nameExpression } from './expressions.ts';
import type { Palette, StyleTheme } from './palette.ts';

/** What a style layer draws of its layer; `metadata['chengtu:role']` says so to the client. */
export type LayerRole =
  | 'fill'
  | 'outline'
  | 'casing'
  | 'line'
  | 'circle'
  | 'glyph'
  | 'label'
  | 'selected'
  | 'flag'
  | 'cluster'
  | 'cluster-count'
  | 'mark-room';

/** Where in the stack a style layer belongs, from the ground up. */
export type Band = 'areas' | 'lines' | 'points' | 'labels' | 'numbers' | 'selection';

export interface Drawn {
  readonly band: Band;
  readonly spec: LayerSpecification;
}

/** A layer of the catalogue, and what it is drawn for. */
export interface Context {
  readonly layer: LayerDefinition;
  readonly theme: StyleTheme;
  readonly lang: Lang;
  readonly palette: Palette;
}

/** Picks the feature drawn as selected; the layers of role `selected` start with an id that no feature has. */
function selectionFilter(featureId: string): FilterSpecification {
  return ['==', ['get', 'id'], featureId];
}

/** The names of features, where the layer is labelled. */
export function label(
  context: Context,
  placement: Readonly<Record<string, unknown>>,
  filter?: FilterSpecification,
): Drawn[] {
  const { layer, lang, palette } = context;
  if (!layer.style.label) return [];
  const layout = {
    'text-field': nameExpression(layer.name, lang),
    'text-size': ['interpolate', ['linear'], ['zoom'], 10, 10.5, 16, 13],
    'text-max-width': 9,
    'text-padding': 3,
    'text-optional': true,
    ...placement,
  };
  return [
    {
      band: 'labels',
      spec: {
        ...base(context, 'label', layout),
        type: 'symbol',
        minzoom: Math.max(layer.style.label.minzoom, layer.minzoom),
        ...(filter === undefined ? {} : { filter }),
        paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.5 },
      },
    },
  ];
}

export function selected(
  context: Context,
  layout: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof base> & { filter: FilterSpecification } {
  return { ...base(context, 'selected', layout), filter: selectionFilter('') };
}

/** What every style layer of a layer has in common. */
export function base({ layer }: Context, role: LayerRole, layout: Readonly<Record<string, unknown>> = {}) {
  return {
    id: `${layer.id}:${role}`,
    source: layer.id,
    'source-layer': layer.sourceLayer ?? layer.id,
    minzoom: layer.minzoom,
    metadata: { 'chengtu:layer': layer.id, 'chengtu:role': role },
    layout: { ...layout, visibility: layer.shownAtStart === true ? ('visible' as const) : ('none' as const) },
  };
}

/** A value that grows or brightens under the pointer. */
export function hovered(
  usual: number,
  under: number,
): ['case', ['boolean', ['feature-state', 'hover'], false], number, number] {
  return ['case', ['boolean', ['feature-state', 'hover'], false], under, usual];
}
