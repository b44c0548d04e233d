/** Street edits against a network: what they add, change and shut. */
import type { StreetEdit } from '../../../tiles/api/street-edits.ts';
import {
  DEFAULT_ALONG_M,
  DEFAULT_JOIN_M,
  DEFAULT_NEW_STREET_KMH,
  DEFAULT_SPEED_MPS,
  MODES,
  STUDY_LIMITS,
  type Mode,
} from '../../../tiles/api/vocabulary.ts';
import type { Warning } from '../../../tiles/api/result.ts';
import { boxesMeet, boxOfPlaces } from '../../../tiles/tile/bbox.ts';
import { crossesAntimeridian, polygonsOf } from '../../../tiles/tile/spheroid.ts';
import { AnalysisError, warning } from '../errors.ts';
import { byMode } from '../network/build.ts';
import { edgeLine } from '../network/lines.ts';
import type { SegmentIndex } from '../network/snap.ts';
import type { EdgeTimes, Graph, StreetOverlay } from '../types.ts';
import { edgesAlong } from './along.ts';
import { joinStreets, type DrawnStreet } from './joints.ts';
import { lineOf } from './lines.ts';
import { STREETS } from './messages.ts';
import { addedStreets, type NewStreet } from './added-streets.ts';
import { insideShares, shutAreas } from './shut-areas.ts';

export interface ResolvedStreets {
  readonly overlay: StreetOverlay;
  readonly assumptions: readonly Warning[];
  readonly warnings: readonly Warning[];
}

/** Ids named in a warning. */
const NAMED = 10;
const KMH = 1 / 3.6;

type EditOf<K extends StreetEdit['kind']> = Extract<StreetEdit, { readonly kind: K }>;

/**
 * Resolves edits, in the order of their ids: lists of the same edits give the same to the last bit. `index`: of the
 * network's segments. Throws `AnalysisError` for edits that cannot be.
 */
export function resolveStreets(graph: Graph, index: SegmentIndex, edits: readonly StreetEdit[]): ResolvedStreets {
  checkEdits(edits);
  const ordered = [...edits].sort((a, b) => (a.id < b.id ? -1 : 1));
  const of = <K extends StreetEdit['kind']>(kind: K): EditOf<K>[] =>
    ordered.filter((edit): edit is EditOf<K> => edit.kind === kind);
  const changes = new Changes(graph, index);
  for (const edit of of('close')) changes.close(edit);
  for (const edit of of('oneway')) changes.oneWay(edit);
  for (const edit of of('speed')) changes.speed(edit);
  const drawn = of('add').map((edit) => drawnStreet(graph, edit));
  const joined = joinStreets(graph, index, drawn);
  const times = (edge: number): EdgeTimes => changes.times.get(edge) ?? timesOf(graph, edge);
  const added = addedStreets(graph, times, of('add').map(newStreet), joined);
  const shut = of('shut').flatMap(({ area }) => shutAreas(area));
  const base: Omit<StreetOverlay, 'blocked' | 'noThrough'> = {
    base: graph,
    edits,
    ...added,
    times: changes.times,
    shut,
  };
  const blocked = blockedShares(base, index);
  const counts = changes.counts;
  const metres = added.edges.reduce((sum, { pieceOf, lengthM }) => (pieceOf === null ? sum + lengthM : sum), 0);
  const open = of('add').flatMap(({ id }, s) => {
    const street = joined.streets[s];
    return street?.hasOpenEnd === true ? [{ id, isAlone: street.isAlone }] : [];
  });
  return {
    overlay: { ...base, blocked, noThrough: byMode((mode) => closedArcs(base, blocked, changes.closed[mode])) },
    assumptions: [
      ...said('assume-added', of('add').length, { metres: Math.round(metres) }),
      ...said('assume-closed', counts.close),
      ...said('assume-one-way', counts.oneway),
      ...said('assume-speed', counts.speed),
      ...said('assume-shut', of('shut').length),
    ],
    warnings: [
      ...naming('warn-not-found', changes.notFound),
      ...naming(
        'warn-joins-nothing',
        open.filter(({ isAlone }) => isAlone).map(({ id }) => id),
      ),
      ...naming(
        'warn-open-end',
        open.filter(({ isAlone }) => !isAlone).map(({ id }) => id),
      ),
    ],
  };
}

