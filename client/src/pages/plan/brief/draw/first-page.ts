/** The first page: what it is about, the map with its legend, and the figures that matter most. */
import type { ClientConfig } from '../../../../../../tiles/api/wire.ts';
import type { Legend } from '../legend.ts';
import { haloOf, markColor, MARK_SIGNS, type MarkerKind } from '../../map/markers.ts';
import { STREET_SIGNS, streetColor } from '../../map/streets.ts';
import type { StreetKind } from '../../state/streets.ts';
import type { MapPicture } from '../map-picture.ts';
import { scaleBar } from '../../../../format/scale.ts';
import { mm, type Box } from '../paper.ts';
import { headNotes, titleOf, warningTexts, type Subject } from '../subject.ts';
import { keyFigures } from '../key-figures.ts';
import type { ChartData } from '../../charts/session-charts.ts';
import { facts, figures, warning, type DrawnBlock } from './blocks.ts';
import { chartBlocks } from './sections.ts';
import { drawLines, drawText, INK, lineHeight, linesOf, type Pen, type Type } from './pen.ts';

const TITLE: Type = { sizePt: 17, weight: 600 };
const CAPTION: Type = { sizePt: 8, weight: 600 };
const SMALL: Type = { sizePt: 7.5 };
const GAP = mm(4);
/** Of the width of a broad sheet. */
const MAP_SHARE = 0.66;

export interface FirstPage {
  readonly map: Box;
  readonly placed: readonly { readonly block: DrawnBlock; readonly x: number; readonly y: number }[];
  /** Broad sheets may have room for the charts beside the map. */
  readonly hasCharts: boolean;
}

/** Where everything goes; the map takes what is left. */
export function layFirstPage(
  pen: Pen,
  subject: Subject,
  legend: Legend,
  charts: ChartData | null,
  area: Box,
): FirstPage {
  const broad = area.width > area.height;
  const head = [
    titleBlock(pen, subject, area.width),
    ...facts(pen, headNotes(subject), area.width, broad ? 4 : 2),
    ...warningTexts(subject).map((text) => warning(pen, text, area.width)),
  ];
  const below = area.y + heightOf(head) + GAP;
  const rest = { x: area.x, y: below, width: area.width, height: area.y + area.height - below };
  const sideWidth = broad ? rest.width * (1 - MAP_SHARE) - GAP : rest.width;
  const own = [
    legendBlock(pen, legend, sideWidth, broad ? 1 : 2),
    ...figures(pen, keyFigures(subject), sideWidth, broad ? 2 : 4).map((block, k) =>
      k === 0 ? { ...block, gap: GAP } : block,
    ),
  ];
  const drawn = broad && charts !== null ? chartBlocks(subject, charts, sideWidth) : [];
  const hasCharts = drawn.length > 0 && heightOf([...own, ...drawn]) <= rest.height;
  const side = hasCharts ? [...own, ...drawn] : own;
  const map = broad
    ? { ...rest, width: rest.width * MAP_SHARE }
    : { ...rest, height: rest.height - heightOf(side) - GAP };
  const sideAt = broad ? { x: rest.x + map.width + GAP, y: rest.y } : { x: rest.x, y: map.y + map.height + GAP };
  const whole = (box: Box): Box => ({
    x: Math.round(box.x),
    y: Math.round(box.y),
    width: Math.round(box.width),
    height: Math.round(box.height),
  });
  return { map: whole(map), hasCharts, placed: [...stack(head, area.x, area.y), ...stack(side, sideAt.x, sideAt.y)] };
}

function stack(blocks: readonly DrawnBlock[], x: number, top: number): { block: DrawnBlock; x: number; y: number }[] {
  let y = top;
  return blocks.map((block, k) => {
    y += k === 0 ? 0 : (block.gap ?? 0);
    const placed = { block, x, y };
    y += block.height;
    return placed;
  });
}

function heightOf(blocks: readonly DrawnBlock[]): number {
  return blocks.reduce((sum, { height, gap }, k) => sum + height + (k === 0 ? 0 : (gap ?? 0)), 0);
}

function titleBlock(pen: Pen, subject: Subject, width: number): DrawnBlock {
  const lines = linesOf(pen, titleOf(subject), width, TITLE);
  return { height: lines.length * lineHeight(TITLE), draw: (own, x, y) => drawLines(own, lines, x, y, TITLE) };
}

