/** Texts and flags: which of them have room, and how they are drawn. */
import type { SKRSContext2D } from '@napi-rs/canvas';
import { FLAG_IMAGE } from '../../../tiles/style/point-layers.ts';
import { TakenRoom } from './collision.ts';
import type { CompiledLayer } from './compiled-style.ts';
import type { Box, DrawnTile, MapFeature } from './features.ts';
import { useFont } from './fonts.ts';
import { lineCandidates, type LineText } from './line-texts.ts';
import { poleOf } from './pole.ts';
import { alignmentOf, justifyFor, radialOffset, shapeText, type Block, type Justify } from './shaping.ts';
import { featuresOf, inOrder } from './shapes.ts';

/** A text in lines, with the flag below it where it stands on one. */
export interface StandingText {
  readonly block: Block;
  /** Of the upper left corner of the block, px. */
  readonly x: number;
  readonly y: number;
  readonly flag: { readonly box: Box; readonly color: string } | null;
}

interface PlacedText {
  readonly feature: MapFeature;
  readonly sizePx: number;
  readonly standing: StandingText | null;
  readonly along: LineText | null;
}

/** What may be placed: the first of its choices that has room is. */
interface Candidate {
  readonly feature: MapFeature;
  readonly sizePx: number;
  readonly choices: readonly {
    readonly boxes: readonly Box[];
    readonly standing: StandingText | null;
    readonly along: LineText | null;
  }[];
}

export interface PlaceOptions {
  readonly layers: readonly CompiledLayer[];
  readonly tilesOf: (source: string) => readonly DrawnTile[];
  /** Width of a character in the size of the text. */
  readonly advance: (character: string) => number;
  /** Names that would reach over it are left out, so that pictures beside each other cut none; null: nothing is. */
  readonly frame: Box | null;
}

/** What is written in and on marks belongs to them, and is drawn on both sides of an edge like the mark. */
const ON_MARKS = new Set(['glyph', 'cluster', 'cluster-count', 'flag', 'mark-room']);

/** The texts of a picture by their layers: as MapLibre places them, those of the topmost layer first. */
export function placeTexts(options: PlaceOptions): ReadonlyMap<string, readonly PlacedText[]> {
  const room = new TakenRoom();
  const placed = new Map<string, readonly PlacedText[]>();
  for (const layer of [...options.layers].reverse()) {
    if (layer.type !== 'symbol') continue;
    const mayOverlap = layer.flag('text-allow-overlap');
    const takesRoom = !layer.flag('text-ignore-placement');
    const own: PlacedText[] = [];
    for (const { feature, sizePx, choices } of candidatesOf(layer, options)) {
      const { frame } = options;
      const isIn = (box: Box): boolean => frame === null || ON_MARKS.has(layer.role ?? '') || contains(frame, box);
      const choice = choices.find(({ boxes }) => boxes.every(isIn) && (mayOverlap || room.isFree(boxes)));
      if (choice === undefined) continue;
      if (takesRoom) room.take(choice.boxes);
      own.push({ feature, sizePx, standing: choice.standing, along: choice.along });
    }
    placed.set(layer.id, own);
  }
  return placed;
}

function contains(frame: Box, box: Box): boolean {
  return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
}

function candidatesOf(layer: CompiledLayer, options: PlaceOptions): readonly Candidate[] {
  const tiles = options.tilesOf(layer.source);
  const isAlong = layer.text('symbol-placement') === 'line';
  const all = tiles.flatMap((tile): Candidate[] => {
    const features = featuresOf(layer, tile);
    if (isAlong)
      return lineCandidates(layer, tile, features, options.advance).map(({ feature, sizePx, text }) => ({
        feature,
        sizePx,
        choices: [{ boxes: text.boxes, standing: null, along: text }],
      }));
    return features.flatMap((feature) => standingCandidates(layer, tile, feature, options.advance));
  });
  return inOrder(all, layer.has('symbol-sort-key') ? ({ feature }) => layer.number('symbol-sort-key', feature) : null);
}

/** Places of a feature inside its tile. */
function anchorsOf(feature: MapFeature, tile: DrawnTile): (readonly [x: number, y: number])[] {
  if (feature.type === 1)
    return feature.paths.flatMap((path, at) =>
      Array.from({ length: path.length / 2 }, (_, index) => index)
        .filter((index) => feature.isInside(at, index))
        .map((index) => [path[2 * index] ?? 0, path[2 * index + 1] ?? 0] as const),
    );
  const { clip } = tile;
  // Each part of an area has its name, as MapLibre has it; where there is little room, the first that fits.
  return feature.polygons.flatMap((rings) => {
    const pole = poleOf(rings, 2);
    if (pole === null) return [];
    const [x, y] = pole;
    return x >= clip.left && x < clip.right && y >= clip.top && y < clip.bottom ? [pole] : [];
  });
}

