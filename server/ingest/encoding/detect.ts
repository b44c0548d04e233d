import { analyse } from 'chardet';
import { decodeAll } from './decoder.ts';
import { CANDIDATES, likelihood, UNICODE } from './models.ts';
import type { ByteSample } from './sample.ts';

export interface Reading {
  readonly encoding: string;
  /** Up to three words beyond ASCII, as this encoding reads them. */
  readonly names: readonly string[];
}

/** The encoding of a text, or those between which its bytes do not decide. */
export type Detected =
  | { readonly encoding: string; readonly names: readonly string[] }
  | { readonly doubtful: readonly Reading[] };

export interface DetectOptions {
  /** Text in which names of the data are likely to be written, such as those of its layer and its city. */
  readonly known?: string;
}

/** The likelier reading is this many times as likely as the next: e^9, about 8,000. */
const MARGIN = 9;
/** Of encodings of one byte a character there are many, and any bytes are text in some of them. */
const ONE_BYTE_MARGIN = 25;
/** Where chardet knows the language of none of them. */
const UNAIDED = new Set(['windows-874', 'ibm866']);
const UNAIDED_MARGIN = 60;
/** What spreadsheets and databases of China write, and what everything new writes. */
const HEAD_START: Readonly<Record<string, number>> = { 'utf-8': 9, gb18030: 2 };
/** Characters that no text of the language has cost this much on average; a sample with so many is not text. */
const WORST_PER_CHARACTER = { multiByte: -10.5, oneByte: -5.6 } as const;
/** chardet looks at pairs and triples of letters, which alone tell the encodings of Western languages apart. */
const CHARDET = { least: 40, lead: 15, doubt: 20 } as const;
const SHOWN = { readings: 4, names: 3, length: 20 } as const;

/** Finds the encoding of a text by its bytes, its language and its words. It rather asks than errs. */
export function detectEncoding(sample: ByteSample, options: DetectOptions = {}): Detected {
  const unicode = markedUnicode(sample.head) ?? unmarkedUtf16(sample.head);
  if (unicode !== null) {
    const text = unicode === 'utf-8' ? decodeAll(sample.bytes, unicode) : decodeUtf16(sample.head, unicode);
    return { encoding: unicode, names: namesIn(text ?? '') };
  }
  if (sample.isAscii)
    return isIso2022Jp(sample.head)
      ? { encoding: 'iso-2022-jp', names: namesIn(decodeAll(sample.head, 'iso-2022-jp') ?? '') }
      : { encoding: 'utf-8', names: [] };
  return decide(readingsOf(sample, new Set(options.known ?? '')), sample);
}

interface Scored extends Reading {
  readonly score: number;
  readonly perCharacter: number;
  readonly text: string;
}

function readingsOf(sample: ByteSample, known: ReadonlySet<string>): Scored[] {
  const bytes = sample.bytes;
  const names = [...(sample.isUtf8 ? ['utf-8'] : []), ...Object.keys(CANDIDATES)];
  return names
    .flatMap((encoding): Scored[] => {
      const text = decodeAll(bytes, encoding);
      if (text === null || /[\u0080-\u009f\u0000-\u0008]/.test(text)) return [];
      const likely = likelihood(text, CANDIDATES[encoding] ?? UNICODE, known);
      const score = likely + (HEAD_START[encoding] ?? 0);
      const count = [...text].filter((character) => character > '\u007f').length;
      return [{ encoding, names: namesIn(text), score, perCharacter: likely / Math.max(1, count), text }];
    })
    .sort((a, b) => b.score - a.score);
}

function decide(readings: readonly Scored[], sample: ByteSample): Detected {
  const [best] = readings;
  if (best === undefined) return { doubtful: [] };
  // Another encoding that reads the same text is no rival.
  const rival = readings.find(({ text }) => text !== best.text);
  const lead = rival === undefined ? Infinity : best.score - rival.score;
  const isText = best.perCharacter >= WORST_PER_CHARACTER[isMultiByte(best.encoding) ? 'multiByte' : 'oneByte'];
  if (lead >= MARGIN && isText && (isMultiByte(best.encoding) || isOneByteSure(best, lead, readings, sample)))
    return { encoding: best.encoding, names: best.names };
  return { doubtful: doubtfulReadings(readings) };
}

