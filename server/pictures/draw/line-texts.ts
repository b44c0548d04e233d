/** Texts along lines, letter by letter. */
import type { CompiledLayer } from './compiled-style.ts';
import type { Box, DrawnTile, MapFeature, Path } from './features.ts';
import { alongLine, anchorsOf, clipLine, mergeLines, type LineAnchor } from './line-anchors.ts';
import { BASELINE, isIdeographic, LINE_HEIGHT, widthOf } from './shaping.ts';

export interface Glyph {
  readonly character: string;
  /** Of the middle of the letter, px. */
  readonly x: number;
  readonly y: number;
  /** Radians. */
  readonly angle: number;
  /** Where the letter begins, from there along its own direction, and its baseline. */
  readonly left: number;
  readonly baseline: number;
}

export interface LineText {
  readonly glyphs: readonly Glyph[];
  readonly boxes: readonly Box[];
}

interface LineCandidate {
  readonly feature: MapFeature;
  readonly sizePx: number;
  readonly text: LineText;
}

/** MapLibre finds places for the size of this zoom, so that they stay while one zooms in. */
const LARGEST_AT = 18;
/** Half the side of a square as large as a circle of radius 1: MapLibre keeps others off by circles. */
const SQUARE = Math.sqrt(Math.PI) / 2;

export function lineCandidates(
  layer: CompiledLayer,
  tile: DrawnTile,
  features: readonly MapFeature[],
  advance: (character: string) => number,
): LineCandidate[] {
  const byText = new Map<string, MapFeature>();
  const lines = features.flatMap((feature) => {
    const text = layer.text('text-field', feature).trim();
    if (text === '' || feature.type === 1) return [];
    if (!byText.has(text)) byText.set(text, feature);
    return feature.paths.map((path) => ({ text, path }));
  });
  const spacingPx = layer.number('symbol-spacing') * tile.scale;
  const placed = new Map<string, LineAnchor[]>();
  return mergeLines(lines).flatMap(({ text, path }): LineCandidate[] => {
    const feature = byText.get(text);
    if (feature === undefined) return [];
    const sizePx = layer.number('text-size', feature);
    const largestPx = layer.number('text-size', feature, LARGEST_AT) * tile.scale;
    const spacing = layer.number('text-letter-spacing', feature);
    const options = {
      tile: tile.clip,
      spacingPx,
      lengthPx: widthOf(text, advance, spacing) * largestPx,
      sizePx: largestPx,
      maxAngleDeg: layer.number('text-max-angle'),
      enlarged: tile.enlarged,
    };
    return clipLine(path, tile.clip).flatMap((part) =>
      anchorsOf(part, options).flatMap((anchor): LineCandidate[] => {
        const before = placed.get(text) ?? [];
        if (before.some(({ x, y }) => Math.hypot(x - anchor.x, y - anchor.y) < spacingPx / 2)) return [];
        placed.set(text, [...before, anchor]);
        const glyphs = glyphsOf(text, part, anchor, { advance, sizePx, spacing });
        if (glyphs === null) return [];
        const half = ((LINE_HEIGHT * sizePx) / 2 + layer.number('text-padding', feature)) * SQUARE;
        const boxes = glyphs.map(({ x, y }) => ({ left: x - half, top: y - half, right: x + half, bottom: y + half }));
        return [{ feature, sizePx, text: { glyphs, boxes } }];
      }),
    );
  });
}

interface GlyphOptions {
  readonly advance: (character: string) => number;
  readonly sizePx: number;
  /** Of the size. */
  readonly spacing: number;
}

/**
 * Letters along a line, upright to the reader; null where the line is too short. Chinese along a steep line stands
 * upright and runs down, as on a street sign.
 */
export function glyphsOf(text: string, path: Path, anchor: LineAnchor, options: GlyphOptions): Glyph[] | null {
  const { advance, sizePx, spacing } = options;
  const characters = [...text];
  const half = (widthOf(text, advance, spacing) * sizePx) / 2;
  const [first, last] = [alongLine(path, anchor, -half), alongLine(path, anchor, half)];
  if (first === null || last === null) return null;
  const isSteep = Math.abs(last.y - first.y) > Math.abs(last.x - first.x);
  const isDown = isSteep && characters.some(isIdeographic);
  const isBackwards = isDown ? last.y < first.y : last.x < first.x;
  const widthIn = (character: string): number => (isDown && isIdeographic(character) ? 1 : advance(character)) * sizePx;
  const total = characters.reduce((sum, each) => sum + widthIn(each) + spacing * sizePx, 0) - spacing * sizePx;
  const glyphs: Glyph[] = [];
  let at = -total / 2;
  for (const character of characters) {
    const width = widthIn(character);
    const middle = at + width / 2;
    const place = alongLine(path, anchor, isBackwards ? -middle : middle);
    if (place === null) return null;
    const along = isBackwards ? place.angle + Math.PI : place.angle;
    const isUpright = isDown && isIdeographic(character);
    glyphs.push({
      character,
      x: place.x,
      y: place.y,
      angle: isUpright ? along - Math.PI / 2 : along,
      left: (-advance(character) * sizePx) / 2,
      baseline: BASELINE * sizePx,
    });
    at += width + spacing * sizePx;
  }
  return glyphs;
}
