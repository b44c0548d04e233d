import { gridSize, type GridId } from '../../tiles/grid.ts';
import type { GeometryKind } from '../../tiles/layer.ts';
import { touchedTiles } from '../../tiles/touched.ts';
import { countTouched, isTouched, type TilesTouching } from '../../tiles/touching.ts';
import { boxAt, countBoxes, type Change } from '../freshness/change.ts';
import type { TileEntry } from './entry.ts';

/** Entries of one level of one grid, by tile. */
interface Level {
  readonly grid: GridId;
  readonly z: number;
  readonly columns: number;
  readonly tiles: Map<number, TileEntry[]>;
}

/** Whoever looks at many boxes lets others have their turn after this many. */
const STEPS_AT_A_TIME = 2000;

/** Tiles in memory by where they are. */
export class Places {
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
        const tiles = touchedTiles(geometry, boxAt(change.boxes, index), level.grid, level.z);
        for (const entry of entriesAt(level, tiles)) visit(entry);
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

/** Looks at the tiles of the range or at those in memory, whichever are fewer. */
function entriesAt(level: Level, touched: TilesTouching): TileEntry[] {
  const found: TileEntry[] = [];
  if (countTouched(touched) > level.tiles.size) {
    for (const entries of level.tiles.values()) {
      const [first] = entries;
      if (first !== undefined && isTouched(touched, first.tile.x, first.tile.y)) found.push(...entries);
    }
    return found;
  }
  for (let y = touched.rows.first; y <= touched.rows.last; y += 1) {
    for (const { first, last } of touched.columns) {
      for (let x = first; x <= last; x += 1) {
        const entries = level.tiles.get(numberOf(level, x, y));
        if (entries !== undefined) found.push(...entries);
      }
    }
  }
  return found;
}

/** Up to 2^44, which a number holds exactly. */
function numberOf(level: Level, x: number, y: number): number {
  return y * level.columns + x;
}