function said(
  key: 'assume-added' | 'assume-closed' | 'assume-one-way' | 'assume-speed' | 'assume-shut',
  count: number,
  values = {},
): Warning[] {
  return count === 0 ? [] : [warning(`streets-${key}`, STREETS[key], { count, ...values })];
}

function naming(key: 'warn-not-found' | 'warn-joins-nothing' | 'warn-open-end', ids: readonly string[]): Warning[] {
  const named = ids.slice(0, NAMED).join(', ') + (ids.length > NAMED ? ' …' : '');
  return ids.length === 0 ? [] : [{ ...warning(`streets-${key}`, STREETS[key], { ids: named }), about: ids }];
}

function checkEdits(edits: readonly StreetEdit[]): void {
  const seen = new Set<string>();
  const positions = edits.reduce((sum, edit) => sum + positionCount(edit), 0);
  if (positions > STUDY_LIMITS.positions)
    throw new AnalysisError(
      'street-edit-positions',
      STREETS['too-many-positions'],
      { count: positions, most: STUDY_LIMITS.positions },
      { at: '/streetEdits' },
    );
  edits.forEach((edit, e) => {
    const at = `/streetEdits/${String(e)}`;
    if (seen.has(edit.id))
      throw new AnalysisError('street-edit-twice', STREETS.twice, { id: edit.id }, { at: `${at}/id` });
    seen.add(edit.id);
    if (edit.kind === 'shut') {
      polygonsOf(edit.area).forEach((rings) => {
        for (const ring of rings) {
          const [first = [], last = []] = [ring[0], ring.at(-1)];
          if (first[0] !== last[0] || first[1] !== last[1])
            throw new AnalysisError('street-edit-ring', STREETS['ring-open'], {}, { at: `${at}/area` });
          for (const [lon = NaN, lat = NaN] of ring) checkPlace(lon, lat, `${at}/area`);
          if (crossesAntimeridian(ring))
            throw new AnalysisError('street-edit-antimeridian', STREETS.antimeridian, {}, { at: `${at}/area` });
        }
      });
    } else edit.line.forEach(([lon, lat], i) => checkPlace(lon, lat, `${at}/line/${String(i)}`));
  });
}

function positionCount(edit: StreetEdit): number {
  return edit.kind === 'shut' ? polygonsOf(edit.area).flat(2).length : edit.line.length;
}

function checkPlace(lon: number, lat: number, at: string): void {
  if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return;
  throw new AnalysisError('street-edit-place', STREETS.place, { lon: String(lon), lat: String(lat) }, { at });
}

export function timesOf({ forward, backward }: Pick<Graph, 'forward' | 'backward'>, edge: number): EdgeTimes {
  return {
    forward: byMode((mode) => forward[mode][edge] as number),
    backward: byMode((mode) => backward[mode][edge] as number),
  };
}

/** What edits change about edges that are there. */
class Changes {
  readonly times = new Map<number, EdgeTimes>();
  readonly closed = byMode(() => new Set<number>());
  readonly counts = { close: 0, oneway: 0, speed: 0 };
  readonly notFound: string[] = [];
  readonly #graph: Graph;
  readonly #index: SegmentIndex;

  constructor(graph: Graph, index: SegmentIndex) {
    this.#graph = graph;
    this.#index = index;
  }

  close(edit: EditOf<'close'>): void {
    const modes = edit.modes ?? MODES;
    this.#each(edit, modes, (edge) => {
      for (const mode of modes) this.closed[mode].add(2 * edge).add(2 * edge + 1);
    });
  }

  oneWay(edit: EditOf<'oneway'>): void {
    const modes = edit.modes ?? ['cycle', 'drive'];
    this.#each(edit, modes, (edge, isAlong) => {
      const { forward, backward } = this.times.get(edge) ?? timesOf(this.#graph, edge);
      const shut = (times: EdgeTimes['forward']): EdgeTimes['forward'] =>
        byMode((mode) => (modes.includes(mode) ? Infinity : times[mode]));
      this.times.set(edge, isAlong ? { forward, backward: shut(backward) } : { forward: shut(forward), backward });
    });
  }

  speed(edit: EditOf<'speed'>): void {
    const modes = edit.modes ?? ['drive'];
    this.#each(edit, modes, (edge) => {
      const { forward, backward } = this.times.get(edge) ?? timesOf(this.#graph, edge);
      const slower = (times: EdgeTimes['forward']): EdgeTimes['forward'] =>
        byMode((mode) => (modes.includes(mode) ? times[mode] / edit.factor : times[mode]));
      this.times.set(edge, { forward: slower(forward), backward: slower(backward) });
    });
  }

  #each(
    edit: EditOf<'close' | 'oneway' | 'speed'>,
    modes: readonly Mode[],
    change: (edge: number, isAlong: boolean) => void,
  ): void {
    const { forward, backward } = this.#graph;
    const found = edgesAlong(this.#graph, lineOf(edit.line), {
      index: this.#index,
      withinM: edit.withinM ?? DEFAULT_ALONG_M,
      isUsable: (edge) => modes.some((mode) => forward[mode][edge] !== Infinity || backward[mode][edge] !== Infinity),
    });
    for (const { edge, isAlong } of found) change(edge, isAlong);
    this.counts[edit.kind] += found.length;
    if (found.length === 0) this.notFound.push(edit.id);
  }
}

