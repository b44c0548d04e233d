import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { tileIdOf } from './pmtiles/tile-id.ts';
import { BUFFER, EXTENT } from '../../tiles/tile/tile.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { LayerSource, TileRun } from '../layers/source.ts';
import { fill, loadSql, namedByText } from '../platform/db/sql.ts';
import type { Queryable, SqlFile } from '../platform/db/types.ts';
import { readRun, tilesOfPoints, wholeLevel, type LevelWindow } from './point-tiles.ts';

const TILES = loadSql('export/sql/tiles').text;
const TILES_OF = {
  shapes: namedByText('tiles of shapes', fill(TILES, { features: 'true' })),
  // The condition of the index `feature_multipoints`.
  multipoints: namedByText(
    'tiles of multi-points',
    fill(TILES, { features: "GeometryType(f.geom_3857) = 'MULTIPOINT' and ST_NumGeometries(f.geom_3857) > 1" }),
  ),
} as const;

/** Simplification moves a line by a few units: it may enter a tile that it does not meet as it is. */
const SIMPLIFIED_UNITS = 8;
/** A cluster stands within its cell, wherever its points are: a sixteenth of a tile. */
const CELL_UNITS = EXTENT / 16;

/** Tiles of a level, in the order in which an archive has them. */
export interface Level {
  readonly z: number;
  readonly ids: Float64Array;
}

/**
 * The tiles of levels that layers may show something in, found by the extents of their features: far fewer than there
 * are, and a few too many, whose tiles turn out empty. Layers that begin at a higher level are left out.
 *
 * @param zooms of the levels, in rising order
 * @param windowOf what to keep to at a level
 */
export async function tilesOfLevels(
  db: Queryable,
  registry: Pick<LayerRegistry, 'sourceOf'>,
  layers: readonly LayerDefinition[],
  zooms: readonly number[],
  windowOf: (z: number) => LevelWindow = wholeLevel,
): Promise<Level[]> {
  const points: ReadonlyMap<number, readonly TileRun[]>[] = [];
  for (const layer of layers)
    if (isOwn(registry, layer) && layer.geometry === 'Point')
      points.push(
        await tilesOfPoints(
          db,
          layer,
          zooms.filter((z) => z >= layer.minzoom),
          windowOf,
        ),
      );
  const levels: Level[] = [];
  for (const z of zooms) {
    const others = await otherRuns(db, registry, layers, z, windowOf(z));
    levels.push(levelOf(z, [...others, ...points.map((found) => found.get(z) ?? [])]));
  }
  return levels;
}

function isOwn(registry: Pick<LayerRegistry, 'sourceOf'>, { id }: LayerDefinition): boolean {
  return registry.sourceOf(id).tilesOfLevel === undefined;
}

/** Tiles of all but single points of the table of features. */
async function otherRuns(
  db: Queryable,
  registry: Pick<LayerRegistry, 'sourceOf'>,
  layers: readonly LayerDefinition[],
  z: number,
  { columns, rows }: LevelWindow,
): Promise<readonly (readonly TileRun[])[]> {
  const drawn = layers.filter((layer) => layer.minzoom <= z);
  const margin = ({ geometry }: LayerDefinition): number =>
    BUFFER + (geometry === 'Point' ? CELL_UNITS : 0) + SIMPLIFIED_UNITS;
  const sourceOf = ({ id }: LayerDefinition): LayerSource => registry.sourceOf(id);
  const ask = async (sql: SqlFile, of: readonly LayerDefinition[]): Promise<readonly TileRun[]> => {
    if (of.length === 0) return [];
    const window = [columns.first, columns.last, rows.first, rows.last];
    return (await db.query(sql, [of.map(({ id }) => id), of.map(margin), z, ...window])).map(readRun);
  };
  const own = drawn.filter((layer) => isOwn(registry, layer));
  return Promise.all([
    ask(
      TILES_OF.shapes,
      own.filter(({ geometry }) => geometry !== 'Point'),
    ),
    ask(
      TILES_OF.multipoints,
      own.filter(({ geometry }) => geometry === 'Point'),
    ),
    ...drawn.map(async (layer) => {
      const source = sourceOf(layer);
      const query = { layer, z, marginUnits: margin(layer), columns, rows };
      return (await source.tilesOfLevel?.(source.database ?? db, query)) ?? [];
    }),
  ]);
}

function levelOf(z: number, found: readonly (readonly TileRun[])[]): Level {
  const some = found.filter((runs) => runs.length > 0);
  const read = some.length === 1 ? (some[0] ?? []) : merged(some.flat());
  const ids = new Float64Array(read.reduce((sum, run) => sum + run.last - run.first + 1, 0));
  let count = 0;
  for (const run of read) {
    for (let x = run.first; x <= run.last; x += 1) {
      ids[count] = tileIdOf({ z, x, y: run.y });
      count += 1;
    }
  }
  return { z, ids: ids.sort() };
}

/** Runs of several layers as one list, in which no tile comes twice. */
function merged(runs: readonly TileRun[]): readonly TileRun[] {
  const all: TileRun[] = [];
  for (const run of [...runs].sort((a, b) => a.y - b.y || a.first - b.first)) {
    const last = all.at(-1);
    if (last?.y === run.y && run.first <= last.last + 1)
      all[all.length - 1] = { ...last, last: Math.max(last.last, run.last) };
    else all.push(run);
  }
  return all;
}
