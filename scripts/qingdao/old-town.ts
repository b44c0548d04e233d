/**
 * Writes the old town of the demonstration city as OpenStreetMap XML, for tests of imports and of ways:
 * `npx tsx scripts/qingdao/old-town.ts | osmium cat -F osm - -f pbf,add_metadata=false -O -o
 * data/fixtures/network/old-town.osm.pbf`
 */
import type { Graph } from '../../server/analysis/types.ts';
import { buildStreets } from './generate/streets/index.ts';
import type { Kind } from './generate/types.ts';
import { createWorld } from './generate/world.ts';

const BOX = { west: 120.29, south: 36.04, east: 120.4, north: 36.11 } as const;
const HIGHWAY: Readonly<Record<Kind, string>> = {
  trunk: 'trunk',
  primary: 'primary',
  secondary: 'secondary',
  tertiary: 'tertiary',
  residential: 'residential',
  local: 'residential',
  lane: 'service',
  pedestrian: 'pedestrian',
  steps: 'steps',
};

const { graph, kinds } = buildStreets(await createWorld());
process.stdout.write(toXml(graph, kinds, edgesInside(graph)));

function edgesInside({ edgeCount, from, to, lonLat }: Graph): readonly number[] {
  const isInside = (node: number): boolean => {
    const lon = lonLat[node * 2] as number;
    const lat = lonLat[node * 2 + 1] as number;
    return lon > BOX.west && lon < BOX.east && lat > BOX.south && lat < BOX.north;
  };
  return Array.from({ length: edgeCount }, (_, e) => e).filter(
    (e) => isInside(from[e] as number) && isInside(to[e] as number),
  );
}

/** A way an edge; points between nodes are nodes after all those of the graph. */
function toXml(
  { nodeCount, from, to, lonLat, shapeStart, shape, forward, backward }: Graph,
  all: readonly Kind[],
  edges: readonly number[],
): string {
  const nodes = new Map<number, string>();
  const ref = (id: number, lon: number | undefined, lat: number | undefined): string => {
    nodes.set(id, `  <node id="${id}" version="1" lat="${String(lat)}" lon="${String(lon)}"/>`);
    return `<nd ref="${id}"/>`;
  };
  const node = (n: number): string => ref(n + 1, lonLat[n * 2], lonLat[n * 2 + 1]);
  const point = (s: number): string => ref(nodeCount + s + 1, shape[s * 2], shape[s * 2 + 1]);
  const ways = edges.map((e) => {
    const inner = Array.from({ length: (shapeStart[e + 1] as number) - (shapeStart[e] as number) }, (_, i) =>
      point((shapeStart[e] as number) + i),
    );
    const isOneWay = forward.drive[e] !== Infinity && backward.drive[e] === Infinity;
    const refs = [node(from[e] as number), ...inner, node(to[e] as number)].join('');
    const oneway = isOneWay ? '<tag k="oneway" v="yes"/>' : '';
    return `  <way id="${e + 1}" version="1">${refs}<tag k="highway" v="${HIGHWAY[all[e] as Kind]}"/>${oneway}</way>`;
  });
  const sorted = [...nodes].sort(([a], [b]) => a - b).map(([, text]) => text);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<osm version="0.6" generator="chengtu">',
    ...sorted,
    ...ways,
    '</osm>',
    '',
  ].join('\n');
}
