import { classifyRings, VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { loadCatalogue, type Catalogue } from '../layers/catalogue.ts';
import { registryOf } from '../layers/registry.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { openSuite } from '../testing/databases.ts';
import { FIXTURE_TILES, fixtureFeatures, insertFixtures } from '../testing/fixtures.ts';
import { hasLabelProperty, LABEL_PROPERTY, tileAttributesOf } from '../../tiles/layer/tile-attributes.ts';
import { tileRequest } from '../testing/tile-request.ts';
import { executeTile } from './request.ts';
import { decideTile } from './request.ts';

/** How far, in tile units, the same position may lie apart in two tiles. */
const TOLERANCE = 1;

let server: Database;
let embedded: Database;
let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await loadCatalogue();
  server = await openSuite('server', 'tiles');
  embedded = await openSuite('embedded', 'tiles');
  for (const db of [server, embedded]) await insertFixtures(db, catalogue);
});

afterAll(async () => {
  await server.close();
  await embedded.close();
});

async function decode(db: Database, layers: readonly LayerDefinition[], tile: { z: number; x: number; y: number }) {
  return new VectorTile(new PbfReader((await executeTile(db, tileRequest(layers, tile))).bytes));
}

function featuresOf(tile: VectorTile, layer: string): VectorTileFeature[] {
  const found = tile.layers[layer];
  return found ? Array.from({ length: found.length }, (_, index) => found.feature(index)) : [];
}

const plain = (feature: VectorTileFeature) => ({
  id: feature.id,
  type: feature.type,
  properties: { ...feature.properties },
});

/**
 * Areas of outer rings and holes, and all positions in order: what matters of a polygon, whatever its start and
 * direction. Points and lines by their paths.
 */
function shape(feature: VectorTileFeature) {
  const paths = feature.loadGeometry();
  if (feature.type !== 3) return { paths: paths.map((path) => path.map(({ x, y }) => [x, y])), rings: [] };
  const rings = classifyRings(paths).map((polygon) => polygon.map((ring) => Math.abs(doubleArea(ring))));
  const positions = paths
    .flat()
    .map(({ x, y }) => [x, y] as const)
    .sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  return { paths: [positions], rings };
}

function doubleArea(ring: readonly { x: number; y: number }[]): number {
  return ring.reduce((sum, { x, y }, i) => {
    const next = ring[(i + 1) % ring.length] ?? { x, y };
    return sum + x * next.y - next.x * y;
  }, 0);
}

/** The largest distance of a position of `a` from the nearest of `b`, in tile units along the farther axis. */
function distanceBetween(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  return Math.max(
    0,
    ...a.map(([x = 0, y = 0]) =>
      Math.min(...b.map(([bx = 0, by = 0]) => Math.max(Math.abs(x - bx), Math.abs(y - by)))),
    ),
  );
}