function drawnStreet({ forward, backward }: Graph, edit: EditOf<'add'>): DrawnStreet {
  const modes = edit.modes ?? MODES;
  const takes = (mode: Mode, edge: number): boolean =>
    forward[mode][edge] !== Infinity || backward[mode][edge] !== Infinity;
  return {
    id: edit.id,
    line: lineOf(edit.line),
    joinM: edit.joinM ?? DEFAULT_JOIN_M,
    hasCrossings: edit.connect === 'crossings',
    fits: (edge) => ({
      any: modes.some((mode) => takes(mode, edge)),
      all: modes.every((mode) => takes(mode, edge)),
    }),
  };
}

/** Seconds a metre by mode, as drawn and back. */
function newStreet({
  id,
  line,
  modes = MODES,
  driveKmh = DEFAULT_NEW_STREET_KMH,
  oneWay = false,
}: EditOf<'add'>): NewStreet {
  const forward = byMode((mode) =>
    modes.includes(mode) ? 1 / (mode === 'drive' ? driveKmh * KMH : DEFAULT_SPEED_MPS[mode]) : Infinity,
  );
  return {
    id,
    line: lineOf(line),
    forward,
    backward: byMode((mode) => (oneWay && mode !== 'walk' ? Infinity : forward[mode])),
  };
}

/** By edge, added ones and ferries too, the shares that lie in shut areas. */
function blockedShares(
  overlay: Pick<StreetOverlay, 'base' | 'nodes' | 'edges' | 'shut'>,
  index: SegmentIndex,
): ReadonlyMap<number, readonly number[]> {
  const { base, edges, shut } = overlay;
  const blocked = new Map<number, readonly number[]>();
  if (shut.length === 0) return blocked;
  const near = new Set<number>(base.ferries.edge);
  for (const { box } of shut)
    for (const segment of index.tree?.search(...box) ?? []) near.add(index.edge[segment] as number);
  const note = (edge: number, line: ArrayLike<number>): void => {
    const shares = insideShares(line, shut);
    if (shares.length > 0) blocked.set(edge, shares);
  };
  for (const edge of near) note(edge, edgeLine(base, edge));
  edges.forEach((_edge, e) => {
    const line = addedLine(overlay, e);
    const own = boxOfPlaces(line);
    if (shut.some(({ box }) => boxesMeet(own, box))) note(base.edgeCount + e, line);
  });
  return blocked;
}

/** The line of an added edge, from its `from` to its `to`. */
export function addedLine(
  { base, nodes, edges }: Pick<StreetOverlay, 'base' | 'nodes' | 'edges'>,
  e: number,
): number[] {
  const { from, to, shape } = edges[e] as StreetOverlay['edges'][number];
  const place = (node: number): [number, number] => {
    const added = nodes[node - base.nodeCount];
    return added === undefined
      ? [base.lonLat[2 * node] as number, base.lonLat[2 * node + 1] as number]
      : [added.lon, added.lat];
  };
  return [...place(from), ...shape, ...place(to)];
}

/** Closed streets with their pieces, and all that a shut area cuts. */
function closedArcs(
  { base, pieces }: Pick<StreetOverlay, 'base' | 'pieces'>,
  blocked: ReadonlyMap<number, unknown>,
  closed: ReadonlySet<number>,
): ReadonlySet<number> {
  const arcs = new Set(closed);
  for (const arc of closed)
    for (const piece of pieces.get(arc >> 1) ?? []) arcs.add(2 * (base.edgeCount + piece) + (arc & 1));
  for (const edge of blocked.keys()) arcs.add(2 * edge).add(2 * edge + 1);
  return arcs;
}
