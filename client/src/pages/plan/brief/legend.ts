/** The legend of the printed map: at most seven classes, in the colours of paper. */
import type { App } from '../../../app/types.ts';
import { hexagonRadiusM, shareColors, sumsOf } from '../data/hexagons.ts';
import type { Indicator } from '../data/indicator.ts';
import { atZoom, isFarOut, servedBy, showsShares, unitOf, unitsOf } from '../far-out.ts';
import { formatPeople, formatShare } from '../format.ts';
import {
  costRows,
  differenceRows,
  indicatorRows,
  marksShown,
  paintedRows,
  streetsShown,
  peopleOfRows,
  shareRows,
  type LegendRow,
} from '../legend.ts';
import type { MarkerKind } from '../map/markers.ts';
import type { StreetKind } from '../state/streets.ts';
import type { PlanSession } from '../session/session.ts';
import type { Subject } from './subject.ts';

export interface LegendEntry {
  readonly color: string;
  readonly label: string;
  /** People of the class; empty where the colours are not classes of people. */
  readonly value: string;
}

export interface Legend {
  readonly title: string;
  readonly entries: readonly LegendEntry[];
  readonly marks: readonly { readonly kind: MarkerKind; readonly label: string }[];
  readonly streets: readonly { readonly kind: StreetKind; readonly label: string }[];
}

/** @param zoom of the picture that it explains */
export function legendOf(subject: Subject, zoom: number): Legend {
  const {
    app: {
      i18n: { t },
    },
    session,
  } = subject;
  const app = atZoom(subject.app, zoom);
  const { comparison, display } = session.state.peek();
  const indicator = session.shownIndicator.peek();
  const title = indicator === null ? null : app.i18n.text(indicator.title);
  const marks = indicator === null ? marksOf(app, session) : [];
  const streets = streetsShown(session).map((kind) => ({ kind, label: t(`plan.mark.street.${kind}`) }));
  const common = { marks, streets };
  const painting = session.painting.peek();
  if (painting !== null) {
    const rows = paintedRows('light', painting, subject.cells);
    return { ...common, title: painting.title, entries: entriesOf(app, rows, peopleOfRows(rows)) };
  }
  if (showsShares(app, session, 'active')) {
    const what = t('plan.legend.shares');
    return {
      ...common,
      title: title === null ? what : `${title} · ${what}`,
      entries: shares(subject, zoom, indicator),
    };
  }
  if (indicator !== null) return { ...common, title: title ?? '', entries: reached(subject, indicator) };
  if (comparison === 'difference') {
    return {
      ...common,
      title: t('plan.legend.difference', { a: subject.scenario, b: session.nameOf(session.state.peek().other) }),
      entries: differences(subject),
    };
  }
  if (display === 'heat')
    return { ...common, title: t('plan.legend.heat', { minutes: subject.minutes }), entries: heat(subject) };
  return {
    ...common,
    title: display === 'columns' ? `${t('plan.legend.cost')} · ${t('plan.legend.height')}` : t('plan.legend.cost'),
    entries: costs(subject),
  };
}

function marksOf(app: App, session: PlanSession): Legend['marks'] {
  return marksShown(session, isFarOut(app)).map((kind) => ({ kind, label: app.i18n.t(`plan.mark.${kind}`) }));
}

function shares(
  { app, session, cells, coverage, withinS }: Subject,
  zoom: number,
  indicator: Indicator | null,
): LegendEntry[] {
  const units = unitsOf(unitOf(app, session), cells, hexagonRadiusM(zoom));
  const sums = sumsOf(units, cells, servedBy(coverage, withinS, indicator, cells.count));
  const rows = shareRows(app, 'light', sums);
  return entriesOf(app, rows, peopleOfRows(rows));
}

function costs({ app, cells, coverage, withinS }: Subject): LegendEntry[] {
  return entriesOf(app, costRows(app, 'light', withinS, coverage, cells), coverage.people.total);
}

function reached({ app, cells }: Subject, indicator: Indicator): LegendEntry[] {
  const rows = indicatorRows(app, 'light', indicator, cells);
  return entriesOf(app, rows, peopleOfRows(rows));
}

/** People of each class, and their share of the total. */
function entriesOf(app: App, rows: readonly LegendRow[], total: number): LegendEntry[] {
  return rows.map(({ color, label, people }) => ({
    color,
    label,
    value: `${formatPeople(app, people)} (${formatShare(app, people, total)})`,
  }));
}

function differences({ app, session, cells, coverage }: Subject): LegendEntry[] {
  const before = session.reference.peek() ?? coverage;
  return differenceRows(app, 'light', { before, after: coverage }, cells).map(({ color, label, people }) => ({
    color,
    label,
    value: formatPeople(app, people),
  }));
}

function heat({
  app: {
    i18n: { t },
  },
}: Subject): LegendEntry[] {
  const colors = shareColors('light');
  return colors.map((color, k) => ({
    color,
    label: k === 0 ? t('plan.legend.few') : k === colors.length - 1 ? t('plan.legend.many') : '',
    value: '',
  }));
}
