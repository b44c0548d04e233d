/** The lines at a picture's foot that say whose map and data it is. */

export interface Notes {
  /** The most important first: they are shortened from the end. */
  readonly texts: readonly string[];
  readonly color: string;
  readonly paper: string;
}

/** CSS px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface NoteLines {
  readonly lines: readonly string[];
  /** CSS px of all of them, with the paper around. */
  readonly height: number;
}

export const NOTE = { sizePx: 10.5, lineHeight: 10.5 * 1.35, paddingPx: 4 } as const;
const BETWEEN = ' · ';
/** Of the picture's height. */
const MOST_SHARE = 0.4;
/** Of the size of a font: a Chinese character, and what other writing takes on average in a wide font, if not more. */
const [CHINESE_EM, OTHER_EM] = [1, 0.62];

/** As many lines as they take and the picture has room for. */
export function noteLines({ texts }: Notes, size: Size, widthOf: (text: string) => number): NoteLines {
  if (texts.length === 0) return { lines: [], height: 0 };
  const most = Math.max(1, Math.floor((size.height * MOST_SHARE) / NOTE.lineHeight));
  const lines = wrapNotes(texts.join(BETWEEN), size.width - 2 * NOTE.paddingPx, most, widthOf);
  return { lines, height: lines.length * NOTE.lineHeight + NOTE.paddingPx };
}

/** About how high they are, where the fonts of the process that draws are not at hand: rather a line too many. */
export function aboutNotesHeight(notes: Notes, size: Size): number {
  return noteLines(notes, size, aboutWidth).height;
}

function aboutWidth(text: string): number {
  const ems = [...text].map((character) => (/[\u2e80-\uffef]/u.test(character) ? CHINESE_EM : OTHER_EM));
  return NOTE.sizePx * ems.reduce((sum, em) => sum + em, 0);
}

/** Lines no wider than there is room; the last one ends in “…” where the text goes on. */
export function wrapNotes(text: string, room: number, most: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  // Chinese breaks between any two characters, other writing at blanks; a word longer than a line is cut.
  for (const part of text.match(/[^\s\u2e80-\uffef]+\s*|[\s\S]/gu) ?? []) {
    const pieces = widthOf(part) > room ? [...part] : [part];
    for (const piece of pieces) {
      if (line !== '' && widthOf((line + piece).trimEnd()) > room) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += line === '' ? piece.trimStart() : piece;
    }
  }
  if (line !== '') lines.push(line);
  if (lines.length <= most) return lines;
  let last = `${lines[most - 1] ?? ''}…`;
  while (widthOf(last) > room && last.length > 1) last = `${[...last].slice(0, -2).join('')}…`;
  return [...lines.slice(0, most - 1), last];
}
