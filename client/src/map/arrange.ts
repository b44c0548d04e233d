/** How the reader wants layers drawn: which lies above which, and how much shows through. */
import type { LayerSpecification } from 'maplibre-gl';
import { layerOf, roleOf } from './style-layer.ts';

/** Parts of layers that are stacked together, whatever the layers' order: names stay above marks, marks above areas. */
const BANDS: Readonly<Record<string, string>> = {
  fill: 'areas',
  outline: 'areas',
  casing: 'lines',
  line: 'lines',
  circle: 'points',
  glyph: 'points',
  cluster: 'points',
  label: 'labels',
  'cluster-count': 'numbers',
  'mark-room': 'numbers',
  flag: 'numbers',
};

/** `order`: ids of layers, the topmost first. They change places among themselves; all others stay where they are. */
export function arranged(layers: readonly LayerSpecification[], order: readonly string[]): LayerSpecification[] {
  if (order.length === 0) return [...layers];
  const slots = new Map<string, number[]>();
  for (const [index, layer] of layers.entries()) {
    const band = BANDS[roleOf(layer) ?? ''];
    if (band !== undefined && order.includes(layerOf(layer) ?? ''))
      slots.set(band, [...(slots.get(band) ?? []), index]);
  }
  const result = [...layers];
  for (const indexes of slots.values()) {
    const sorted = indexes
      .map((index) => layers[index] as LayerSpecification)
      .sort((a, b) => order.indexOf(layerOf(b) ?? '') - order.indexOf(layerOf(a) ?? ''));
    for (const [at, index] of indexes.entries()) result[index] = sorted[at] as LayerSpecification;
  }
  return result;
}

const OPACITIES = {
  fill: ['fill-opacity'],
  line: ['line-opacity'],
  circle: ['circle-opacity', 'circle-stroke-opacity'],
  symbol: ['text-opacity', 'icon-opacity'],
} as const satisfies Partial<Record<LayerSpecification['type'], readonly string[]>>;

/** The layer drawn with a share of its own opacity. */
export function faded<L extends LayerSpecification>(layer: L, share: number): L {
  if (share === 1 || !Object.hasOwn(OPACITIES, layer.type)) return layer;
  const names = OPACITIES[layer.type as keyof typeof OPACITIES];
  const paint: Readonly<Record<string, unknown>> = layer.paint ?? {};
  const fadedPaint = Object.fromEntries(
    names.map((name) => {
      const own = paint[name] ?? 1;
      return [name, typeof own === 'number' ? own * share : ['*', share, own]];
    }),
  );
  return { ...layer, paint: { ...paint, ...fadedPaint } };
}
