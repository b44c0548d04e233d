/** What can be done with the street edits of a scenario, each a pure step; and their measures. */
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import {
  DEFAULT_ALONG_M,
  DEFAULT_JOIN_M,
  DEFAULT_NEW_STREET_KMH,
  MODES,
  STUDY_LIMITS,
  type Mode,
} from '../../../../../tiles/api/vocabulary.ts';
import { areaM2, polygonsOf, segmentM } from '../../../../../tiles/tile/spheroid.ts';
import type { GeoJSONGeometry } from '../../../../../tiles/api/wire.ts';
import type { LonLat } from '../../../format/geometry.ts';
import type { Ring } from './types.ts';

export type StreetKind = StreetEdit['kind'];
export type ShutArea = Extract<StreetEdit, { readonly kind: 'shut' }>;
export type LineEdit = Exclude<StreetEdit, ShutArea>;
export type Line = LineEdit['line'];

/** In the order in which lists and legends name them. */
export const STREET_KINDS = ['add', 'close', 'oneway', 'speed', 'shut'] as const satisfies readonly StreetKind[];
export const LINE_KINDS = ['add', 'close', 'oneway', 'speed'] as const satisfies readonly LineEdit['kind'][];

/** Of an edit that says nothing of its modes. */
export const USUAL_MODES: Readonly<Record<LineEdit['kind'], readonly Mode[]>> = {
  add: MODES,
  close: MODES,
  oneway: ['cycle', 'drive'],
  speed: ['drive'],
};
/** A street that is made slower is half as fast, until somebody says otherwise. */
export const USUAL_FACTOR = 0.5;
export const USUAL = { driveKmh: DEFAULT_NEW_STREET_KMH, joinM: DEFAULT_JOIN_M, withinM: DEFAULT_ALONG_M } as const;
/** Points that a line needs, and corners that an area does. */
export const LEAST_POINTS = { street: 2, shut: 3 } as const;

export function modesOf(edit: LineEdit): readonly Mode[] {
  return edit.modes ?? USUAL_MODES[edit.kind];
}

/** The list with the edit, in place of the one of the same id. */
export function withStreet(streets: readonly StreetEdit[], edit: StreetEdit): readonly StreetEdit[] {
  return streets.some(({ id }) => id === edit.id)
    ? streets.map((each) => (each.id === edit.id ? edit : each))
    : [...streets, edit];
}

export function withoutStreet(streets: readonly StreetEdit[], id: string): readonly StreetEdit[] {
  return streets.filter((each) => each.id !== id);
}

/** `street-1`, or the first number above that is free; of areas `area-1`. */
export function freeStreetId(streets: readonly StreetEdit[], of: 'street' | 'area'): string {
  const taken = new Set(streets.map(({ id }) => id));
  let n = 1;
  while (taken.has(`${of}-${String(n)}`)) n += 1;
  return `${of}-${String(n)}`;
}

/** Positions of all lines and areas, as the service counts them. */
export function positionsOf(streets: readonly StreetEdit[]): number {
  return streets.reduce(
    (sum, edit) => sum + (edit.kind === 'shut' ? polygonsOf(edit.area).flat(2).length : edit.line.length),
    0,
  );
}

/** Points that one more edit may have: 0 where a scenario holds no more of them. */
export function pointsLeft(streets: readonly StreetEdit[]): number {
  if (streets.length >= STUDY_LIMITS.streetEdits) return 0;
  // An area is closed, which takes a position more.
  return Math.max(0, Math.min(STUDY_LIMITS.vertices, STUDY_LIMITS.positions - positionsOf(streets) - 1));
}

/** As many of them, from the first, as a scenario may hold, and none of an id twice. */
export function boundedStreets(streets: readonly StreetEdit[]): readonly StreetEdit[] {
  const kept: StreetEdit[] = [];
  const ids = new Set<string>();
  let positions = 0;
  for (const edit of streets) {
    const own = positionsOf([edit]);
    if (kept.length >= STUDY_LIMITS.streetEdits || ids.has(edit.id) || positions + own > STUDY_LIMITS.positions)
      continue;
    positions += own;
    ids.add(edit.id);
    kept.push(edit);
  }
  return kept;
}

