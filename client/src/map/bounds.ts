import type { SourceSpecification, StyleSpecification } from 'maplibre-gl';
import type { Bbox, LayerInfo } from '../../../tiles/api/wire.ts';

/**
 * Outside the extent of a layer's data no tile is asked for: so the extent follows the data, outwards only, as MapLibre
 * takes a source of another extent for another source, whose tiles it has to fetch anew. One such function a map.
 */
export function createBounds(): (
  style: StyleSpecification,
  layers: ReadonlyMap<string, LayerInfo>,
) => StyleSpecification {
  const reached = new Map<string, Bbox>();
  const grow = (id: string, source: SourceSpecification, bbox: Bbox | null | undefined): SourceSpecification => {
    if (source.type !== 'vector' || source.bounds === undefined) return source;
    const before = join(reached.get(id), source.bounds);
    const bounds = join(before, bbox ?? before);
    reached.set(id, bounds);
    return { ...source, bounds: [...bounds] };
  };
  return (style, layers) => ({
    ...style,
    sources: Object.fromEntries(
      Object.entries(style.sources).map(([id, source]) => [id, grow(id, source, layers.get(id)?.bbox)]),
    ),
  });
}

function join(a: Bbox | undefined, b: Bbox): Bbox {
  return a === undefined ? b : [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}
