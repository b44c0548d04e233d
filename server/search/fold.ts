import { pinyin } from 'pinyin-pro';

/** A text as search compares it. */
export interface Folded {
  /** Lower case, letters and digits only. */
  readonly folded: string;
  /** Pinyin without tones for Chinese characters, Latin letters without accents. */
  readonly latin: string;
  /** First letters of the pinyin, with other characters unchanged; null without Chinese characters. */
  readonly initials: string | null;
  /** The different Chinese characters. */
  readonly characters: readonly string[];
}

const HAN = /\p{Script=Han}/u;
const NOT_LETTER_OR_DIGIT = /[^\p{L}\p{N}]/gu;
const MARKS = /\p{M}/gu;
const DIGITS = /\p{N}/gu;

export function fold(text: string): Folded {
  const folded = text.normalize('NFKC').toLowerCase().replace(NOT_LETTER_OR_DIGIT, '');
  const characters = [...new Set(folded)].filter((character) => HAN.test(character));
  if (characters.length === 0) return { folded, latin: withoutAccents(folded), initials: null, characters };
  // ü is typed v or u; u is what a plain keyboard and most spellings of places give.
  const syllables = pinyin(folded, { toneType: 'none', type: 'array', nonZh: 'consecutive' }).map((syllable) =>
    withoutAccents(syllable.toLowerCase()),
  );
  return {
    folded,
    latin: syllables.join(''),
    initials: initialsOf(folded, syllables),
    characters,
  };
}

/** Consecutive characters that are not Chinese come back as one item and stay whole. */
function initialsOf(folded: string, syllables: readonly string[]): string {
  let at = 0;
  const characters = [...folded];
  return syllables
    .map((syllable) => {
      const character = characters[at];
      if (character !== undefined && HAN.test(character)) {
        at += 1;
        return syllable.slice(0, 1);
      }
      at += [...syllable].length;
      return syllable;
    })
    .join('');
}

function withoutAccents(text: string): string {
  return text.normalize('NFD').replace(MARKS, '');
}

/**
 * The words of a text in Latin letters, without digits: what typing errors are looked for in. Words are kept apart,
 * because the beginnings of words tell most; names that differ in their numbers only are one name here.
 */
export function spell(text: string, folded?: Folded): string {
  const words = text
    .normalize('NFKC')
    .split(NOT_LETTER_OR_DIGIT)
    .filter((word) => word !== '');
  // Pinyin costs the most of a load, so each text is folded once.
  const latin = words.length === 1 && folded !== undefined ? [folded.latin] : words.map((word) => fold(word).latin);
  return latin
    .map((word) => word.replace(DIGITS, ''))
    .filter((word) => word !== '')
    .join(' ');
}