function legendBlock(pen: Pen, { title, entries, marks, streets }: Legend, width: number, columns: number): DrawnBlock {
  const row = lineHeight(SMALL) + mm(0.5);
  const perColumn = Math.ceil(entries.length / columns);
  const markRows = Math.ceil((marks.length + streets.length) / columns);
  const swatch = mm(4);
  const columnWidth = width / columns;
  const top = lineHeight(CAPTION) + mm(0.8);
  const titleLines = linesOf(pen, title, width, CAPTION);
  const extra = (titleLines.length - 1) * lineHeight(CAPTION);
  return {
    height: top + extra + (perColumn + markRows) * row + mm(0.8),
    draw: (own, x, y) => {
      drawLines(own, titleLines, x, y, CAPTION);
      entries.forEach(({ color, label, value }, k) => {
        const [left, rowY] = [x + Math.floor(k / perColumn) * columnWidth, y + top + extra + (k % perColumn) * row];
        own.context.fillStyle = color;
        own.context.fillRect(left, rowY + mm(0.4), swatch, row - mm(1));
        own.context.strokeStyle = INK.strong;
        own.context.lineWidth = mm(0.15);
        own.context.strokeRect(left, rowY + mm(0.4), swatch, row - mm(1));
        drawText(
          own,
          value === '' ? label : `${label}  ${value}`,
          left + swatch + mm(1.5),
          rowY,
          SMALL,
          'left',
          columnWidth - swatch - mm(3),
        );
      });
      const place = (k: number, label: string): { readonly x: number; readonly y: number } => {
        const left = x + (k % columns) * columnWidth;
        const rowY = y + top + extra + (perColumn + Math.floor(k / columns)) * row + mm(0.8);
        drawText(own, label, left + swatch + mm(1.5), rowY, SMALL, 'left', columnWidth - swatch - mm(3));
        return { x: left + swatch / 2, y: rowY + row / 2 };
      };
      marks.forEach(({ kind, label }, k) => {
        const at = place(k, label);
        drawMark(own, kind, at.x, at.y, swatch / 2.2);
      });
      streets.forEach(({ kind, label }, k) => {
        const at = place(marks.length + k, label);
        drawStreet(own, kind, at.x, at.y, swatch);
      });
    },
  };
}

/** The mark of a facility, as the map draws it. */
function drawMark(pen: Pen, kind: MarkerKind, x: number, y: number, radius: number): void {
  const { context } = pen;
  const isRing = kind === 'existing';
  context.beginPath();
  context.arc(x, y, isRing ? radius * 0.65 : radius, 0, 2 * Math.PI);
  context.fillStyle = isRing ? haloOf('light') : markColor('light', kind);
  context.fill();
  if (isRing) {
    context.strokeStyle = markColor('light', kind);
    context.lineWidth = mm(0.4);
    context.stroke();
    return;
  }
  context.fillStyle = haloOf('light');
  context.font = `700 ${String(radius * 1.5)}px ${pen.family}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(MARK_SIGNS[kind], x, y);
}

/** A street that the scenario changes, as the map draws it: its line, or its area, with its sign. */
function drawStreet(pen: Pen, kind: StreetKind, x: number, y: number, width: number): void {
  const { context } = pen;
  const color = streetColor('light', kind);
  const [thick, half] = [kind === 'shut' ? width * 0.7 : mm(0.8), width * 0.26];
  context.globalAlpha = kind === 'shut' ? 0.35 : 1;
  context.fillStyle = color;
  context.fillRect(x - width / 2, y - thick / 2, width, thick);
  context.globalAlpha = 1;
  context.fillStyle = haloOf('light');
  context.fillRect(x - half, y - half, 2 * half, 2 * half);
  context.fillStyle = color;
  context.font = `700 ${String(width * 0.65)}px ${pen.family}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(STREET_SIGNS[kind], x, y);
}

