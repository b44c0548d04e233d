import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { beforeAll, expect, it } from 'vitest';
import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { MATRIX_SET_IDS, mercatorZoom, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import { tileAt } from '../../tiles/tile/tile.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { testCity } from '../testing/city.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { randomFrom } from '../testing/random.ts';
import { tileRequest } from '../testing/tile-request.ts';
import { executeTile } from './request.ts';

const zones = testCatalogue.get('zones');
if (!zones) throw new Error('The test catalogue has zones.');
const AREAS: LayerDefinition = { ...zones, id: 'thin-areas' };
const LINES: LayerDefinition = { ...zones, id: 'short-lines', geometry: 'LineString' };

const INSERT = sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select $1, n::text, ST_SetSRID(ST_GeomFromGeoJSON(g), 4326), '{"name": "x"}', 'test', 'public', 'imported'
  from jsonb_array_elements($2::text::jsonb) with ordinality as t (g, n)`);

const BOX = { west: 120.3, south: 36.05, east: 120.36, north: 36.1 };
const MOST_ZOOM = 14;

type Position = [number, number];

/** As surveys have them: strips of roads and hedges, sheds, crumbs in one feature, rings of walls. */
function shapes(): { readonly areas: GeoJSONGeometry[]; readonly lines: GeoJSONGeometry[] } {
  const random = randomFrom(19);
  const between = (low: number, high: number): number => low + (high - low) * random.next();
  const place = (): Position => [between(BOX.west, BOX.east), between(BOX.south, BOX.north)];
  const turned = ([lon, lat]: Position, [w, h]: Position, angle: number): Position[] =>
    [
      [0, 0],
      [w, 0],
      [w, h],
      [0, h],
      [0, 0],
    ].map(
      ([x = 0, y = 0]): Position => [
        lon + (x * Math.cos(angle) - y * Math.sin(angle)) / Math.cos((lat * Math.PI) / 180),
        lat + x * Math.sin(angle) + y * Math.cos(angle),
      ],
    );
  const box = (at: Position, size: Position): Position[] => turned(at, size, between(0, Math.PI));
  const areas = Array.from({ length: 48 }, (_, n): GeoJSONGeometry => {
    if (n % 4 === 0)
      return { type: 'Polygon', coordinates: [box(place(), [between(0.002, 0.015), between(0.00002, 0.0003)])] };
    if (n % 4 === 1)
      return { type: 'Polygon', coordinates: [box(place(), [between(0.00004, 0.0003), between(0.00004, 0.0002)])] };
    const at = place();
    if (n % 4 === 2)
      return {
        type: 'MultiPolygon',
        coordinates: Array.from({ length: 6 }, () => [
          box([at[0] + between(0, 0.004), at[1] + between(0, 0.004)], [0.00005, 0.00005]),
        ]),
      };
    const ring = (r: number): Position[] =>
      Array.from(
        { length: 17 },
        (__, i): Position => [
          at[0] + r * Math.cos((i % 16) * (Math.PI / 8)),
          at[1] + r * Math.sin((i % 16) * (Math.PI / 8)),
        ],
      );
    return { type: 'Polygon', coordinates: [ring(0.003), ring(0.0029)] };
  });
  const lines = Array.from({ length: 40 }, (_, n): GeoJSONGeometry => {
    const at = place();
    const to = (): Position => [at[0] + between(-0.0006, 0.0006), at[1] + between(-0.0006, 0.0006)];
    return { type: 'LineString', coordinates: n % 3 === 0 ? [at, to(), to(), at] : [at, to()] };
  });
  return { areas, lines };
}

describeDatabases('Areas and lines thinner than a pixel', { embedded: 'full' }, (db) => {
  const { areas, lines } = shapes();

  beforeAll(async () => {
    await ensureLayers(db(), createCatalogue([AREAS, LINES], testCity));
    await db().query(INSERT, [AREAS.id, JSON.stringify(areas)]);
    await db().query(INSERT, [LINES.id, JSON.stringify(lines)]);
  });

  it.each(MATRIX_SET_IDS)('stay from the zoom on where they are first shown, in tiles of %s', async (matrixSet) => {
    for (const [layer, geometries] of [
      [AREAS, areas],
      [LINES, lines],
    ] as const) {
      const shown: ReadonlySet<string>[] = [];
      for (let z = 0; z <= MOST_ZOOM - mercatorZoom(matrixSet, 0); z += 1)
        shown.push(await shownAt(db(), layer, matrixSet, z));
      const vanished = geometries.flatMap((_, index) => {
        const id = String(index + 1);
        const first = shown.findIndex((ids) => ids.has(id));
        const gone = first < 0 ? -1 : shown.findIndex((ids, z) => z > first && !ids.has(id));
        return gone < 0 ? [] : [`${id} is shown at ${String(first)}, not at ${String(gone)}`];
      });
      expect(vanished, layer.id).toEqual([]);
      expect(shown.at(-1)?.size, layer.id).toBe(geometries.length);
      // They wait for their zoom, and do not fill the tiles of the world.
      expect(shown[2]?.size ?? 0).toBeLessThan(geometries.length / 4);
    }
  });
});

/** Ids of the layer's features in all tiles over the box that show an extent. */
async function shownAt(db: Database, layer: LayerDefinition, matrixSet: MatrixSetId, z: number): Promise<Set<string>> {
  const [first, last] = [
    tileAt({ lon: BOX.west, lat: BOX.north }, z, matrixSet),
    tileAt({ lon: BOX.east, lat: BOX.south }, z, matrixSet),
  ];
  const ids = new Set<string>();
  for (let x = first.x; x <= last.x; x += 1) {
    for (let y = first.y; y <= last.y; y += 1) {
      const { bytes } = await executeTile(db, tileRequest([layer], { z, x, y }, { matrixSet }));
      const decoded = new VectorTile(new PbfReader(bytes)).layers[layer.id];
      for (let i = 0; i < (decoded?.length ?? 0); i += 1) {
        const feature = decoded?.feature(i);
        const rings = feature?.loadGeometry() ?? [];
        const hasExtent =
          layer.geometry === 'Polygon'
            ? rings.some((ring) => doubleArea(ring) !== 0)
            : rings.some((line) => line.length > 1);
        if (hasExtent) ids.add(String(feature?.properties['id']));
      }
    }
  }
  return ids;
}

function doubleArea(ring: readonly { readonly x: number; readonly y: number }[]): number {
  return ring.reduce((sum, { x, y }, i) => {
    const next = ring[(i + 1) % ring.length] ?? { x, y };
    return sum + x * next.y - next.x * y;
  }, 0);
}
