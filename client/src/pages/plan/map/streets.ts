/** Streets that a scenario changes, as map and legend mark them, and where a pointer meets them. */
import type { StreetEdit } from '../../../../../tiles/api/street-edits.ts';
import type { Theme } from '../../../state/types.ts';
import type { LonLat } from '../../../format/geometry.ts';
import { metresPerDegree } from '../../../../../tiles/tile/spheroid.ts';
import { isInside, lengthM, ringsOf, vertices, type Line, type StreetKind } from '../state/streets.ts';
import type { Point } from './pointer.ts';

/** Told apart by sign and width too. Blue is served, orange is not, and pink is what is selected: none of them here. */
const COLORS: Readonly<Record<Theme, Readonly<Record<StreetKind, string>>>> = {
  light: { add: '#00704f', close: '#454d53', oneway: '#7a3ca0', speed: '#666000', shut: '#454d53' },
  dark: { add: '#58d6a4', close: '#c9d2d8', oneway: '#cda5ff', speed: '#ded37a', shut: '#c9d2d8' },
};
export const STREET_SIGNS: Readonly<Record<StreetKind, string>> = {
  add: '+',
  close: '×',
  oneway: '→',
  speed: '≈',
  shut: '×',
};

export function streetColor(theme: Theme, kind: StreetKind): string {
  return COLORS[theme][kind];
}

/** Lines of an edit: the street, or the rings of an area, closed. */
export function linesOf(edit: StreetEdit): readonly Line[] {
  if (edit.kind !== 'shut') return [edit.line];
  return ringsOf(edit.area)
    .flat()
    .map((ring) => [...ring, ...ring.slice(0, 1)]);
}

export interface Sign extends LonLat {
  readonly kind: StreetKind;
  readonly sign: string;
  /** Degrees counter-clockwise from east; 0 where the sign stands upright. */
  readonly angle: number;
}

/** Signs along the edits, so many metres apart, and at least one on each. */
export function signsOf(streets: readonly StreetEdit[], spacingM: number): Sign[] {
  return streets.flatMap((edit): Sign[] => {
    const { kind } = edit;
    if (kind === 'shut') {
      const middle = middleOf(vertices(edit));
      return middle === null ? [] : [{ ...middle, kind, sign: STREET_SIGNS[kind], angle: 0 }];
    }
    // A new street that is one-way says so, too.
    const isOneWay = kind === 'oneway' || (kind === 'add' && edit.oneWay === true);
    const along = placesAlong(edit.line, spacingM);
    return along.map(({ lon, lat, angle }, k) => {
      const turned = isOneWay && (kind === 'oneway' || k % 2 === 1 || along.length === 1);
      return { lon, lat, kind, sign: turned ? STREET_SIGNS.oneway : STREET_SIGNS[kind], angle: turned ? angle : 0 };
    });
  });
}

/** Evenly along the line, the spacing at most, with the direction of the line there. */
function placesAlong(line: Line, spacingM: number): (LonLat & { readonly angle: number })[] {
  const total = lengthM(line);
  const [only] = line;
  if (only === undefined) return [];
  if (total === 0) return [{ lon: only[0], lat: only[1], angle: 0 }];
  const count = Math.max(1, Math.floor(total / spacingM));
  const found: (LonLat & { readonly angle: number })[] = [];
  let passed = 0;
  for (let k = 1; k < line.length && found.length < count; k += 1) {
    const [a, b] = [line[k - 1], line[k]];
    if (a === undefined || b === undefined) continue;
    const length = lengthM([a, b]);
    const metres = metresPerDegree(a[1]);
    const angle = (Math.atan2((b[1] - a[1]) * metres.lat, (b[0] - a[0]) * metres.lon) * 180) / Math.PI;
    for (let at = placeAt(found.length); found.length < count && at <= passed + length; at = placeAt(found.length)) {
      const share = (at - passed) / length;
      found.push({ lon: a[0] + share * (b[0] - a[0]), lat: a[1] + share * (b[1] - a[1]), angle });
    }
    passed += length;
  }
  return found;
  function placeAt(k: number): number {
    return ((k + 0.5) * total) / count;
  }
}

function middleOf(places: readonly LonLat[]): LonLat | null {
  if (places.length === 0) return null;
  const sum = places.reduce((all, { lon, lat }) => ({ lon: all.lon + lon, lat: all.lat + lat }), { lon: 0, lat: 0 });
  return { lon: sum.lon / places.length, lat: sum.lat / places.length };
}

/** The edit whose line is nearest to a point of the screen, within reach; else the area that the place is in. */
export function streetAt(
  streets: readonly StreetEdit[],
  at: Point,
  place: LonLat,
  project: (place: LonLat) => Point,
  reachPx: number,
): StreetEdit | null {
  let best: StreetEdit | null = null;
  let bestPx = reachPx;
  for (const edit of streets) {
    for (const line of linesOf(edit)) {
      const px = distancePx(
        line.map(([lon, lat]) => project({ lon, lat })),
        at,
      );
      if (px <= bestPx) [best, bestPx] = [edit, px];
    }
  }
  return best ?? streets.find((edit) => edit.kind === 'shut' && isInside(edit.area, place)) ?? null;
}

/** Of a point to a line on the screen. */
function distancePx(line: readonly Point[], { x, y }: Point): number {
  return line.reduce((least, b, k) => {
    const a = line[k - 1] ?? b;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const squared = dx * dx + dy * dy;
    const share = squared === 0 ? 0 : Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / squared));
    return Math.min(least, Math.hypot(a.x + share * dx - x, a.y + share * dy - y));
  }, Infinity);
}
