import type { Box } from './features.ts';

const CELL_PX = 64;

/** Boxes that texts have taken, found by where they are. */
export class TakenRoom {
  readonly #cells = new Map<string, Box[]>();

  /** Whether none of some boxes meets what is taken. */
  isFree(boxes: readonly Box[]): boolean {
    return boxes.every((box) =>
      cellsOf(box).every((cell) => !(this.#cells.get(cell) ?? []).some((each) => meets(each, box))),
    );
  }

  take(boxes: readonly Box[]): void {
    for (const box of boxes) {
      for (const cell of cellsOf(box)) {
        const held = this.#cells.get(cell);
        if (held === undefined) this.#cells.set(cell, [box]);
        else held.push(box);
      }
    }
  }
}

function meets(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function cellsOf({ left, top, right, bottom }: Box): string[] {
  const cells: string[] = [];
  for (let row = Math.floor(top / CELL_PX); row <= Math.floor(bottom / CELL_PX); row += 1) {
    for (let column = Math.floor(left / CELL_PX); column <= Math.floor(right / CELL_PX); column += 1)
      cells.push(`${String(column)} ${String(row)}`);
  }
  return cells;
}
