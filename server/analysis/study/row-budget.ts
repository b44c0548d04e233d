import { STUDY_LIMITS } from '../../../tiles/api/vocabulary.ts';
import { AnalysisError } from '../errors.ts';
import { STUDY } from './messages.ts';

/** Rows that the analyses of a study may list altogether: an answer is one text. */
export class RowBudget {
  #left: number;
  readonly #most: number;

  constructor(most: number = STUDY_LIMITS.rows) {
    this.#most = most;
    this.#left = most;
  }

  /** Throws `AnalysisError` where an answer cannot hold so many rows more. `at` is the analysis that asks for them. */
  assertRoom(rows: number, at: string): void {
    if (rows <= this.#left) return;
    throw new AnalysisError(
      'too-many-rows',
      STUDY['too-many-rows'],
      { rows, left: this.#left, most: this.#most },
      { at },
    );
  }

  /** As `assertRoom`, and takes them. */
  take(rows: number, at: string): void {
    this.assertRoom(rows, at);
    this.#left -= rows;
  }
}

/** JSON of what a study has found. Throws `AnalysisError` where no text can hold it. */
export function resultText(found: unknown): string {
  try {
    return JSON.stringify(found);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AnalysisError('answer-too-long', STUDY['answer-too-long'], {}, { cause: error });
  }
}
