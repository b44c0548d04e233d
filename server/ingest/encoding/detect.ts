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
/** What spreadsheets and databases of China write, and what everything new writes. */
const HEAD_START: Readonly<Record<string, number>> = { 'utf-8': 6, gb18030: 2 };
/** Characters that no text of the language has cost this much on average; a sample with so many is not text. */
const WORST_PER_CHARACTER = -10.5;
/** chardet looks at pairs and triples of letters, which alone tell the encodings of Western languages apart. */
const CHARDET = { least: 40, lead: 15 } as const;
const SHOWN = { readings: 4, names: 3, length: 20 } as const;

/** Finds the encoding of a text by its bytes, its language and its words. It rather asks than errs. */
export function detectEncoding(sample: ByteSample, options: DetectOptions = {}): Detected {
  const unicode = markedUnicode(sample.head) ?? unmarkedUtf16(sample.head);
  if (unicode !== null) {
    const text = decodeAll(evenLength(sample.head), unicode) ?? '';
    return { encoding: unicode, names: namesIn(text) };
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
      const text = decodeSample(bytes, encoding);
      if (text === null || /[\u0080-\u009f\u0000-\u0008]/.test(text)) return [];
      const likely = likelihood(text, CANDIDATES[encoding] ?? UNICODE, known);
      const score = likely + (HEAD_START[encoding] ?? 0);
      const count = [...text].filter((character) => character > '\u007f').length;
      return [{ encoding, names: namesIn(text), score, perCharacter: likely / Math.max(1, count), text }];
    })
    .sort((a, b) => b.score - a.score);
}

/** A line at the edge of a piece may begin or end within a character. */
function decodeSample(bytes: Uint8Array, encoding: string): string | null {
  return decodeAll(bytes, encoding) ?? decodeAll(bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1), encoding);
}

function decide(readings: readonly Scored[], sample: ByteSample): Detected {
  const [best] = readings;
  if (best === undefined) return { doubtful: [] };
  // Another encoding that reads the same text is no rival.
  const rival = readings.find(({ text }) => text !== best.text);
  const leads = rival === undefined || best.score - rival.score >= MARGIN;
  const isText = best.perCharacter >= WORST_PER_CHARACTER;
  if (leads && isText && (isMultiByte(best.encoding) || agrees(best, readings, sample)))
    return { encoding: best.encoding, names: best.names };
  return { doubtful: doubtfulReadings(readings) };
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

/** Whether chardet, by the letters that follow each other, finds an encoding that reads the same text. */
function agrees(best: Scored, readings: readonly Scored[], sample: ByteSample): boolean {
  const found = analyse(sample.bytes).map(({ name, confidence }) => ({ name: name.toLowerCase(), confidence }));
  const same = new Set(readings.filter(({ text }) => text === best.text).map(({ encoding }) => encoding));
  const isSame = (name: string): boolean => same.has(name === 'iso-8859-1' ? 'windows-1252' : name);
  const ours = found.find(({ name }) => isSame(name))?.confidence ?? 0;
  const others = found.find(({ name }) => !isSame(name) && !isMultiByte(name))?.confidence ?? 0;
  return ours >= CHARDET.least && ours - others >= CHARDET.lead;
}

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
  return guess !== null && decodeAll(evenLength(head), guess) !== null ? guess : null;
}

function evenLength(bytes: Uint8Array): Uint8Array {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  // Half of a surrogate pair at the end of the sample says nothing.
  return even;
}

function isIso2022Jp(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  return text.includes('\u001b$B') || text.includes('\u001b$@');
}

/** The longest words beyond ASCII of different lines, which people recognise as right or wrong. */
export function namesIn(text: string): string[] {
  const cells = text.split(/[\r\n,;|\t"{}[\]:]+/).map((cell) => cell.trim());
  const odd = [...new Set(cells.filter((cell) => /[^\u0000-\u007f]/.test(cell)))];
  // The first cells are headers of columns; names come behind them.
  return (odd.length > SHOWN.names * 2 ? odd.slice(-SHOWN.names) : odd.slice(-SHOWN.names)).map((cell) =>
    [...cell].slice(0, SHOWN.length).join(''),
  );
}
