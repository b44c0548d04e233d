/** The whole brief, a page at a time on one canvas: no device has to hold all of them. */
import type { ChartData } from '../../charts/session-charts.ts';
import { context2d, freeCanvas, newCanvas } from '../../../../app/canvas.ts';
import { flow, type Column, type Placed } from '../flow.ts';
import { legendOf } from '../legend.ts';
import type { MapPicture } from '../map-picture.ts';
import { mm, paperPx, type Box, type Orientation, type Paper, type Size } from '../paper.ts';
import { titleOf, type Subject } from '../subject.ts';
import type { DrawnText } from '../text-layer.ts';
import type { DrawnBlock } from './blocks.ts';
import { drawMapFrame, layFirstPage } from './first-page.ts';
import { drawRule, drawText, INK, type Pen } from './pen.ts';
import { sections } from './sections.ts';

export interface Link {
  readonly box: Box;
  readonly url: string;
}

export interface Sheet {
  readonly canvas: HTMLCanvasElement;
  readonly number: number;
  readonly count: number;
  /** Pixels on the sheet. */
  readonly links: readonly Link[];
  /** What is written on it, in the order of reading. */
  readonly texts: readonly DrawnText[];
}

export interface BriefPlan {
  readonly subject: Subject;
  readonly paper: Paper;
  readonly orientation: Orientation;
  readonly charts: ChartData | null;
  /** A row for each scenario, the current situation first; none where there is nothing to compare. */
  readonly scenarios: readonly (readonly string[])[];
  /** Of what the map shows, whatever its size. */
  readonly zoom: number;
  readonly drawMap: (size: Size) => Promise<MapPicture>;
  /** Takes a sheet before the next is drawn on the same canvas. */
  readonly take: (sheet: Sheet) => Promise<void>;
  readonly abort: AbortSignal;
}

const MARGIN = mm(12);
const FOOT = mm(7);
const COLUMN_GAP = mm(8);
/** Text is easily read in columns no wider than this. */
const MOST_COLUMN = mm(200);

export async function drawBrief({
  subject,
  paper,
  orientation,
  charts,
  scenarios,
  zoom,
  drawMap,
  take,
  abort,
}: BriefPlan): Promise<void> {
  const size = paperPx(paper, orientation);
  const area = { x: MARGIN, y: MARGIN, width: size.width - 2 * MARGIN, height: size.height - 2 * MARGIN - FOOT };
  const canvas = newCanvas(size);
  let texts: DrawnText[] = [];
  const pen: Pen = {
    note: (text) => texts.push(text),
    context: context2d(canvas),
    family: getComputedStyle(document.documentElement).getPropertyValue('--font') || 'sans-serif',
  };
  const legend = legendOf(subject, zoom);
  const first = layFirstPage(pen, subject, legend, charts, area);
  const { width } = columnsOf(area);
  const placed = flow<DrawnBlock>(
    sections(pen, subject, first.hasCharts ? null : charts, scenarios, width),
    pageColumns(area),
  );
  const count = placed.reduce((most, { column }) => Math.max(most, column.page), 0) + 1;
  let picture: MapPicture | null = null;
  try {
    picture = await drawMap(first.map);
    first.placed.forEach(({ block, x, y }) => block.draw(pen, x, y));
    // The map's small print is read after the figures.
    drawMapFrame(pen, first.map, picture, subject, subject.app.config.state.peek().value);
    freeCanvas(picture.canvas);
    await finish(1, []);
    for (let number = 2; number <= count; number += 1) {
      clear(pen, size);
      const own = placed.filter(({ column }) => column.page === number - 1);
      own.forEach(({ block, column, y }) => block.draw(pen, column.x, y));
      await finish(number, linksOf(own));
    }
  } finally {
    if (picture !== null) freeCanvas(picture.canvas);
    freeCanvas(canvas);
  }

  async function finish(number: number, links: readonly Link[]): Promise<void> {
    drawFoot(pen, area, subject, number, count);
    abort.throwIfAborted();
    await take({ canvas, number, count, links, texts });
    texts = [];
    abort.throwIfAborted();
  }
}

function columnsOf({ width }: Box): { readonly count: number; readonly width: number } {
  const count = Math.max(1, Math.ceil((width + COLUMN_GAP) / (MOST_COLUMN + COLUMN_GAP)));
  return { count, width: (width - COLUMN_GAP * (count - 1)) / count };
}

/** From the second page on. */
function* pageColumns(area: Box): Generator<Column, Column> {
  const { count, width } = columnsOf(area);
  for (let page = 1; ; page += 1) {
    for (let k = 0; k < count; k += 1)
      yield { page, x: area.x + k * (width + COLUMN_GAP), y: area.y, width, height: area.height };
  }
}

function linksOf(placed: readonly Placed<DrawnBlock>[]): Link[] {
  return placed.flatMap(({ block, column, y }) =>
    block.link === undefined
      ? []
      : [{ url: block.link, box: { x: column.x, y, width: column.width, height: block.height } }],
  );
}

function drawFoot(pen: Pen, area: Box, subject: Subject, number: number, count: number): void {
  const {
    app: {
      i18n: { t },
      config,
    },
    scenario,
    layer,
    standard,
  } = subject;
  const about = standard === null ? `${layer} · ${scenario}` : titleOf(subject);
  const y = area.y + area.height + FOOT - mm(4.5);
  const type = { sizePt: 7.5, color: INK.quiet };
  drawRule(pen, area.x, y - mm(0.8), area.width);
  drawText(pen, about, area.x, y, type, 'left', area.width * 0.4);
  drawText(
    pen,
    t('plan.brief.made', { version: config.state.peek().value?.version ?? '' }),
    area.x + area.width / 2,
    y,
    type,
    'center',
  );
  drawText(pen, t('plan.brief.page', { n: number, all: count }), area.x + area.width, y, type, 'right');
}

function clear({ context }: Pen, { width, height }: Size): void {
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
}
