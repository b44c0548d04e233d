import { gridSize, type MatrixSetId } from '../../tiles/tile/matrix-set.ts';
import type { GeometryKind } from '../../tiles/layer/layer.ts';
import type { Bounds3857 } from '../../tiles/tile/tile.ts';
import { nearTiles, touchedTiles } from '../../tiles/tile/touched.ts';
import { isTouched, type TilesTouching } from '../../tiles/tile/touching.ts';
import { boxAt, countBoxes, type Change } from '../changes/change.ts';
import type { TileEntry } from './entry.ts';

/** Entries of one level of one grid, by tile. */
interface Level {
  readonly grid: MatrixSetId;
  readonly z: number;
  readonly columns: number;
  readonly tiles: Map<number, TileEntry[]>;
}

/** Whoever looks at many boxes lets others have their turn after this many. */
const STEPS_AT_A_TIME = 2000;

/** Tiles in memory by where they are. */
export class TileIndex {
  readonly #levels = new Map<string, Level>();

  add(entry: TileEntry): void {
    const level = this.#levelOf(entry);
    const number = numberOf(level, entry.tile.x, entry.tile.y);
    const here = level.tiles.get(number);
    if (here === undefined) level.tiles.set(number, [entry]);
    else here.push(entry);
  }

  remove(entry: TileEntry): void {
    const level = this.#levelOf(entry);
    const number = numberOf(level, entry.tile.x, entry.tile.y);
    const here = level.tiles.get(number);
    if (here === undefined) return;
    const index = here.indexOf(entry);
    if (index >= 0) here.splice(index, 1);
    if (here.length === 0) level.tiles.delete(number);
  }

  /**
   * Hands on every entry that a change touches and that was made before it. Many boxes take a while: it gives way to
   * other work in between, so that entries added meanwhile may or may not be among them.
   */
  async forTouched(change: Change, geometry: GeometryKind, touched: (entry: TileEntry) => void): Promise<void> {
    const visit = (entry: TileEntry): void => {
      const revision = entry.revisionOf(change.layer);
      if (revision !== undefined && (change.isReset || revision < change.revision)) touched(entry);
    };
    let steps = 0;
    for (const level of this.#levels.values()) {
      if (change.boxes === null) {
        for (const entries of [...level.tiles.values()]) [...entries].forEach(visit);
        continue;
      }
      for (let index = 0; index < countBoxes(change.boxes) && level.tiles.size > 0; index += 1) {
        entriesTouched(level, geometry, boxAt(change.boxes, index)).forEach(visit);
        steps += 1;
        if (steps % STEPS_AT_A_TIME === 0) await new Promise<void>((resolve) => setImmediate(resolve));
      }
    }
  }

  #levelOf({ grid, tile: { z } }: TileEntry): Level {
    const key = `${grid}/${z}`;
    let level = this.#levels.get(key);
    if (level === undefined) {
      level = { grid, z, columns: gridSize(grid, z).columns, tiles: new Map() };
      this.#levels.set(key, level);
    }
    return level;
  }
}

const NONE: readonly TileEntry[] = [];

/**
 * Looks at the tiles around a box or at those in memory, whichever are fewer. Which tiles are touched to the unit is
 * asked only where there is one to ask for: of thousands of boxes most lie where nobody looks, or where an earlier one
 * has touched everything.
 */
function entriesTouched(level: Level, geometry: GeometryKind, box: Bounds3857): readonly TileEntry[] {
  const { firstColumn, lastColumn, firstRow, lastRow } = nearTiles(box, level.grid, level.z);
  let exact: TilesTouching | null = null;
  const isExactly = ({ tile }: TileEntry): boolean =>
    isTouched((exact ??= touchedTiles(geometry, box, level.grid, level.z)), tile.x, tile.y);
  let found: TileEntry[] | null = null;
  const take = (entries: readonly TileEntry[] | undefined): void => {
    const [entry] = entries ?? NONE;
    if (entries !== undefined && entry !== undefined && isExactly(entry)) (found ??= []).push(...entries);
  };
  if ((lastColumn - firstColumn + 1) * (lastRow - firstRow + 1) > level.tiles.size) {
    for (const entries of level.tiles.values()) take(entries);
  } else {
    for (let row = firstRow; row <= lastRow; row += 1) {
      // Behind the antimeridian the world begins anew.
      for (let x = firstColumn; x <= lastColumn; x += 1)
        take(level.tiles.get(numberOf(level, ((x % level.columns) + level.columns) % level.columns, row)));
    }
  }
  return found ?? NONE;
}

/** Up to 2^44, which a number holds exactly. */
function numberOf(level: Level, x: number, y: number): number {
  return y * level.columns + x;
}
