/** What a list of edits makes of the facilities of a base. */
import type { CoverageRequest } from '../../../tiles/api/coverage.ts';
import { DEFAULT_MODE } from '../../../tiles/api/vocabulary.ts';
import { PATHS } from '../paths/messages.ts';
import { AnalysisError } from '../errors.ts';
import { snapPoint, type SnapPoint } from '../paths/reach.ts';
import type { Derived } from '../engine/derived.ts';
import type { Graph } from '../types.ts';

/** An edit whose place has been snapped to the network. */
export type ResolvedEdit =
  | { readonly kind: 'add' | 'move'; readonly id: string; readonly snap: SnapPoint }
  | { readonly kind: 'remove'; readonly id: string };

/**
 * Facilities are known by handles: those of the base by their index there, the nth that an edit adds by the number of
 * base facilities plus n, whatever has been removed. So nobody's handle changes by a removal, and of equal facilities
 * the one of the lowest handle is the one that a list without the removed ones has first.
 */
export interface Scenario {
  /** What differs from the base, by handle: where a facility is, or null where one of the base is no more. */
  readonly places: ReadonlyMap<number, SnapPoint | null>;
  /** Ids of added facilities, those of removed ones too: the handle of the first is the number of base facilities. */
  readonly added: readonly string[];
}

/** Facilities without edits. */
export interface BaseFacilities {
  readonly handles: ReadonlyMap<string, number>;
  readonly places: readonly SnapPoint[];
}

/** Edits as a page sends them, their places snapped to the network. */
export function snapEdits(
  { edits = [], travel = {} }: Pick<CoverageRequest, 'edits' | 'travel'>,
  graph: Graph,
  derived: Derived,
): ResolvedEdit[] {
  const placed = edits.filter((edit) => edit.kind !== 'remove');
  const lonLat = Float64Array.from(placed.flatMap(({ lon, lat }) => [lon, lat]));
  const snaps = derived.snap(graph, travel.mode ?? DEFAULT_MODE, lonLat, travel);
  let next = 0;
  return edits.map((edit): ResolvedEdit => {
    if (edit.kind === 'remove') return { kind: 'remove', id: edit.id };
    next += 1;
    return { kind: edit.kind, id: edit.id, snap: snapPoint(snaps, next - 1) };
  });
}

/** Throws `AnalysisError` for an edit of a facility that is not there, or a second one of an id. */
export function scenarioOf(base: BaseFacilities, edits: readonly ResolvedEdit[]): Scenario {
  const baseCount = base.places.length;
  const places = new Map<number, SnapPoint | null>();
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
      places.set(baseCount + added.length, edit.snap);
      added.push(id);
      return;
    }
    if (!there) throw new AnalysisError('unknown-facility', PATHS['unknown-facility'], { id, number: i + 1 }, at);
    if (edit.kind === 'remove') {
      if (handle < baseCount) places.set(handle, null);
      else places.delete(handle);
    } else if (handle < baseCount && samePlace(edit.snap, base.places[handle] as SnapPoint)) places.delete(handle);
    else places.set(handle, edit.snap);
  });
  return { places, added };
}

export function samePlace(a: SnapPoint, b: SnapPoint): boolean {
  return a.edge < 0 ? b.edge < 0 : a.edge === b.edge && a.fraction === b.fraction && a.distanceM === b.distanceM;
}
