/** What a brief is made of: headings, paragraphs, tables, figures. */
import type { Block } from '../flow.ts';
import { mm } from '../paper.ts';
import { drawLines, drawRule, drawText, INK, lineHeight, linesOf, setType, type Pen, type Type } from './pen.ts';

export interface DrawnBlock extends Block {
  readonly repeat?: DrawnBlock;
  /** Target of a click, in formats that have links. */
  readonly link?: string;
  readonly draw: (pen: Pen, x: number, y: number) => void;
}

const HEADING: Type = { sizePt: 11, weight: 600, color: INK.sea };
export const BODY: Type = { sizePt: 8 };
const SMALL: Type = { sizePt: 7.5, color: INK.quiet };
const CELL: Type = { sizePt: 8 };
const HEAD_CELL: Type = { sizePt: 7.5, color: INK.quiet };
const PAD = mm(1);

export function heading(text: string, width: number): DrawnBlock {
  return {
    height: lineHeight(HEADING) + mm(1.4),
    gap: mm(5),
    keepWithNext: true,
    draw: (pen, x, y) => {
      drawText(pen, text, x, y, HEADING, 'left', width);
      drawRule(pen, x, y + lineHeight(HEADING), width, INK.strong, 0.25);
    },
  };
}

export function paragraph(pen: Pen, text: string, width: number, type: Type = BODY, link?: string): DrawnBlock {
  const lines = linesOf(pen, text, width, type);
  return {
    height: lines.length * lineHeight(type),
    gap: mm(1),
    ...(link === undefined ? {} : { link }),
    draw: (own, x, y) => drawLines(own, lines, x, y, type),
  };
}

export function listItem(pen: Pen, text: string, width: number): DrawnBlock {
  const indent = mm(3);
  const lines = linesOf(pen, text, width - indent, BODY);
  return {
    height: lines.length * lineHeight(BODY),
    gap: mm(0.8),
    draw: (own, x, y) => {
      drawText(own, '·', x + mm(0.8), y, { ...BODY, weight: 600 });
      drawLines(own, lines, x + indent, y, BODY);
    },
  };
}

/** Set off from the text, so that readers see it. */
export function warning(pen: Pen, text: string, width: number): DrawnBlock {
  const type: Type = { sizePt: 8.5, color: INK.warn };
  const [inset, pad] = [mm(3), mm(1.4)];
  const lines = linesOf(pen, text, width - 2 * inset, type);
  const height = lines.length * lineHeight(type) + 2 * pad;
  return {
    height,
    gap: mm(1.5),
    draw: (own, x, y) => {
      own.context.fillStyle = INK.warnTint;
      own.context.fillRect(x, y, width, height);
      own.context.fillStyle = INK.warn;
      own.context.fillRect(x, y, mm(1), height);
      drawLines(own, lines, x + inset, y + pad, type);
    },
  };
}

export interface NamedValue {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}

/** Names with their values, in `columns` side by side. */
export function facts(pen: Pen, values: readonly NamedValue[], width: number, columns: number): DrawnBlock[] {
  const gap = mm(4);
  const each = (width - gap * (columns - 1)) / columns;
  const rows = Array.from({ length: Math.ceil(values.length / columns) }, (_, row) =>
    values.slice(row * columns, (row + 1) * columns),
  );
  const type: Type = { sizePt: 8.5 };
  return rows.map((row): DrawnBlock => {
    const cells = row.map(({ name, value }) => linesOf(pen, `${name}: ${value}`, each, type));
    const most = Math.max(...cells.map(({ length }) => length));
    return {
      height: most * lineHeight(type),
      gap: mm(0.4),
      draw: (own, x, y) => cells.forEach((lines, k) => drawLines(own, lines, x + k * (each + gap), y, type)),
    };
  });
}

