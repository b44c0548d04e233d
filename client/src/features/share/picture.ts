/** The map as the reader sees it, as a picture with what a report needs beside it: title, legend, scale, sources. */
import { PROVENANCES } from '../../../../tiles/layer/layer.ts';
import { legendOf, type Legend } from '../../../../tiles/style/legend.ts';
import { context2d, newCanvas, toBlob } from '../../app/canvas.ts';
import type { App, ColouredAreas } from '../../app/types.ts';
import { provenanceKinds } from '../../format/provenance.ts';
import { isSeenAt } from '../../map/choropleth.ts';
import { drawnLayers } from '../key/stack.ts';
import { metresPerPx, scaleBar } from '../../format/scale.ts';
import { wrap } from '../../format/wrap.ts';

/** The picture could not be drawn: the map is not there. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}

interface LegendLine {
  /** Null for the head of the classes of areas, which has no mark of its own. */
  readonly legend: Pick<Legend, 'mark' | 'fillOpacity'> | null;
  readonly color: string;
  readonly label: string;
  readonly isClass: boolean;
}

export interface PictureTexts {
  readonly title: string;
  readonly lines: readonly LegendLine[];
  /** Bottom lines: base map, data, day, link. */
  readonly notes: readonly string[];
}

/** Classes of a layer beyond these are left to its page. */
const MOST_CLASSES = 8;

/** What stands around the map. */
export function pictureTexts(app: App, made: Date): PictureTexts {
  const { config, catalogue, coloured, layersById, shown, store, theme, i18n } = app;
  const { t, text } = i18n;
  const settings = config.state.peek().value;
  const zoom = app.map.peek()?.getZoom() ?? 0;
  const layers = drawnLayers(
    shown.peek().flatMap((id) => layersById.peek().get(id) ?? []),
    { zoom, order: store.order.peek(), opacities: store.opacities.peek() },
  );
  const lines = layers.flatMap((layer): LegendLine[] => {
    const legend = legendOf(layer, theme.peek());
    const classes = legend.classes.slice(0, MOST_CLASSES);
    const own = { legend, color: legend.color, label: text(layer.title), isClass: false };
    return [own, ...classes.map(({ color, label }) => ({ legend, color, label: text(label), isClass: true }))];
  });
  const inForce = coloured.peek();
  const areas = inForce !== null && isSeenAt(inForce.choropleth, zoom) ? inForce : null;
  const ofAreas = areas === null ? [] : areaLines(areas);
  const basemap = settings?.basemaps.find(({ id }) => id === store.basemap.peek());
  const credit =
    basemap?.attribution ?? (settings?.baseMapAttribution === undefined ? '' : text(settings.baseMapAttribution));
  const review =
    settings?.mapReviewNumber === undefined ? '' : t('map.reviewNumber', { number: settings.mapReviewNumber });
  const sources = [...new Set([...layers.map(({ source }) => text(source)), ...(areas?.sources ?? [])])];
  const kinds = PROVENANCES.filter((kind) => layers.some((layer) => provenanceKinds(layer).includes(kind)));
  const { value } = catalogue.state.peek();
  return {
    title: settings === null ? t('app.name') : t('app.title', { city: text(settings.city) }),
    lines: value === null ? [] : [...lines, ...ofAreas],
    notes: [
      [review, credit, t('share.made', { date: i18n.cityDay(made) })].filter((note) => note !== '').join(' · '),
      ...(sources.length === 0 ? [] : [`${t('details.source')}: ${sources.join('; ')}`]),
      ...(kinds.length === 0
        ? []
        : [`${t('table.provenance')}: ${kinds.map((kind) => t(`provenance.${kind}`)).join(' / ')}`]),
    ],
  };
}

function areaLines({ title, classes, without, choropleth }: ColouredAreas): readonly LegendLine[] {
  const legend = { mark: 'area', fillOpacity: 1 } as const;
  const rest = without === null ? [] : [{ color: choropleth.none, label: without }];
  return [
    { legend: null, color: '', label: title, isClass: false },
    ...[...classes, ...rest].map((each) => ({ ...each, legend, isClass: true })),
  ];
}