describe('tiles of the two encoders', () => {
  it('are really made by two', () => {
    expect([server.hasAsMvt, embedded.hasAsMvt]).toEqual([true, false]);
  });

  it.each(FIXTURE_TILES)('hold the same layers, ids, attributes and geometries in $z/$x/$y', async (tile) => {
    const theirs = await decode(server, catalogue.layers, tile);
    const ours = await decode(embedded, catalogue.layers, tile);
    expect(Object.keys(theirs.layers).length).toBeGreaterThan(0);
    expect(Object.keys(ours.layers)).toEqual(Object.keys(theirs.layers));
    for (const layer of catalogue.layers) {
      const expected = featuresOf(theirs, layer.id);
      const actual = featuresOf(ours, layer.id);
      expect(actual.map(plain), layer.id).toEqual(expected.map(plain));
      for (const [index, feature] of expected.entries()) {
        const a = shape(feature);
        const b = shape(actual[index] ?? feature);
        expect(
          b.rings.map((rings) => rings.length),
          layer.id,
        ).toEqual(a.rings.map((rings) => rings.length));
        expect(b.paths.length, layer.id).toBe(a.paths.length);
        for (const [n, path] of a.paths.entries()) {
          expect(distanceBetween(path, b.paths[n] ?? []), layer.id).toBeLessThanOrEqual(TOLERANCE);
          expect(distanceBetween(b.paths[n] ?? [], path), layer.id).toBeLessThanOrEqual(TOLERANCE);
        }
      }
    }
  });

  it.each(FIXTURE_TILES)(
    'are the same bytes by the statement that a layer has for itself, in $z/$x/$y',
    async (tile) => {
      expect(server.keepsPlans).toBe(true);
      for (const layer of catalogue.layers) {
        const request = tileRequest([layer], tile);
        const own = await executeTile(server, request);
        const general = await executeTile({ ...server, keepsPlans: false }, request);
        expect(own.bytes.equals(general.bytes), layer.id).toBe(true);
        expect(own.revisions, layer.id).toEqual(general.revisions);
      }
    },
  );

  it.each(FIXTURE_TILES)(
    'are the very same after decoding where one database makes both, in $z/$x/$y',
    async (tile) => {
      const theirs = await decode(server, catalogue.layers, tile);
      const ours = await decode({ ...server, hasAsMvt: false }, catalogue.layers, tile);
      const whole = (each: VectorTile) =>
        Object.keys(each.layers).map((id) =>
          featuresOf(each, id).map((feature) => ({ ...plain(feature), geometry: feature.loadGeometry() })),
        );
      expect(whole(ours)).toEqual(whole(theirs));
    },
  );
});

