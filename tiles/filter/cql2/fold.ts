/**
 * CASEI and ACCENTI: the same in every database whatever its locale is. The SQL functions `filter_fold_case` and
 * `filter_fold_accents` (data/migrations/009_filters.sql) fold alike.
 */

/** Letters beyond ASCII that have a case: Latin, Greek, Cyrillic, and the full-width ones of Chinese input methods. */
export const CASED_RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x41, 0x5a],
  [0xc0, 0x24f],
  [0x370, 0x3ff],
  [0x400, 0x52f],
  [0x1e00, 0x1eff],
  [0xff21, 0xff3a],
];

const LOWER = new Map(
  CASED_RANGES.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, n) => String.fromCharCode(first + n)),
  )
    .map((upper) => [upper, upper.toLowerCase()] as const)
    // One letter for one, so that positions in a pattern stay what they were.
    .filter(([upper, lower]) => lower !== upper && lower.length === 1),
);

/** Letters and what they fold to, one below the other, for what folds by two texts. */
export const CASE_PAIRS = { upper: [...LOWER.keys()].join(''), lower: [...LOWER.values()].join('') } as const;

export function foldCase(text: string): string {
  return Array.from(text, (char) => LOWER.get(char) ?? char).join('');
}

export function foldAccents(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
}