function standingCandidates(
  layer: CompiledLayer,
  tile: DrawnTile,
  feature: MapFeature,
  advance: PlaceOptions['advance'],
): Candidate[] {
  const text = layer.text('text-field', feature);
  if (text.trim() === '') return [];
  const sizePx = layer.number('text-size', feature);
  const anchors = layer.list('text-variable-anchor')?.map(String) ?? [layer.text('text-anchor', feature)];
  const isVariable = layer.has('text-variable-anchor');
  const radius = layer.number('text-radial-offset', feature);
  const [offsetX = 0, offsetY = 0] = (layer.list('text-offset', feature) ?? []).map(Number);
  const justify = layer.text('text-justify', feature);
  const padding = layer.number('text-padding', feature);
  const image = layer.has('icon-image') ? layer.text('icon-image', feature) : '';
  const shape = {
    advance: (character: string) => advance(character) * sizePx,
    sizePx,
    maxWidthPx: layer.number('text-max-width', feature) * sizePx,
    spacingPx: layer.number('text-letter-spacing', feature) * sizePx,
  };
  // Anchors are many, and breaking a text into lines takes long.
  const blocks = new Map<Justify, Block>();
  const blockOf = (wanted: Justify): Block => {
    const block = blocks.get(wanted) ?? shapeText(text, { ...shape, justify: wanted });
    blocks.set(wanted, block);
    return block;
  };
  return anchorsOf(feature, tile).map(([x, y]) => ({
    feature,
    sizePx,
    choices: anchors.map((anchor) => {
      const { across, down } = alignmentOf(anchor);
      const block = blockOf(justify === 'auto' ? justifyFor(anchor) : (justify as Justify));
      const [dx, dy] = isVariable ? radialOffset(anchor, radius) : [offsetX, offsetY];
      // Of several anchors MapLibre takes the side of the box with its padding, of a single one that of the text.
      const more = isVariable ? padding : 0;
      const left = x + dx * sizePx - across * (block.width + 2 * more) + more;
      const top = y + dy * sizePx - down * (block.height + 2 * more) + more;
      const box = grown({ left, top, right: left + block.width, bottom: top + block.height }, padding);
      const flag = image.startsWith(FLAG_IMAGE) ? flagOf(layer, block, left, top, image) : null;
      return {
        boxes: flag === null ? [box] : [box, grown(flag.box, layer.number('icon-padding', feature))],
        standing: { block, x: left, y: top, flag },
        along: null,
      };
    }),
  }));
}

function flagOf(layer: CompiledLayer, block: Block, left: number, top: number, image: string) {
  const [above = 0, right = 0, below = 0, before = 0] = (layer.list('icon-text-fit-padding') ?? []).map(Number);
  const box = {
    left: left - before - 1,
    top: top - above - 1,
    right: left + block.width + right + 1,
    bottom: top + block.height + below + 1,
  };
  return { box, color: image.slice(FLAG_IMAGE.length) };
}

function grown({ left, top, right, bottom }: Box, by: number): Box {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

export function drawTexts(pen: SKRSContext2D, layer: CompiledLayer, texts: readonly PlacedText[]): void {
  pen.textBaseline = 'alphabetic';
  pen.textAlign = 'left';
  pen.lineJoin = 'round';
  pen.fontKerning = 'none';
  for (const { standing } of texts) if (standing?.flag) drawFlag(pen, standing.flag.box, standing.flag.color);
  // MapLibre draws all halos of a layer below all its letters.
  for (const how of ['halo', 'letters'] as const) for (const text of texts) drawText(pen, layer, text, how);
}

function drawText(pen: SKRSContext2D, layer: CompiledLayer, text: PlacedText, how: 'halo' | 'letters'): void {
  const { feature, sizePx, standing, along } = text;
  const opacity = layer.number('text-opacity', feature);
  const halo = layer.number('text-halo-width', feature);
  if (opacity === 0 || (how === 'halo' && (halo === 0 || standing?.flag))) return;
  useFont(pen, sizePx);
  pen.letterSpacing = `${String(layer.number('text-letter-spacing', feature) * sizePx)}px`;
  pen.lineWidth = 2 * halo;
  if (how === 'halo') pen.strokeStyle = layer.color('text-halo-color', opacity, feature);
  else pen.fillStyle = layer.color('text-color', opacity, feature);
  const write = (characters: string, x: number, y: number): void => {
    if (how === 'halo') pen.strokeText(characters, x, y);
    else pen.fillText(characters, x, y);
  };
  for (const line of standing?.block.lines ?? [])
    write(line.text, (standing?.x ?? 0) + line.x, (standing?.y ?? 0) + line.baseline);
  pen.letterSpacing = '0px';
  for (const { character, x, y, angle, left, baseline } of along?.glyphs ?? []) {
    pen.save();
    pen.translate(x, y);
    pen.rotate(angle);
    write(character, left, baseline);
    pen.restore();
  }
}

/** As the client draws the images of flags (client/src/map/bind-images.ts). */
const FLAG = { rimPx: 2, tipPx: 4, tipHalfPx: 3.5, rim: '#ffffff' } as const;

function drawFlag(pen: SKRSContext2D, { left, top, right, bottom }: Box, color: string): void {
  const middle = (left + right) / 2;
  pen.beginPath();
  pen.moveTo(left, top);
  pen.lineTo(right, top);
  pen.lineTo(right, bottom);
  pen.lineTo(middle + FLAG.tipHalfPx, bottom);
  pen.lineTo(middle, bottom + FLAG.tipPx);
  pen.lineTo(middle - FLAG.tipHalfPx, bottom);
  pen.lineTo(left, bottom);
  pen.closePath();
  pen.strokeStyle = FLAG.rim;
  pen.lineWidth = FLAG.rimPx;
  pen.stroke();
  pen.fillStyle = color;
  pen.fill();
}
