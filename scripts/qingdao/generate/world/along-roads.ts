import type { Placement, RoadSpot, Rng, StreetNetwork } from '../types.ts';
import { roundDegrees } from '../network/local-projection.ts';
import type { BaseWorld } from './base.ts';
import { firstAbove } from './first-above.ts';
import { distanceM, metresPerDegree } from '../../../../tiles/tile/spheroid.ts';

const MAX_TRIES = 2_000;

/** Edges of a district with the length of all before and including each, so that one draw finds a spot by length. */
interface EdgeList {
  readonly edges: readonly number[];
  readonly upTo: Float64Array;
}

/** Spots beside roads, evenly by length of road, on land and in the district of their road. */
export function createAlongRoads(base: BaseWorld, network: StreetNetwork): Placement['alongRoads'] {
  const point = (node: number): { lon: number; lat: number } => ({
    lon: network.nodes[node * 2] as number,
    lat: network.nodes[node * 2 + 1] as number,
  });
  const ends = (edge: number): readonly [from: number, to: number] => [
    network.edges[edge * 2] as number,
    network.edges[edge * 2 + 1] as number,
  ];
  const roadOf = (edge: number): StreetNetwork['roads'][number] =>
    network.roads[network.edgeRoad[edge] as number] as StreetNetwork['roads'][number];
  const lists = new Map<string | null, EdgeList>();

  const listOf = (district: string | null): EdgeList => {
    const known = lists.get(district);
    if (known) return known;
    const edges = Array.from(network.edgeRoad.keys()).filter(
      (edge) => district === null || roadOf(edge).district === district,
    );
    if (edges.length === 0) throw new RangeError(`No road of the network lies in ${district ?? 'the city'}.`);
    let total = 0;
    const upTo = Float64Array.from(edges, (edge) => (total += distanceM(point(ends(edge)[0]), point(ends(edge)[1]))));
    const list = { edges, upTo };
    lists.set(district, list);
    return list;
  };

  const draw = ({ edges, upTo }: EdgeList, offsetM: number, rng: Rng): RoadSpot | null => {
    const at = rng.next() * (upTo.at(-1) as number);
    const index = firstAbove(upTo, at);
    const edge = edges[index] as number;
    const [from, to] = ends(edge).map(point) as [{ lon: number; lat: number }, { lon: number; lat: number }];
    const before = index === 0 ? 0 : (upTo[index - 1] as number);
    const lengthM = (upTo[index] as number) - before;
    const t = lengthM === 0 ? 0 : (at - before) / lengthM;
    const scale = metresPerDegree(from.lat);
    const dx = (to.lon - from.lon) * scale.lon,
      dy = (to.lat - from.lat) * scale.lat;
    const side = ((rng.next() * 2 - 1) * offsetM) / (Math.hypot(dx, dy) || 1);
    const spot = {
      lon: roundDegrees(from.lon + t * (to.lon - from.lon) - (dy * side) / scale.lon),
      lat: roundDegrees(from.lat + t * (to.lat - from.lat) + (dx * side) / scale.lat),
    };
    const road = roadOf(edge);
    const subdistrict = base.subdistrictAt(spot);
    return subdistrict?.startsWith(road.district)
      ? {
          ...spot,
          district: road.district,
          subdistrict,
          road: road.id,
          roadName: road.name.zh,
          roadNameEn: road.name.en,
        }
      : null;
  };

  return (district, n, rng, { offsetM = 20 } = {}) => {
    const list = listOf(district);
    return Array.from({ length: n }, () => {
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const spot = draw(list, offsetM, rng);
        if (spot) return spot;
      }
      throw new RangeError(`No land beside the roads of ${district ?? 'the city'} after ${MAX_TRIES} tries.`);
    });
  };
}