/** The map in its frame, with scale bar, north arrow, review number and attribution. */
export function drawMapFrame(
  pen: Pen,
  box: Box,
  picture: MapPicture,
  { app }: Subject,
  settings: ClientConfig | null,
): void {
  const {
    i18n: { t, number },
  } = app;
  const { context } = pen;
  context.drawImage(picture.canvas, box.x, box.y, box.width, box.height);
  context.strokeStyle = INK.strong;
  context.lineWidth = mm(0.3);
  context.strokeRect(box.x, box.y, box.width, box.height);
  if (picture.pitch === 0)
    drawScale(
      pen,
      box,
      picture.metresPerPx,
      app.i18n.distance,
      t('plan.brief.scale', { n: number(roughly(picture.metresPerPx * mm(1000))) }),
    );
  else note(pen, [t('plan.brief.pitched')], box, 'left');
  drawNorth(pen, box, picture.bearing, t('plan.brief.north'));
  const review = settings?.mapReviewNumber;
  const basemap = settings?.basemaps.find(({ id }) => id === app.store.basemap.peek());
  const credit = settings?.baseMapAttribution;
  // The credit of the own base map is a sentence that says what it is about.
  const source =
    basemap === undefined && credit !== undefined
      ? app.i18n.text(credit)
      : t('plan.brief.mapSource', { source: basemap?.attribution ?? t('basemap.offline') });
  note(
    pen,
    [review === undefined ? t('plan.brief.unreviewed') : t('plan.brief.reviewed', { number: review }), source],
    box,
    'right',
  );
}

/** Two digits: the projection's scale varies over the sheet by more than the rest. */
function roughly(value: number): number {
  return Number(value.toPrecision(2));
}

function note(pen: Pen, texts: readonly string[], box: Box, side: 'left' | 'right', widthShare = 0.55): void {
  const lines = texts.flatMap((text) => linesOf(pen, text, box.width * widthShare, SMALL));
  const pad = mm(1);
  const width = Math.max(...lines.map((line) => pen.context.measureText(line).width)) + 2 * pad;
  const height = lines.length * lineHeight(SMALL) + 2 * pad;
  const x = side === 'left' ? box.x : box.x + box.width - width;
  veil(pen, x, box.y + box.height - height, width, height);
  drawLines(pen, lines, x + pad, box.y + box.height - height + pad, SMALL);
}

function drawScale(pen: Pen, box: Box, metresPerPx: number, distance: (metres: number) => string, text: string): void {
  const { lengthM, length } = scaleBar(metresPerPx, Math.min(mm(35), box.width * 0.25));
  const lines = linesOf(pen, text, box.width * 0.35, SMALL);
  const width = Math.max(length + mm(12), ...lines.map((line) => pen.context.measureText(line).width + mm(4)));
  const height = lineHeight(SMALL) * (1 + lines.length) + mm(4);
  const [x, y] = [box.x, box.y + box.height - height];
  veil(pen, x, y, width, height);
  const { context } = pen;
  const [left, bar] = [x + mm(2), y + mm(1) + lineHeight(SMALL)];
  ['0', distance(lengthM)].forEach((label, k) =>
    drawText(pen, label, left + k * length, y + mm(0.6), SMALL, k === 0 ? 'left' : 'center'),
  );
  // In four parts, dark and light in turn.
  for (let part = 0; part < 4; part += 1) {
    context.fillStyle = part % 2 === 0 ? INK.text : '#ffffff';
    context.fillRect(left + (part * length) / 4, bar, length / 4, mm(1.2));
  }
  context.strokeStyle = INK.text;
  context.lineWidth = mm(0.2);
  context.strokeRect(left, bar, length, mm(1.2));
  drawLines(pen, lines, left, bar + mm(1.8), SMALL);
}

function drawNorth(pen: Pen, box: Box, bearing: number, text: string): void {
  const { context } = pen;
  const size = mm(12);
  context.save();
  context.translate(box.x + box.width - size * 0.75, box.y + size * 0.85);
  context.fillStyle = 'rgb(255 255 255 / 82%)';
  context.beginPath();
  context.arc(0, 0, size * 0.62, 0, 2 * Math.PI);
  context.fill();
  context.rotate((-bearing * Math.PI) / 180);
  context.beginPath();
  context.moveTo(0, -size * 0.28);
  context.lineTo(size * 0.19, size * 0.36);
  context.lineTo(0, size * 0.22);
  context.lineTo(-size * 0.19, size * 0.36);
  context.closePath();
  context.fillStyle = INK.text;
  context.fill();
  drawText(pen, text, 0, -size * 0.6, { sizePt: 8, weight: 600 }, 'center');
  context.restore();
}

function veil({ context }: Pen, x: number, y: number, width: number, height: number): void {
  context.fillStyle = 'rgb(255 255 255 / 85%)';
  context.fillRect(x, y, width, height);
}
