import type { Road, StreetNetwork } from '../types.ts';
import type { BaseWorld } from '../world/base.ts';
import { distanceM } from '../../../../tiles/tile/spheroid.ts';
import type { Draft } from './draft.ts';
import { createLand, type Land } from './land.ts';
import { layStreets } from './layout.ts';
import { nameRoads, type Nameless } from './names.ts';
import { roundDegrees } from './local-projection.ts';
import { fitCount } from './quota.ts';
import { SHORE_ROAD_M } from './shore.ts';
import { traceStrokes, type Stroke } from './strokes.ts';

/** Roads that case 27 counts. */
export const ROAD_COUNT = 2637;
/** Lines of the layout may outnumber the roads a little: the surplus is joined end to end. */
const SURPLUS = 1.1;

const LONGEST_RESIDENTIAL_M = 5500;

const CLASSES = [
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'residential',
] as const satisfies readonly Road['class'][];

/** The generated street network of the city: one connected graph on land, in exactly `ROAD_COUNT` named roads. */
export function buildNetwork(base: BaseWorld): StreetNetwork {
  const land = createLand(base);
  const draft = layStreets(base, land, ROAD_COUNT * SURPLUS);
  const districts = draft.edges.map((edge) => {
    const x = middle(draft.x, edge.a, edge.b),
      y = middle(draft.y, edge.a, edge.b);
    const code = land.district(x, y);
    if (code === null)
      throw new Error(`An edge near ${land.projection.lon(x)}, ${land.projection.lat(y)} lies in no district.`);
    return code;
  });
  const strokes = fitCount(
    draft,
    traceStrokes(draft, (edge) => districts[edge] ?? ''),
    ROAD_COUNT,
  ).sort(
    (p, q) =>
      compare(p.district, q.district) ||
      p.rank - q.rank ||
      q.lengthM - p.lengthM ||
      (p.edges[0] ?? 0) - (q.edges[0] ?? 0),
  );

  const nodes = new Float64Array(draft.x.length * 2);
  draft.x.forEach((x, i) => {
    nodes[2 * i] = roundDegrees(land.projection.lon(x));
    nodes[2 * i + 1] = roundDegrees(land.projection.lat(draft.y[i] as number));
  });
  const edges = Uint32Array.from(draft.edges.flatMap(({ a, b }) => [a, b]));
  const edgeRoad = new Uint32Array(draft.edges.length);
  strokes.forEach((stroke, road) => {
    for (const edge of stroke.edges) edgeRoad[edge] = road;
  });
  return { nodes, edges, edgeRoad, roads: describe({ base, land, draft, districts, nodes }, strokes) };
}

interface Laid {
  readonly base: BaseWorld;
  readonly land: Land;
  readonly draft: Draft;
  readonly districts: readonly string[];
  readonly nodes: Float64Array;
}

/** Class, subdistrict, name and geometry of the roads, whose strokes are sorted by district. */
function describe(laid: Laid, strokes: readonly Stroke[]): Road[] {
  const { base, nodes } = laid;
  const townOf = new Map(
    base.subdistricts.map((subdistrict) => [subdistrict.code, subdistrict.name.zh.replace(/路?(街道|镇|乡)$/, '')]),
  );
  const located = strokes.map((stroke) => ({ stroke, subdistrict: subdistrictOf(laid, stroke) }));
  const roads: Road[] = [];
  for (const district of [...new Set(strokes.map((stroke) => stroke.district))]) {
    const own = located.filter(({ stroke }) => stroke.district === district);
    const names = nameRoads(
      own.map(({ stroke, subdistrict }) => nameless(laid, stroke, townOf.get(subdistrict) ?? '')),
      base.rng(`network-names-${district}`),
    );
    own.forEach(({ stroke, subdistrict }, i) => {
      const coordinates = stroke.nodes.map((node) => [nodes[2 * node] as number, nodes[2 * node + 1] as number]);
      const lengthM = coordinates.reduce((sum, [lon = 0, lat = 0], k) => {
        const [lonBefore = lon, latBefore = lat] = coordinates[k - 1] ?? [];
        return sum + distanceM({ lon: lonBefore, lat: latBefore }, { lon, lat });
      }, 0);
      roads.push({
        id: `R${String(roads.length + 1).padStart(4, '0')}`,
        name: names[i] ?? { zh: '', en: '' },
        class: classOf(stroke),
        district,
        subdistrict,
        lengthM: Math.round(lengthM * 10) / 10,
        geometry: { type: 'LineString', coordinates },
      });
    });
  }
  return roads;
}

/** By rank; a residential street that runs on and on carries traffic of more than its neighbours. */
function classOf({ rank, lengthM }: Stroke): Road['class'] {
  return CLASSES[rank === 4 && lengthM > LONGEST_RESIDENTIAL_M ? 3 : rank] ?? 'residential';
}

function nameless({ land, draft }: Laid, stroke: Stroke, town: string): Nameless {
  const first = stroke.nodes[0] as number,
    last = stroke.nodes.at(-1) as number;
  const at = stroke.nodes[Math.floor(stroke.nodes.length / 2)] as number;
  const x = draft.x[at] as number,
    y = draft.y[at] as number;
  const { rank, line, lengthM } = stroke;
  const northerly =
    Math.abs((draft.y[last] as number) - (draft.y[first] as number)) >
    Math.abs((draft.x[last] as number) - (draft.x[first] as number));
  return {
    rank,
    line,
    lengthM,
    x,
    y,
    northerly,
    town,
    shore: rank <= 2 && land.shoreDistance(x, y) < SHORE_ROAD_M + 120,
  };
}

/** Subdistrict of the road's middle, or of the piece nearest to it that lies in the road's own district. */
function subdistrictOf({ base, land, draft, districts }: Laid, stroke: Stroke): string {
  const half = Math.floor(stroke.edges.length / 2);
  for (let step = 0; step <= stroke.edges.length; step += 1) {
    const edge = stroke.edges[half + (step % 2 === 0 ? step / 2 : -(step + 1) / 2)];
    if (edge === undefined || districts[edge] !== stroke.district) continue;
    const { a, b } = draft.edges[edge] as Draft['edges'][number];
    const at = { lon: land.projection.lon(middle(draft.x, a, b)), lat: land.projection.lat(middle(draft.y, a, b)) };
    const subdistrict = base.subdistrictAt(at);
    if (subdistrict?.startsWith(stroke.district)) return subdistrict;
  }
  throw new Error(`A road of district ${stroke.district} lies in none of its subdistricts.`);
}

function middle(values: readonly number[], a: number, b: number): number {
  return ((values[a] as number) + (values[b] as number)) / 2;
}

function compare(p: string, q: string): number {
  return p < q ? -1 : p > q ? 1 : 0;
}
