/** What a list of edits makes of the facilities of a base. */
import type { ScenarioEdit } from '../../../tiles/api/study.ts';
import { PATHS } from '../paths/messages.ts';
import { AnalysisError } from '../errors.ts';
import { otherPoints, snapPoint, type SnapPoint } from '../paths/snap-point.ts';
import type { Snaps } from '../types.ts';

/** An edit whose place has been snapped to the network. */
export type ResolvedEdit =
  | {
      readonly kind: 'add' | 'move';
      readonly id: string;
      readonly snap: SnapPoint;
      /** Further places, on streets that the scenario changes. */
      readonly others?: readonly SnapPoint[];
    }
  | { readonly kind: 'remove'; readonly id: string };

/** Where a facility meets the network: in one place, and in further ones where the scenario changes the streets. */
export type Place = readonly [SnapPoint, ...SnapPoint[]];

/**
 * Facilities are known by handles: those of the base by their index there, the nth that an edit adds by the number of
 * base facilities plus n, whatever has been removed. So nobody's handle changes by a removal, and of equal facilities
 * the one of the lowest handle is the one that a list without the removed ones has first.
 */
export interface Scenario<P = Place> {
  /** What differs from the base, by handle: where a facility is, or null where one of the base is no more. */
  readonly places: ReadonlyMap<number, P | null>;
  /** Ids of added facilities, those of removed ones too: the handle of the first is the number of base facilities. */
  readonly added: readonly string[];
}

/** Facilities without edits. */
export interface BaseFacilities<P = Place> {
  readonly handles: ReadonlyMap<string, number>;
  readonly places: readonly P[];
}

/** Edits as a page sends them, their places snapped to the network. */
export function snapEdits(edits: readonly ScenarioEdit[], snap: (lonLat: Float64Array) => Snaps): ResolvedEdit[] {
  const placed = edits.filter((edit) => edit.kind !== 'remove');
  const lonLat = Float64Array.from(placed.flatMap(({ lon, lat }) => [lon, lat]));
  const snaps = snap(lonLat);
  let next = 0;
  return edits.map((edit): ResolvedEdit => {
    if (edit.kind === 'remove') return { kind: 'remove', id: edit.id };
    next += 1;
    return { kind: edit.kind, id: edit.id, snap: snapPoint(snaps, next - 1), others: otherPoints(snaps, next - 1) };
  });
}

/** Throws `AnalysisError` for an edit of a facility that is not there, or a second one of an id. */
export function scenarioOf(base: BaseFacilities, edits: readonly ResolvedEdit[]): Scenario {
  return scenarioOfPlaces(base, edits, {
    placeOf: ({ snap, others = [] }): Place => [snap, ...others],
    isSame: samePlace,
  });
}

/** As `scenarioOf`, whatever a place is. */
export function scenarioOfPlaces<P, E extends { readonly kind: 'add' | 'move'; readonly id: string }>(
  base: BaseFacilities<P>,
  edits: readonly (E | { readonly kind: 'remove'; readonly id: string })[],
  { placeOf, isSame }: { readonly placeOf: (edit: E) => P; readonly isSame: (a: P, b: P) => boolean },
): Scenario<P> {
  const baseCount = base.places.length;
  const places = new Map<number, P | null>();
  const added: string[] = [];
  const addedHandles = new Map<string, number>();
  edits.forEach((edit, i) => {
    const { id } = edit;
    const at = { at: `/edits/${i}/id` };
    const handle = addedHandles.get(id) ?? base.handles.get(id);
    const there = handle !== undefined && (handle < baseCount ? places.get(handle) !== null : places.has(handle));
    if (edit.kind === 'add') {
      if (there) throw new AnalysisError('facility-twice', PATHS['facility-twice'], { id, number: i + 1 }, at);
      addedHandles.set(id, baseCount + added.length);
      places.set(baseCount + added.length, placeOf(edit));
      added.push(id);
      return;
    }
    if (!there) throw new AnalysisError('unknown-facility', PATHS['unknown-facility'], { id, number: i + 1 }, at);
    if (edit.kind === 'remove') {
      if (handle < baseCount) places.set(handle, null);
      else places.delete(handle);
    } else if (handle < baseCount && isSame(placeOf(edit), base.places[handle] as P)) places.delete(handle);
    else places.set(handle, placeOf(edit));
  });
  return { places, added };
}

/** Where every facility of a scenario is, by handle, ascending. */
export function placesOf<P>(base: BaseFacilities<P>, { places, added }: Scenario<P>): ReadonlyMap<number, P> {
  const all = new Map<number, P>();
  const handles = base.places.length + added.length;
  for (let handle = 0; handle < handles; handle += 1) {
    const place = places.get(handle) ?? (places.has(handle) ? undefined : base.places[handle]);
    if (place !== undefined) all.set(handle, place);
  }
  return all;
}

export function placeIn(snaps: Snaps, i: number): Place {
  return [snapPoint(snaps, i), ...otherPoints(snaps, i)];
}

export function samePlace(a: Place, b: Place): boolean {
  return a === b || (a.length === b.length && a.every((point, i) => samePoint(point, b[i] as SnapPoint)));
}

function samePoint(a: SnapPoint, b: SnapPoint): boolean {
  return a.edge < 0 ? b.edge < 0 : a.edge === b.edge && a.fraction === b.fraction && a.distanceM === b.distanceM;
}
