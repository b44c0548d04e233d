/** The charts of the page, drawn for paper. */
import { lorenzGeometry, minutesGeometry, type PlotBox, type Point } from '../../charts/geometry.ts';
import { LORENZ_STEPS, type Lorenz } from '../../charts/lorenz.ts';
import type { MinuteBar } from '../../charts/minutes.ts';
import { mm, type Box } from '../paper.ts';
import { drawText, INK, lineHeight, type Pen, type Type } from './pen.ts';

const TICK: Type = { sizePt: 7, color: INK.quiet };
const TITLE: Type = { sizePt: 8.5, weight: 600 };
const FRAME = { left: mm(12), right: mm(3), top: mm(9), bottom: mm(9) } as const;

export interface ChartTexts {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly number: (value: number, options?: Intl.NumberFormatOptions) => string;
}

export interface MinutesDrawing {
  readonly bars: readonly MinuteBar[];
  readonly withinMinutes: number;
  readonly within: string;
  readonly beyond: string;
}

export function drawMinutes(
  pen: Pen,
  box: Box,
  { bars, withinMinutes, within, beyond }: MinutesDrawing,
  texts: ChartTexts,
): void {
  const { context } = pen;
  const plot = frameOf(box);
  const { left, right, top, bottom } = plot;
  const { x, y, peopleTicks, minuteTicks, isCut, outline } = minutesGeometry(bars, plot, { x: 8, y: 4 });
  drawFrame(pen, box, texts);
  for (const value of peopleTicks) gridLine(pen, left, right, y(value), texts.number(value, { notation: 'compact' }));
  bars.forEach(({ people }, k) => {
    context.fillStyle = k >= withinMinutes ? INK.beyond : INK.inside;
    context.fillRect(x(k) + 1, y(people), x(k + 1) - x(k) - 2, bottom - y(people));
  });
  if (outline !== null) stroke(pen, INK.text, 0.3, [mm(1), mm(0.6)], outline);
  if (isCut)
    drawCut(pen, x(bars.length - 1), right, top, texts.number(bars.at(-1)?.people ?? 0, { notation: 'compact' }));
  stroke(
    pen,
    INK.text,
    0.35,
    [],
    [
      [x(withinMinutes), top - mm(1)],
      [x(withinMinutes), bottom],
    ],
  );
  drawText(pen, within, x(withinMinutes) + mm(0.8), top - mm(3), { ...TICK, color: INK.text, weight: 600 });
  stroke(
    pen,
    INK.strong,
    0.25,
    [],
    [
      [left, bottom],
      [right, bottom],
    ],
  );
  for (const value of minuteTicks) drawText(pen, texts.number(value), x(value), bottom + mm(0.5), TICK, 'center');
  drawText(pen, beyond, right, bottom + mm(0.5), TICK, 'right');
}

/** The last bar goes on beyond the axis: how far is written on top. */
function drawCut(pen: Pen, left: number, right: number, top: number, text: string): void {
  const { context } = pen;
  context.fillStyle = '#ffffff';
  context.beginPath();
  context.moveTo(left - mm(0.5), top + mm(3.2));
  context.lineTo(right + mm(0.5), top + mm(1.8));
  context.lineTo(right + mm(0.5), top + mm(2.8));
  context.lineTo(left - mm(0.5), top + mm(4.2));
  context.fill();
  drawText(pen, text, right, top - mm(3), { ...TICK, color: INK.text, weight: 600 }, 'right');
}

export interface LorenzDrawing {
  readonly lines: readonly { readonly lorenz: Lorenz; readonly text: string; readonly dashed: boolean }[];
}

export function drawLorenz(pen: Pen, box: Box, { lines }: LorenzDrawing, texts: ChartTexts): void {
  const plot = frameOf(box);
  const { left, right, top, bottom } = plot;
  const { x, y, shares, even, curve } = lorenzGeometry(plot);
  drawFrame(pen, box, texts);
  for (const share of shares) {
    const label = texts.number(share, { style: 'percent' });
    gridLine(pen, left, right, y(share), label);
    drawText(
      pen,
      label,
      x(share * LORENZ_STEPS),
      bottom + mm(0.5),
      TICK,
      share === 1 ? 'right' : share === 0 ? 'left' : 'center',
    );
  }
  stroke(pen, INK.strong, 0.25, [mm(0.5), mm(0.7)], even);
  lines.forEach(({ lorenz, text, dashed }, k) => {
    const [color, dash] = dashed ? [INK.text, [mm(1), mm(0.6)]] : [INK.inside, []];
    stroke(pen, color, 0.5, dash, curve(lorenz));
    const textY = top + mm(1.5) + k * (lineHeight(TICK) + mm(0.4));
    stroke(pen, color, 0.5, dash, [
      [left + mm(2), textY + mm(1.5)],
      [left + mm(7), textY + mm(1.5)],
    ]);
    drawText(pen, text, left + mm(8), textY, { ...TICK, color: INK.text }, 'left', (right - left) * 0.75);
  });
}

function frameOf({ x, y, width, height }: Box): PlotBox {
  return {
    left: x + FRAME.left,
    right: x + width - FRAME.right,
    top: y + FRAME.top,
    bottom: y + height - FRAME.bottom,
  };
}

function drawFrame(pen: Pen, box: Box, { title, x, y }: ChartTexts): void {
  const { left, right, bottom } = frameOf(box);
  drawText(pen, title, box.x, box.y, TITLE, 'left', box.width * 0.7);
  drawText(pen, y, box.x + box.width - FRAME.right, box.y + mm(0.3), TICK, 'right', box.width * 0.28);
  drawText(pen, x, (left + right) / 2, bottom + mm(4), TICK, 'center', right - left);
}

function gridLine(pen: Pen, left: number, right: number, y: number, label: string): void {
  stroke(
    pen,
    INK.rule,
    0.15,
    [],
    [
      [left, y],
      [right, y],
    ],
  );
  drawText(pen, label, left - mm(1), y - lineHeight(TICK) / 2, TICK, 'right');
}

function stroke(
  { context }: Pen,
  color: string,
  widthMm: number,
  dash: readonly number[],
  points: readonly Point[],
): void {
  context.save();
  context.strokeStyle = color;
  context.lineWidth = mm(widthMm);
  context.setLineDash([...dash]);
  context.lineJoin = 'round';
  context.beginPath();
  points.forEach(([x, y]) => context.lineTo(x, y));
  context.stroke();
  context.restore();
}
