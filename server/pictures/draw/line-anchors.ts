/** Where texts stand along lines, by the rules of MapLibre (src/symbol/get_anchors.ts, merge_lines.ts). */
import type { Box, Path } from './features.ts';

/** A point of a line, after its vertex `segment`. */
export interface LineAnchor {
  readonly x: number;
  readonly y: number;
  readonly segment: number;
}

/** Lines of the same text whose ends meet, as one: a road is cut at each crossing. */
export function mergeLines(
  lines: readonly { readonly text: string; readonly path: Path }[],
): { text: string; path: Path }[] {
  const byEnd = new Map<string, { text: string; path: Path }>();
  const merged = new Set<{ text: string; path: Path }>();
  const key = (text: string, path: Path, at: number): string =>
    `${text} ${(path[at] ?? 0).toFixed(2)} ${(path[at + 1] ?? 0).toFixed(2)}`;
  const startOf = (line: { text: string; path: Path }): string => `s ${key(line.text, line.path, 0)}`;
  const endOf = (line: { text: string; path: Path }): string => `e ${key(line.text, line.path, line.path.length - 2)}`;
  for (const { text, path } of lines) {
    if (path.length < 4) continue;
    let line = { text, path };
    const before = byEnd.get(`e ${key(text, path, 0)}`);
    if (before !== undefined) {
      forget(before);
      line = { text, path: joined(before.path, line.path) };
    }
    const after = byEnd.get(`s ${key(text, path, path.length - 2)}`);
    if (after !== undefined && after !== before) {
      forget(after);
      line = { text, path: joined(line.path, after.path) };
    }
    merged.add(line);
    byEnd.set(startOf(line), line);
    byEnd.set(endOf(line), line);
  }
  return [...merged];

  function forget(line: { text: string; path: Path }): void {
    merged.delete(line);
    byEnd.delete(startOf(line));
    byEnd.delete(endOf(line));
  }
}

function joined(a: Path, b: Path): Path {
  const path = new Float64Array(a.length + b.length - 2);
  path.set(a);
  path.set(b.subarray(2), a.length);
  return path;
}

/** The parts of a line inside a box (Liang and Barsky 1984, segment by segment). */
export function clipLine(path: Path, { left, top, right, bottom }: Box): Path[] {
  const parts: Path[] = [];
  let part: number[] = [];
  const end = (): void => {
    if (part.length >= 4) parts.push(Float64Array.from(part));
    part = [];
  };
  for (let at = 0; at + 3 < path.length; at += 2) {
    const [ax = 0, ay = 0, bx = 0, by = 0] = path.subarray(at, at + 4);
    const [dx, dy] = [bx - ax, by - ay];
    let [from, to] = [0, 1];
    for (const [p, q] of [
      [-dx, ax - left],
      [dx, right - ax],
      [-dy, ay - top],
      [dy, bottom - ay],
    ] as const) {
      if (p === 0 && q < 0) [from, to] = [1, 0];
      else if (p < 0) from = Math.max(from, q / p);
      else if (p > 0) to = Math.min(to, q / p);
    }
    if (from > to) {
      end();
      continue;
    }
    if (from > 0) end();
    if (part.length === 0) part.push(ax + from * dx, ay + from * dy);
    part.push(ax + to * dx, ay + to * dy);
    if (to < 1) end();
  }
  end();
  return parts;
}

export interface AnchorOptions {
  readonly tile: Box;
  readonly spacingPx: number;
  /** Of the text, at the size that all zooms use. */
  readonly lengthPx: number;
  readonly sizePx: number;
  readonly maxAngleDeg: number;
  /** How many times larger than at a zoom of its own the tile is drawn. */
  readonly enlarged: number;
}

/** @param path a line that ends where its tile does */
export function anchorsOf(path: Path, options: AnchorOptions): LineAnchor[] {
  const { tile, lengthPx, sizePx, enlarged } = options;
  const spacingPx =
    options.spacingPx - lengthPx < options.spacingPx / 4 ? lengthPx + options.spacingPx / 4 : options.spacingPx;
  const [x = 0, y = 0] = path;
  const isContinued = near(x, tile.left) || near(x, tile.right) || near(y, tile.top) || near(y, tile.bottom);
  const offset = isContinued
    ? ((spacingPx / 2) * enlarged) % spacingPx
    : ((lengthPx / 2 + 2 * sizePx) * enlarged) % spacingPx;
  const anchors = resample(path, offset, spacingPx, options);
  if (anchors.length > 0 || isContinued) return anchors;
  return resample(path, lengthOf(path) / 2, spacingPx, options);
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.01;
}

