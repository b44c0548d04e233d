/** Which tiles of which levels may show a point of a layer, by one look at its points. */
import type { LayerDefinition } from '../../tiles/layer/layer.ts';
import { LAST_CELL_LEVEL } from '../../tiles/tile/pyramid.ts';
import type { TileRange } from '../../tiles/tile/touching.ts';
import type { TileRun } from '../layers/source.ts';
import { readNumber } from '../platform/db/rows.ts';
import { fill, loadSql, namedByText } from '../platform/db/sql.ts';
import type { Queryable, Row, SqlFile } from '../platform/db/types.ts';

const TILES = loadSql('export/sql/tiles-of-points').text;
const CELLS = loadSql('export/sql/cells-of-points').text;
const ABOVE = loadSql('export/sql/cells-above').text;

/** Columns and rows of a level to keep to. */
export interface LevelWindow {
  readonly columns: TileRange;
  readonly rows: TileRange;
}

export function wholeLevel(z: number): LevelWindow {
  const all = { first: 0, last: 2 ** z - 1 };
  return { columns: all, rows: all };
}

/** By level, runs that come in order; of single points of the table of features. */
export async function tilesOfPoints(
  db: Queryable,
  { id }: LayerDefinition,
  zooms: readonly number[],
  windowOf: (z: number) => LevelWindow,
): Promise<ReadonlyMap<number, readonly TileRun[]>> {
  const found = new Map<number, TileRun[]>();
  const [first] = zooms;
  const last = zooms.at(-1);
  if (first === undefined || last === undefined) return found;
  const windows = Array.from({ length: last + 1 }, (_, z) => windowOf(z));
  const rows = await db.query(statementOf(zooms, first, last), [
    id,
    last,
    windows.map(({ columns }) => columns.first),
    windows.map(({ columns }) => columns.last),
    windows.map((window) => window.rows.first),
    windows.map((window) => window.rows.last),
  ]);
  for (const row of rows) {
    const z = readNumber(row, 'z');
    const runs = found.get(z);
    if (runs === undefined) found.set(z, [readRun(row)]);
    else runs.push(readRun(row));
  }
  return found;
}

export function readRun(row: Row): TileRun {
  return { y: readNumber(row, 'y'), first: readNumber(row, 'first'), last: readNumber(row, 'last') };
}

function statementOf(zooms: readonly number[], first: number, last: number): SqlFile {
  if (last > LAST_CELL_LEVEL) throw new RangeError(`Cells of points have no level ${String(last)}.`);
  const name = (z: number): string => `at_${String(z)}`;
  const levels = [`${name(last)} as materialized (\n${CELLS})`];
  for (let z = last - 1; z >= first; z -= 1)
    levels.push(`${name(z)} as materialized (\n${fill(ABOVE, { finer: name(z + 1) })})`);
  const found = zooms.map((z) => `select ${String(z)} as z, * from ${name(z)}`);
  return namedByText(
    'tiles of points',
    fill(TILES, { levels: levels.join(', '), found: found.join(' union all\n  ') }),
  );
}
