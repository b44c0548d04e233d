/** Geometries in tile space and their command streams (MVT 2.1, chapter 4.3). */

/** x, y, x, y … in tile units, y pointing down. Rings repeat their first position at the end, as WKB's do. */
export type Path = readonly number[];

export type TileGeometry =
  | { readonly kind: 'Point'; readonly points: Path }
  | { readonly kind: 'LineString'; readonly lines: readonly Path[] }
  /** Every polygon is its outer ring, then its holes; the direction of the rings does not matter. */
  | { readonly kind: 'Polygon'; readonly polygons: readonly (readonly Path[])[] };

/** Numbers of the geometry types in the tile format. */
export const GEOMETRY_TYPE = { Point: 1, LineString: 2, Polygon: 3 } as const;

const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE_PATH = 7;

/** The command stream of a geometry; empty where nothing of it is left after rounding to whole units. */
export function geometryCommands(geometry: TileGeometry): number[] {
  const stream = new CommandStream();
  switch (geometry.kind) {
    case 'Point':
      stream.points(geometry.points.map(Math.round));
      break;
    case 'LineString':
      for (const line of geometry.lines) {
        const path = quantise(line);
        if (path.length >= 4) stream.path(path);
      }
      break;
    case 'Polygon':
      for (const rings of geometry.polygons) writePolygon(stream, rings);
      break;
  }
  return stream.commands;
}

/** A polygon whose outer ring vanishes takes its holes with it; a hole alone would turn into ground. */
function writePolygon(stream: CommandStream, rings: readonly Path[]): void {
  rings.every((ring, index) => {
    const path = openRing(quantise(ring));
    const area = path.length >= 6 ? doubleArea(path) : 0;
    if (area !== 0) stream.ring(area > 0 === (index === 0) ? path : reversed(path));
    return area !== 0 || index > 0;
  });
}

/** Rounds to whole units and drops positions that fall onto the one before. */
function quantise(path: Path): number[] {
  const result: number[] = [];
  for (let i = 0; i + 1 < path.length; i += 2) {
    const x = Math.round(path[i] ?? 0);
    const y = Math.round(path[i + 1] ?? 0);
    if (i === 0 || x !== result.at(-2) || y !== result.at(-1)) result.push(x, y);
  }
  return result;
}

function openRing(path: number[]): number[] {
  const closed = path.length >= 4 && path[0] === path.at(-2) && path[1] === path.at(-1);
  return closed ? path.slice(0, -2) : path;
}

/** Twice the signed area by the surveyor's formula: positive for outer rings, as the format wants them. */
function doubleArea(path: Path): number {
  let sum = 0;
  for (let i = 0, j = path.length - 2; i < path.length; j = i, i += 2) {
    sum += (path[j] ?? 0) * (path[i + 1] ?? 0) - (path[i] ?? 0) * (path[j + 1] ?? 0);
  }
  return sum;
}

function reversed(path: Path): number[] {
  const result: number[] = [];
  for (let i = path.length - 2; i >= 0; i -= 2) result.push(path[i] ?? 0, path[i + 1] ?? 0);
  return result;
}

class CommandStream {
  readonly commands: number[] = [];
  private x = 0;
  private y = 0;

  points(path: Path): void {
    if (path.length === 0) return;
    this.command(MOVE_TO, path.length / 2);
    this.positions(path, 0);
  }

  path(path: Path): void {
    this.command(MOVE_TO, 1);
    this.positions(path.slice(0, 2), 0);
    this.command(LINE_TO, path.length / 2 - 1);
    this.positions(path, 2);
  }

  ring(path: Path): void {
    this.path(path);
    this.command(CLOSE_PATH, 1);
  }

  private command(id: number, count: number): void {
    this.commands.push(count * 8 + id);
  }

  private positions(path: Path, from: number): void {
    for (let i = from; i + 1 < path.length; i += 2) {
      const x = path[i] ?? 0;
      const y = path[i + 1] ?? 0;
      this.commands.push(zigzag(x - this.x), zigzag(y - this.y));
      this.x = x;
      this.y = y;
    }
  }
}

function zigzag(value: number): number {
  return value < 0 ? -value * 2 - 1 : value * 2;
}