function lengthOf(path: Path): number {
  let sum = 0;
  for (let at = 0; at + 3 < path.length; at += 2) sum += segmentOf(path, at).length;
  return sum;
}

function segmentOf(path: Path, at: number) {
  const [ax = 0, ay = 0, bx = 0, by = 0] = path.subarray(at, at + 4);
  return { ax, ay, bx, by, length: Math.hypot(bx - ax, by - ay) };
}

function resample(
  path: Path,
  offset: number,
  spacingPx: number,
  { tile, lengthPx, sizePx, maxAngleDeg }: AnchorOptions,
): LineAnchor[] {
  const total = lengthOf(path);
  const anchors: LineAnchor[] = [];
  let distance = 0;
  let marked = offset - spacingPx;
  for (let at = 0; at + 3 < path.length; at += 2) {
    const { ax, ay, bx, by, length } = segmentOf(path, at);
    while (marked + spacingPx < distance + length) {
      marked += spacingPx;
      const t = (marked - distance) / length;
      const anchor = { x: ax + (bx - ax) * t, y: ay + (by - ay) * t, segment: at / 2 };
      const isInTile = anchor.x >= tile.left && anchor.x < tile.right && anchor.y >= tile.top && anchor.y < tile.bottom;
      const hasRoom = marked - lengthPx / 2 >= 0 && marked + lengthPx / 2 <= total;
      if (isInTile && hasRoom && isStraight(path, anchor, { lengthPx, windowPx: (3 / 5) * sizePx, maxAngleDeg }))
        anchors.push(anchor);
    }
    distance += length;
  }
  return anchors;
}

/** Whether the bends of a line below a text, within any window of it, are together no sharper than allowed. */
function isStraight(
  path: Path,
  anchor: LineAnchor,
  {
    lengthPx,
    windowPx,
    maxAngleDeg,
  }: { readonly lengthPx: number; readonly windowPx: number; readonly maxAngleDeg: number },
): boolean {
  let { segment: index } = anchor;
  index += 1;
  let [x, y] = [anchor.x, anchor.y];
  let along = 0;
  while (along > -lengthPx / 2) {
    index -= 1;
    if (index < 0) return false;
    const [vx = 0, vy = 0] = path.subarray(2 * index, 2 * index + 2);
    along -= Math.hypot(vx - x, vy - y);
    [x, y] = [vx, vy];
  }
  along += Math.hypot(
    (path[2 * index] ?? 0) - (path[2 * index + 2] ?? 0),
    (path[2 * index + 1] ?? 0) - (path[2 * index + 3] ?? 0),
  );
  index += 1;
  const recent: { readonly along: number; readonly angle: number }[] = [];
  let sum = 0;
  while (along < lengthPx / 2) {
    const [px = 0, py = 0, cx = 0, cy = 0] = path.subarray(2 * index - 2, 2 * index + 2);
    const [nx, ny] = [path[2 * index + 2], path[2 * index + 3]];
    if (nx === undefined || ny === undefined) return false;
    let angle = Math.atan2(py - cy, px - cx) - Math.atan2(cy - ny, cx - nx);
    angle = Math.abs(((angle + 3 * Math.PI) % (2 * Math.PI)) - Math.PI);
    recent.push({ along, angle });
    sum += angle;
    while (along - (recent[0]?.along ?? along) > windowPx) sum -= recent.shift()?.angle ?? 0;
    if (sum > (maxAngleDeg * Math.PI) / 180) return false;
    index += 1;
    along += Math.hypot(cx - nx, cy - ny);
  }
  return true;
}

/** A place on a line and the direction it runs in there, radians. */
export interface LinePlace {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}

/** The place so far along a line from an anchor, backwards where negative; null beyond its ends. */
export function alongLine(path: Path, anchor: LineAnchor, distancePx: number): LinePlace | null {
  const step = distancePx < 0 ? -1 : 1;
  let left = Math.abs(distancePx);
  let [x, y] = [anchor.x, anchor.y];
  let vertex = step > 0 ? anchor.segment + 1 : anchor.segment;
  for (;;) {
    const [vx, vy] = [path[2 * vertex], path[2 * vertex + 1]];
    if (vx === undefined || vy === undefined) return null;
    const length = Math.hypot(vx - x, vy - y);
    const angle = step > 0 ? Math.atan2(vy - y, vx - x) : Math.atan2(y - vy, x - vx);
    if (length >= left && length > 0)
      return { x: x + ((vx - x) * left) / length, y: y + ((vy - y) * left) / length, angle };
    left -= length;
    [x, y] = [vx, vy];
    vertex += step;
  }
}
