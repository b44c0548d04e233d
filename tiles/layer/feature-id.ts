/** Longest feature id, in UTF-16 code units: it has to fit an index entry and an address. */
export const MAX_FEATURE_ID = 120;

/**
 * Control characters, halves of surrogate pairs, line and paragraph separators, and marks that turn the writing
 * direction.
 */
const UNUSABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * True for text that can identify a feature in an address (`/layers/toilets/items/{id}`, `?sel=toilets/{id}`) and be
 * read by people there. Slashes, blanks and any script are fine: `way/4711`, `中山路 3 号`. `.` and `..` are not, as
 * browsers take them out of a path, escaped or not.
 */
export function isFeatureId(text: string): boolean {
  return (
    text !== '' &&
    text.length <= MAX_FEATURE_ID &&
    text.trim() === text &&
    text !== '.' &&
    text !== '..' &&
    !UNUSABLE.test(text)
  );
}
