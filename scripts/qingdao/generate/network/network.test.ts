import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { StreetNetwork } from '../types.ts';
import type { BaseWorld } from '../world/base.ts';
import { createBaseWorld } from '../world/create-base.ts';
import { appointChiefs, CHIEF_COUNT, MOST_ROADS } from './chiefs.ts';
import { buildNetwork } from './index.ts';
import { createLocalProjection } from './local-projection.ts';
import { indexSegments, intersection } from './segments.ts';

let base: BaseWorld;
let network: StreetNetwork;

beforeAll(async () => {
  base = await createBaseWorld();
  network = buildNetwork(base);
});

function hash({ nodes, edges, edgeRoad, roads }: StreetNetwork): string {
  const sum = createHash('sha256');
  for (const array of [nodes, edges, edgeRoad]) sum.update(new Uint8Array(array.buffer));
  return sum.update(JSON.stringify(roads)).digest('hex');
}

const edgeCount = (): number => network.edgeRoad.length;
const nodeCount = (): number => network.nodes.length / 2;
const at = (node: number): { lon: number; lat: number } => ({
  lon: network.nodes[2 * node] as number,
  lat: network.nodes[2 * node + 1] as number,
});
const ends = (edge: number): readonly [number, number] => [
  network.edges[2 * edge] as number,
  network.edges[2 * edge + 1] as number,
];
function degrees(): Uint8Array {
  const degree = new Uint8Array(nodeCount());
  for (const node of network.edges) degree[node] = (degree[node] as number) + 1;
  return degree;
}

describe('the street network', () => {
  test('has the size of a city', () => {
    expect(nodeCount()).toBeGreaterThan(15_000);
    expect(nodeCount()).toBeLessThan(40_000);
  });

  test('is one connected component', () => {
    const parent = Int32Array.from({ length: nodeCount() }, (_, i) => i);
    const find = (i: number): number => {
      let root = i;
      while (parent[root] !== root) root = parent[root] = parent[parent[root] as number] as number;
      return root;
    };
    for (let edge = 0; edge < edgeCount(); edge += 1) parent[find(ends(edge)[0])] = find(ends(edge)[1]);
    expect(new Set(Array.from(parent, (_, i) => find(i))).size).toBe(1);
  });

  test('has no node and no point of an edge in the sea or outside the city', () => {
    const wet: { lon: number; lat: number }[] = [];
    const check = (point: { lon: number; lat: number }): void => {
      if (base.districtAt(point) === null) wet.push(point);
    };
    for (let node = 0; node < nodeCount(); node += 1) check(at(node));
    for (let edge = 0; edge < edgeCount(); edge += 1) {
      const [a, b] = ends(edge).map(at) as [{ lon: number; lat: number }, { lon: number; lat: number }];
      for (const t of [0.25, 0.5, 0.75]) check({ lon: a.lon + (b.lon - a.lon) * t, lat: a.lat + (b.lat - a.lat) * t });
    }
    expect(wet).toEqual([]);
  });

  test('has a node wherever edges cross, and no two edges between the same nodes', () => {
    const projection = createLocalProjection(120.3, 36.3);
    const segments = Float64Array.from(
      Array.from({ length: edgeCount() }, (_, edge) =>
        ends(edge).flatMap((node) => {
          const { lon, lat } = at(node);
          return [projection.x(lon), projection.y(lat)];
        }),
      ).flat(),
    );
    const index = indexSegments(segments, 400);
    const part = (edge: number): [number, number, number, number] =>
      [...segments.subarray(edge * 4, edge * 4 + 4)] as [number, number, number, number];
    const crossings = new Set<string>();
    for (let edge = 0; edge < edgeCount(); edge += 1) {
      index.near(...part(edge), (other) => {
        if (other <= edge || ends(edge).some((node) => ends(other).includes(node))) return;
        if (intersection(...part(edge), ...part(other))) crossings.add(`${edge} ${other}`);
      });
    }
    expect([...crossings]).toEqual([]);
    const pairs = Array.from({ length: edgeCount() }, (_, edge) => [...ends(edge)].sort((p, q) => p - q).join(' '));
    expect(new Set(pairs).size).toBe(edgeCount());
  });

  test('has hardly a dead end, and crossings as well as T-junctions', () => {
    const degree = degrees();
    const share = (n: number): number => degree.filter((d) => d === n).length / degree.length;
    expect(degree.every((d) => d > 0)).toBe(true);
    expect(share(1)).toBeLessThan(0.02);
    expect(share(3)).toBeGreaterThan(0.1);
    expect(share(4)).toBeGreaterThan(0.1);
  });

  test('is denser in the old town than in the country', () => {
    const perKm2 = (code: string): number => {
      const lengthM = network.roads
        .filter((road) => road.district === code)
        .reduce((sum, road) => sum + road.lengthM, 0);
      return lengthM / 1000 / (base.districts.find((district) => district.code === code)?.areaKm2 ?? 0);
    };
    for (const urban of ['370202', '370203']) {
      for (const rural of ['370283', '370285', '370281']) expect(perKm2(urban)).toBeGreaterThan(4 * perKm2(rural));
    }
  });

  test('is the same byte for byte when built again', () => {
    expect(hash(buildNetwork(base))).toBe(hash(network));
  });
});

