/** A map on paper: how large it is there, and to what scale. */
import { metresPerPx } from '../../format/scale.ts';

export const PAPERS = ['A4', 'A3'] as const;
export type Paper = (typeof PAPERS)[number];
export const ORIENTATIONS = ['landscape', 'portrait'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

export interface Sheet {
  readonly paper: Paper;
  readonly orientation: Orientation;
}

/** ISO 216, in mm: the short side, then the long one. */
const SIDES: Readonly<Record<Paper, readonly [number, number]>> = { A4: [210, 297], A3: [297, 420] };
export const MARGIN_MM = 10;
/** Sums of rounded heights may be this much too small. */
const SLACK_MM = 1;
/** Of the height between the margins: a longer legend is cut. */
const LEAST_MAP = 0.4;

export const PX_PER_MM = 96 / 25.4;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What lies between the margins of a sheet, in mm. */
export function pageSize({ paper, orientation }: Sheet): Size {
  const [short, long] = SIDES[paper];
  const [across, down] = orientation === 'landscape' ? [long, short] : [short, long];
  return { width: across - 2 * MARGIN_MM, height: down - 2 * MARGIN_MM - SLACK_MM };
}

/** Height of the map on a page, in mm, that words take so much of: name, figure, legend, scale, sources. */
export function mapHeight({ height }: Size, wordsMm: number): number {
  return Math.floor(Math.max(height - wordsMm, LEAST_MAP * height));
}

/** Metres on the ground that a mm of paper shows, at a latitude in degrees, where a CSS px is 1/96 inch of paper. */
export function metresPerMm(zoom: number, lat: number): number {
  return metresPerPx(lat, zoom) * PX_PER_MM;
}

/** The number N of a scale 1 : N, to three digits. */
export function scaleNumber(perMm: number): number {
  return Number((perMm * 1000).toPrecision(3));
}
