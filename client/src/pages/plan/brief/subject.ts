/** A snapshot of everything an export shows, so that nothing changes while it is written. */
import type { ScenarioEdit } from '../../../../../tiles/api/study.ts';
import type { App } from '../../../app/types.ts';
import type { Cells } from '../data/cells.ts';
import type { Coverage } from '../data/coverage.ts';
import { modeText, sourceText } from '../format.ts';
import type { PlanSession } from '../session/session.ts';
import { pinned, type Asked } from '../session/question.ts';
import { planQuery } from '../state/address.ts';
import { countEdits } from '../state/scenarios.ts';

export interface Subject {
  readonly app: App;
  readonly session: PlanSession;
  readonly asked: Asked;
  readonly cells: Cells;
  readonly coverage: Coverage;
  readonly edits: readonly ScenarioEdit[];
  readonly scenario: string;
  readonly layer: string;
  /** Travel time of the slider. Gaps and people by facility use `header.summary.withinS`, which follows the slider. */
  readonly withinS: number;
  readonly minutes: number;
  readonly date: Date;
  readonly link: string;
}

/** Null while there is nothing to export. */
export function subjectOf(
  app: App,
  session: PlanSession,
  date: Date,
  page: Pick<Location, 'origin' | 'pathname'>,
): Subject | null {
  const [asked, cells, coverage] = [session.asked.peek(), session.cells.peek(), session.active.coverage.peek()];
  if (asked === null || cells === null || coverage === null || coverage.cost.length !== cells.count) return null;
  const layer = app.layersById.peek().get(asked.layer);
  return {
    app,
    session,
    asked,
    cells,
    coverage,
    edits: session.edits.peek(),
    scenario: session.activeName.peek(),
    layer: layer === undefined ? asked.layer : app.i18n.text(layer.title),
    withinS: session.withinS.peek(),
    minutes: session.minutes.peek(),
    date,
    link:
      page.origin +
      page.pathname +
      planQuery(app.store, { ...session.state.peek(), question: pinned(session.state.peek().question, asked) }),
  };
}

export interface Note {
  readonly name: string;
  readonly value: string;
}

/** Scenario, question and date, which every sheet and every file states. */
export function headNotes({ app, session, asked, edits, scenario, minutes, date }: Subject): Note[] {
  const {
    i18n: { t },
  } = app;
  const { question, comparison, other } = session.state.peek();
  const counts = countEdits(edits);
  return [
    { name: t('plan.brief.scenario'), value: scenario },
    { name: t('plan.brief.date'), value: app.i18n.date(app.i18n.cityDay(date)) },
    {
      name: t('plan.brief.question'),
      value: t('plan.brief.questionOf', {
        minutes,
        mode: modeText(app, session),
        direction: t(`plan.direction.${question.direction}`),
      }),
    },
    ...(asked.filter === null ? [] : [{ name: t('plan.brief.filter'), value: asked.filter }]),
    ...(edits.length === 0
      ? []
      : [
          {
            name: t('plan.brief.edits'),
            value: t('plan.edits.counts', { added: counts.add, moved: counts.move, removed: counts.remove }),
          },
        ]),
    ...(comparison === 'off' ? [] : [{ name: t('plan.brief.compared'), value: session.nameOf(other) }]),
  ];
}

/** What was assumed, and where everything comes from. */
export function assumptionTexts({ app, session, coverage: { header } }: Subject): string[] {
  const {
    i18n: { t, text },
  } = app;
  return [
    ...header.assumptions.map(({ message }) => text(message)),
    t('plan.assumptions.cells'),
    t('plan.assumptions.limit'),
    sourceText(app, session),
  ];
}

/** Warnings to read before using the figures; that data is synthetic comes first. */
export function warningTexts(subject: Subject): string[] {
  const {
    app: {
      i18n: { t, text },
    },
    coverage: { header },
    withinS,
  } = subject;
  const made = syntheticParts(subject).map((part) => t(`plan.brief.synthetic.${part}`));
  return [
    ...(made.length === 0 ? [] : [t('plan.brief.synthetic', { what: made.join(t('list.separator')) })]),
    ...(header.summary.withinS === withinS
      ? []
      : [t('plan.brief.forecastUnsettled', { minutes: header.summary.withinS / 60 })]),
    ...header.warnings.map(({ message }) => text(message)),
  ];
}

type Part = 'people' | 'roads' | 'facilities';

/** Which of the data is synthetic. */
export function syntheticParts({ app, session, asked }: Pick<Subject, 'app' | 'session' | 'asked'>): Part[] {
  const known = session.catalogue.state.peek().value;
  const provenance: Readonly<Record<Part, string>> = {
    people: known?.demands.find(({ id }) => id === asked.demand)?.provenance ?? '',
    roads: known?.networks.find(({ id }) => id === asked.network)?.provenance ?? '',
    facilities: Object.keys(app.layersById.peek().get(asked.layer)?.provenance ?? {}).join(' '),
  };
  return (Object.keys(provenance) as Part[]).filter((part) => provenance[part].split(/\W+/).includes('synthetic'));
}
