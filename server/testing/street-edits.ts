/** Random street edits on a made-up city. */
import { MODES, type Mode } from '../../tiles/api/vocabulary.ts';
import type { StreetEdit } from '../../tiles/api/street-edits.ts';
import { metresPerDegree } from '../../tiles/tile/spheroid.ts';
import type { Graph } from '../analysis/types.ts';
import type { Random } from './random.ts';
import { placeOf } from './street-grids.ts';

export type StreetEditKind = StreetEdit['kind'];

type Place = readonly [lon: number, lat: number];

/** One edit of a kind, somewhere in the city; what it is about is at most a few blocks long. */
export function randomStreetEdit(
  graph: Graph,
  random: Random,
  { id, kind, modes = MODES }: { readonly id: string; readonly kind: StreetEditKind; readonly modes?: readonly Mode[] },
): StreetEdit {
  const somewhere = (): Place => placeOf(graph, random.below(graph.edgeCount), random.next());
  const [lon, lat] = somewhere();
  const scale = metresPerDegree(lat);
  const beside = ([x, y]: Place, metres: number): Place => {
    const angle = 2 * Math.PI * random.next();
    return [x + (metres * Math.cos(angle)) / scale.lon, y + (metres * Math.sin(angle)) / scale.lat];
  };
  if (kind === 'add') {
    const start = beside([lon, lat], 25 * random.next());
    const end = beside(start, 50 + 400 * random.next());
    const line = random.next() < 0.5 ? [start, end] : [start, beside(start, 60), end];
    const connect = random.next() < 0.4 ? 'crossings' : 'ends';
    return { kind, id, line, connect, oneWay: random.next() < 0.3, joinM: 40, modes };
  }
  if (kind === 'shut') {
    const radius = 30 + 150 * random.next();
    const corners = 3 + random.below(5);
    const ring = Array.from({ length: corners }, (_, k): Place => {
      const angle = (2 * Math.PI * k) / corners;
      const far = radius * (0.5 + random.next());
      return [lon + (far * Math.cos(angle)) / scale.lon, lat + (far * Math.sin(angle)) / scale.lat];
    });
    return { kind, id, area: { type: 'Polygon', coordinates: [[...ring, ring[0] as Place].map((each) => [...each])] } };
  }
  const edge = random.below(graph.edgeCount);
  const along = [placeOf(graph, edge, 0), placeOf(graph, edge, 1)];
  const line = random.next() < 0.5 ? along : along.reverse();
  const [only] = line as [Place, Place];
  if (kind === 'oneway') return { kind, id, line, modes };
  const at = random.next() < 0.3 ? [only] : line;
  return kind === 'close'
    ? { kind, id, line: at, modes }
    : { kind, id, line: at, modes, factor: 0.2 + 2 * random.next() };
}
