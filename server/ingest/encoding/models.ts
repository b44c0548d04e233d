/** How likely a text is in a language: natural logarithms, summed over the characters that are not ASCII. */
import {
  big5Common,
  big5Others,
  FREQUENT_HAN,
  FREQUENT_HANGUL,
  FREQUENT_TRADITIONAL,
  gbCommon,
  gbOthers,
  hangulCommon,
  jisCommon,
  jisOthers,
} from './characters.ts';

/** Logarithm of the probability of the text; ASCII characters count as context alone. */
type Model = (text: string, known: ReadonlySet<string>) => number;

const NOISE = Math.log(1e-9);
const EAST_ASIAN_SIGNS = /[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\u2460-\u24ff\u2160-\u217f《》“”‘’—…·°℃①№㎡×÷～]/u;
const HAN = /\p{Script=Han}/u;
const LETTER = /\p{L}/u;
const ASCII_LETTER = /[A-Za-z]/;
const SMALL = /[a-z]/;

function each(text: string, of: (character: string, before: string, after: string) => number): number {
  let sum = 0;
  const characters = [...text];
  for (const [index, character] of characters.entries())
    if (character > '\u007f') sum += of(character, characters[index - 1] ?? ' ', characters[index + 1] ?? ' ');
  return sum;
}

/** Languages written without spaces: what counts is which characters are common. Words that are known count double. */
function eastAsian(classes: readonly (readonly [share: number, size: number, has: (character: string) => boolean])[]) {
  const costs = classes.map(([share, size, has]) => [Math.log(share / size), has] as const);
  return (text: string, known: ReadonlySet<string>): number => {
    const ofKnown = Math.log(0.3 / Math.max(known.size, 300));
    return each(text, (character, before, after) => {
      const cost = costs.find(([, has]) => has(character))?.[0] ?? NOISE;
      // Latin letters run into Chinese ones in “KTV店”, but small ones seldom do.
      const isWithin = LETTER.test(character) ? (SMALL.test(before) ? 3 : 0) + (SMALL.test(after) ? 4 : 0) : 0;
      return (known.has(character) && cost > NOISE ? Math.max(cost, ofKnown) : cost) - isWithin;
    });
  };
}

const isSign = (character: string): boolean => EAST_ASIAN_SIGNS.test(character);
const isHan = (character: string): boolean => HAN.test(character);
const within = (from: string, to: string) => (character: string) => character >= from && character <= to;

const chinese: Model = eastAsian([
  [0.68, FREQUENT_HAN.size, (c) => FREQUENT_HAN.has(c)],
  [0.22, 3755, (c) => gbCommon().has(c)],
  [0.06, 200, isSign],
  [0.02, 3008, (c) => gbOthers().has(c)],
  [0.001, 20_000, isHan],
  [0.001, 2000, (c) => /[\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hiragana}\p{Script=Katakana}Ā-ǿ]/u.test(c)],
]);
const traditional: Model = eastAsian([
  [0.68, FREQUENT_TRADITIONAL.size, (c) => FREQUENT_TRADITIONAL.has(c)],
  [0.22, 5401, (c) => big5Common().has(c)],
  [0.06, 200, isSign],
  [0.01, 7652, (c) => big5Others().has(c)],
  [0.0005, 20_000, isHan],
  [0.0005, 2000, (c) => /[\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hiragana}\p{Script=Bopomofo}]/u.test(c)],
]);
const japanese: Model = eastAsian([
  [0.22, 83, within('\u3041', '\u3096')],
  [0.26, 90, within('\u30a1', '\u30fe')],
  [0.43, 2965, (c) => jisCommon().has(c)],
  [0.06, 200, isSign],
  [0.003, 63, within('\uff61', '\uff9f')],
  [0.004, 3390, (c) => jisOthers().has(c)],
  [0.0003, 20_000, isHan],
  [0.0005, 2000, (c) => /[\p{Script=Greek}\p{Script=Cyrillic}]/u.test(c)],
]);
const korean: Model = eastAsian([
  [0.82, FREQUENT_HANGUL.size, (c) => FREQUENT_HANGUL.has(c)],
  [0.12, 2350, (c) => hangulCommon().has(c)],
  [0.005, 8822, within('\uac00', '\ud7a3')],
  [0.03, 200, isSign],
  [0.005, 4888, isHan],
]);

/** Signs that any language uses between words. */
const SIGNS = '«»„“”‘’–—…°²³½¼¾·•№§€£©®™\u00a0´×±';
const TYPICAL_SIGN = Math.log(0.05 / 30);
const STRANGE_SIGN = Math.log(1e-5);

