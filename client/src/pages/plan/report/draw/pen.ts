/** Text and lines on a sheet, in pixels of 300 dpi. */
import { mm, pt } from '../paper.ts';
import { shorten, wrap } from './wrap.ts';

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

/** Distance of base lines, in sizes of the type. */
const LEADING = 1.42;
const ASCENT = 1.06;

/**
 * Measures and draws on whichever canvas it is given; the fonts are the reader's own, so that every Chinese character
 * is there.
 */
export interface Pen {
  readonly family: string;
  readonly context: CanvasRenderingContext2D;
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

export function widthOf(pen: Pen, text: string, type: Type): number {
  setType(pen, type);
  return pen.context.measureText(text).width;
}

/** `y` is the top of the first line. */
export function drawLines(pen: Pen, lines: readonly string[], x: number, y: number, type: Type): void {
  setType(pen, type);
  lines.forEach((line, k) => pen.context.fillText(line, x, y + k * lineHeight(type) + pt(type.sizePt) * ASCENT));
}

/** One line; what has no room ends in an ellipsis. `x` is the left, the middle or the right of it. */
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
  pen.context.fillText(shown, x, y + pt(type.sizePt) * ASCENT);
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
