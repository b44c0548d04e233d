/** Sheets of paper and how large they are. */

export const PAPERS = ['a4', 'a3'] as const;
export type Paper = (typeof PAPERS)[number];
export const ORIENTATIONS = ['portrait', 'landscape'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

export const DPI = 300;
const MM_PER_INCH = 25.4;
const PT_PER_INCH = 72;
/** ISO 216, millimetres of the shorter and the longer side. */
const SIDES_MM: Readonly<Record<Paper, readonly [short: number, long: number]>> = { a4: [210, 297], a3: [297, 420] };

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

export function paperMm(paper: Paper, orientation: Orientation): Size {
  const [short, long] = SIDES_MM[paper];
  return orientation === 'portrait' ? { width: short, height: long } : { width: long, height: short };
}

/** Whole pixels: A4 is 2480 × 3508. */
export function paperPx(paper: Paper, orientation: Orientation): Size {
  const { width, height } = paperMm(paper, orientation);
  return { width: Math.round(mm(width)), height: Math.round(mm(height)) };
}

export function paperPt(paper: Paper, orientation: Orientation): Size {
  const { width, height } = paperMm(paper, orientation);
  return { width: (width / MM_PER_INCH) * PT_PER_INCH, height: (height / MM_PER_INCH) * PT_PER_INCH };
}

/** Pixels of a length on paper. */
export function mm(millimetres: number): number {
  return (millimetres / MM_PER_INCH) * DPI;
}

/** Pixels of a size of type. */
export function pt(points: number): number {
  return (points / PT_PER_INCH) * DPI;
}

/** Pieces of at most `most` pixels a side, for a device that cannot draw the whole picture at once. */
export function tilesOf({ width, height }: Size, most: number): Box[] {
  const cuts = (length: number): { at: number; size: number }[] => {
    const count = Math.max(1, Math.ceil(length / most));
    const edge = (k: number): number => Math.round((k * length) / count);
    return Array.from({ length: count }, (_, k) => ({ at: edge(k), size: edge(k + 1) - edge(k) }));
  };
  return cuts(height).flatMap((row) =>
    cuts(width).map((column) => ({ x: column.at, y: row.at, width: column.size, height: row.size })),
  );
}
