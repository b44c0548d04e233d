/**
 * Where points meet a network with street edits. A point keeps the street that it joined before; it may also take the
 * piece of it that it stands on, up to a new street's end, and a new street that is nearer. What is less counts, so
 * that a new street makes nothing farther. Points in a shut area, or parted by one from their street, join nothing.
 */
import type { Mode } from '../../../tiles/api/vocabulary.ts';
import type { Bbox } from '../../../tiles/api/wire.ts';
import { boxHolds, boxOfPlaces } from '../../../tiles/tile/bbox.ts';
import { edgeLine } from '../network/lines.ts';
import { othersOf, type SnapPoint } from '../paths/snap-point.ts';
import type { Snaps, StreetOverlay } from '../types.ts';
import { metresAlong, nearestOnLine, placeAt, wider, type LinePlace } from './lines.ts';
import { addedLine } from './resolve.ts';
import { isParted } from './shut-areas.ts';

/** A new street that points may join. */
interface Joinable {
  readonly edge: number;
  readonly line: readonly number[];
  readonly box: Bbox;
  readonly metres: readonly number[];
}

/** `snaps`: of the points on the base. */
export function editedSnaps(
  overlay: StreetOverlay,
  mode: Mode,
  lonLat: Float64Array,
  snaps: Snaps,
  maxAccessM: number,
): Snaps {
  const { shut } = overlay;
  const streets = joinableStreets(overlay, mode, maxAccessM);
  const shutBoxes = shut.map(({ box }) => wider(box, Math.min(maxAccessM, FAR_M)));
  const edited = {
    edge: snaps.edge.slice(),
    fraction: snaps.fraction.slice(),
    distanceM: snaps.distanceM.slice(),
    shut: new Uint8Array(snaps.count),
  };
  const others: (SnapPoint & { readonly of: number })[] = [];
  for (let i = 0; i < snaps.count; i += 1) {
    const [lon, lat] = [lonLat[2 * i] as number, lonLat[2 * i + 1] as number];
    const edge = snaps.edge[i] as number;
    const isNearShut = shutBoxes.some((box) => boxHolds(box, lon, lat));
    const isNearNew = streets.some(({ box }) => boxHolds(box, lon, lat));
    if (!isNearShut && !isNearNew && (edge < 0 || !overlay.pieces.has(edge))) continue;
    const own = {
      edge,
      fraction: snaps.fraction[i] as number,
      distanceM: snaps.distanceM[i] as number,
    };
    const all = [
      ...(edge < 0 ? [] : [own]),
      ...onPiece(overlay, own),
      ...(isNearNew ? onNewStreet(streets, lon, lat, Math.min(maxAccessM, own.distanceM)) : []),
    ];
    const places = isNearShut ? all.filter((place) => isOpen(overlay, place, lon, lat)) : all;
    if (places.length < all.length && places.length === 0) edited.shut[i] = 1;
    const [first = { edge: -1, fraction: 0, distanceM: Infinity }, ...more] = places;
    edited.edge[i] = first.edge;
    edited.fraction[i] = first.fraction;
    edited.distanceM[i] = first.distanceM;
    for (const place of more) others.push({ of: i, ...place });
  }
  return {
    count: snaps.count,
    ...edited,
    ...(snaps.passedOver === undefined ? {} : { passedOver: snaps.passedOver }),
    ...(others.length === 0 ? {} : { others: othersOf(others) }),
  };
}

/** New streets that the mode may use. */
function joinableStreets(overlay: StreetOverlay, mode: Mode, maxAccessM: number): Joinable[] {
  const { base, edges } = overlay;
  return edges.flatMap(({ pieceOf, forward, backward }, e) => {
    if (pieceOf !== null || (forward[mode] === Infinity && backward[mode] === Infinity)) return [];
    const line = addedLine(overlay, e);
    const box = wider(boxOfPlaces(line), Math.min(maxAccessM, FAR_M));
    return [{ edge: base.edgeCount + e, line, box, metres: metresAlong(line) }];
  });
}

/** Beyond it a box around the earth would not be one of degrees. */
const FAR_M = 100_000;

function onPiece({ base, pieces, edges }: StreetOverlay, { edge, fraction, distanceM }: SnapPoint): SnapPoint[] {
  for (const piece of pieces.get(edge) ?? []) {
    const { start, end } = edges[piece]?.pieceOf ?? { start: 0, end: 0 };
    if (fraction > end) continue;
    const along = fraction === end ? 1 : fraction === start ? 0 : (fraction - start) / (end - start);
    return [{ edge: base.edgeCount + piece, fraction: Math.min(1, Math.max(0, along)), distanceM }];
  }
  return [];
}

/** The nearest new street, where it is nearer than a distance. */
function onNewStreet(streets: readonly Joinable[], lon: number, lat: number, nearerThanM: number): SnapPoint[] {
  let [best, found]: [number, { readonly street: Joinable; readonly place: LinePlace } | null] = [nearerThanM, null];
  for (const street of streets) {
    if (!boxHolds(street.box, lon, lat)) continue;
    const { place, distanceM } = nearestOnLine(street.line, lon, lat);
    if (distanceM < best) [best, found] = [distanceM, { street, place }];
  }
  if (found === null) return [];
  const { street, place } = found;
  const total = street.metres.at(-1) as number;
  const [before, after] = [street.metres[place.segment] as number, street.metres[place.segment + 1] as number];
  const last = street.metres.length - 2;
  const fraction =
    place.segment === last && place.along === 1
      ? 1
      : total > 0
        ? Math.min(1, (before + place.along * (after - before)) / total)
        : 0;
  return [{ edge: street.edge, fraction, distanceM: best }];
}

/** Whether a point comes to its place on a street: neither lies in a shut area, nor one between them. */
function isOpen(overlay: StreetOverlay, { edge, fraction }: SnapPoint, lon: number, lat: number): boolean {
  const { base, blocked, shut } = overlay;
  const shares = blocked.get(edge) ?? [];
  for (let at = 0; at < shares.length; at += 2)
    if (fraction >= (shares[at] as number) && fraction <= (shares[at + 1] as number)) return false;
  const line = edge < base.edgeCount ? edgeLine(base, edge) : addedLine(overlay, edge - base.edgeCount);
  const place = placeAt(line, fraction);
  return !isParted(shut, [lon, lat, place.lon, place.lat]);
}
