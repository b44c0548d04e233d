/** Backgrounds, areas, lines and circles. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { CompiledLayer } from './compiled-style.ts';
import type { Box, DrawnTile, MapFeature, Path } from './features.ts';

export function drawBackground(pen: SKRSContext2D, layer: CompiledLayer, { left, top, right, bottom }: Box): void {
  pen.fillStyle = layer.color('background-color', layer.number('background-opacity'));
  pen.fillRect(left, top, right - left, bottom - top);
}

/** Areas, also those that the style gives a height: from straight above they are flat. */
export function drawAreas(pen: SKRSContext2D, layer: CompiledLayer, tiles: readonly DrawnTile[]): void {
  const prefix = layer.type === 'fill-extrusion' ? 'fill-extrusion' : 'fill';
  const sortKey = layer.has('fill-sort-key') ? 'fill-sort-key' : null;
  inTiles(pen, layer, tiles, sortKey, (features) => {
    const run = new Run(pen, 'fill');
    for (const feature of features) {
      const opacity = layer.number(`${prefix}-opacity`, feature);
      const color = layer.color(`${prefix}-color`, opacity, feature);
      run.next(color, isOpaque(color), () => {
        pen.fillStyle = color;
      });
      for (const path of feature.paths) trace(pen, path, true);
    }
    run.end();
  });
}

export function drawLines(pen: SKRSContext2D, layer: CompiledLayer, tiles: readonly DrawnTile[]): void {
  inTiles(pen, layer, tiles, layer.has('line-sort-key') ? 'line-sort-key' : null, (features) => {
    const run = new Run(pen, 'stroke');
    for (const feature of features) {
      const color = layer.color('line-color', layer.number('line-opacity', feature), feature);
      const width = layer.number('line-width', feature);
      if (width <= 0) continue;
      const dash = layer.list('line-dasharray', feature)?.map((each) => Number(each) * width) ?? [];
      run.next(`${color} ${String(width)}`, isOpaque(color), () => {
        pen.strokeStyle = color;
        pen.lineWidth = width;
        pen.setLineDash(dash);
        pen.lineCap = layer.text('line-cap') as 'butt' | 'round' | 'square';
        pen.lineJoin = layer.text('line-join', feature) as 'bevel' | 'round' | 'miter';
        pen.miterLimit = layer.number('line-miter-limit');
      });
      for (const path of feature.paths) trace(pen, path, feature.type === 3);
    }
    run.end();
    pen.setLineDash([]);
  });
}

/** Circles stand over the edges of tiles: those of the tile beside it are drawn with that one. */
export function drawCircles(pen: SKRSContext2D, layer: CompiledLayer, tiles: readonly DrawnTile[]): void {
  const hasOrder = layer.has('circle-sort-key');
  for (const tile of tiles) {
    const features = inOrder(
      featuresOf(layer, tile),
      hasOrder ? (each) => layer.number('circle-sort-key', each) : null,
    );
    for (const feature of features) drawCircle(pen, layer, feature);
  }
}

function drawCircle(pen: SKRSContext2D, layer: CompiledLayer, feature: MapFeature): void {
  const radius = layer.number('circle-radius', feature);
  const stroke = layer.number('circle-stroke-width', feature);
  const fill = layer.color('circle-color', layer.number('circle-opacity', feature), feature);
  const rim = layer.color('circle-stroke-color', layer.number('circle-stroke-opacity', feature), feature);
  feature.paths.forEach((path, at) => {
    for (let index = 0; 2 * index < path.length; index += 1) {
      if (!feature.isInside(at, index)) continue;
      const [x = 0, y = 0] = path.subarray(2 * index, 2 * index + 2);
      pen.beginPath();
      pen.arc(x, y, radius, 0, 2 * Math.PI);
      pen.fillStyle = fill;
      pen.fill();
      if (stroke <= 0) continue;
      // The rim lies outside.
      pen.beginPath();
      pen.arc(x, y, radius + stroke / 2, 0, 2 * Math.PI);
      pen.strokeStyle = rim;
      pen.lineWidth = stroke;
      pen.stroke();
    }
  });
}

export function featuresOf(layer: CompiledLayer, tile: DrawnTile): MapFeature[] {
  return tile.layer(layer.sourceLayer).filter((feature) => layer.keeps(feature));
}

/** Stable: features of equal keys keep their order. */
export function inOrder<T>(items: readonly T[], keyOf: ((item: T) => number) | null): readonly T[] {
  if (keyOf === null) return items;
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** Each tile draws what lies in it alone: what reaches over its edges is in the next one too. */
function inTiles(
  pen: SKRSContext2D,
  layer: CompiledLayer,
  tiles: readonly DrawnTile[],
  sortKey: string | null,
  draw: (features: readonly MapFeature[]) => void,
): void {
  for (const tile of tiles) {
    const features = featuresOf(layer, tile);
    if (features.length === 0) continue;
    const { left, top, right, bottom } = tile.clip;
    pen.save();
    pen.beginPath();
    pen.rect(left, top, right - left, bottom - top);
    pen.clip();
    draw(inOrder(features, sortKey === null ? null : (each) => layer.number(sortKey, each)));
    pen.restore();
  }
}

/** Features of one look in a row are one path, unless they shine through: where those overlap, both are seen. */
class Run {
  readonly #pen: SKRSContext2D;
  readonly #how: 'fill' | 'stroke';
  #look: string | null = null;

  constructor(pen: SKRSContext2D, how: 'fill' | 'stroke') {
    this.#pen = pen;
    this.#how = how;
  }

  next(look: string, isOpaqueLook: boolean, begin: () => void): void {
    if (this.#look === look && isOpaqueLook) return;
    this.end();
    begin();
    this.#pen.beginPath();
    this.#look = look;
  }

  end(): void {
    if (this.#look === null) return;
    this.#pen[this.#how]();
    this.#look = null;
  }
}

function isOpaque(color: string): boolean {
  return color.endsWith(',1.000)');
}

function trace(pen: SKRSContext2D, path: Path, isClosed: boolean): void {
  for (let at = 0; at + 1 < path.length; at += 2) {
    const [x = 0, y = 0] = [path[at], path[at + 1]];
    if (at === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
  if (isClosed) pen.closePath();
}
