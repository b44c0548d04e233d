/** What an answer says of itself: what was assumed, and what the reader should know. */
import type { Warning } from '../../../tiles/api/result.ts';
import {
  DEFAULT_ACCESS_SPEED_MPS,
  DEFAULT_MAX_ACCESS_M,
  DEFAULT_MIN_PIECE_M,
  DEFAULT_MODE,
  DEFAULT_SPEED_MPS,
} from '../../../tiles/api/vocabulary.ts';
import type { Travel } from '../../../tiles/api/study.ts';
import { PROVENANCES, type Text } from '../../../tiles/layer/layer.ts';
import { STUDY, type StudyMessage } from './messages.ts';
import type { MessageValues } from '../../platform/messages/index.ts';
import { warning } from '../errors.ts';
import { sentence } from '../sentence.ts';
import { STREETS } from '../street-edits/messages.ts';
import { sumOf } from '../sums.ts';
import { ferryCount } from '../network/ferries.ts';
import type { Features } from '../engine/sources.ts';
import type { Demand, Graph, Snaps } from '../types.ts';
import type { StraightTravel } from '../straight/straight-travel.ts';

/** A warning names at most this many ids. */
const NAMED = 10;

export function note(key: StudyMessage, values: MessageValues = {}): Warning {
  return warning(key, STUDY[key], values);
}

/** How people travel along a network of streets. */
export function travelAssumptions(travel: Travel): Warning[] {
  const mode = travel.mode ?? DEFAULT_MODE;
  const speed =
    mode === 'drive'
      ? STUDY['speed-by-class']
      : sentence(STUDY['speed-of'], { mps: travel.speedMps ?? DEFAULT_SPEED_MPS[mode] });
  return [
    note('assume-mode', { mode: STUDY[`mode-${mode}`], speed }),
    ...(travel.direction === 'from-facility' ? [note('assume-direction')] : []),
    note('assume-access', {
      mps: travel.accessSpeedMps ?? DEFAULT_ACCESS_SPEED_MPS,
      metres: travel.maxAccessM ?? DEFAULT_MAX_ACCESS_M,
    }),
    note('assume-datum'),
  ];
}

/** How far a study in straight lines is from the streets. */
export function straightAssumption({ detour, costUnit, speedMps }: StraightTravel, { mode }: Travel): Warning {
  return costUnit === 'm'
    ? note('assume-straight-metres', { detour })
    : note('assume-straight-time', { detour, mode: STUDY[`mode-${mode ?? DEFAULT_MODE}`], mps: speedMps });
}

export function streetsAssumption({ meta: { title, source, provenance } }: Graph): Warning {
  return note('assume-streets', { title, source, provenance: provenanceText(provenance) });
}

/** Where ferries are asked for: how many stretches of the network are ferries of the mode. */
export function ferriesAssumption(graph: Graph, { ferries = false, mode = DEFAULT_MODE }: Travel): Warning[] {
  const count = ferries ? ferryCount(graph, mode) : 0;
  return count === 0 ? [] : [note('assume-ferries', { count })];
}

/** Where ferries are asked for, and there is none of the mode. */
export function ferriesWarning(graph: Graph, { ferries = false, mode = DEFAULT_MODE }: Travel): Warning[] {
  return ferries && ferryCount(graph, mode) === 0 ? [note('warn-no-ferries', { mode: STUDY[`mode-${mode}`] })] : [];
}

export function peopleAssumptions({ shape, meta: { title, source, provenance } }: Demand): Warning[] {
  return [
    note('assume-people', { title, source, provenance: provenanceText(provenance) }),
    ...(shape.kind === 'points' ? [] : [note(shape.kind === 'areas' ? 'assume-inside' : 'assume-centres')]),
  ];
}

export function featuresAssumptions({ title, ids, provenances, arePoints }: Features): Warning[] {
  const joined = provenances.map(provenanceText);
  const provenance: Text = {
    zh: joined.map(({ zh }) => zh).join('、') || '—',
    en: joined.map(({ en }) => en).join(', ') || '—',
  };
  return [
    note('assume-facilities', { title, provenance, count: ids.length }),
    ...(arePoints ? [] : [note('assume-not-points', { title })]),
  ];
}