describe.each(['server', 'embedded'] as const)('a tile of the %s database', (kind) => {
  const db = (): Database => (kind === 'server' ? server : embedded);

  it('holds every feature whose geometry is in it, with the attributes that travel and no other', async () => {
    const decoded = await decode(db(), catalogue.layers, { z: 6, x: 53, y: 25 });
    const features = fixtureFeatures(catalogue);
    for (const layer of catalogue.layers.filter((each) => each.geometry === 'Point')) {
      const expected = features.filter((feature) => feature.layer_id === layer.id);
      const actual = featuresOf(decoded, layer.id);
      expect(actual.map((feature) => feature.id)).toEqual(expected.map((feature) => feature.fid));
      const keys = tileAttributesOf(layer);
      for (const [index, feature] of actual.entries()) {
        const source = expected[index];
        const travelling = Object.entries(source?.attributes ?? {}).filter(
          ([key, value]) => keys.includes(key) && value !== null,
        );
        expect({ ...feature.properties }, layer.id).toEqual({
          id: source?.feature_id,
          provenance: source?.provenance,
          ...Object.fromEntries(travelling),
        });
      }
    }
  });

  it('keeps everything within its margin', async () => {
    for (const tile of FIXTURE_TILES) {
      const decoded = await decode(db(), catalogue.layers, tile);
      for (const id of Object.keys(decoded.layers)) {
        const positions = featuresOf(decoded, id).flatMap((feature) => feature.loadGeometry().flat());
        expect(Math.min(...positions.flatMap(({ x, y }) => [x, y])), id).toBeGreaterThanOrEqual(-64);
        expect(Math.max(...positions.flatMap(({ x, y }) => [x, y])), id).toBeLessThanOrEqual(4160);
      }
    }
  });

  it('keeps borders that areas share: neighbours get the same positions along them', async () => {
    const [layer] = catalogue.layers.filter((each) => each.geometry === 'Polygon' && each.maxzoom >= 14);
    if (!layer) throw new Error('No layer of areas.');
    const neighbours = await decode(db(), [layer], { z: 9, x: 300, y: 200 });
    expect(Object.keys(neighbours.layers)).toEqual([]);
    const border = Array.from({ length: 60 }, (_, i) => [31 + Math.sin(i) * 0.01, 36 + i * 0.005]);
    const west = [[30.8, 36], ...border, [30.8, 36.295], [30.8, 36]];
    const east = [[31.2, 36.295], ...[...border].reverse(), [31.2, 36], [31.2, 36.295]];
    const insert = sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
      values ($1, $2, ST_SetSRID(ST_GeomFromGeoJSON($3), 4326), '{}', 'test', 'public', 'synthetic')`);
    for (const [id, ring] of [
      ['west', west],
      ['east', east],
    ] as const)
      await db().query(insert, [layer.id, id, JSON.stringify({ type: 'Polygon', coordinates: [ring] })]);
    const decoded = await decode(db(), [layer], { z: 9, x: 300, y: 200 });
    const areas = featuresOf(decoded, layer.id).map((feature) => Math.abs(doubleArea(feature.loadGeometry()[0] ?? [])));
    const together = featuresOf(decoded, layer.id).flatMap((feature) => feature.loadGeometry()[0] ?? []);
    const [minX, maxX] = [Math.min(...together.map(({ x }) => x)), Math.max(...together.map(({ x }) => x))];
    const [minY, maxY] = [Math.min(...together.map(({ y }) => y)), Math.max(...together.map(({ y }) => y))];
    // Without gap or overlap the two areas add up to the box around them.
    expect(areas.reduce((sum, area) => sum + area, 0)).toBe(2 * (maxX - minX) * (maxY - minY));
  });

  it('names an area in one of the tiles it spans', async () => {
    const layer = catalogue.layers.find(hasLabelProperty);
    if (!layer) throw new Error('No layer of areas with names.');
    const around = FIXTURE_TILES.find(({ z }) => z === 11) ?? { z: 11, x: 0, y: 0 };
    const tiles = [-2, -1, 0, 1, 2, 3].flatMap((dx) =>
      [-2, -1, 0, 1, 2, 3].map((dy) => ({ z: 11, x: around.x + dx, y: around.y + dy })),
    );
    const named = new Map<unknown, number>();
    const spanned = new Map<unknown, number>();
    for (const tile of tiles) {
      for (const { properties } of featuresOf(await decode(db(), [layer], tile), layer.id)) {
        spanned.set(properties['id'], (spanned.get(properties['id']) ?? 0) + 1);
        if (properties[LABEL_PROPERTY] === true) named.set(properties['id'], (named.get(properties['id']) ?? 0) + 1);
      }
    }
    // The middle of a hole is no point on the area: some are named in a tile beside that of their centre.
    expect(Math.max(...spanned.values())).toBeGreaterThan(1);
    for (const id of spanned.keys()) expect(named.get(id), String(id)).toBe(1);
  });

  it('has no bytes where nothing is', async () => {
    expect((await executeTile(db(), tileRequest(catalogue.layers, { z: 12, x: 0, y: 0 }))).bytes).toHaveLength(0);
  });
});

describe('deciding a tile request', () => {
  const decide = (layers: string, z = '12') =>
    decideTile({ layers, z, x: '1', y: '1' }, new URLSearchParams(), registryOf(catalogue)).layers.map(
      ({ layer }) => layer.id,
    );

  it('takes each layer once, in the order asked for', () => {
    expect(decide('toilets,roads,toilets')).toEqual(['toilets', 'roads']);
  });

  it('leaves out layers below their minzoom, and keeps them above their maxzoom', () => {
    expect(decide('toilets,districts', '3')).toEqual(['districts']);
    expect(decide('toilets,districts', '22')).toEqual(['toilets', 'districts']);
  });

  it('names an unknown layer and those like it', () => {
    expect(() => decide('toilets,road')).toThrow(
      expect.objectContaining({ status: 404, values: { layer: 'road', near: expect.stringMatching(/^roads\b/) } }),
    );
    expect(() => decide(',')).toThrow(expect.objectContaining({ status: 400 }));
  });
});
