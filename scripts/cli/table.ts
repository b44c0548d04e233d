/** Columns of equal width on a terminal; cells of a row stand between tabs. */
export function aligned(rows: readonly string[]): string[] {
  const cells = rows.map((each) => each.split('\t'));
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((each) => widthOf(each[column] ?? '')))) ?? [];
  return cells.map((each) =>
    each
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** Characters of Chinese are two wide. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
}
