/** Text and lines on a sheet, in pixels of 300 dpi. */
import { shorten, wrap } from '../../../../format/wrap.ts';
import { mm, pt } from '../paper.ts';
import type { DrawnText } from '../text-layer.ts';

export const INK = {
  text: '#1b2a33',
  quiet: '#4d5b64',
  rule: '#c6ccc6',
  strong: '#7a878e',
  sea: '#0b5d84',
  sunk: '#f1f2ed',
  warn: '#7a4a00',
  warnTint: '#fdf1d8',
  bar: '#b9d9ea',
  inside: '#2171b5',
  beyond: '#d7601a',
} as const;

export interface Type {
  readonly sizePt: number;
  readonly weight?: 400 | 600;
  readonly color?: string;
}

/** Distance between baselines, in sizes of the type. */
const LEADING = 1.42;
const ASCENT = 1.06;

/**
 * Measures and draws on whichever canvas it is given; the fonts are the reader's own, so that every Chinese character
 * is there.
 */
export interface Pen {
  readonly family: string;
  readonly context: CanvasRenderingContext2D;
  /** Takes what is written, for formats in which text is more than its picture. */
  readonly note: (text: DrawnText) => void;
}

export function setType({ context, family }: Pen, { sizePt, weight = 400, color = INK.text }: Type): void {
  context.font = `${String(weight)} ${String(pt(sizePt))}px ${family}`;
  context.fillStyle = color;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
}

export function lineHeight({ sizePt }: Type): number {
  return pt(sizePt) * LEADING;
}

export function linesOf(pen: Pen, text: string, width: number, type: Type): string[] {
  setType(pen, type);
  return wrap(text, width, (each) => pen.context.measureText(each).width);
}

/** `y` is the top of the first line. */
export function drawLines(pen: Pen, lines: readonly string[], x: number, y: number, type: Type): void {
  setType(pen, type);
  lines.forEach((line, k) => write(pen, line, x, y + k * lineHeight(type), type));
}

/** One line, shortened with an ellipsis where there is no room. `x` is its left, middle or right. */
export function drawText(
  pen: Pen,
  text: string,
  x: number,
  y: number,
  type: Type,
  align: 'left' | 'center' | 'right' = 'left',
  width = Infinity,
): void {
  setType(pen, type);
  pen.context.textAlign = align;
  const shown = width === Infinity ? text : shorten(text, width, (each) => pen.context.measureText(each).width);
  write(pen, shown, x, y, type);
}

/** `y` is the top of the line; the type and where `x` is in the text are set. */
function write({ context, note }: Pen, text: string, x: number, y: number, { sizePt }: Type): void {
  const size = pt(sizePt);
  const baseline = y + size * ASCENT;
  context.fillText(text, x, baseline);
  const measure = (each: string): number => context.measureText(each).width;
  const width = measure(text);
  const left = x - (context.textAlign === 'right' ? width : context.textAlign === 'center' ? width / 2 : 0);
  const at = context.getTransform().transformPoint({ x: left, y: baseline });
  note({ text, x: at.x, y: at.y, width, size, advances: [...text].map(measure) });
}

export function drawRule(
  { context }: Pen,
  x: number,
  y: number,
  width: number,
  color: string = INK.rule,
  thicknessMm = 0.2,
): void {
  context.fillStyle = color;
  context.fillRect(x, y, width, mm(thicknessMm));
}
