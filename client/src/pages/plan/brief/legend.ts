/** The legend of the printed map: at most seven classes, in the colours of paper. */
import type { App } from '../../../app/types.ts';
import { rampColors } from '../../../features/casedata/colors.ts';
import { formatPeople, formatShare } from '../format.ts';
import type { Indicator } from '../data/indicator.ts';
import { costRows, differenceRows, indicatorRows, peopleOfRows, type LegendRow } from '../legend.ts';
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
  readonly marks: string;
}

export function legendOf(subject: Subject): Legend {
  const {
    app: {
      i18n: { t },
    },
    session,
  } = subject;
  const { comparison, display } = session.state.peek();
  const indicator = session.shownIndicator.peek();
  if (indicator !== null)
    return { marks: '', title: subject.app.i18n.text(indicator.title), entries: reached(subject, indicator) };
  const marks = t('plan.legend.marks');
  if (comparison === 'difference') {
    return {
      marks,
      title: t('plan.legend.difference', { a: subject.scenario, b: session.nameOf(session.state.peek().other) }),
      entries: differences(subject),
    };
  }
  if (display === 'heat')
    return { marks, title: t('plan.legend.heat', { minutes: subject.minutes }), entries: heat(subject) };
  return {
    marks,
    title: display === 'columns' ? `${t('plan.legend.cost')} · ${t('plan.legend.height')}` : t('plan.legend.cost'),
    entries: costs(subject),
  };
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
  const colors = rampColors('light', 6);
  return colors.map((color, k) => ({
    color,
    label: k === 0 ? t('plan.legend.few') : k === colors.length - 1 ? t('plan.legend.many') : '',
    value: '',
  }));
}
