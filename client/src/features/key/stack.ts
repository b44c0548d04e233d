import type { LayerDefinition } from '../../../../tiles/layer/layer.ts';

type Stacked = Pick<LayerDefinition, 'id' | 'geometry' | 'style'>;

/** Marks lie above lines, lines above areas. */
const BANDS = { Point: 2, LineString: 1, Polygon: 0 } as const satisfies Record<Stacked['geometry'], number>;

/** Ids of the layers as the map stacks them, the topmost first. `order`: as the reader has moved some of them. */
export function stacked(layers: readonly Stacked[], order: readonly string[]): string[] {
  const sorted = [...layers].sort(
    (a, b) =>
      BANDS[b.geometry] - BANDS[a.geometry] ||
      b.style.order - a.style.order ||
      (a.id < b.id ? 1 : a.id > b.id ? -1 : 0),
  );
  const result = sorted.map(({ id }) => id);
  for (const band of Object.values(BANDS)) {
    const slots = sorted.flatMap(({ id, geometry }, index) =>
      BANDS[geometry] === band && order.includes(id) ? [index] : [],
    );
    const ids = slots.map((index) => (sorted[index] as Stacked).id).sort((a, b) => order.indexOf(a) - order.indexOf(b));
    for (const [at, index] of slots.entries()) result[index] = ids[at] as string;
  }
  return result;
}

export interface Drawing {
  readonly zoom: number;
  readonly order: readonly string[];
  /** By layer; 1 for those that are not named. */
  readonly opacities: Readonly<Record<string, number>>;
}

/** Those of the layers that the map draws now, the topmost first. */
export function drawnLayers<L extends Stacked & Pick<LayerDefinition, 'minzoom'>>(
  layers: readonly L[],
  { zoom, order, opacities }: Drawing,
): L[] {
  const drawn = layers.filter(({ id, minzoom }) => zoom >= minzoom && opacities[id] !== 0);
  return stacked(drawn, order).flatMap((id) => drawn.find((layer) => layer.id === id) ?? []);
}

/** All ids with one of them a place up (-1) or down. */
export function moved(ids: readonly string[], id: string, by: -1 | 1): string[] {
  const at = ids.indexOf(id);
  const other = ids[at + by];
  if (at < 0 || other === undefined) return [...ids];
  const result = [...ids];
  [result[at], result[at + by]] = [other, id];
  return result;
}