/** CSS pixels; all are drawn at the resolution of the screen. */
const MARGIN = 20;
const TITLE = 52;
const LINE = 26;
const COLUMN = 220;
const NOTE = 18;
const MOST_NOTE_LINES = 6;
const FONT = 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/** Rejects with `PictureError`, and with `CanvasError` where the device has no memory for it. */
export async function mapPicture(app: App, made: Date): Promise<Blob> {
  const map = app.map.peek();
  if (map === null) throw new PictureError('no map');
  const source = map.getCanvas();
  const width = map.getContainer().clientWidth;
  const height = map.getContainer().clientHeight;
  if (width === 0 || height === 0) throw new PictureError('no size');
  const { title, lines, notes } = pictureTexts(app, made);
  const scale = source.width / width;
  const columns = Math.max(1, Math.floor((width - 2 * MARGIN) / COLUMN));
  const rows = Math.ceil(lines.length / columns);
  const ruler = context2d(document.createElement('canvas'));
  ruler.font = `12px ${FONT}`;
  const wrapped = notes
    .flatMap((note) => wrap(note, width - 2 * MARGIN, (each) => ruler.measureText(each).width))
    .slice(0, MOST_NOTE_LINES);
  const whole = TITLE + height + MARGIN + rows * LINE + 8 + wrapped.length * NOTE + MARGIN;
  const ink = inks(app.theme.peek());
  const canvas = newCanvas({ width: width * scale, height: whole * scale }, ink.paper);
  const context = context2d(canvas);
  context.scale(scale, scale);
  context.textBaseline = 'middle';
  context.fillStyle = ink.text;
  context.font = `600 20px ${FONT}`;
  context.fillText(title, MARGIN, TITLE / 2, width - 2 * MARGIN);
  context.drawImage(source, 0, TITLE, width, height);
  drawScale(context, metresPerPx(map.getCenter().lat, map.getZoom()), MARGIN, TITLE + height - 18, app);
  lines.forEach((line, index) => {
    const [column, row] = [Math.floor(index / rows), index % rows];
    const x = MARGIN + column * COLUMN + (line.isClass ? 14 : 0);
    const y = TITLE + height + MARGIN + row * LINE + LINE / 2;
    drawMark(context, line, x, y);
    context.fillStyle = ink.text;
    context.font = `${line.isClass ? '' : '600 '}13px ${FONT}`;
    const indent = line.legend === null ? 0 : 26;
    context.fillText(line.label, x + indent, y, COLUMN - 20 - indent);
  });
  context.fillStyle = ink.quiet;
  context.font = `12px ${FONT}`;
  wrapped.forEach((note, index) => {
    context.fillText(note, MARGIN, TITLE + height + MARGIN + rows * LINE + 8 + index * NOTE + NOTE / 2);
  });
  return toBlob(canvas, 'image/png');
}

function inks(theme: 'light' | 'dark'): { readonly paper: string; readonly text: string; readonly quiet: string } {
  return theme === 'dark'
    ? { paper: '#151c21', text: '#e5ebee', quiet: '#a9b7c0' }
    : { paper: '#ffffff', text: '#1b2a33', quiet: '#4d5b64' };
}

function drawMark(context: CanvasRenderingContext2D, { legend, color }: LegendLine, x: number, y: number): void {
  if (legend === null) return;
  context.save();
  context.fillStyle = color;
  context.strokeStyle = color;
  context.lineWidth = 2.5;
  context.beginPath();
  switch (legend.mark) {
    case 'circle':
      context.arc(x + 9, y, 7, 0, 2 * Math.PI);
      context.fill();
      break;
    case 'flag':
      context.rect(x + 1, y - 7, 16, 10);
      context.moveTo(x + 6, y + 3);
      context.lineTo(x + 9, y + 7);
      context.lineTo(x + 12, y + 3);
      context.fill();
      break;
    case 'line':
      context.moveTo(x, y);
      context.lineTo(x + 18, y);
      context.stroke();
      break;
    case 'area':
      context.rect(x + 1, y - 7, 16, 14);
      context.globalAlpha = Math.max(legend.fillOpacity ?? 0.3, 0.04);
      context.fill();
      context.globalAlpha = 1;
      context.lineWidth = 1.5;
      context.stroke();
  }
  context.restore();
}

const SCALE_PX = 120;

function drawScale(context: CanvasRenderingContext2D, perPx: number, x: number, y: number, { i18n }: App): void {
  const { lengthM, length: px } = scaleBar(perPx, SCALE_PX);
  context.save();
  context.fillStyle = 'rgb(255 255 255 / 85%)';
  context.fillRect(x - 8, y - 22, px + 16, 30);
  context.strokeStyle = '#1b2a33';
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x, y - 6);
  context.lineTo(x, y);
  context.lineTo(x + px, y);
  context.lineTo(x + px, y - 6);
  context.stroke();
  context.fillStyle = '#1b2a33';
  context.font = `12px ${FONT}`;
  context.textAlign = 'center';
  context.fillText(i18n.distance(lengthM), x + px / 2, y - 12);
  context.restore();
}
