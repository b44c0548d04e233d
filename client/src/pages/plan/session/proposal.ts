/** The sites that a search has found, before anybody adopts them: where they stand, and what each of them adds. */
import type { ClosureResult } from '../../../../../tiles/api/closure.ts';
import type { SitingResult } from '../../../../../tiles/api/siting.ts';
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';
import type { Cells } from '../data/cells.ts';
import type { Coverage } from '../data/coverage.ts';
import type { RunState } from './run.ts';
import { roundPlace } from '../state/place-text.ts';
import { freeId, withEdit } from '../state/scenarios.ts';
import type { Changes } from '../state/types.ts';

export interface PlacedSite {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly people: number;
}

/** The chosen sites: here each is a cell of the ground. */
export function placedSites({ sites }: SitingResult): readonly PlacedSite[] {
  return sites.flatMap(({ lon, lat, ...site }) => (lon === null || lat === null ? [] : [{ ...site, lon, lat }]));
}

/** The chosen sites as edits of a scenario. */
export function sitesAsEdits(found: SitingResult, before: readonly ScenarioEdit[]): readonly ScenarioEdit[] {
  return placedSites(found).reduce<readonly ScenarioEdit[]>(
    (edits, site) => withEdit(edits, { kind: 'add', id: freeId(edits), ...roundPlace(site) }),
    before,
  );
}

export interface ProposedSite extends PlacedSite {
  /** As it stands in list and map, from 1. */
  readonly number: number;
  /** People within the travel time who were not before; null until it is known. */
  readonly gain: number | null;
}

export interface Proposal {
  readonly found: SitingResult;
  /** What the search began with. */
  readonly before: Changes;
  /** The same, and the sites as additions, in the order of the result. */
  readonly after: Changes;
}

export function proposalOf({ result, study }: RunState): Proposal | null {
  const found = result?.results.find((each): each is SitingResult => each.kind === 'siting');
  if (found === undefined || placedSites(found).length === 0) return null;
  const before: Changes = { edits: study?.edits ?? [], streets: study?.streetEdits ?? [] };
  return { found, before, after: { ...before, edits: sitesAsEdits(found, before.edits) } };
}

export interface Closing {
  readonly found: ClosureResult;
  /** What the search began with, and the facilities that close as removals. */
  readonly after: Changes;
}

export function closingOf({ result, study }: RunState): Closing | null {
  const found = result?.results.find((each): each is ClosureResult => each.kind === 'closure');
  if (found === undefined || found.closed.length === 0) return null;
  return { found, after: { edits: withClosed(found, study?.edits ?? []), streets: study?.streetEdits ?? [] } };
}

/** The edits with those facilities removed. */
export function withClosed({ closed }: ClosureResult, edits: readonly ScenarioEdit[]): readonly ScenarioEdit[] {
  return closed.reduce((all, { id }) => withEdit(all, { kind: 'remove', id }), edits);
}

export interface Measured {
  readonly before: Coverage | null;
  readonly after: Coverage | null;
  readonly people: Cells['people'];
  readonly withinS: number;
}

/** Those that add most first; where that is not known, those that serve most. */
export function proposedSites({ found, before: kept, after }: Proposal, measured: Measured | null): ProposedSite[] {
  const sites = placedSites(found);
  const ids = after.edits.slice(kept.edits.length).map(({ id }) => id);
  const gains = measured === null ? null : gainsOf(measured);
  return sites
    .map((site, index) => ({ ...site, gain: gains === null ? null : (gains.get(ids[index] ?? '') ?? 0) }))
    .sort((a, b) => (b.gain ?? 0) - (a.gain ?? 0) || b.people - a.people)
    .map((site, index) => ({ ...site, number: index + 1 }));
}

/** People newly within the time, by the facility that is the nearest to them; null while an answer is missing. */
function gainsOf({ before, after, people, withinS }: Measured): ReadonlyMap<string, number> | null {
  if (before === null || after === null) return null;
  const gains = new Map<string, number>();
  for (const cell of after.changed) {
    if ((after.cost[cell] ?? Infinity) > withinS || (before.cost[cell] ?? Infinity) <= withinS) continue;
    const id = after.facilities[after.nearest[cell] ?? -1]?.id;
    if (id !== undefined) gains.set(id, (gains.get(id) ?? 0) + (people[cell] ?? 0));
  }
  return gains;
}
