/**
 * Small features of every layer, made from its definition: shapes that tiles have trouble with, all attribute types.
 */
import type { AttributeValue, LayerDefinition } from '../../tiles/layer/layer.ts';
import { tileAt, type TileCoord } from '../../tiles/tile/tile.ts';
import type { GeoJSONGeometry } from '../../tiles/api/wire.ts';
import type { Catalogue } from '../layers/catalogue.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { ensureLayers } from '../ingest/layers.ts';

export interface FixtureFeature {
  /** Given, not drawn from the sequence, so that two databases hold the same. */
  readonly fid: number;
  readonly layer_id: string;
  readonly feature_id: string;
  readonly geometry: GeoJSONGeometry;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly provenance: string;
}

/** The corner where four tiles of every zoom from 9 on meet, in the west of the city. */
export const CORNER = { lon: 120.234375, lat: 36.0313316 };

/** Tiles that the fixtures lie in: from one that holds them all to those that cut each of them. */
export const FIXTURE_TILES: readonly TileCoord[] = [6, 9, 11, 13, 14, 16].flatMap((z) => {
  const tile = tileAt(CORNER, z);
  return z < 9 ? [tile] : [tile, { z, x: tile.x - 1, y: tile.y - 1 }];
});

const SHAPES: Readonly<
  Record<LayerDefinition['geometry'], readonly ((lon: number, lat: number) => GeoJSONGeometry)[]>
> = {
  Point: [
    (lon, lat) => ({ type: 'Point', coordinates: [lon, lat] }),
    (lon, lat) => ({
      type: 'MultiPoint',
      coordinates: [
        [lon, lat],
        [lon + 0.3, lat + 0.2],
        [lon, lat + 0.001],
      ],
    }),
  ],
  LineString: [
    (lon, lat) => ({
      type: 'LineString',
      coordinates: [
        [lon, lat],
        [lon + 0.0004, lat + 0.0001],
        [lon + 0.05, lat + 0.02],
        [lon + 0.4, lat - 0.3],
      ],
    }),
    (lon, lat) => ({
      type: 'MultiLineString',
      coordinates: [
        [
          [lon, lat],
          [lon + 0.01, lat],
        ],
        [
          [lon - 0.2, lat],
          [lon + 0.2, lat + 0.1],
        ],
      ],
    }),
    (lon, lat) => ({
      type: 'LineString',
      coordinates: [
        [lon, lat],
        [lon + 0.00001, lat],
      ],
    }),
  ],
  Polygon: [
    (lon, lat) => ({ type: 'Polygon', coordinates: [square(lon, lat, 0.02), square(lon, lat, 0.01).reverse()] }),
    (lon, lat) => ({
      type: 'MultiPolygon',
      coordinates: [[square(lon, lat, 0.3)], [square(lon + 0.5, lat, 0.05), square(lon + 0.5, lat, 0.02)]],
    }),
    (lon, lat) => ({ type: 'Polygon', coordinates: [star(lon, lat, 0.06)] }),
    (lon, lat) => ({ type: 'Polygon', coordinates: [square(lon, lat, 0.00001)] }),
  ],
};

const FEATURES_A_LAYER = 12;

/** Features of every layer of the catalogue, the same on every call. */
export function fixtureFeatures(catalogue: Catalogue): FixtureFeature[] {
  let fid = 1000;
  return catalogue.layers.flatMap((layer) =>
    Array.from({ length: FEATURES_A_LAYER }, (_, n) => {
      const shapes = SHAPES[layer.geometry];
      const shape = shapes[n % shapes.length];
      if (!shape) throw new Error('A geometry kind without shapes.');
      // Spread around the corner, some on it, so that edges of tiles cut them.
      const lon = CORNER.lon + (((n * 7) % 11) - 5) * 0.0037;
      const lat = CORNER.lat + (((n * 5) % 7) - 3) * 0.0029;
      fid += 1;
      return {
        fid,
        layer_id: layer.id,
        feature_id: `fixture-${String(n)}`,
        geometry: shape(lon, lat),
        attributes: attributesOf(layer, n),
        provenance: n % 2 ? 'synthetic' : 'approximate',
      };
    }),
  );
}

const INSERT = sqlText(`
  insert into feature (fid, layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select fid, layer_id, feature_id, ST_SetSRID(ST_GeomFromGeoJSON(geometry::text), 4326), attributes, 'test', 'public', provenance
  from jsonb_to_recordset($1::text::jsonb)
    as f (fid bigint, layer_id text, feature_id text, geometry jsonb, attributes jsonb, provenance text)`);

/** Makes the partitions of the catalogue and fills them. */
export async function insertFixtures(
  db: Database,
  catalogue: Catalogue,
  features: readonly FixtureFeature[] = fixtureFeatures(catalogue),
): Promise<void> {
  await ensureLayers(db, catalogue);
  await db.query(INSERT, [JSON.stringify(features)]);
}

function attributesOf(layer: LayerDefinition, n: number): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(layer.attributes).map(([key, attribute], index) => {
      if ((n + index) % 6 === 5) return [key, null];
      const values = Object.keys(attribute.values ?? {});
      switch (attribute.type) {
        case 'string':
          return [key, values.length > 0 ? (values[n % values.length] ?? null) : `${key} 第${String(n)}“个” \\ '"`];
        case 'boolean':
          return [key, n % 2 === 0];
        case 'integer':
          return [key, (n - 3) * 10 ** (n % 9)];
        case 'number':
          return [key, n % 3 === 0 ? n : (n - 5) / 7];
      }
    }),
  );
}

function square(lon: number, lat: number, half: number): number[][] {
  return [
    [lon - half, lat - half],
    [lon + half, lat - half],
    [lon + half, lat + half],
    [lon - half, lat + half],
    [lon - half, lat - half],
  ];
}

/** Many positions, notches, and no direction parallel to an edge. */
function star(lon: number, lat: number, radius: number): number[][] {
  const ring = Array.from({ length: 200 }, (_, i) => {
    const angle = (i / 200) * 2 * Math.PI;
    const r = radius * (0.7 + 0.3 * Math.cos(angle * 9));
    return [lon + r * Math.cos(angle), lat + r * Math.sin(angle)];
  });
  return [...ring, ring[0] ?? [lon, lat]];
}
