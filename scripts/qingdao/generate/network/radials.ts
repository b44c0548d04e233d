import type { Draft } from './draft.ts';
import type { LocalProjection } from './local-projection.ts';

/** Trunk roads from core to core across the lattice, by a few points each that the road passes. */
const ROUTES: readonly (readonly (readonly [lon: number, lat: number])[])[] = [
  // 市南 – 李沧 – 城阳 – 即墨 – 莱西
  [
    [120.36, 36.07],
    [120.387, 36.13],
    [120.4, 36.21],
    [120.375, 36.29],
    [120.42, 36.4],
    [120.44, 36.56],
    [120.49, 36.72],
    [120.505, 36.88],
    [120.45, 37.02],
  ],
  // 城阳 – 胶州 – 黄岛 – 琅琊
  [
    [120.45, 36.27],
    [120.36, 36.315],
    [120.22, 36.335],
    [120.07, 36.3],
    [120.01, 36.2],
    [120.03, 36.08],
    [120.02, 35.96],
    [119.99, 35.87],
    [119.86, 35.75],
    [119.66, 35.66],
  ],
  // 黄岛 east – 胶南
  [
    [120.2, 35.99],
    [120.12, 35.94],
    [120.03, 35.9],
    [119.9, 35.88],
    [119.77, 35.8],
  ],
  // 胶州 – 平度
  [
    [120.04, 36.25],
    [119.99, 36.4],
    [119.99, 36.6],
    [119.95, 36.78],
    [119.9, 36.95],
  ],
  // 平度 – 莱西
  [
    [119.72, 36.72],
    [119.95, 36.8],
    [120.15, 36.8],
    [120.33, 36.86],
    [120.52, 36.87],
    [120.62, 36.9],
  ],
  // 崂山 – 即墨 – 田横
  [
    [120.45, 36.09],
    [120.46, 36.2],
    [120.51, 36.34],
    [120.6, 36.42],
    [120.74, 36.46],
    [120.9, 36.47],
  ],
];

const STEP_M = 350;

/** The routes as smooth lines, each a draft and a line of its own, numbered from `firstLine` on. */
export function layRadials(projection: LocalProjection, firstLine: number): Draft[] {
  return ROUTES.map((route, number) => {
    const draft: Draft = { x: [], y: [], edges: [] };
    const line = smooth(route.map(([lon, lat]) => [projection.x(lon), projection.y(lat)] as const));
    line.forEach(([x, y], i) => {
      draft.y.push(y);
      const node = draft.x.push(x) - 1;
      if (i > 0) draft.edges.push({ a: node - 1, b: node, rank: 0, line: firstLine + number });
    });
    return draft;
  });
}

type Point = readonly [x: number, y: number];

/** Catmull–Rom curve through the points, with a point about every `STEP_M`. */
function smooth(points: readonly Point[]): Point[] {
  const out: Point[] = points.slice(0, 1);
  for (let i = 1; i < points.length; i += 1) {
    const b = points[i - 1] as Point,
      c = points[i] as Point;
    const a = points[i - 2] ?? b,
      d = points[i + 1] ?? c;
    const steps = Math.max(1, Math.round(Math.hypot(c[0] - b[0], c[1] - b[1]) / STEP_M));
    for (let k = 1; k <= steps; k += 1) {
      const t = k / steps;
      const curve = (p: number, q: number, r: number, s: number): number =>
        q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
      out.push([curve(a[0], b[0], c[0], d[0]), curve(a[1], b[1], c[1], d[1])]);
    }
  }
  return out;
}
