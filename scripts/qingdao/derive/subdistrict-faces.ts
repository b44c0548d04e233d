import { Delaunay } from 'd3-delaunay';
import { ISLAND_SUBDISTRICTS } from './city.ts';
import { faceContains, facesOf, type Face } from './faces.ts';
import { absorb, groups, sharedBorders } from './labels.ts';
import { nodeLines } from './node-lines.ts';
import type { Division } from './packages.ts';
import type { LabelledFaces } from './district-faces.ts';
import { segmentKey, toLattice, type Lattice, type Segment } from './segments.ts';
import { SUBDISTRICT_PLACES } from './subdistrict-places.ts';

/** Degrees of longitude are this much shorter than degrees of latitude here (36.3° N). */
const SQUEEZE = 0.806;

interface Seed {
  readonly code: string;
  readonly at: Lattice;
}

/** Seeds of a district's subdistricts, from the table of places. */
function seedsOf(district: string, subdistricts: readonly Division[]): Seed[] {
  return subdistricts
    .filter(({ code }) => code.startsWith(district))
    .map(({ code, name }) => {
      const place = SUBDISTRICT_PLACES[district]?.[code.slice(6)];
      if (!place) throw new Error(`${name} (${code}) has no place in subdistrict-places.ts.`);
      return { code, at: toLattice(place[0], place[1]) };
    });
}

/** Edges of the Voronoi diagram of the seeds, in true proportions, inside a box that holds the district. */
function voronoiEdges(seeds: readonly Seed[], faces: readonly Face[]): Segment<'subdistrict'>[] {
  const vertices = faces.flatMap(({ rings }) => rings[0] ?? []);
  const xs = vertices.map((p) => p[0]),
    ys = vertices.map((p) => p[1]);
  const margin = 10_000;
  const west = Math.min(...xs) - margin,
    east = Math.max(...xs) + margin,
    south = Math.min(...ys) - margin,
    north = Math.max(...ys) + margin;
  const diagram = Delaunay.from(seeds.map(({ at }) => [at[0] * SQUEEZE, at[1]])).voronoi([
    west * SQUEEZE,
    south,
    east * SQUEEZE,
    north,
  ]);
  return seeds.flatMap((_, index) => {
    const cell = diagram.cellPolygon(index).map(([x, y]): Lattice => [Math.round(x / SQUEEZE), Math.round(y)]);
    return cell.slice(1).map((b, i) => ({ a: cell[i] as Lattice, b, tag: 'subdistrict' as const }));
  });
}

function nearest(seeds: readonly Seed[], [x, y]: Lattice): Seed {
  const distance = ({ at }: Seed): number => ((at[0] - x) * SQUEEZE) ** 2 + (at[1] - y) ** 2;
  return seeds.reduce((best, seed) => (distance(seed) < distance(best) ? seed : best));
}

/** Adds the subdistricts' borders by district. Where one meets the border of a district, that gets the vertex too. */
function cutBySubdistricts(labelled: LabelledFaces, seeds: ReadonlyMap<string, readonly Seed[]>): Segment<unknown>[] {
  let lines = new Map<string, Segment<readonly string[]>>();
  const sides = new Map<string, string[]>();
  labelled.faces.forEach((face, index) =>
    face.rings.forEach((ring) =>
      ring.slice(1).forEach((b, i) => {
        const key = segmentKey(ring[i] as Lattice, b);
        sides.set(key, [...(sides.get(key) ?? []), labelled.labels[index] as string]);
      }),
    ),
  );
  for (const { a, b } of labelled.segments)
    lines.set(segmentKey(a, b), { a, b, tag: sides.get(segmentKey(a, b)) ?? [] });
  for (const [district, list] of seeds) {
    const faces = labelled.faces.filter((_, index) => labelled.labels[index] === district);
    const [rim, rest] = [
      [...lines.values()].filter(({ tag }) => tag.includes(district)),
      [...lines.values()].filter(({ tag }) => !tag.includes(district)),
    ];
    const pieces = nodeLines<readonly string[] | 'subdistrict'>([...rim, ...voronoiEdges(list, faces)]);
    const kept = pieces.filter(
      ({ a, b, tag }) =>
        tag !== 'subdistrict' ||
        faces.some((face) => faceContains(face, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 0.17])),
    );
    lines = new Map(
      [...rest, ...kept.map(({ a, b, tag }) => ({ a, b, tag: tag === 'subdistrict' ? [] : tag }))].map((s) => [
        segmentKey(s.a, s.b),
        s,
      ]),
    );
  }
  return [...lines.values()];
}

/** The plane with every district cut into its subdistricts: labels are nine-digit codes, `sea` or `outside`. */
export function subdistrictFaces(
  labelled: LabelledFaces,
  subdistricts: readonly Division[],
): { readonly faces: readonly Face[]; readonly labels: readonly string[] } {
  const districts = [...new Set(subdistricts.map(({ code }) => code.slice(0, 6)))];
  const seeds = new Map(districts.map((code) => [code, seedsOf(code, subdistricts)]));
  const mainland = new Map(
    [...seeds].map(([code, list]) => [code, list.filter((seed) => !ISLAND_SUBDISTRICTS.has(seed.code))]),
  );
  const faces = facesOf(cutBySubdistricts(labelled, mainland));
  const labels = faces.map(({ inside }) => {
    const within = labelled.faces.findIndex((face) => faceContains(face, inside));
    const label = labelled.labels[within];
    if (label === undefined) throw new Error(`No face of the districts holds ${inside.join(', ')}.`);
    const list = mainland.get(label);
    return list ? nearest(list, inside).code : label;
  });
  for (const seed of [...seeds.values()].flat().filter(({ code }) => ISLAND_SUBDISTRICTS.has(code))) {
    const island = faces.findIndex((face) => faceContains(face, seed.at));
    if (island < 0) throw new Error(`The place of ${seed.code} lies on no island.`);
    labels[island] = seed.code;
  }
  tidy(faces, labels, [...seeds.values()].flat());
  return { faces, labels };
}

/**
 * A subdistrict is one piece, apart from islands. A piece that was cut off joins the subdistrict of its district with
 * which it shares the longest border.
 */
function tidy(faces: readonly Face[], labels: string[], seeds: readonly Seed[]): void {
  const shared = sharedBorders(faces);
  for (const { code } of seeds) {
    const [main, ...detached] = groups(faces, labels, code, shared);
    if (!main)
      throw new Error(`The subdistrict ${code} has no land: its place lies too close to another's, or in the sea.`);
    absorb(
      faces,
      labels,
      detached.flat(),
      (stray, other) => labels[other]?.slice(0, 6) === code.slice(0, 6) && labels[other] !== labels[stray],
    );
  }
}
