import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Warning, UnfinishedResult } from '../../../tiles/api/result.ts';
import { Cancelled, OutOfMemory, OutOfTime } from '../errors.ts';
import { note } from '../study/warnings.ts';
import type { Piece, StudyAnswer } from './protocol.ts';

const gzipped = promisify(gzip);

/** What a study had found when its thread was ended by force. */
export class Pieces {
  #head: Extract<Piece, { readonly kind: 'head' }> | null = null;
  readonly #results = new Map<number, Extract<Piece, { readonly kind: 'result' }>>();

  add(piece: Piece): void {
    if (piece.kind === 'head') this.#head = piece;
    // The best so far may come in after the final one was found by other means: it never replaces it.
    else if (this.#results.get(piece.analysis)?.isFinal !== true) this.#results.set(piece.analysis, piece);
  }

  /** A partial answer; null where nothing was found, or it was not ended for want of time, memory or interest. */
  async answer(error: unknown, tookMs: number): Promise<StudyAnswer | null> {
    const reason = reasonOf(error);
    if (reason === null || this.#head === null || this.#results.size === 0) return null;
    const results = this.#head.analyses.map(
      (of, analysis) =>
        this.#results.get(analysis)?.json ??
        JSON.stringify({ kind: 'unfinished', of, reason } satisfies UnfinishedResult),
    );
    const head = JSON.parse(this.#head.json) as { readonly warnings: readonly Warning[] };
    const body = { ...head, partial: true, warnings: [...head.warnings, note(`warn-${reason}`)], tookMs };
    // The results are JSON already.
    const json = `${JSON.stringify(body).slice(0, -1)},"results":[${results.join()}]}`;
    return { result: await gzipped(json), partial: true };
  }
}

function reasonOf(error: unknown): UnfinishedResult['reason'] | null {
  if (error instanceof OutOfTime) return 'time';
  if (error instanceof Cancelled) return 'cancelled';
  return error instanceof OutOfMemory ? 'memory' : null;
}
