import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { tileIdOf } from './pmtiles/tile-id.ts';
import { BUFFER, EXTENT } from '../../tiles/tile/tile.ts';
import type { LayerRegistry } from '../layers/registry.ts';
import type { LayerSource, TileRun } from '../layers/source.ts';
import type { TileRange } from '../../tiles/tile/touching.ts';
import { readNumber } from '../platform/db/rows.ts';
import { loadSql } from '../platform/db/sql.ts';
import type { Queryable, Row } from '../platform/db/types.ts';

const TILES = loadSql('export/sql/tiles');

/** Simplification moves a line by a few units: it may enter a tile that it does not meet as it is. */
const SIMPLIFIED_UNITS = 8;
/** A cluster stands within its cell, wherever its points are: a sixteenth of a tile. */
const CELL_UNITS = EXTENT / 16;

/** Tiles of a level, in the order in which an archive has them. */
export interface Level {
  readonly z: number;
  readonly ids: Float64Array;
}

/** Columns and rows to keep to; all of them where absent. */
export interface LevelWindow {
  readonly columns: TileRange;
  readonly rows: TileRange;
}

/**
 * The tiles of a level that layers may show something in, found by the extents of their features: far fewer than there
 * are, and a few too many, whose tiles turn out empty. Layers that begin at a higher level are left out.
 */
export async function tilesOfLevel(
  db: Queryable,
  registry: Pick<LayerRegistry, 'sourceOf'>,
  layers: readonly LayerDefinition[],
  z: number,
  window?: LevelWindow,
): Promise<Level> {
  const drawn = layers.filter((layer) => layer.minzoom <= z);
  const last = 2 ** z - 1;
  const { columns, rows } = window ?? { columns: { first: 0, last }, rows: { first: 0, last } };
  if (drawn.length === 0) return { z, ids: new Float64Array(0) };
  const margin = ({ geometry }: LayerDefinition): number =>
    BUFFER + (geometry === 'Point' ? CELL_UNITS : 0) + SIMPLIFIED_UNITS;
  const sourceOf = ({ id }: LayerDefinition): LayerSource => registry.sourceOf(id);
  const own = drawn.filter((layer) => sourceOf(layer).tilesOfLevel === undefined);
  const found = await Promise.all([
    own.length === 0
      ? []
      : db
          .query(TILES, [
            own.map(({ id }) => id),
            own.map(margin),
            z,
            columns.first,
            columns.last,
            rows.first,
            rows.last,
          ])
          .then((runs) => runs.map(readRun)),
    ...drawn.map(async (layer) => {
      const source = sourceOf(layer);
      const query = { layer, z, marginUnits: margin(layer), columns, rows };
      return (await source.tilesOfLevel?.(source.database ?? db, query)) ?? [];
    }),
  ]);
  const read = found.length === 1 ? (found[0] ?? []) : merged(found.flat());
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

function readRun(row: Row): TileRun {
  return { y: readNumber(row, 'y'), first: readNumber(row, 'first'), last: readNumber(row, 'last') };
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
