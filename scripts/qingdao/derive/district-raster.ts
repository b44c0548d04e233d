import type { Position } from 'geojson';

/**
 * The districts as a raster of labels, in the datum of their source. The source is drawn on a lattice of 1/1024 degree
 * with spikes, repeated edges and small gaps; a raster twice as fine keeps all of its detail and none of its errors.
 */
export interface LabelRaster {
  readonly west: number;
  readonly south: number;
  readonly width: number;
  readonly height: number;
  /** Cells per degree. */
  readonly scale: number;
  /** As given with the shapes; `SEA_LABEL` at sea. */
  readonly labels: Uint8Array;
}

export const SEA_LABEL = 255;

export interface LabelledShape {
  readonly label: number;
  readonly polygons: readonly (readonly Position[][])[];
}

/** Fills a polygon's cells by the even-odd rule at their centres. */
function fill(raster: LabelRaster, { label, polygons }: LabelledShape): void {
  const rings = polygons
    .flat()
    .map((ring) =>
      ring.map(
        (p) =>
          [((p[0] as number) - raster.west) * raster.scale, ((p[1] as number) - raster.south) * raster.scale] as const,
      ),
    );
  const crossings: number[][] = Array.from({ length: raster.height }, () => []);
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      const [x0, y0] = ring[i - 1] as readonly [number, number];
      const [x1, y1] = ring[i] as readonly [number, number];
      const from = Math.max(0, Math.ceil(Math.min(y0, y1) - 0.5));
      const to = Math.min(raster.height - 1, Math.ceil(Math.max(y0, y1) - 0.5) - 1);
      for (let row = from; row <= to; row += 1) crossings[row]?.push(x0 + ((row + 0.5 - y0) / (y1 - y0)) * (x1 - x0));
    }
  }
  crossings.forEach((xs, row) => {
    xs.sort((a, b) => a - b);
    for (let i = 1; i < xs.length; i += 2) {
      const from = Math.max(0, Math.ceil((xs[i - 1] as number) - 0.5));
      const to = Math.min(raster.width - 1, Math.ceil((xs[i] as number) - 0.5) - 1);
      for (let x = from; x <= to; x += 1) raster.labels[row * raster.width + x] ||= label;
    }
  });
}

/** Sea is every cell that no shape covers and that a flood from one of the seeds reaches. */
function flood(
  { labels, width, height, west, south, scale }: LabelRaster,
  seeds: readonly (readonly [number, number])[],
): void {
  const open = seeds.map(([lon, lat]) => Math.floor((lat - south) * scale) * width + Math.floor((lon - west) * scale));
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (labels[at] !== 0) continue;
    labels[at] = SEA_LABEL;
    const x = at % width;
    if (x > 0) open.push(at - 1);
    if (x < width - 1) open.push(at + 1);
    if (at >= width) open.push(at - width);
    if (at < width * (height - 1)) open.push(at + width);
  }
}

/** Gaps between shapes take the label of the nearest land (chamfer distance, two passes). */
function closeGaps({ labels, width, height }: LabelRaster): void {
  const distance = Float32Array.from(labels, (label) => (label === 0 ? Infinity : 0));
  const relax = (at: number, from: number, step: number): void => {
    if (labels[from] === SEA_LABEL) return;
    const through = (distance[from] as number) + step;
    if (through < (distance[at] as number)) {
      distance[at] = through;
      labels[at] = labels[from] as number;
    }
  };
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      if (distance[at] === 0) continue;
      relax(at, at - 1, 1);
      relax(at, at - width, 1);
      relax(at, at - width - 1, Math.SQRT2);
      relax(at, at - width + 1, Math.SQRT2);
    }
  }
  for (let y = height - 2; y > 0; y -= 1) {
    for (let x = width - 2; x > 0; x -= 1) {
      const at = y * width + x;
      if (distance[at] === 0) continue;
      relax(at, at + 1, 1);
      relax(at, at + width, 1);
      relax(at, at + width + 1, Math.SQRT2);
      relax(at, at + width - 1, Math.SQRT2);
    }
  }
}

export interface RasterOptions {
  /** Degrees, in the datum of the shapes. */
  readonly bounds: readonly [west: number, south: number, east: number, north: number];
  /** Cells per degree. */
  readonly scale: number;
  /** Points known to be sea, one in each water that the bounds cut off. */
  readonly seaSeeds: readonly (readonly [lon: number, lat: number])[];
}

/** Where shapes overlap, the first one given has the cell. */
export function rasterize(shapes: readonly LabelledShape[], { bounds, scale, seaSeeds }: RasterOptions): LabelRaster {
  const [west, south, east, north] = bounds;
  const width = Math.round((east - west) * scale);
  const height = Math.round((north - south) * scale);
  const raster: LabelRaster = { west, south, width, height, scale, labels: new Uint8Array(width * height) };
  for (const shape of shapes) fill(raster, shape);
  flood(raster, seaSeeds);
  closeGaps(raster);
  return raster;
}

/** Label at a point in the raster's datum; 0 outside of it. */
export function labelAt(raster: LabelRaster, lon: number, lat: number): number {
  const x = Math.floor((lon - raster.west) * raster.scale);
  const y = Math.floor((lat - raster.south) * raster.scale);
  if (x < 0 || y < 0 || x >= raster.width || y >= raster.height) return 0;
  return raster.labels[y * raster.width + x] as number;
}