describe('its roads', () => {
  test('are 2,637, in every district, of every class', () => {
    expect(network.roads).toHaveLength(2637);
    expect(new Set(network.roads.map((road) => road.id)).size).toBe(2637);
    expect(new Set(network.roads.map((road) => road.district))).toEqual(
      new Set(base.districts.map((district) => district.code)),
    );
    expect(new Set(network.roads.map((road) => road.class)).size).toBe(5);
  });

  test('have names in both languages, no two alike in a district', () => {
    for (const { name } of network.roads) {
      expect(name.zh).toMatch(/^\p{Script=Han}{2,}(路|街|大道)$/u);
      expect(name.en).toMatch(/^\p{Lu}[\p{L}']+( [A-Z0-9]\w+)* (Road|Street|Avenue)$/u);
    }
    const names = network.roads.map((road) => `${road.district} ${road.name.zh}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('lie in a subdistrict of their district', () => {
    const streets = new Set(base.subdistricts.map((street) => street.code));
    for (const road of network.roads) {
      expect(streets).toContain(road.subdistrict);
      expect(road.subdistrict.slice(0, 6)).toBe(road.district);
    }
  });

  test('are chains of their edges in order, every edge in exactly one', () => {
    const own = network.roads.map(() => new Set<string>());
    const key = (a: readonly number[], b: readonly number[]): string => [a.join(' '), b.join(' ')].sort().join(' – ');
    network.edgeRoad.forEach((road, edge) => {
      const [a, b] = ends(edge).map((node) => [at(node).lon, at(node).lat]) as [number[], number[]];
      own[road]?.add(key(a, b));
    });
    network.roads.forEach((road, i) => {
      if (road.geometry.type !== 'LineString') throw new Error(`Road ${road.id} is a ${road.geometry.type}.`);
      const line = road.geometry.coordinates;
      const pieces = line.slice(1).map((point, k) => key(line[k] as readonly number[], point));
      expect(new Set(pieces).size).toBe(pieces.length);
      expect(new Set(pieces)).toEqual(own[i]);
      expect(road.lengthM).toBeGreaterThan(0);
    });
  });

  test('have 941 chiefs between them, each with one to six roads of one district', () => {
    const chiefs = appointChiefs(network.roads, base.rng('test'));
    expect(chiefs.size).toBe(network.roads.length);
    const roadsOf = new Map<string, string[]>();
    for (const road of network.roads) {
      const { code } = chiefs.get(road.id) ?? { code: '' };
      roadsOf.set(code, [...(roadsOf.get(code) ?? []), road.district]);
    }
    expect([...roadsOf.keys()].sort()).toEqual(
      Array.from({ length: CHIEF_COUNT }, (_, i) => `C${String(i + 1).padStart(4, '0')}`),
    );
    for (const districts of roadsOf.values()) {
      expect(districts.length).toBeLessThanOrEqual(MOST_ROADS);
      expect(new Set(districts).size).toBe(1);
    }
  });
});