/** A new street as it is drawn: it has all defaults. */
export function drawnStreet(id: string, line: Line): StreetEdit {
  return { kind: 'add', id, line };
}

export function drawnArea(id: string, ring: Ring): StreetEdit {
  return { kind: 'shut', id, area: areaOf([[ring]]) };
}

/** The same line as another kind of edit, with the defaults of that kind. */
export function asKind({ id, line }: LineEdit, kind: LineEdit['kind']): LineEdit {
  return kind === 'speed' ? { kind, id, line, factor: USUAL_FACTOR } : { kind, id, line };
}

export function reversed(edit: LineEdit): LineEdit {
  return { ...edit, line: [...edit.line].reverse() };
}

/** Null where the last mode would go: nobody is meant then. */
export function withMode(edit: LineEdit, mode: Mode, on: boolean): LineEdit | null {
  const chosen = MODES.filter((each) => (each === mode ? on : modesOf(edit).includes(each)));
  if (chosen.length === 0) return null;
  const { modes: _, ...rest } = edit;
  const isUsual = JSON.stringify(chosen) === JSON.stringify(USUAL_MODES[edit.kind]);
  return isUsual ? rest : { ...rest, modes: chosen };
}

/** What the pointer takes hold of: points of a line, corners of an area's rings, each once. */
export function vertices(edit: StreetEdit): readonly LonLat[] {
  const places = edit.kind === 'shut' ? ringsOf(edit.area).flat(2) : edit.line;
  return places.map(([lon, lat]) => ({ lon, lat }));
}

/** The edit with one of its `vertices` elsewhere. */
export function withVertex(edit: StreetEdit, index: number, { lon, lat }: LonLat): StreetEdit {
  let k = 0;
  const moved = (at: readonly [number, number]): readonly [number, number] => (k++ === index ? [lon, lat] : at);
  if (edit.kind !== 'shut') return { ...edit, line: edit.line.map(moved) };
  return { ...edit, area: areaOf(ringsOf(edit.area).map((polygon) => polygon.map((ring) => ring.map(moved)))) };
}

/** Rings by polygon, not closed. */
export function ringsOf(area: GeoJSONGeometry): readonly (readonly Ring[])[] {
  return polygonsOf(area).map((polygon) =>
    polygon.map((ring) => ring.slice(0, -1).map(([lon = NaN, lat = NaN]) => [lon, lat] as const)),
  );
}

/** @param polygons rings of each, not closed */
export function areaOf(polygons: readonly (readonly Ring[])[]): GeoJSONGeometry {
  const closed = polygons.map((rings) =>
    rings.map((ring) => [...ring, ...ring.slice(0, 1)].map(([lon, lat]) => [lon, lat])),
  );
  const [only = []] = closed;
  return closed.length === 1 ? { type: 'Polygon', coordinates: only } : { type: 'MultiPolygon', coordinates: closed };
}

/** Metres along the line. */
export function lengthM(line: Line): number {
  return line
    .slice(1)
    .reduce((sum, [lon, lat], k) => sum + segmentM(line[k]?.[0] ?? lon, line[k]?.[1] ?? lat, lon, lat), 0);
}

/** Square metres. */
export function areaOfM2({ area }: ShutArea): number {
  return areaM2(area);
}

/** Whether a place is in the area, by the even-odd rule. */
export function isInside(area: GeoJSONGeometry, { lon, lat }: LonLat): boolean {
  return ringsOf(area).some((rings) => rings.reduce((inside, ring) => inside !== isInRing(ring, lon, lat), false));
}

function isInRing(ring: Ring, lon: number, lat: number): boolean {
  let inside = false;
  ring.forEach(([aLon, aLat], k) => {
    const [bLon, bLat] = ring[(k + 1) % ring.length] ?? [aLon, aLat];
    if (aLat > lat !== bLat > lat && lon < ((bLon - aLon) * (lat - aLat)) / (bLat - aLat) + aLon) inside = !inside;
  });
  return inside;
}

/** Whether the scenario changes streets for who drives: many places of a city change at once then. */
export function changesDriving(streets: readonly StreetEdit[]): boolean {
  return streets.some((edit) => edit.kind === 'shut' || modesOf(edit).includes('drive'));
}
