/** What the colours of the cells mean: a row for each class, for the legend of the page and that of the brief. */
import type { App } from '../../app/types.ts';
import type { Theme } from '../../state/types.ts';
import type { Cells } from './data/cells.ts';
import {
  costClasses,
  differenceClasses,
  differenceClassOf,
  indicatorColors,
  peopleInClasses,
  type CostClass,
  type DifferenceClass,
} from './data/classes.ts';
import { LIMIT_S, type Coverage } from './data/coverage.ts';
import { shareColors, SHARE_LIMITS, unservedInClasses, type ShareSums } from './data/hexagons.ts';
import { peopleOfClasses, type Painting } from './data/painting.ts';
import { MARKER_KINDS, type MarkerKind } from './map/markers.ts';
import type { PlanSession } from './session/session.ts';
import { changesOf } from './state/scenarios.ts';
import { STREET_KINDS, type StreetKind } from './state/streets.ts';
import { COVERED, indicatorClasses, peopleByClass, UNCOVERED, type Indicator } from './data/indicator.ts';

const KIND_OF_EDIT = { add: 'added', move: 'moved', remove: 'removed' } as const;

/** Kinds of facilities that the map marks: from far away only those that a scenario changes. */
export function marksShown(session: PlanSession, farOut: boolean): MarkerKind[] {
  const { state, marked, active } = session;
  const { comparison, other, scenarios } = state.value;
  const own = marked.value;
  const both = [...own, ...(comparison === 'swipe' ? changesOf(scenarios, other).edits : [])];
  const changed = new Set<MarkerKind>(both.map(({ kind }) => KIND_OF_EDIT[kind]));
  const unconnected = active.coverage.value?.header.summary.unconnectedFacilities ?? 0;
  return MARKER_KINDS.filter((kind) => {
    if (kind === 'existing') return !farOut;
    return kind === 'unconnected' ? !farOut && unconnected > 0 : changed.has(kind);
  });
}

/** Kinds of street edits that the map shows, in the order of the legend. */
export function streetsShown({ state, streets }: PlanSession): StreetKind[] {
  const { comparison, other, scenarios } = state.value;
  const both = [...streets.value, ...(comparison === 'swipe' ? changesOf(scenarios, other).streets : [])];
  return STREET_KINDS.filter((kind) => both.some((edit) => edit.kind === kind));
}

export interface LegendRow {
  readonly kind: CostClass['kind'] | DifferenceClass['kind'] | 'covered' | 'uncovered' | 'share' | 'painted';
  readonly color: string;
  readonly label: string;
  readonly people: number;
}

/** By travel time to the nearest facility. */
export function costRows(app: App, theme: Theme, withinS: number, coverage: Coverage, cells: Cells): LegendRow[] {
  const classes = costClasses(withinS, LIMIT_S, theme);
  const people = peopleInClasses(coverage.cost, cells.people, classes);
  return classes.map(({ kind, color }, k) => ({
    kind,
    color,
    label: costLabel(app, classes, k),
    people: people[k] as number,
  }));
}

function costLabel({ i18n: { t, number } }: App, classes: readonly CostClass[], k: number): string {
  const [each, before] = [classes[k], classes[k - 1]];
  const minutes = (seconds: number | undefined): string => number((seconds ?? 0) / 60, { maximumFractionDigits: 1 });
  if (each === undefined) return '';
  if (each.kind === 'none') return t('plan.legend.none', { n: minutes(before?.upTo) });
  const range = t('plan.legend.range', { from: minutes(before?.upTo), to: minutes(each.upTo) });
  return each.kind === 'within' ? range : t('plan.legend.beyond', { range });
}

/** By whether a facility is within reach. */
export function indicatorRows({ i18n: { t } }: App, theme: Theme, indicator: Indicator, cells: Cells): LegendRow[] {
  const people = peopleByClass(indicatorClasses(indicator, cells.count), cells);
  const colors = indicatorColors(theme);
  return [
    { kind: 'covered', color: colors.covered, label: t('plan.checkup.covered'), people: people[COVERED] ?? 0 },
    { kind: 'uncovered', color: colors.uncovered, label: t('plan.checkup.uncovered'), people: people[UNCOVERED] ?? 0 },
  ];
}

/** By the classes of a painting; none where its colours only tell neighbours apart. */
export function paintedRows(theme: Theme, painting: Painting, cells: Cells): LegendRow[] {
  const people = peopleOfClasses(painting, cells);
  return painting.labels.map((label, k) => ({
    kind: 'painted',
    color: painting.colors[theme][k] ?? '',
    label,
    people: people[k] as number,
  }));
}

/** People of all classes. */
export function peopleOfRows(rows: readonly LegendRow[]): number {
  return rows.reduce((sum, { people }) => sum + people, 0);
}

/** By the share of people who are not served, in hexagons: people are those who are not. */
export function shareRows({ i18n: { t, number } }: App, theme: Theme, sums: ShareSums): LegendRow[] {
  const people = unservedInClasses(sums);
  const percent = (share: number): string => number(share, { style: 'percent', maximumFractionDigits: 0 });
  return shareColors(theme).map((color, k) => ({
    kind: 'share',
    color,
    label: t('plan.legend.shareRange', {
      from: percent(SHARE_LIMITS[k - 1] ?? 0),
      to: percent(SHARE_LIMITS[k] ?? 1),
    }),
    people: people[k] as number,
  }));
}

/** By the difference of travel time to that of another scenario. */
export function differenceRows(
  app: App,
  theme: Theme,
  { before, after }: { readonly before: Coverage; readonly after: Coverage },
  cells: Cells,
): LegendRow[] {
  const classes = differenceClasses(theme);
  const people = new Float64Array(classes.length);
  for (let cell = 0; cell < cells.count; cell += 1) {
    const k = differenceClassOf(classes, before.cost[cell] as number, after.cost[cell] as number);
    people[k] = (people[k] as number) + (cells.people[cell] as number);
  }
  return classes.map((each, k) => ({
    kind: each.kind,
    color: each.color,
    label: differenceLabel(app, each),
    people: people[k] as number,
  }));
}

function differenceLabel({ i18n: { t, number } }: App, { from, to, kind }: DifferenceClass): string {
  const minutes = (seconds: number): string => number(Math.abs(seconds) / 60, { maximumFractionDigits: 1 });
  if (kind === 'same') return t('plan.legend.same', { n: minutes(to) });
  const [near, far] = kind === 'faster' ? [to, from] : [from, to];
  const range = Number.isFinite(far)
    ? t('plan.legend.range', { from: minutes(near), to: minutes(far) })
    : t('plan.legend.more', { n: minutes(near) });
  return t(`plan.legend.${kind}`, { range });
}
