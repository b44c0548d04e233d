/** The legend of the printed map: at most seven classes, in the colours of paper. */
import { rampColors } from '../../../features/casedata/colors.ts';
import { costClasses, differenceClasses, differenceClassOf, peopleInClasses } from '../data/classes.ts';
import { LIMIT_S } from '../data/share.ts';
import { formatPeople, formatShare } from '../format.ts';
import type { Subject } from './subject.ts';

export interface LegendEntry {
  readonly color: string;
  readonly label: string;
  /** People of the class; empty where the colours stand for no classes of people. */
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
  const {
    i18n: { t, number },
  } = app;
  const classes = costClasses(withinS, LIMIT_S, 'light');
  const people = peopleInClasses(coverage.cost, cells.people, classes);
  const minutes = (seconds: number): string => number(seconds / 60, { maximumFractionDigits: 1 });
  return classes.map(({ color, kind, upTo }, k) => {
    const from = classes[k - 1]?.upTo ?? 0;
    const range = t('plan.legend.range', { from: minutes(from), to: minutes(upTo) });
    const label =
      kind === 'none'
        ? t('plan.legend.none', { n: minutes(from) })
        : kind === 'within'
          ? range
          : t('plan.legend.beyond', { range });
    return {
      color,
      label,
      value: `${formatPeople(app, people[k] ?? 0)} (${formatShare(app, people[k] ?? 0, coverage.people.total)})`,
    };
  });
}

function differences({ app, session, cells, coverage }: Subject): LegendEntry[] {
  const {
    i18n: { t, number },
  } = app;
  const classes = differenceClasses('light');
  const reference = session.reference.peek() ?? coverage;
  const people = new Float64Array(classes.length);
  for (let cell = 0; cell < cells.count; cell += 1) {
    const k = differenceClassOf(classes, reference.cost[cell] as number, coverage.cost[cell] as number);
    people[k] = (people[k] as number) + (cells.people[cell] as number);
  }
  const minutes = (seconds: number): string => number(Math.abs(seconds) / 60, { maximumFractionDigits: 1 });
  return classes.map(({ color, kind, from, to }, k) => {
    const [near, far] = kind === 'faster' ? [to, from] : [from, to];
    const range = Number.isFinite(far)
      ? t('plan.legend.range', { from: minutes(near), to: minutes(far) })
      : t('plan.legend.more', { n: minutes(near) });
    const label = kind === 'same' ? t('plan.legend.same', { n: minutes(to) }) : t(`plan.legend.${kind}`, { range });
    return { color, label, value: formatPeople(app, people[k] ?? 0) };
  });
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
