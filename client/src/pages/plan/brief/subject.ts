/** A snapshot of everything an export shows, so that nothing changes while it is written. */
import type { StudyResult } from '../../../../../tiles/api/result.ts';
import type { ComplianceResult, Standard } from '../../../../../tiles/api/standard.ts';
import type { App } from '../../../app/types.ts';
import type { Cells } from '../data/cells.ts';
import type { Coverage } from '../data/coverage.ts';
import { modeText, pageAssumptions, sourceText } from '../format.ts';
import type { PlanSession } from '../session/session.ts';
import { pinned, type Asked } from '../session/question.ts';
import { planQuery } from '../state/address.ts';
import { isUnchanged } from '../state/scenarios.ts';
import { changesText } from '../street-words.ts';
import type { Changes } from '../state/types.ts';
import { groupName } from '../words.ts';
import { bindingText, versionOf } from '../standards/texts.ts';

export interface Subject {
  readonly app: App;
  readonly session: PlanSession;
  readonly asked: Asked;
  readonly cells: Cells;
  readonly coverage: Coverage;
  readonly changes: Changes;
  readonly scenario: string;
  readonly layer: string;
  /** Travel time of the slider. Gaps and people by facility use `header.summary.withinS`, which follows the slider. */
  readonly withinS: number;
  readonly minutes: number;
  readonly date: Date;
  readonly link: string;
  /** Set where a standards check is exported in place of the coverage. */
  readonly standard: StandardSubject | null;
}

export interface StandardSubject {
  readonly compliance: ComplianceResult;
  readonly result: StudyResult;
}

/** Null while there is nothing to export. */
export function subjectOf(
  app: App,
  session: PlanSession,
  date: Date,
  page: Pick<Location, 'origin' | 'pathname'>,
  standard: StandardSubject | null = null,
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
    changes: session.changes.peek(),
    scenario: session.activeName.peek(),
    layer: layer === undefined ? asked.layer : app.i18n.text(layer.title),
    withinS: session.withinS.peek(),
    minutes: session.minutes.peek(),
    date,
    standard,
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

/** What the sheets are about, as their first line. */
export function titleOf({ app, layer, standard }: Subject): string {
  const {
    i18n: { t, text },
    config,
  } = app;
  const city = config.state.peek().value?.city;
  if (standard === null)
    return city === undefined ? t('plan.brief.heading', { layer }) : t('plan.brief.city', { city: text(city), layer });
  const name = standardName(app, standard.compliance.standard);
  return city === undefined ? name : `${text(city)} · ${name}`;
}

/** A check-up is called what it is; a check by its standard. */
export function standardName({ i18n: { t, text } }: App, { number, title, checkup, version }: Standard): string {
  if (checkup === true) return t('plan.checkup');
  return version === undefined ? `${number} ${text(title)}` : text(title);
}

/** Scenario, question and date, which every sheet and every file states. */
export function headNotes(subject: Subject): Note[] {
  const { app, session, asked, changes, scenario, minutes, date, standard } = subject;
  const {
    i18n: { t },
  } = app;
  if (standard !== null) return standardNotes(subject, standard);
  const { question, comparison, other } = session.state.peek();
  return [
    { name: t('plan.brief.scenario'), value: scenario },
    { name: t('plan.brief.date'), value: app.i18n.date(app.i18n.cityDay(date)) },
    {
      name: t('plan.brief.question'),
      value: t('plan.brief.questionOf', {
        minutes,
        mode: modeText(app, session),
        direction: t(`plan.direction.${asked.travel.direction ?? question.direction}`),
      }),
    },
    ...(asked.group === null ? [] : [{ name: t('plan.question.group'), value: groupNote(app, asked.group) }]),
    ...(asked.filter === null ? [] : [{ name: t('plan.brief.filter'), value: asked.filter }]),
    ...(isUnchanged(changes) ? [] : [{ name: t('plan.brief.edits'), value: changesText(app, changes) }]),
    ...(comparison === 'off' ? [] : [{ name: t('plan.brief.compared'), value: session.nameOf(other) }]),
  ];
}

/** As its demand calls it, which a request has to say, and as the texts do. */
function groupNote({ store }: App, group: string): string {
  const name = groupName(group, store.language.peek());
  return name === group ? group : `${name} (${group})`;
}

function standardNotes({ app, date }: Subject, { compliance: { standard, by } }: StandardSubject): Note[] {
  const {
    i18n: { t, text },
  } = app;
  const { number, title, rules } = standard;
  return [
    { name: t('plan.standards.standard'), value: `${number} ${text(title)} (${versionOf(standard)})` },
    { name: t('plan.brief.date'), value: app.i18n.date(app.i18n.cityDay(date)) },
    { name: t('plan.brief.force'), value: bindingText(app, rules.find(({ binds }) => binds !== undefined)?.binds) },
    { name: t('plan.standards.by'), value: t(`plan.by.${by}`) },
  ];
}

/** What was assumed, and where everything comes from. */
export function assumptionTexts({ app, session, asked, coverage: { header }, standard }: Subject): string[] {
  const {
    i18n: { text },
  } = app;
  if (standard !== null)
    return [...standard.result.assumptions.map(({ message }) => text(message)), sourceText(app, session)];
  return [
    ...header.assumptions.map(({ message }) => text(message)),
    ...pageAssumptions(app, asked),
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
    standard,
  } = subject;
  const made = syntheticParts(subject).map((part) => t(`plan.brief.synthetic.${part}`));
  return [
    ...(made.length === 0 ? [] : [t('plan.brief.synthetic', { what: made.join(t('list.separator')) })]),
    ...(standard === null ? coverageWarnings() : standard.result.warnings.map(({ message }) => text(message))),
  ];
  function coverageWarnings(): string[] {
    return [
      ...(header.summary.withinS === withinS
        ? []
        : [t('plan.brief.forecastUnsettled', { minutes: header.summary.withinS / 60 })]),
      ...header.warnings.map(({ message }) => text(message)),
    ];
  }
}

type Part = 'people' | 'roads' | 'timetables' | 'facilities';

/** Which of the data is synthetic. */
function syntheticParts({ app, session, asked, standard }: Subject): Part[] {
  const known = session.catalogue.state.peek().value;
  const provenance: Readonly<Record<Part, string>> = {
    people: known?.demands.find(({ id }) => id === asked.demand)?.provenance ?? '',
    roads: known?.networks.find(({ id }) => id === asked.network)?.provenance ?? '',
    timetables: known?.transits.find(({ id }) => id === asked.travel.transit)?.provenance ?? '',
    facilities: (standard === null ? [asked.layer] : layersOf(standard.compliance))
      .flatMap((layer) => Object.keys(app.layersById.peek().get(layer)?.provenance ?? {}))
      .join(' '),
  };
  return (Object.keys(provenance) as Part[]).filter((part) => provenance[part].split(/\W+/).includes('synthetic'));
}

/** Of the rules that were computed. */
function layersOf({ standard, rows }: ComplianceResult): string[] {
  const computed = new Set(rows.map(({ rule }) => rule));
  return standard.rules.filter(({ id }) => computed.has(id)).map(({ layer }) => layer);
}
