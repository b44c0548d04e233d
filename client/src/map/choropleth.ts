/** Areas coloured by a figure, under everything else; they fade where layers take over. */
import type { ExpressionSpecification, LayerSpecification, Map as MapLibre } from 'maplibre-gl';

export interface Choropleth {
  /** Layer of the areas. */
  readonly layer: string;
  /** Colours by the id of an area. */
  readonly colors: Readonly<Record<string, string>>;
  /** Of areas without a value. */
  readonly none: string;
  /** Of the borders between them. */
  readonly line: string;
  /** Share of the usual opacity; all of it where absent. */
  readonly opacity?: number;
  /** Zoom level at which it ends at once; where absent it fades. */
  readonly until?: number;
  /** It stays at every zoom level: somebody asked for it. */
  readonly stays?: boolean;
}

const FILL = 'choropleth:fill';
const OPACITY = 0.82;
/** From the first on it fades, at the last it is gone. */
const FADE = { from: 9.8, to: 11.4 } as const;
/** Of its opacity, where streets and features have to be seen through it. */
const STAYING = 0.7;
const METADATA = { 'chengtu:choropleth': true };

/** Whether the areas are still seen at a zoom level. */
export function isSeenAt({ stays = false, until = FADE.to }: Choropleth, zoom: number): boolean {
  return stays || zoom < until;
}

/** @param source where the tiles of the areas come from */
export function choroplethLayers(
  { layer, colors, none, line, opacity = 1, until, stays = false }: Choropleth,
  source: string,
): LayerSpecification[] {
  const ids = new Map<string, string[]>();
  for (const [id, color] of Object.entries(colors)) ids.set(color, [...(ids.get(color) ?? []), id]);
  const branches = [...ids].flatMap(([color, areas]) => [areas, color]);
  const fill =
    ids.size === 0 ? none : (['match', ['get', 'id'], ...branches, none] as unknown as ExpressionSpecification);
  const fading = (full: number): ExpressionSpecification | number =>
    until === undefined
      ? ['interpolate', ['linear'], ['zoom'], FADE.from, full * opacity, FADE.to, stays ? full * opacity * STAYING : 0]
      : full * opacity;
  const common = {
    source,
    'source-layer': layer,
    ...(stays ? {} : { maxzoom: until ?? FADE.to }),
    metadata: METADATA,
  };
  return [
    { ...common, id: FILL, type: 'fill', paint: { 'fill-color': fill, 'fill-opacity': fading(OPACITY) } },
    {
      ...common,
      id: 'choropleth:line',
      type: 'line',
      paint: { 'line-color': line, 'line-width': 0.7, 'line-opacity': fading(0.9) },
    },
  ];
}

export function isChoropleth({ metadata }: LayerSpecification): boolean {
  return (metadata as { 'chengtu:choropleth'?: unknown } | undefined)?.['chengtu:choropleth'] === true;
}

/** Id of the coloured area at a point of the screen; null where there is none. */
export function areaAt(map: MapLibre, { x, y }: { x: number; y: number }): string | null {
  if (map.getLayer(FILL) === undefined) return null;
  const id: unknown = map.queryRenderedFeatures([x, y], { layers: [FILL] })[0]?.properties['id'];
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null;
}
