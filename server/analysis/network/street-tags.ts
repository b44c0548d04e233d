/**
 * What OpenStreetMap says of an edge beside its speeds, in 30 bits: class, access by wheelchair, surface, width and
 * incline. 0 in a field says that nothing is known.
 */
import { STREET_CLASSES, type StreetClass } from '../../../tiles/api/vocabulary.ts';

export type WheelchairTag = 'yes' | 'limited' | 'no';
export type SurfaceTag = 'good' | 'bad';

/** Null where the tags do not say. */
export interface StreetTags {
  readonly streetClass: StreetClass | null;
  readonly wheelchair: WheelchairTag | null;
  readonly surface: SurfaceTag | null;
  readonly widthM: number | null;
  /** Rise over length, whichever way is up. */
  readonly incline: number | null;
}

interface Field {
  readonly shift: number;
  readonly bits: number;
}

const FIELDS = {
  class: { shift: 0, bits: 6 },
  wheelchair: { shift: 6, bits: 2 },
  surface: { shift: 8, bits: 2 },
  /** Decimetres. */
  width: { shift: 10, bits: 8 },
  /** Thousandths and one. */
  incline: { shift: 18, bits: 12 },
} as const satisfies Readonly<Record<string, Field>>;

const WHEELCHAIR: readonly WheelchairTag[] = ['yes', 'limited', 'no'];
const SURFACE: readonly SurfaceTag[] = ['good', 'bad'];

export function packTags({ streetClass, wheelchair, surface, widthM, incline }: StreetTags): number {
  return (
    put(FIELDS.class, placeIn(STREET_CLASSES, streetClass)) +
    put(FIELDS.wheelchair, placeIn(WHEELCHAIR, wheelchair)) +
    put(FIELDS.surface, placeIn(SURFACE, surface)) +
    put(FIELDS.width, widthM === null ? 0 : Math.max(1, Math.round(widthM * 10))) +
    put(FIELDS.incline, incline === null ? 0 : Math.round(incline * 1000) + 1)
  );
}

/** Place of the class in `STREET_CLASSES`; -1 where it is not known. */
export function classIndexOf(packed: number): number {
  return take(FIELDS.class, packed) - 1;
}

export function wheelchairOf(packed: number): WheelchairTag | null {
  return WHEELCHAIR[take(FIELDS.wheelchair, packed) - 1] ?? null;
}

export function surfaceOf(packed: number): SurfaceTag | null {
  return SURFACE[take(FIELDS.surface, packed) - 1] ?? null;
}

/** Metres, to a tenth. */
export function widthOf(packed: number): number | null {
  const value = take(FIELDS.width, packed);
  return value === 0 ? null : value / 10;
}

/** Rise over length, to a thousandth. */
export function inclineOf(packed: number): number | null {
  const value = take(FIELDS.incline, packed);
  return value === 0 ? null : (value - 1) / 1000;
}

function placeIn<T>(list: readonly T[], value: T | null): number {
  return value === null ? 0 : list.indexOf(value) + 1;
}

/** What is too large is the largest there is room for. */
function put({ shift, bits }: Field, value: number): number {
  return Math.min(value, 2 ** bits - 1) * 2 ** shift;
}

function take({ shift, bits }: Field, packed: number): number {
  return (packed >>> shift) & (2 ** bits - 1);
}
