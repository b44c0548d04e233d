/** A ring of places in units of cells, closed or not. */
export type CellRing = readonly (readonly [column: number, row: number])[];

/** Cells that the box of a polygon may take: a country at 100 m is a mistake, and would take the memory of all. */
const MOST_CELLS = 20_000_000;

/** Less of a cell than this comes from rounding: a side that was meant to lie on a cell's edge. */
const LEAST_AREA = 1e-9;

/** A polygon that covers more cells than can be held. */
export class PolygonTooLarge extends Error {
  override readonly name = 'PolygonTooLarge';
}

/**
 * Area of a polygon (its outer ring first, then holes) in every cell of the unit lattice that it covers, exact but for
 * rounding: every side adds what lies to its right, and the sums along each row do the rest. Cells are visited row by
 * row, each once. Throws `PolygonTooLarge`.
 */
export function areaByCell(
  rings: readonly CellRing[],
  visit: (column: number, row: number, area: number) => void,
): void {
  const [outer = []] = rings;
  if (outer.length < 3) return;
  const { left, bottom, columns, rows } = boxOf(outer);
  if (columns * rows > MOST_CELLS) throw new PolygonTooLarge();
  const sums: Sums = {
    left,
    bottom,
    columns,
    rows,
    own: new Float64Array(columns * rows),
    right: new Float64Array(columns * rows),
  };
  rings.forEach((ring, i) => {
    // Outer rings count up, holes down, whichever way around they are written.
    const sign = Math.sign(signedArea(ring)) * (i === 0 ? -1 : 1);
    ring.forEach((from, k) => addSide(sums, from, ring[(k + 1) % ring.length] as CellRing[number], sign));
  });
  for (let row = 0; row < rows; row += 1) {
    let before = 0;
    for (let column = 0; column < columns; column += 1) {
      const cell = row * columns + column;
      const area = before + (sums.own[cell] as number);
      before += sums.right[cell] as number;
      if (area > LEAST_AREA) visit(left + column, bottom + row, area);
    }
  }
}

interface Sums {
  readonly left: number;
  readonly bottom: number;
  readonly columns: number;
  readonly rows: number;
  /** Area right of the sides within the cell; and height of the sides, which all cells to the right lie beside. */
  readonly own: Float64Array;
  readonly right: Float64Array;
}

function boxOf(ring: CellRing): {
  readonly left: number;
  readonly bottom: number;
  readonly columns: number;
  readonly rows: number;
} {
  let left = Infinity,
    bottom = Infinity,
    right = -Infinity,
    top = -Infinity;
  for (const [x, y] of ring) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.min(bottom, y);
    top = Math.max(top, y);
  }
  return {
    left: Math.floor(left),
    bottom: Math.floor(bottom),
    columns: Math.floor(right) - Math.floor(left) + 1,
    rows: Math.floor(top) - Math.floor(bottom) + 1,
  };
}

function addSide(sums: Sums, [ax, ay]: CellRing[number], [bx, by]: CellRing[number], sign: number): void {
  if (ay === by) return;
  const slope = (bx - ax) / (by - ay);
  const low = Math.min(ay, by),
    high = Math.max(ay, by);
  const up = by > ay ? sign : -sign;
  const xAt = (y: number): number => (y === ay ? ax : y === by ? bx : ax + (y - ay) * slope);
  for (let row = Math.floor(low); row < high; row += 1) {
    const y0 = Math.max(low, row),
      y1 = Math.min(high, row + 1);
    if (y1 > y0) addPiece(sums, row - sums.bottom, xAt(y0), xAt(y1), (y1 - y0) * up);
  }
}

/** A piece of a side within one row, from x0 to x1 over a height. */
function addPiece({ left, columns, own, right }: Sums, row: number, x0: number, x1: number, height: number): void {
  const from = Math.min(x0, x1),
    to = Math.max(x0, x1);
  const first = Math.min(Math.max(Math.floor(from) - left, 0), columns - 1),
    last = Math.min(Math.max(Math.floor(to) - left, 0), columns - 1);
  for (let column = first; column <= last; column += 1) {
    const a = column === first ? from : left + column,
      b = column === last ? to : left + column + 1;
    const part = to === from ? height : (height * (b - a)) / (to - from);
    const cell = row * columns + column;
    own[cell] = (own[cell] as number) + part * (1 - ((a + b) / 2 - left - column));
    right[cell] = (right[cell] as number) + part;
  }
}

/** Above 0 counter-clockwise; in the square of the unit. */
export function signedArea(ring: CellRing): number {
  const [[x0, y0] = [0, 0]] = ring;
  return (
    ring.reduce((sum, [ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length] as CellRing[number];
      return sum + (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
    }, 0) / 2
  );
}
