/** The made-up city that searches are measured on: the same from one run to the next. */
import { withBans } from '../../../server/analysis/network/build.ts';
import { randomFrom } from '../../../server/testing/random.ts';
import { testDemand, randomCity, randomSnaps } from '../../../server/testing/street-grids.ts';
import { randomBans } from '../../../server/testing/turns.ts';
import type { Demand, Graph, Snaps } from '../../../server/analysis/types.ts';
import type { GeoJSONGeometry } from '../../../tiles/api/wire.ts';
import { metresPerDegree } from '../../../tiles/tile/spheroid.ts';
import type { AnalysisSize } from './figures.ts';

export interface BenchCity {
  readonly graph: Graph;
  readonly demand: Demand;
  readonly demandSnaps: Snaps;
  readonly facilities: Snaps;
  /** Lakes so near each other that there is a shore in every isochrone. */
  readonly lakes: GeoJSONGeometry;
}

/** A turn is forbidden for each so many edges, and to all: in extracts of OpenStreetMap it is one in 100 to 500. */
const EDGES_OF_BAN = 100;
const LAKE = { everyM: 800, radiusM: 150, corners: 60 } as const;

export function makeCity({ nodes, cells, facilities }: AnalysisSize): BenchCity {
  const open = randomCity({ nodes, seed: 41 });
  const graph = withBans(open, randomBans(open, Math.round(open.edgeCount / EDGES_OF_BAN), 49));
  const demandSnaps = randomSnaps(graph, { count: cells, seed: 42, lost: 0.001 });
  return {
    graph,
    demandSnaps,
    demand: testDemand(demandSnaps, graph, 43),
    facilities: randomSnaps(graph, { count: facilities, seed: 44 }),
    lakes: lakesOf(graph),
  };
}

/** Streets run over them as over bridges. */
function lakesOf({ lonLat, nodeCount }: Graph): GeoJSONGeometry {
  const random = randomFrom(50);
  // Nodes are those of a grid, from its south-western to its north-eastern corner.
  const [west, south] = [lonLat[0] as number, lonLat[1] as number];
  const [east, north] = [lonLat[2 * nodeCount - 2] as number, lonLat[2 * nodeCount - 1] as number];
  const scale = metresPerDegree((south + north) / 2);
  const coordinates: number[][][][] = [];
  for (let lon = west; lon < east; lon += LAKE.everyM / scale.lon) {
    for (let lat = south; lat < north; lat += LAKE.everyM / scale.lat) {
      const ring = Array.from({ length: LAKE.corners }, (_, k) => {
        const [angle, farM] = [(2 * Math.PI * k) / LAKE.corners, LAKE.radiusM * (0.6 + 0.4 * random.next())];
        return [lon + (farM * Math.cos(angle)) / scale.lon, lat + (farM * Math.sin(angle)) / scale.lat];
      });
      coordinates.push([[...ring, ring[0] as number[]]]);
    }
  }
  return { type: 'MultiPolygon', coordinates };
}