/** A dash or a quotation mark has a letter on one side at the most, an apostrophe on both. */
function signCost(character: string, before: string, after: string): number {
  if (LETTER.test(character)) return NOISE;
  const isWithin = LETTER.test(before) && LETTER.test(after) && character !== '’' && character !== '·';
  return (SIGNS.includes(character) ? TYPICAL_SIGN : STRANGE_SIGN) - (isWithin ? 4 : 0);
}

/** Languages of words: letters stand beside letters, capitals in front. */
function words(
  letters: string,
  isOwn: (character: string) => boolean,
  isLatin: boolean,
  /** Letters that end a word, as those of Hebrew and Arabic do that have a form of their own for it. */
  finals = '',
): Model {
  const frequent = new Set([...letters, ...letters.toUpperCase()]);
  const ofFrequent = Math.log(0.85 / frequent.size);
  const ofOther = Math.log(0.01 / 200);
  return (text) =>
    each(text, (character, before, after) => {
      if (!LETTER.test(character) || !isOwn(character)) return signCost(character, before, after);
      let cost = frequent.has(character) ? ofFrequent : ofOther;
      const isCapital = character !== character.toLowerCase();
      // A capital amid small letters, or a letter of another script beside it, is no word.
      if (isCapital && LETTER.test(before) && before !== before.toUpperCase()) cost -= 4;
      if (finals.includes(character) && LETTER.test(after)) cost -= 4;
      if (!isLatin && (ASCII_LETTER.test(before) || ASCII_LETTER.test(after))) cost -= 4;
      if (isLatin && !LETTER.test(before) && !LETTER.test(after)) cost -= 3;
      if (isLatin && before > '\u007f' && LETTER.test(before)) cost -= 2;
      return cost;
    });
}

const script = (name: RegExp) => (character: string) => name.test(character);
const western = words('éèêëàâçôûùîïñáíóúäöüßåøæœãõ', script(/\p{Script=Latin}/u), true);
const central = words('áéíóúýčďěňřšťůžąćęłńśźżőűöüäôăâîșțşţğıçëđ', script(/\p{Script=Latin}/u), true);
const cyrillic = words('абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґђјљњћџў', script(/\p{Script=Cyrillic}/u), false);
const greek = words('αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ', script(/\p{Script=Greek}/u), false);
const hebrew = words('אבגדהוזחטיכךלמםנןסעפףצץקרשת', script(/\p{Script=Hebrew}/u), false, 'ךםןףץ');
const arabic = words('ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئپچژگیک', script(/\p{Script=Arabic}/u), false, 'ةىء');
const THAI_CONSONANT = /[\u0e01-\u0e2e]/;
const THAI_ABOVE_OR_BELOW = /[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/;
const THAI_IN_FRONT = /[\u0e40-\u0e44]/;
const THAI = /[\u0e01-\u0e5b]/;
const ofThai = Math.log(0.98 / 60);
/** Signs above and below stand on a consonant, and some vowels in front of one. */
const thai: Model = (text) =>
  each(text, (character, before, after) => {
    if (!THAI.test(character)) return NOISE;
    const isLoose =
      THAI_ABOVE_OR_BELOW.test(character) && !THAI_CONSONANT.test(before) && !THAI_ABOVE_OR_BELOW.test(before);
    const isOpen = THAI_IN_FRONT.test(character) && !THAI_CONSONANT.test(after);
    const isRare = !THAI_CONSONANT.test(character) && character > '\u0e4e';
    const isAlone = !THAI.test(before) && !THAI.test(after);
    return ofThai - (isLoose ? 5 : 0) - (isOpen ? 5 : 0) - (isRare ? 4 : 0) - (isAlone ? 4 : 0);
  });

/** Encodings that come into question, and the languages that are written in them. */
export const CANDIDATES: Readonly<Record<string, readonly Model[]>> = {
  gb18030: [chinese, traditional],
  big5: [traditional],
  shift_jis: [japanese],
  'euc-jp': [japanese],
  'euc-kr': [korean],
  'windows-1252': [western],
  'windows-1250': [central],
  'iso-8859-2': [central],
  'windows-1254': [western, central],
  'windows-1257': [central],
  macintosh: [western],
  'windows-1251': [cyrillic],
  'koi8-r': [cyrillic],
  ibm866: [cyrillic],
  'iso-8859-5': [cyrillic],
  'windows-1253': [greek],
  'windows-1255': [hebrew],
  'windows-1256': [arabic],
  'windows-874': [thai],
};

export const UNICODE: readonly Model[] = [
  chinese,
  traditional,
  japanese,
  korean,
  western,
  central,
  cyrillic,
  greek,
  hebrew,
  arabic,
  thai,
];

/** The best of the models, and how much of the text none of them has: 0 for text, towards 1 for noise. */
export function likelihood(text: string, models: readonly Model[], known: ReadonlySet<string>): number {
  return Math.max(...models.map((model) => model(text, known)));
}
