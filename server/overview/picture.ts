/** The city at a glance as a still picture, which stands where the map will. */
import type { OverviewFigure } from '../../tiles/api/overview.ts';
import type { Bbox } from '../../tiles/api/wire.ts';
import { colorsOf, NO_VALUE } from '../../tiles/style/figure-colors.ts';
import { PALETTES, STYLE_THEMES, type StyleTheme } from '../../tiles/style/palette.ts';
import { mercatorX, mercatorY } from '../basemap/index.ts';
import type { Queryable } from '../platform/db/types.ts';
import { loadSql } from '../platform/db/sql.ts';

export interface Outline {
  readonly code: string;
  readonly rings: readonly (readonly (readonly number[])[])[];
}

/** Cells of the grid across the city's longer side: two pixels of a usual screen each, seen for a second. */
const CELLS = 360;
/** Units of the picture a cell. */
const UNITS = 2;
/** As the map draws its areas: see client/src/map/choropleth.ts. */
const OPACITY = 0.82;

const OUTLINES = loadSql('overview/sql/outlines');

/** Subdistricts of the city's own database. None where they are in one of others. */
export async function readOutlines(db: Queryable, layer: string, bounds: Bbox): Promise<Outline[]> {
  const { cell } = frameOf(bounds);
  const latitude = ((bounds[1] + bounds[3]) / 2) * (Math.PI / 180);
  const stepLon = cell * 360;
  const rows = await db.query(OUTLINES, [layer, stepLon, stepLon * Math.cos(latitude)], { kind: 'stats' });
  return rows.flatMap(({ code, rings }) =>
    typeof code === 'string' ? [{ code, rings: ringsOf(rings as Geometry) }] : [],
  );
}

type Ring = readonly (readonly number[])[];
type Geometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] }
  | { readonly type: string; readonly coordinates?: never };

function ringsOf(geometry: Geometry): readonly Ring[] {
  if (geometry.type === 'Polygon') return geometry.coordinates as readonly Ring[];
  if (geometry.type === 'MultiPolygon') return (geometry.coordinates as readonly (readonly Ring[])[]).flat();
  return [];
}

interface Frame {
  readonly left: number;
  readonly top: number;
  /** Side of a cell of the grid, in shares of the world. */
  readonly cell: number;
  /** In units of the picture. */
  readonly width: number;
  readonly height: number;
}

/** The picture shows the bounds of the city and nothing around them, as the map fits them into its place. */
function frameOf([west, south, east, north]: Bbox): Frame {
  const [left, right, top, bottom] = [mercatorX(west), mercatorX(east), mercatorY(north), mercatorY(south)];
  const cell = Math.max(right - left, bottom - top) / CELLS;
  const units = (share: number): number => Math.max(1, Math.round((share / cell) * UNITS));
  return { left, top, cell, width: units(right - left), height: units(bottom - top) };
}

/** @param figure colours the areas; null leaves them plain */
export function drawPicture(outlines: readonly Outline[], bounds: Bbox, figure: OverviewFigure | null): string {
  const frame = frameOf(bounds);
  const light = figure === null ? {} : colorsOf(figure, 'light');
  const dark = figure === null ? {} : colorsOf(figure, 'dark');
  // Classes by their colour in the light: the colours of the dark go the same way.
  const colors = [...new Set(Object.values(light))].sort();
  const darkOf = new Map(Object.entries(light).map(([code, color]) => [color, dark[code] ?? color]));
  const plain = (theme: StyleTheme): string => (figure === null ? PALETTES[theme].land : NO_VALUE[theme]);
  const style = (theme: StyleTheme): string =>
    `path{fill:${plain(theme)};stroke:${figure === null ? PALETTES[theme].subdistrictLine : PALETTES[theme].land}}` +
    colors.map((color, n) => `.c${String(n)}{fill:${theme === 'light' ? color : darkOf.get(color)}}`).join('');
  const paths = [null, ...colors].map((color, n) => {
    const shapes = outlines.filter(({ code }) => (light[code] ?? null) === color).flatMap(({ rings }) => rings);
    const d = shapes.map((ring) => pathOf(ring, frame)).join('');
    return d === '' ? '' : `<path${color === null ? '' : ` class="c${String(n - 1)}"`} d="${d}"/>`;
  });
  const [day, night] = STYLE_THEMES.map(style);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(frame.width)} ${String(frame.height)}">` +
    `<style>path{stroke-width:.7;stroke-linejoin:round;fill-opacity:${String(figure === null ? 1 : OPACITY)};vector-effect:non-scaling-stroke;fill-rule:evenodd}` +
    `${day ?? ''}@media(prefers-color-scheme:dark){${night ?? ''}}</style>${paths.join('')}</svg>`
  );
}

/** A ring as steps between the points of the grid that it turns at. */
function pathOf(ring: Ring, { left, top, cell }: Frame): string {
  const points = ring.map(([lon = 0, lat = 0]): readonly [number, number] => [
    Math.round(((mercatorX(lon) - left) / cell) * UNITS),
    Math.round(((mercatorY(lat) - top) / cell) * UNITS),
  ]);
  const turns: (readonly [number, number])[] = [];
  for (const [x, y] of points) {
    const [bx, by] = turns.at(-1) ?? [NaN, NaN];
    if (x === bx && y === by) continue;
    const [ax, ay] = turns.at(-2) ?? [NaN, NaN];
    if ((bx - ax) * (y - by) === (by - ay) * (x - bx) && (bx - ax) * (x - bx) + (by - ay) * (y - by) > 0) turns.pop();
    turns.push([x, y]);
  }
  // Closed, with an area: what is smaller than a cell is left out.
  if (turns.length < 4) return '';
  const steps = turns.slice(1, -1).map(([x, y], n) => {
    const [px, py] = turns[n] as readonly [number, number];
    return signed(x - px) + signed(y - py);
  });
  const [x, y] = turns[0] as readonly [number, number];
  return `M${String(x)}${signed(y)}l${steps.join('').replace(/^\+/, '')}z`.replaceAll('+', ' ');
}

/** With a sign, which parts it from the number before. */
function signed(value: number): string {
  return value < 0 ? String(value) : `+${String(value)}`;
}
