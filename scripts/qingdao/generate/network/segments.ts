/** Which of many straight segments a given one touches, by a hash of square cells. Coordinates in metres. */
export interface SegmentIndex {
  /** Calls `visit` with the number of every segment whose cells the box shares, possibly more than once. */
  readonly near: (x0: number, y0: number, x1: number, y1: number, visit: (segment: number) => void) => void;
  /** Whether the segment from (ax, ay) to (bx, by) meets any of the indexed ones. */
  readonly meets: (ax: number, ay: number, bx: number, by: number) => boolean;
}

/** @param segments ax, ay, bx, by of every segment, one after the other */
export function indexSegments(segments: Float64Array, cellM: number): SegmentIndex {
  const cells = new Map<number, number[]>();
  const at = (segment: number, part: number): number => segments[segment * 4 + part] as number;

  /** Calls `visit` with the key of every cell that the box of the two points touches. */
  const cellsOf = (x0: number, y0: number, x1: number, y1: number, visit: (key: number) => void): void => {
    const lastColumn = Math.floor(Math.max(x0, x1) / cellM),
      lastRow = Math.floor(Math.max(y0, y1) / cellM);
    const firstRow = Math.floor(Math.min(y0, y1) / cellM);
    for (let column = Math.floor(Math.min(x0, x1) / cellM); column <= lastColumn; column += 1) {
      for (let row = firstRow; row <= lastRow; row += 1) visit(column * 10_007 + row);
    }
  };
  for (let i = 0; i < segments.length / 4; i += 1) {
    cellsOf(at(i, 0), at(i, 1), at(i, 2), at(i, 3), (key) => {
      const list = cells.get(key);
      if (list) list.push(i);
      else cells.set(key, [i]);
    });
  }

  const near: SegmentIndex['near'] = (x0, y0, x1, y1, visit) => {
    cellsOf(x0, y0, x1, y1, (key) => {
      const list = cells.get(key);
      if (list) for (const i of list) visit(i);
    });
  };
  return {
    near,
    meets(ax, ay, bx, by) {
      let met = false;
      near(ax, ay, bx, by, (i) => {
        met ||= intersection(ax, ay, bx, by, at(i, 0), at(i, 1), at(i, 2), at(i, 3)) !== null;
      });
      return met;
    },
  };
}

/** Where two segments meet, as fractions along the first and the second; null where they do not, or are parallel. */
export function intersection(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): { readonly t: number; readonly u: number } | null {
  const rx = bx - ax,
    ry = by - ay,
    sx = dx - cx,
    sy = dy - cy;
  const cross = rx * sy - ry * sx;
  if (cross === 0) return null;
  const t = ((cx - ax) * sy - (cy - ay) * sx) / cross;
  const u = ((cx - ax) * ry - (cy - ay) * rx) / cross;
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { t, u } : null;
}
