import type { LabelRaster } from './district-raster.ts';

type Point = [lon: number, lat: number];

/**
 * Lines between cells of different labels, each running from one node (where three labels meet) to the next, or
 * closed. Inner vertices are the middles of the lattice's edges, which turns its stairs into slopes.
 */
export function traceBorders(raster: LabelRaster): Point[][] {
  const { width, height, labels } = raster;
  const stride = width + 1;
  const neighbours = new Map<number, number[]>();
  const link = (from: number, to: number): void => {
    const list = neighbours.get(from);
    if (list) list.push(to);
    else neighbours.set(from, [to]);
  };
  const connect = (from: number, to: number): void => {
    link(from, to);
    link(to, from);
  };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const label = labels[y * width + x] as number;
      const corner = y * stride + x;
      if (x + 1 < width && label !== labels[y * width + x + 1]) connect(corner + 1, corner + 1 + stride);
      if (y + 1 < height && label !== labels[(y + 1) * width + x]) connect(corner + stride, corner + stride + 1);
    }
  }
  const toPoint = (vertex: number): Point => [
    raster.west + (vertex % stride) / raster.scale,
    raster.south + Math.floor(vertex / stride) / raster.scale,
  ];
  return chains(neighbours).map((chain) => smooth(chain.map(toPoint)));
}

/** Walks every edge once. */
function chains(neighbours: Map<number, number[]>): number[][] {
  const out: number[][] = [];
  const take = (from: number, to: number): void => {
    for (const [a, b] of [
      [from, to],
      [to, from],
    ] as const) {
      const list = neighbours.get(a);
      if (list) list.splice(list.indexOf(b), 1);
    }
  };
  const degree = new Map([...neighbours].map(([vertex, list]) => [vertex, list.length]));
  const walk = (start: number): void => {
    const chain = [start];
    for (let at = start; ; ) {
      const next = neighbours.get(at)?.[0];
      if (next === undefined) break;
      take(at, next);
      chain.push(next);
      at = next;
      if (degree.get(at) !== 2 || at === start) break;
    }
    if (chain.length > 1) out.push(chain);
  };
  for (const [vertex, count] of degree) if (count !== 2) while (neighbours.get(vertex)?.length) walk(vertex);
  for (const vertex of degree.keys()) while (neighbours.get(vertex)?.length) walk(vertex);
  return out;
}

function smooth(line: readonly Point[]): Point[] {
  const first = line[0] as Point;
  const last = line.at(-1) as Point;
  const middles = line.slice(1).map((p, i): Point => {
    const q = line[i] as Point;
    return [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  });
  return [first, ...middles, last];
}