/** Figures large enough to be read first, each in a box. */
export function figures(pen: Pen, values: readonly NamedValue[], width: number, columns: number): DrawnBlock[] {
  const [name, large, note]: Type[] = [SMALL, { sizePt: 13, weight: 600 }, { sizePt: 7, color: INK.quiet }] as Type[];
  if (name === undefined || large === undefined || note === undefined) return [];
  const each = width / columns;
  const inner = each - 4 * PAD;
  const rows = Array.from({ length: Math.ceil(values.length / columns) }, (_, row) =>
    values.slice(row * columns, (row + 1) * columns),
  );
  return rows.map((row): DrawnBlock => {
    const notes = row.map((value) => (value.note === undefined ? [] : linesOf(pen, value.note, inner, note)));
    const height =
      2 * PAD +
      lineHeight(name) +
      lineHeight(large) +
      Math.max(...notes.map(({ length }) => length)) * lineHeight(note) +
      PAD;
    const draw = (own: Pen, x: number, y: number): void => {
      own.context.strokeStyle = INK.rule;
      own.context.lineWidth = mm(0.2);
      row.forEach((value, k) => {
        const left = x + k * each;
        own.context.strokeRect(left, y, each, height);
        drawText(own, value.name, left + 2 * PAD, y + PAD, name, 'left', inner);
        const type = { ...large, sizePt: fitting(own, value.value, large, inner) };
        drawText(own, value.value, left + 2 * PAD, y + PAD + lineHeight(name), type, 'left', inner);
        drawLines(own, notes[k] ?? [], left + 2 * PAD, y + PAD + lineHeight(name) + lineHeight(large), note);
      });
    };
    return { height, draw };
  });
}

/** Size at which the text is no wider than `width`: figures are not cut off. */
function fitting(pen: Pen, text: string, type: Type, width: number): number {
  setType(pen, type);
  return type.sizePt * Math.min(1, width / pen.context.measureText(text).width);
}

export interface TableColumn {
  readonly title: string;
  /** Of the width of the table. */
  readonly share: number;
  readonly numeric?: boolean;
  /** Draws behind the text how much of the whole it is. */
  readonly bar?: (row: number) => number;
}

/** A table as one block a row, and a head that repeats in each column that the table continues in. */
export function table(
  pen: Pen,
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): DrawnBlock[] {
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (share / whole) * width);
  const lefts = widths.map((_, k) => widths.slice(0, k).reduce((sum, each) => sum + each, 0));
  const draw = (own: Pen, cells: readonly (readonly string[])[], x: number, y: number, type: Type): void => {
    columns.forEach(({ numeric }, k) => {
      const [left, each] = [x + (lefts[k] ?? 0), widths[k] ?? 0];
      (cells[k] ?? []).forEach((line, n) =>
        drawText(
          own,
          line,
          numeric === true ? left + each - PAD : left + PAD,
          y + PAD / 2 + n * lineHeight(type),
          type,
          numeric === true ? 'right' : 'left',
        ),
      );
    });
  };
  const wrapped = (texts: readonly string[], type: Type): string[][] =>
    columns.map((_, k) => linesOf(pen, texts[k] ?? '', (widths[k] ?? 0) - 2 * PAD, type));
  const heightOf = (cells: readonly (readonly string[])[], type: Type): number =>
    Math.max(1, ...cells.map(({ length }) => length)) * lineHeight(type) + PAD;
  const titles = wrapped(
    columns.map(({ title }) => title),
    HEAD_CELL,
  );
  const head: DrawnBlock = {
    height: heightOf(titles, HEAD_CELL),
    keepWithNext: true,
    gap: mm(1.5),
    draw: (own, x, y) => {
      draw(own, titles, x, y, HEAD_CELL);
      drawRule(own, x, y + heightOf(titles, HEAD_CELL) - mm(0.2), width, INK.strong);
    },
  };
  return [
    head,
    ...rows.map((row, index): DrawnBlock => {
      const cells = wrapped(row, CELL);
      const height = heightOf(cells, CELL);
      return {
        height,
        repeat: head,
        draw: (own, x, y) => {
          columns.forEach(({ bar }, k) => {
            if (bar === undefined) return;
            own.context.fillStyle = INK.bar;
            own.context.fillRect(
              x + (lefts[k] ?? 0),
              y + mm(0.4),
              (widths[k] ?? 0) * Math.max(0, Math.min(1, bar(index))),
              height - mm(0.8),
            );
          });
          draw(own, cells, x, y, CELL);
          drawRule(own, x, y + height - mm(0.1), width);
        },
      };
    }),
  ];
}