/** An attribute as the values of a statistic: of so many of the features. */
export function valuesAssumption({ title, ids }: Features, attribute: string, count: number): Warning {
  return note('assume-values', { title, attribute, count, without: ids.length - count });
}

/** Facilities or candidates that no street is near. */
export function unconnectedWarning(
  key: 'warn-unconnected-facilities' | 'warn-unconnected-candidates' | 'warn-unconnected-origins',
  ids: readonly string[],
  snaps: Snaps,
  travel: Travel,
): Warning[] {
  const found = ids.filter((_id, index) => (snaps.edge[index] as number) < 0 && snaps.shut?.[index] !== 1);
  return found.length === 0
    ? []
    : [note(key, { count: found.length, metres: travel.maxAccessM ?? DEFAULT_MAX_ACCESS_M, ids: someOf(found) })];
}

/** Cells and facilities in shut areas, or parted by one from their street. */
export function shutWarning(demand: Demand, demandSnaps: Snaps, facilities: readonly Snaps[]): Warning[] {
  const cells = shutCount(demandSnaps);
  const lost = facilities.reduce((sum, snaps) => sum + shutCount(snaps), 0);
  const people = demand.people.reduce((sum, count, i) => (demandSnaps.shut?.[i] === 1 ? sum + count : sum), 0);
  const values = { cells, people: Math.round(people), facilities: lost };
  return cells + lost === 0 ? [] : [warning('streets-warn-shut', STREETS['warn-shut'], values)];
}

export function shutOriginsWarning(ids: readonly string[], { shut }: Snaps): Warning[] {
  const lost = ids.filter((_, i) => shut?.[i] === 1);
  return lost.length === 0
    ? []
    : [warning('streets-warn-shut-origins', STREETS['warn-shut-origins'], { ids: someOf(lost) })];
}

function shutCount({ shut }: Snaps): number {
  return shut?.reduce((sum, each) => sum + each, 0) ?? 0;
}

/** How many of these places join no street. */
export function unconnectedCount({ edge }: Snaps): number {
  return edge.reduce((count, each) => (each < 0 ? count + 1 : count), 0);
}

export function unconnectedPeople({ people }: Pick<Demand, 'people'>, { edge }: Snaps): number {
  return people.reduce((sum, count, i) => ((edge[i] as number) < 0 ? sum + count : sum), 0);
}

export function unconnectedDemandWarning(demand: Demand, snaps: Snaps, travel: Travel): Warning[] {
  const isFar = (_: unknown, i: number): boolean => (snaps.edge[i] as number) < 0 && snaps.shut?.[i] !== 1;
  const far = demand.people.filter(isFar);
  const [count, people] = [far.length, sumOf(far)];
  return count === 0
    ? []
    : [
        note('warn-unconnected-demand', {
          count,
          people: Math.round(people),
          metres: travel.maxAccessM ?? DEFAULT_MAX_ACCESS_M,
        }),
      ];
}

/** Points that are joined to a larger piece of the network than the nearest. */
export function passedOverWarning(snaps: readonly Snaps[], travel: Travel): Warning[] {
  const count = snaps.reduce((sum, { passedOver = 0 }) => sum + passedOver, 0);
  return count === 0 ? [] : [note('warn-pieces-passed', { count, metres: travel.minPieceM ?? DEFAULT_MIN_PIECE_M })];
}

/** Facilities that stand in no cell. `cells`: that of each facility, -1 for none. */
export function outsideWarning(ids: readonly string[], cells: Int32Array): Warning[] {
  const found = ids.filter((_id, index) => cells[index] === -1);
  return found.length === 0 ? [] : [note('warn-outside', { count: found.length, ids: someOf(found) })];
}

export function someOf(ids: readonly string[]): string {
  return ids.slice(0, NAMED).join(', ') + (ids.length > NAMED ? ' …' : '');
}

export function provenanceText(provenance: string): Text {
  const known = PROVENANCES.find((each) => each === provenance);
  return known === undefined ? { zh: provenance, en: provenance } : STUDY[`provenance-${known}`];
}
