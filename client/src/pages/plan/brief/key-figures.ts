/** The figures that sum a result up, on the first page of the brief and in the notes of every export. */
import { gainedAndLost, sumWithin } from '../data/coverage.ts';
import { lorenzOf } from '../charts/lorenz.ts';
import { orderByCost } from '../charts/session-charts.ts';
import { formatArea, formatMinutes, formatPeople, formatShare, peopleOfText } from '../format.ts';
import type { App } from '../../../app/types.ts';
import { matrixOf } from '../standards/matrix.ts';
import { valueText } from '../standards/texts.ts';
import type { Note, StandardSubject, Subject } from './subject.ts';

export interface KeyFigure extends Note {
  readonly note?: string;
}

export function keyFigures(subject: Subject): KeyFigure[] {
  return subject.standard === null ? coverageFigures(subject) : standardFigures(subject.app, subject.standard);
}

/** Every rule that was computed, for the city. */
function standardFigures(app: App, { compliance }: StandardSubject): KeyFigure[] {
  const { t, text } = app.i18n;
  return matrixOf(compliance).indicators.map(({ rule, whole }) => ({
    name: text(rule.title),
    value: valueText(app, rule, whole),
    note: [text(rule.unit), t(`plan.verdict.${whole.verdict}`), t(`plan.certainty.${rule.certainty}`)].join(' · '),
  }));
}

function coverageFigures({ app, session, cells, coverage, withinS }: Subject): KeyFigure[] {
  const {
    i18n: { t, number },
  } = app;
  const { people, areaM2, header } = coverage;
  const [covered, coveredArea] = [sumWithin(people, withinS), sumWithin(areaM2, withinS)];
  const lorenz = lorenzOf(orderByCost(coverage.cost), coverage.cost, cells.people);
  const reference = session.reference.peek();
  const change =
    reference === null || reference.cost === coverage.cost
      ? null
      : gainedAndLost(reference.cost, coverage.cost, cells.people, withinS);
  const against = t('plan.figure.against', {
    name: session.nameOf(session.state.peek().comparison === 'off' ? 'base' : session.state.peek().other),
  });
  return [
    {
      name: t('plan.figure.people'),
      value: formatShare(app, covered, people.total),
      note: peopleOfText(app, covered, header.summary),
    },
    {
      name: t('plan.figure.beyond'),
      value: formatPeople(app, people.total - covered),
      note: formatShare(app, people.total - covered, people.total),
    },
    {
      name: t('plan.figure.area'),
      value: formatShare(app, coveredArea, areaM2.total),
      note: t('plan.figure.of', { part: formatArea(app, coveredArea), whole: formatArea(app, areaM2.total) }),
    },
    {
      name: t('plan.figure.facilities'),
      value: t('plan.unit.facilities', { n: header.summary.facilities }),
      ...(header.summary.unconnectedFacilities === 0
        ? {}
        : { note: t('plan.figure.unconnected', { n: header.summary.unconnectedFacilities }) }),
    },
    ...(lorenz === null
      ? []
      : [
          { name: t('plan.brief.meanTime'), value: formatMinutes(app, lorenz.meanS) },
          {
            name: t('plan.brief.gini'),
            value: number(lorenz.gini, { minimumFractionDigits: 3, maximumFractionDigits: 3 }),
          },
        ]),
    ...(change === null
      ? []
      : [
          { name: t('plan.figure.gained'), value: formatPeople(app, change.gained), note: against },
          { name: t('plan.figure.lost'), value: formatPeople(app, change.lost), note: against },
        ]),
  ];
}
