/** A picture of a style and its tiles. */
import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec';
import { projectionOf, type View } from '../view.ts';
import { compileStyle, type CompiledLayer } from './compiled-style.ts';
import { decodeTile, pointOf, type Box, type DrawnTile, type EncodedTile, type MapFeature } from './features.ts';
import { useFont } from './fonts.ts';
import { drawMarkers, drawNotes, type Marker } from './furniture.ts';
import type { Notes } from './notes.ts';
import { drawAreas, drawBackground, drawCircles, drawLines } from './shapes.ts';
import { drawTexts, placeTexts } from './symbols.ts';

export interface PictureJob {
  readonly style: StyleSpecification;
  readonly view: View;
  /** Device px a CSS px. */
  readonly ratio: number;
  readonly tiles: readonly EncodedTile[];
  readonly markers: readonly Marker[];
  readonly notes: Notes | null;
  /** Cut into so many tiles a side, whose edges no name reaches over; null: one picture. */
  readonly cut: number | null;
}

/** Draws a job, and lets other work in between its layers. Rejects where the signal is aborted. */
export async function drawPicture(job: PictureJob, pause: () => Promise<void>, signal: AbortSignal): Promise<Buffer[]> {
  const { view, ratio, style } = job;
  const canvas = createCanvas(Math.round(view.width * ratio), Math.round(view.height * ratio));
  const pen = canvas.getContext('2d');
  pen.scale(ratio, ratio);
  const frame = { left: 0, top: 0, right: view.width, bottom: view.height };
  const layers = compileStyle(style, view.zoom);
  const tilesOf = sourcesOf(job);
  const texts = placeTexts({
    layers,
    tilesOf,
    advance: advanceIn(pen),
    frame: job.cut === null ? null : frame,
  });
  crowd(layers, tilesOf, (layer) => (texts.get(layer) ?? []).map(({ feature }) => feature));
  for (const layer of layers) {
    drawLayer(pen, layer, tilesOf(layer.source), frame);
    if (layer.type === 'symbol') drawTexts(pen, layer, texts.get(layer.id) ?? []);
    await pause();
    signal.throwIfAborted();
  }
  const projection = projectionOf(view);
  drawMarkers(pen, job.markers, projection);
  if (job.notes !== null) drawNotes(pen, job.notes, view);
  return cutOf(canvas, job.cut);
}

function drawLayer(pen: SKRSContext2D, layer: CompiledLayer, tiles: readonly DrawnTile[], frame: Box): void {
  switch (layer.type) {
    case 'background':
      drawBackground(pen, layer, frame);
      break;
    case 'fill':
    case 'fill-extrusion':
      drawAreas(pen, layer, tiles);
      break;
    case 'line':
      drawLines(pen, layer, tiles);
      break;
    case 'circle':
      drawCircles(pen, layer, tiles);
      break;
    default:
    // Texts come after their placement. Hills, heat and pictures of others are not drawn.
  }
}

/** The tiles of each source, and the points that stand in the style itself. */
function sourcesOf({ style, view, ratio, tiles }: PictureJob): (source: string) => readonly DrawnTile[] {
  const frame = { view, projection: projectionOf(view), ratio };
  const drawn = new Map<string, DrawnTile[]>();
  for (const tile of tiles) {
    const own = drawn.get(tile.source) ?? [];
    own.push(decodeTile(tile, frame));
    drawn.set(tile.source, own);
  }
  for (const [id, source] of Object.entries(style.sources)) {
    if (source.type !== 'geojson' || typeof source.data !== 'object' || source.data.type !== 'FeatureCollection')
      continue;
    const features = source.data.features.flatMap(({ geometry, properties }): MapFeature[] => {
      if (geometry.type !== 'Point') return [];
      const [lon = 0, lat = 0] = geometry.coordinates;
      return [pointOf(lon, lat, properties ?? {}, frame.projection)];
    });
    const clip = { left: 0, top: 0, right: view.width, bottom: view.height };
    drawn.set(id, [{ clip, scale: 1, enlarged: 1, layer: () => features }]);
  }
  return (source) => drawn.get(source) ?? [];
}

/** A cluster whose number has no room gives way with it: see `CROWDED` of the style. */
function crowd(
  layers: readonly CompiledLayer[],
  tilesOf: (source: string) => readonly DrawnTile[],
  placedOf: (layer: string) => readonly MapFeature[],
): void {
  for (const counts of layers) {
    if (counts.role !== 'cluster-count') continue;
    const placed = new Set(placedOf(counts.id));
    for (const tile of tilesOf(counts.source)) {
      for (const feature of tile.layer(counts.sourceLayer)) {
        if (counts.keeps(feature)) feature.state = { crowded: !placed.has(feature) };
      }
    }
  }
}

/** Measured large, as fonts fit small letters to the grid of pixels. */
const MEASURED_PX = 100;
const MOST_KNOWN = 20_000;
const known = new Map<string, number>();

function advanceIn(pen: SKRSContext2D): (character: string) => number {
  return (character) => {
    const found = known.get(character);
    if (found !== undefined) return found;
    useFont(pen, MEASURED_PX);
    const width = pen.measureText(character).width / MEASURED_PX;
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(character, width);
    return width;
  };
}

function cutOf(canvas: Canvas, cut: number | null): Buffer[] {
  if (cut === null) return [canvas.toBuffer('image/png')];
  const side = canvas.width / cut;
  const tile = createCanvas(side, side);
  const pen = tile.getContext('2d');
  return Array.from({ length: cut * cut }, (_, index) => {
    pen.clearRect(0, 0, side, side);
    pen.drawImage(canvas, -(index % cut) * side, -Math.floor(index / cut) * side);
    return tile.toBuffer('image/png');
  });
}
