import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { beforeAll, expect, it } from 'vitest';
import { MATRIX_SET_IDS, mercatorZoom, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { LABEL_PROPERTY } from '../../tiles/layer/tile-attributes.ts';
import { tileAt, type TileCoord } from '../../tiles/tile/tile.ts';
import { createCatalogue } from '../layers/catalogue.ts';
import { sqlText } from '../platform/db/sql.ts';
import type { Database } from '../platform/db/types.ts';
import { ensureLayers } from '../ingest/layers.ts';
import { describeDatabases } from '../testing/describe-databases.ts';
import { testCatalogue } from '../testing/layers.ts';
import { randomFrom } from '../testing/random.ts';
import { tileRequest } from '../testing/tile-request.ts';
import { executeTile } from './request.ts';
import { testCity } from '../testing/city.ts';

const zones = testCatalogue.get('zones');
if (!zones) throw new Error('The test catalogue has zones.');
const AREAS: LayerDefinition = { ...zones, style: { ...zones.style, label: { minzoom: 0 } } };
const OUTLINE: LayerDefinition = { ...zones, id: 'outline' };
const LINES: LayerDefinition = { ...zones, id: 'lines', geometry: 'LineString' };

const INSERT = sqlText(`insert into feature (layer_id, feature_id, geom, attributes, owner, visibility, provenance)
  select $1, g ->> 'id', ST_SetSRID(ST_GeomFromGeoJSON(g ->> 'geometry'), 4326), '{"name": "x"}', 'test', 'public', 'synthetic'
  from jsonb_array_elements($2::text::jsonb) as g`);

type Position = [number, number];
const MESH = 9;
const WEST = 120.31;
const SOUTH = 36.03;
const STEP = 0.011;
/** Corners between two neighbours, both ends among them. */
const BETWEEN = 5;

/** Areas that cover a square without gap: every border has corners of its own, the same ones in both areas along it. */
function mesh(): { areas: Position[][]; outline: Position[] } {
  const random = randomFrom(77);
  const jitter = (inner: boolean): number => (inner ? (random.next() - 0.5) * STEP * 0.6 : 0);
  const nodes = Array.from({ length: MESH + 1 }, (_, i) =>
    Array.from(
      { length: MESH + 1 },
      (__, j): Position => [WEST + i * STEP + jitter(i > 0 && i < MESH), SOUTH + j * STEP + jitter(j > 0 && j < MESH)],
    ),
  );
  const borders = new Map<string, Position[]>();
  const border = (i: number, j: number, k: number, l: number): Position[] => {
    if (k < i || l < j) return [...border(k, l, i, j)].reverse();
    const key = [i, j, k, l].join();
    const a: Position = nodes[i]?.[j] ?? [0, 0];
    const b: Position = nodes[k]?.[l] ?? [0, 0];
    const known =
      borders.get(key) ??
      Array.from({ length: BETWEEN }, (_, n): Position => {
        const t = n / (BETWEEN - 1);
        const bend = n === 0 || n === BETWEEN - 1 ? 0 : (random.next() - 0.5) * STEP * 0.15;
        return [a[0] + (b[0] - a[0]) * t + (i === k ? bend : 0), a[1] + (b[1] - a[1]) * t + (i === k ? 0 : bend)];
      });
    borders.set(key, known);
    return known;
  };
  const ring = (corners: readonly (readonly [number, number])[]): Position[] =>
    [...corners, corners[0] ?? [0, 0]].slice(0, -1).flatMap(([i, j], n) => {
      const [k, l] = corners[(n + 1) % corners.length] ?? [0, 0];
      return border(i, j, k, l).slice(0, -1);
    });
  const closed = (path: Position[]): Position[] => [...path, path[0] ?? [0, 0]];
  const areas = Array.from({ length: MESH * MESH }, (_, n) => {
    const [i, j] = [Math.floor(n / MESH), n % MESH];
    return closed(
      ring([
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ]),
    );
  });
  const range = Array.from({ length: MESH }, (_, n) => n);
  const around = [
    ...range.map((n) => [n, 0] as const),
    ...range.map((n) => [MESH, n] as const),
    ...range.map((n) => [MESH - n, MESH] as const),
    ...range.map((n) => [0, MESH - n] as const),
  ];
  return { areas, outline: closed(ring(around)) };
}

async function decode(
  db: Database,
  matrixSet: MatrixSetId,
  layers: readonly LayerDefinition[],
  tile: TileCoord,
): Promise<Record<string, VectorTileFeature[]>> {
  const decoded = new VectorTile(
    new PbfReader((await executeTile(db, tileRequest(layers, tile, { matrixSet }))).bytes),
  );
  return Object.fromEntries(
    layers.map(({ id }) => [
      id,
      Array.from({ length: decoded.layers[id]?.length ?? 0 }, (_, n) => decoded.layers[id]?.feature(n)).filter(
        (each) => each !== undefined,
      ),
    ]),
  );
}

/** Edges of rings with their direction; those along the edge of the clip box are the clipping's own. */
function edgesOf(features: readonly VectorTileFeature[], sign: 1 | -1, into: Map<string, number>): void {
  const isClip = (a: number, b: number): boolean => a === b && (a === -64 || a === 4160);
  for (const path of features.flatMap((feature) => feature.loadGeometry())) {
    const closed =
      path.length > 0 && path[0]?.x === path.at(-1)?.x && path[0]?.y === path.at(-1)?.y
        ? path
        : [...path, ...path.slice(0, 1)];
    closed.slice(1).forEach((to, n) => {
      const from = closed[n];
      if (!from || isClip(from.x, to.x) || isClip(from.y, to.y)) return;
      const isForward = from.x < to.x || (from.x === to.x && from.y < to.y);
      const key = (isForward ? [from, to] : [to, from]).map(({ x, y }) => `${String(x)},${String(y)}`).join(' ');
      into.set(key, (into.get(key) ?? 0) + (isForward ? sign : -sign));
    });
  }
}

describeDatabases('Tiles of areas and lines', { embedded: 'daily' }, (db) => {
  const { areas, outline } = mesh();
  const centre = { lon: WEST + (MESH * STEP) / 2, lat: SOUTH + (MESH * STEP) / 2 };

  beforeAll(async () => {
    await ensureLayers(db(), createCatalogue([AREAS, OUTLINE, LINES], testCity));
    const polygon = (id: string, ring: Position[]) => ({ id, geometry: { type: 'Polygon', coordinates: [ring] } });
    await db().query(INSERT, [
      'zones',
      JSON.stringify([
        ...areas.map((ring, n) => polygon(`a${String(n)}`, ring)),
        polygon('far-east', [
          [179.2, -20],
          [180, -20],
          [180, -19],
          [179.2, -19],
          [179.2, -20],
        ]),
        polygon('far-west', [
          [-180, -20],
          [-179.4, -20],
          [-179.4, -19],
          [-180, -19],
          [-180, -20],
        ]),
      ]),
    ]);
    await db().query(INSERT, ['outline', JSON.stringify([polygon('all', outline)])]);
    await db().query(INSERT, [
      'lines',
      JSON.stringify([
        {
          id: 'ferry',
          geometry: {
            type: 'LineString',
            coordinates: [
              [178, -19.5],
              [179.999, -19.5],
            ],
          },
        },
        {
          id: 'coast',
          geometry: {
            type: 'LineString',
            coordinates: [
              [-179.999, -19.4],
              [-179.9, -19.4],
            ],
          },
        },
      ]),
    ]);
  });

  it.each(MATRIX_SET_IDS)('leave no gap and no overlap between neighbours at any zoom of %s', async (matrixSet) => {
    let drawn = 0;
    for (let zoom = 1; zoom <= 16; zoom++) {
      const z = zoom - mercatorZoom(matrixSet, 0);
      const tile = tileAt(centre, z, matrixSet);
      const found = await decode(db(), matrixSet, [AREAS, OUTLINE], tile);
      const left = new Map<string, number>();
      edgesOf(
        (found['zones'] ?? []).filter(({ properties }) => String(properties['id']).startsWith('a')),
        1,
        left,
      );
      edgesOf(found['outline'] ?? [], -1, left);
      drawn += found['zones']?.length ?? 0;
      // Every border is passed once in each direction, and the outline of all once more.
      expect(
        [...left].filter(([, times]) => times !== 0),
        `zoom ${String(zoom)}`,
      ).toEqual([]);
    }
    expect(drawn).toBeGreaterThan(4 * areas.length);
  });

  it.each(MATRIX_SET_IDS)(
    'hold in their margin what lies on the other side of the antimeridian of %s',
    async (matrixSet) => {
      for (const zoom of [1, 4, 6, 8]) {
        const z = zoom - mercatorZoom(matrixSet, 0);
        for (const [lon, lat] of [
          [179.99, -19.5],
          [-179.99, -19.5],
        ] as const) {
          const found = await decode(db(), matrixSet, [AREAS, LINES], tileAt({ lon, lat }, z, matrixSet));
          const ids = (layer: string): unknown[] =>
            [...new Set((found[layer] ?? []).map(({ properties }) => properties['id']))].sort();
          expect(ids('zones'), `${String(lon)} at ${String(zoom)}`).toEqual(
            expect.arrayContaining(['far-east', 'far-west']),
          );
          if (zoom >= 6) expect(ids('lines'), `${String(lon)} at ${String(zoom)}`).toEqual(['coast', 'ferry']);
          // Both areas end at the antimeridian: the edge of the tile.
          const edge = lon > 0 ? 4096 : 0;
          const columns = (id: string): number[] =>
            (found['zones'] ?? [])
              .filter(({ properties }) => properties['id'] === id)
              .flatMap((each) =>
                each
                  .loadGeometry()
                  .flat()
                  .map(({ x }) => x),
              );
          expect(columns('far-east')).toContain(edge);
          expect(columns('far-west')).toContain(edge);
          expect(Math.max(...columns('far-west').filter((x) => x > 4096), 4096), 'far-west').toBeLessThanOrEqual(4160);
        }
      }
    },
  );

  it.each(MATRIX_SET_IDS)(
    'name an area in one tile only, though another has a copy of it beyond the antimeridian of %s',
    async (matrixSet) => {
      for (const zoom of [1, 6]) {
        const z = zoom - mercatorZoom(matrixSet, 0);
        const tiles = [
          tileAt({ lon: 179.99, lat: -19.5 }, z, matrixSet),
          tileAt({ lon: -179.99, lat: -19.5 }, z, matrixSet),
        ];
        const named: unknown[] = [];
        for (const tile of tiles)
          named.push(
            ...((await decode(db(), matrixSet, [AREAS], tile))['zones'] ?? [])
              .filter(({ properties }) => properties[LABEL_PROPERTY] === true)
              .map(({ properties }) => properties['id']),
          );
        expect(named.filter((id) => id === 'far-east' || id === 'far-west').sort()).toEqual(['far-east', 'far-west']);
      }
    },
  );
});
