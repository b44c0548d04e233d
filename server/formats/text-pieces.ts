import type { FeatureRow } from '../layers/source.ts';
import type { Pages } from './description.ts';

/** Characters that go out together: fewer calls than a piece a feature, and little memory. */
const PIECE = 1 << 16;

/** Pieces of a text that a feature adds to each. `text` gets the number of the feature, from 0. */
export async function* textPieces(
  pages: Pages,
  {
    head,
    text,
    end,
  }: { readonly head: string; readonly text: (row: FeatureRow, nth: number) => string; readonly end: string },
): AsyncGenerator<Buffer, void> {
  let piece = head;
  let nth = 0;
  for await (const page of pages) {
    for (const row of page) {
      piece += text(row, nth);
      nth += 1;
      if (piece.length < PIECE) continue;
      yield Buffer.from(piece);
      piece = '';
    }
  }
  yield Buffer.from(piece + end);
}