function isOneByteSure(best: Scored, lead: number, readings: readonly Scored[], sample: ByteSample): boolean {
  if (UNAIDED.has(best.encoding)) return lead >= UNAIDED_MARGIN;
  const { ours, others } = chardetOf(best, readings, sample);
  if (isLatin(best.encoding)) return ours >= CHARDET.least && ours - others >= CHARDET.lead;
  return lead >= ONE_BYTE_MARGIN && others < ours + CHARDET.doubt;
}

/** One reading of each text, the likelier first; what is out of the question is left out. */
function doubtfulReadings(readings: readonly Scored[]): Reading[] {
  const texts = new Set<string>();
  return readings
    .filter(({ text }) => {
      const isNew = !texts.has(text);
      texts.add(text);
      return isNew;
    })
    .slice(0, SHOWN.readings)
    .map(({ encoding, names }) => ({ encoding, names }));
}

function isMultiByte(encoding: string): boolean {
  return /^(utf-|gb|big5|shift_jis|euc-)/.test(encoding);
}

function isLatin(encoding: string): boolean {
  return ['windows-1252', 'windows-1250', 'windows-1254', 'windows-1257', 'iso-8859-2', 'macintosh'].includes(encoding);
}

/**
 * What chardet finds by the letters that follow each other: how sure it is of an encoding that reads the same text, and
 * of the next that reads another.
 */
function chardetOf(best: Scored, readings: readonly Scored[], sample: ByteSample): { ours: number; others: number } {
  const found = analyse(sample.bytes).map(({ name, confidence }) => ({ name: name.toLowerCase(), confidence }));
  const same = new Set(readings.filter(({ text }) => text === best.text).map(({ encoding }) => encoding));
  const isSame = (name: string): boolean => same.has(ISO_TWINS[name] ?? name);
  const ours = found.find(({ name }) => isSame(name))?.confidence ?? 0;
  const others = found.find(({ name }) => !isSame(name) && !isMultiByte(name))?.confidence ?? 0;
  return { ours, others };
}

/** Letters of the two lie in the same places. */
const ISO_TWINS: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-7': 'windows-1253',
  'iso-8859-8': 'windows-1255',
  'iso-8859-9': 'windows-1254',
};

function markedUnicode(head: Uint8Array): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
}

/** Digits, commas and line ends have a zero beside them in UTF-16. No other text has zeros at all. */
function unmarkedUtf16(head: Uint8Array): string | null {
  const zeros = [0, 0];
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd < Math.max(2, head.length / 20)) return null;
  const guess = odd > even * 8 ? 'utf-16le' : even > odd * 8 ? 'utf-16be' : null;
  return guess !== null && decodeUtf16(head, guess) !== null ? guess : null;
}

/** A sample may end within a character: half a unit, or the first half of a pair. */
function decodeUtf16(bytes: Uint8Array, encoding: string): string | null {
  const even = bytes.length - (bytes.length % 2);
  return decodeAll(bytes.subarray(0, even), encoding) ?? decodeAll(bytes.subarray(0, even - 2), encoding);
}

function isIso2022Jp(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  return text.includes('\u001b$B') || text.includes('\u001b$@');
}

/** The last words beyond ASCII, which people recognise as right or wrong: the first are names of columns. */
export function namesIn(text: string): string[] {
  const cells = text.split(/[\r\n,;|\t"{}[\]:]+/).map((cell) => cell.trim());
  const odd = [...new Set(cells.filter((cell) => /[^\u0000-\u007f]/.test(cell)))];
  return odd.slice(-SHOWN.names).map((cell) => [...cell].slice(0, SHOWN.length).join(''));
}
