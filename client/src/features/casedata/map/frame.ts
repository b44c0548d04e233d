/** What deck.gl is given to draw, made from the session alone: everything the picture depends on, and nothing else. */
import type { Bbox } from '../../../../../tiles/api/wire.ts';
import type { Theme } from '../../../state/types.ts';
import { metresPerPx } from '../../../format/scale.ts';
import { rgb, type Rgb } from '../colors.ts';
import { classOf } from '../data/classes.ts';
import type { Dataset, Dimension } from '../data/dataset.ts';
import type { Groups } from '../data/groups.ts';
import type { AmountLegend, ValueLegend } from '../legend.ts';

/** Height of the tallest column at the centre of the map. */
const TALLEST_PX = 150;

/** Interleaved longitude and latitude of rows, and a colour each, as deck.gl takes them without looking at any row. */
export interface PointBuffers {
  readonly positions: Float64Array;
  readonly colors: Uint8Array;
}

export function pointBuffers(
  data: Dataset,
  rows: Uint32Array,
  dimension: Dimension | undefined,
  legend: ValueLegend,
): PointBuffers {
  const palette = [...legend.colors, legend.otherColor].map(rgb);
  const positions = positionsOf(data, rows);
  const colors = new Uint8Array(rows.length * 4);
  for (let i = 0; i < rows.length; i += 1) {
    const code = dimension?.codes[rows[i] ?? 0] ?? -1;
    setColor(colors, i, palette[code < 0 ? palette.length - 1 : code]);
  }
  return { positions, colors };
}

export function positionsOf({ lon, lat }: Dataset, rows: Uint32Array): Float64Array {
  const positions = new Float64Array(rows.length * 2);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] ?? 0;
    positions[2 * i] = lon[row] ?? 0;
    positions[2 * i + 1] = lat[row] ?? 0;
  }
  return positions;
}

export function groupBuffers(groups: Groups, values: Float64Array, legend: AmountLegend): PointBuffers {
  const palette = legend.colors.map(rgb);
  const positions = new Float64Array(groups.keys.length * 2);
  const colors = new Uint8Array(groups.keys.length * 4);
  for (let i = 0; i < groups.keys.length; i += 1) {
    positions[2 * i] = groups.lon[i] ?? 0;
    positions[2 * i + 1] = groups.lat[i] ?? 0;
    setColor(colors, i, palette[classOf(legend.limits, values[i] ?? NaN)]);
  }
  return { positions, colors };
}

/** Metres a column rises for each unit of its value: the tallest keeps its height on the screen at every zoom. */
export function elevationScale(max: number, lat: number, zoom: number): number {
  return max > 0 ? (TALLEST_PX * metresPerPx(lat, zoom)) / max : 1;
}

export interface Label {
  readonly position: [lon: number, lat: number, heightM: number];
  readonly value: number;
  /** Class of the value, which the colour of the ground below the label follows. */
  readonly class: number;
}

/** The largest values in view: as many labels as can be read. */
export function labelsInView(
  groups: Groups,
  values: Float64Array,
  legend: AmountLegend,
  bbox: Bbox,
  most: number,
): Label[] {
  const [west, south, east, north] = bbox;
  const seen = groups.keys
    .map((_, index) => index)
    .filter((index) => {
      const [lon, lat] = [groups.lon[index] ?? NaN, groups.lat[index] ?? NaN];
      return lon >= west && lon <= east && lat >= south && lat <= north && Number.isFinite(values[index]);
    });
  return seen
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
    .slice(0, most)
    .map((index) => ({
      position: [groups.lon[index] ?? 0, groups.lat[index] ?? 0, values[index] ?? 0],
      value: values[index] ?? 0,
      class: classOf(legend.limits, values[index] ?? 0),
    }));
}

/** Black or white, whichever reads better on the colour. */
export function inkFor(color: string): Rgb {
  const [red, green, blue] = rgb(color).map((channel) => (channel / 255) ** 2.2);
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0) > 0.2 ? [20, 24, 28] : [255, 255, 255];
}

/** Halo around numbers on the map. */
export function haloFor(theme: Theme): Rgb {
  return theme === 'light' ? [255, 255, 255] : [18, 22, 26];
}

function setColor(colors: Uint8Array, index: number, color: Rgb | undefined): void {
  const [red, green, blue] = color ?? [136, 136, 136];
  colors[4 * index] = red;
  colors[4 * index + 1] = green;
  colors[4 * index + 2] = blue;
  colors[4 * index + 3] = 255;
}
