/** Text in lines, by the rules of MapLibre (src/symbol/shaping.ts, tagged_string.ts): the same breaks and places. */

/** Where a text stands to its anchor: 0 begins there, 1 ends there. */
export interface Alignment {
  readonly across: number;
  readonly down: number;
}

export interface TextLine {
  readonly text: string;
  /** Of its left end, px from the left edge of the block. */
  readonly x: number;
  /** Of its baseline, px from the upper edge of the block. */
  readonly baseline: number;
  readonly width: number;
}

/** A text of one or more lines; px. */
export interface Block {
  readonly lines: readonly TextLine[];
  readonly width: number;
  readonly height: number;
}

export interface ShapeOptions {
  /** Advance of a character in px, without `spacingPx`. */
  readonly advance: (character: string) => number;
  readonly sizePx: number;
  readonly maxWidthPx: number;
  readonly spacingPx: number;
  readonly justify: Justify;
}

export type Justify = 'left' | 'center' | 'right';

/** Of the size of the text. */
export const LINE_HEIGHT = 1.2;
/** Of the size of the text: MapLibre draws the baseline so far below the middle of a line. */
export const BASELINE = 10.5 / 24;

export function shapeText(text: string, options: ShapeOptions): Block {
  const { advance, sizePx, spacingPx, justify } = options;
  const lines = breakLines(text, options);
  const widths = lines.map((line) => widthOf(line, advance, spacingPx));
  const width = Math.max(0, ...widths);
  const share = justify === 'left' ? 0 : justify === 'right' ? 1 : 0.5;
  const lineHeight = LINE_HEIGHT * sizePx;
  return {
    width,
    height: lines.length * lineHeight,
    lines: lines.map((line, index) => ({
      text: line,
      width: widths[index] ?? 0,
      x: (width - (widths[index] ?? 0)) * share,
      baseline: (index + 0.5) * lineHeight + BASELINE * sizePx,
    })),
  };
}

export function widthOf(text: string, advance: (character: string) => number, spacingPx: number): number {
  const characters = [...text];
  return characters.reduce((sum, each) => sum + advance(each) + spacingPx, 0) - (characters.length > 0 ? spacingPx : 0);
}

export function alignmentOf(anchor: string): Alignment {
  return {
    across: anchor.endsWith('left') ? 0 : anchor.endsWith('right') ? 1 : 0.5,
    down: anchor.startsWith('top') ? 0 : anchor.startsWith('bottom') ? 1 : 0.5,
  };
}

/** What `text-justify: auto` means beside an anchor. */
export function justifyFor(anchor: string): Justify {
  return anchor.endsWith('left') ? 'left' : anchor.endsWith('right') ? 'right' : 'center';
}

/** MapLibre brings texts above and below their anchors nearer by this, of a size of 24. */
const BASELINE_OFFSET = 7 / 24;

/** Offset of a text at one of several anchors, in its size, from how far off it stands. */
export function radialOffset(anchor: string, radius: number): readonly [x: number, y: number] {
  const far = Math.max(0, radius);
  const isCorner = anchor.includes('-');
  const side = isCorner ? far / Math.SQRT2 : far;
  const x = anchor.endsWith('left') ? side : anchor.endsWith('right') ? -side : 0;
  const y = anchor.startsWith('top')
    ? side - BASELINE_OFFSET
    : anchor.startsWith('bottom')
      ? BASELINE_OFFSET - side
      : 0;
  return [x, y];
}

const IDEOGRAPHIC =
  /[\u2e80-\u2fdf\u3000-\u30ff\u3100-\u312f\u31a0-\u31ff\u3200-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3ffff}]/u;

/** Whether a character may stand upright in a text that runs down. */
export function isIdeographic(character: string): boolean {
  return IDEOGRAPHIC.test(character);
}

const BREAK_AFTER = new Set('\n &)+-/\u00ad\u00b7\u200b\u2010\u2013\u2027');
const BREAK_BEFORE = new Set('(\uff08');

interface Break {
  readonly index: number;
  readonly x: number;
  readonly prior: Break | null;
  readonly badness: number;
}

/** Lines of about the same width, none of them much wider than allowed. */
function breakLines(text: string, { advance, maxWidthPx, spacingPx }: ShapeOptions): string[] {
  const characters = [...text];
  const widthTo = (character: string): number => (/\s/.test(character) ? 0 : advance(character) + spacingPx);
  const total = characters.reduce((sum, each) => sum + advance(each) + spacingPx, 0);
  const target = total / Math.max(1, Math.ceil(total / maxWidthPx));
  const breaks: Break[] = [];
  let x = 0;
  characters.forEach((character, index) => {
    x += widthTo(character);
    const next = characters[index + 1];
    if (next === undefined) return;
    const mayBreak =
      BREAK_AFTER.has(character) ||
      isIdeographic(character) ||
      (index + 2 < characters.length && BREAK_BEFORE.has(next));
    if (mayBreak) breaks.push(evaluateBreak(index + 1, x, target, breaks, penaltyOf(character, next), false));
  });
  let last: Break | null = evaluateBreak(characters.length, x, target, breaks, 0, true);
  const ends: number[] = [];
  for (; last !== null; last = last.prior) ends.unshift(last.index);
  return ends
    .map((end, at) =>
      characters
        .slice(ends[at - 1] ?? 0, end)
        .join('')
        .trim(),
    )
    .filter((line) => line !== '');
}

function penaltyOf(character: string, next: string): number {
  return (
    (character === '\n' ? -10_000 : 0) +
    (character === '(' || character === '\uff08' ? 50 : 0) +
    (next === ')' || next === '\uff09' ? 50 : 0)
  );
}

function evaluateBreak(
  index: number,
  x: number,
  target: number,
  before: readonly Break[],
  penalty: number,
  isLast: boolean,
): Break {
  const badnessOf = (width: number): number => {
    const raggedness = (width - target) ** 2;
    // The last line had better be short than long.
    if (isLast) return width < target ? raggedness / 2 : raggedness * 2;
    return raggedness + Math.abs(penalty) * penalty;
  };
  let best: Break = { index, x, prior: null, badness: badnessOf(x) };
  for (const prior of before) {
    const badness = badnessOf(x - prior.x) + prior.badness;
    if (badness <= best.badness) best = { index, x, prior, badness };
  }
  return best;
}
