/** Blocks of a brief one below the other, over columns and pages. */

export interface Block {
  readonly height: number;
  /** Space above it, unless it begins a column. */
  readonly gap?: number;
  /** Never the last of a column: a heading stays with what follows it. */
  readonly keepWithNext?: boolean;
  /** Repeated at the top of a column that begins with this block, such as the head of a table. */
  readonly repeat?: Block;
}

export interface Column {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placed<B extends Block> {
  readonly block: B;
  readonly column: Column;
  readonly y: number;
}

/** Fills the columns in order. A block higher than a column gets one of its own and overflows it. */
export function flow<B extends Block & { readonly repeat?: B }>(
  blocks: readonly B[],
  columns: Iterator<Column, Column>,
): Placed<B>[] {
  const placed: Placed<B>[] = [];
  let column = columns.next().value;
  let y = 0;
  const next = (): void => {
    column = columns.next().value;
    y = 0;
  };
  const put = (block: B): void => {
    if (y > 0) y += block.gap ?? 0;
    placed.push({ block, column, y: column.y + y });
    y += block.height;
  };
  for (let k = 0; k < blocks.length; ) {
    const group = together(blocks, k);
    const height = group.reduce(
      (sum, block, at) => sum + block.height + (y === 0 && at === 0 ? 0 : (block.gap ?? 0)),
      0,
    );
    if (y > 0 && y + height > column.height) {
      next();
      const head = group[0]?.repeat;
      if (head !== undefined) put(head);
    }
    group.forEach(put);
    k += group.length;
  }
  return placed;
}

/** A block and those that must follow it in the same column. */
function together<B extends Block>(blocks: readonly B[], from: number): readonly B[] {
  let to = from;
  while (blocks[to]?.keepWithNext === true && to + 1 < blocks.length) to += 1;
  return blocks.slice(from, to + 1);
}
