/** What follows the first page: charts, tables, siting, assumptions and sources. */
import { axisMinutes, minuteBars } from '../../charts/minutes.ts';
import type { ChartData } from '../../charts/session-charts.ts';
import type { SitingResult } from '../../../../../../tiles/api/siting.ts';
import { groupFigures } from '../../data/groups.ts';
import { formatPeople, formatShare, placeName, sitePlace } from '../../format.ts';
import { LIMIT_S } from '../../data/coverage.ts';
import type { App } from '../../../../app/types.ts';
import { SCENARIO_FIGURES } from '../../session/scenario-table.ts';
import { costUnitOf, gapText, limitsText, objectiveText, spentOf } from '../../session/siting.ts';
import { mm } from '../paper.ts';
import { assumptionTexts, warningTexts, type Subject } from '../subject.ts';
import { problemsOf, settingsText, streetSize, streetTitle } from '../../street-words.ts';
import { streetsOf } from '../tables.ts';
import { BODY, facts, heading, listItem, paragraph, table, warning, type DrawnBlock } from './blocks.ts';
import { drawLorenz, drawMinutes } from './charts.ts';
import { foundBlocks } from './found-sections.ts';
import { goalBlocks, otherPeopleBlocks, otherQuestionBlocks, periodBlocks } from './goal-sections.ts';
import { INK, type Pen } from './pen.ts';
import { standardBlocks } from './standard-sections.ts';

const MOST_GAPS = 10;
const CHART_HEIGHT = mm(62);
/** Two charts have room beside each other from here on. */
const TWO_CHARTS = mm(150);

/** @param scenarios a row for each: its name and its figures */
export function sections(
  pen: Pen,
  subject: Subject,
  charts: ChartData | null,
  scenarios: readonly (readonly string[])[],
  width: number,
): DrawnBlock[] {
  if (subject.standard !== null)
    return [
      ...standardBlocks(pen, subject.app, subject.standard.compliance, width),
      ...sourceBlocks(pen, subject, width),
    ];
  return [
    ...(charts === null ? [] : chartBlocks(subject, charts, width)),
    ...scenarioBlocks(pen, subject, scenarios, width),
    ...streetBlocks(pen, subject, width),
    ...districtBlocks(pen, subject, width),
    ...gapBlocks(pen, subject, width),
    ...(otherPeopleBlocks(pen, subject, width) ?? [
      ...sitingBlocks(pen, subject, width),
      ...goalBlocks(pen, subject, width),
    ]),
    ...foundBlocks(pen, subject, width),
    ...checkedBlocks(pen, subject, width),
    ...sourceBlocks(pen, subject, width),
  ];
}

/** Side by side where there is room. */
export function chartBlocks(subject: Subject, charts: ChartData, width: number): DrawnBlock[] {
  const {
    app: {
      i18n: { t, number },
    },
    session,
    minutes,
    scenario,
  } = subject;
  const { all, other } = charts.minutes;
  const bars = minuteBars(axisMinutes(all, minutes), all, null, other);
  const lines = [
    { lorenz: charts.lorenz.all, name: scenario, dashed: false },
    { lorenz: charts.lorenz.other, name: session.nameOf(session.state.peek().other), dashed: true },
  ].flatMap(({ lorenz, name, dashed }) =>
    lorenz === null
      ? []
      : [
          {
            lorenz,
            dashed,
            text: t('plan.brief.lorenzKey', {
              name,
              gini: number(lorenz.gini, { minimumFractionDigits: 3, maximumFractionDigits: 3 }),
            }),
          },
        ],
  );
  const draws: DrawnBlock['draw'][] = [
    (pen, x, y) =>
      drawMinutes(
        pen,
        { x, y, width: each, height: CHART_HEIGHT },
        {
          bars,
          withinMinutes: minutes,
          within: t('plan.unit.minutes', { n: minutes }),
          beyond: t('plan.chart.beyond', { n: bars.length - 1 }),
        },
        { title: t('plan.chart.minutes'), x: t('plan.chart.minutesAxis'), y: t('plan.unit.peopleShort'), number },
      ),
    ...(lines.length === 0
      ? []
      : [
          ((pen, x, y) =>
            drawLorenz(
              pen,
              { x, y, width: each, height: CHART_HEIGHT },
              { lines },
              { title: t('plan.chart.lorenz'), x: t('plan.chart.lorenz.x'), y: t('plan.chart.lorenz.y'), number },
            )) satisfies DrawnBlock['draw'],
        ]),
  ];
  const beside = width >= TWO_CHARTS && draws.length > 1;
  const each = beside ? (width - mm(6)) / 2 : width;
  const blocks: DrawnBlock[] = beside
    ? [
        {
          height: CHART_HEIGHT,
          gap: mm(2),
          draw: (pen, x, y) => draws.forEach((draw, k) => draw(pen, x + k * (each + mm(6)), y)),
        },
      ]
    : draws.map((draw) => ({ height: CHART_HEIGHT, gap: mm(3), draw }));
  return [heading(t('plan.brief.charts'), width), ...blocks];
}

function scenarioBlocks(
  pen: Pen,
  { app, minutes }: Subject,
  rows: readonly (readonly string[])[],
  width: number,
): DrawnBlock[] {
  const { t } = app.i18n;
  if (rows.length === 0) return [];
  return [
    heading(t('plan.table'), width),
    { ...paragraph(pen, t('plan.table.caption', { n: minutes }), width), keepWithNext: true },
    ...table(
      pen,
      [
        { title: t('plan.scenario'), share: 3 },
        ...SCENARIO_FIGURES.map((figure) => ({ title: t(`plan.table.${figure}`), share: 1.7, numeric: true })),
      ],
      rows,
      width,
    ),
  ];
}

/** What the scenario changes of the streets; nothing where it changes none. */
function streetBlocks(pen: Pen, subject: Subject, width: number): DrawnBlock[] {
  const { app } = subject;
  const { t } = app.i18n;
  const rows = streetsOf(subject);
  if (rows.length === 0) return [];
  const columns = [
    { title: t('plan.brief.street'), share: 2.4 },
    { title: t('plan.brief.size'), share: 1.6, numeric: true },
    { title: t('plan.street.modes'), share: 6 },
  ];
  return [
    heading(t('plan.brief.streets'), width),
    ...table(
      pen,
      columns,
      rows.map(({ edit, people }) => [
        streetTitle(app, edit),
        streetSize(app, edit),
        people === null ? settingsText(app, edit) : t('plan.brief.cutOff', { people: formatPeople(app, people) }),
      ]),
      width,
    ),
    ...rows.flatMap(({ edit }) =>
      problemsOf(app, subject.coverage.header, edit).map((problem) =>
        warning(pen, t('plan.brief.streetProblem', { street: streetTitle(app, edit), problem }), width),
      ),
    ),
  ];
}

function districtBlocks(pen: Pen, { app, cells, coverage, minutes, withinS }: Subject, width: number): DrawnBlock[] {
  const {
    i18n: { t },
  } = app;
  const rows = groupFigures(cells, coverage.cost, 'district', withinS).sort(
    (a, b) => a.peopleWithin / a.people - b.peopleWithin / b.people,
  );
  return [
    heading(t('plan.brief.districts', { minutes }), width),
    ...table(
      pen,
      [
        { title: t('plan.column.districtName'), share: 3 },
        { title: t('plan.column.people'), share: 2.4, numeric: true },
        {
          title: t('plan.column.covered'),
          share: 3,
          numeric: true,
          bar: (row) => (rows[row]?.peopleWithin ?? 0) / (rows[row]?.people ?? 1),
        },
        { title: t('plan.column.beyond'), share: 2.4, numeric: true },
        { title: t('plan.column.mean'), share: 2, numeric: true },
      ],
      rows.map((row) => [
        placeName(app, row.key),
        whole(app, row.people),
        formatShare(app, row.peopleWithin, row.people),
        whole(app, row.people - row.peopleWithin),
        minutesText(app, row.meanCost),
      ]),
      width,
    ),
  ];
}

function gapBlocks(pen: Pen, { app, coverage: { header } }: Subject, width: number): DrawnBlock[] {
  const {
    i18n: { t, number },
  } = app;
  const gaps = header.gaps.slice(0, MOST_GAPS);
  const title = heading(t('plan.brief.gaps', { minutes: header.summary.withinS / 60, n: MOST_GAPS }), width);
  if (gaps.length === 0) return [title, paragraph(pen, t('plan.brief.gapsNone'), width)];
  return [
    title,
    ...table(
      pen,
      [
        { title: '#', share: 0.7, numeric: true },
        { title: t('plan.brief.place'), share: 4.4 },
        { title: t('plan.column.people'), share: 1.9, numeric: true },
        { title: t('plan.column.areaKm2'), share: 1.8, numeric: true },
        { title: t('plan.column.mean'), share: 1.8, numeric: true },
        { title: t('plan.selected.nearest'), share: 2.4 },
        { title: t('plan.facility.place'), share: 3, numeric: true },
      ],
      gaps.map((gap) => [
        number(gap.rank),
        [gap.district, gap.subdistrict].flatMap((code) => (code === null ? [] : [placeName(app, code)])).join(' ') ||
          placeName(app, null),
        whole(app, gap.people),
        number(gap.areaM2 / 1e6, { maximumFractionDigits: 2 }),
        minutesText(app, gap.nearest?.cost ?? null),
        gap.nearest?.facility ?? '—',
        `${gap.lon.toFixed(5)}, ${gap.lat.toFixed(5)}`,
      ]),
      width,
    ),
  ];
}

/** Units stand in the heads of columns. */
function whole({ i18n: { number } }: App, value: number): string {
  return number(value, { maximumFractionDigits: 0 });
}

function minutesText({ i18n: { number } }: App, seconds: number | null): string {
  return seconds === null
    ? `>${number(LIMIT_S / 60)}`
    : number(seconds / 60, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** The search of the page, where there was one: what it found, and how much of that is proven. */
function sitingBlocks(pen: Pen, subject: Subject, width: number): DrawnBlock[] {
  const { app, session } = subject;
  const {
    i18n: { t, text, number },
  } = app;
  const { result, study, status } = session.siting.state.peek();
  const request = study?.analyses[0];
  if (study === null || request?.kind !== 'siting' || status === 'idle') return [];
  const found = result?.results.find((each): each is SitingResult => each.kind === 'siting') ?? null;
  const sites = session.proposed.peek();
  const step = found ?? session.siting.state.peek().steps.at(-1) ?? null;
  const state =
    found !== null
      ? t(`plan.siting.status.${found.status}`)
      : status === 'running'
        ? t('plan.siting.preparing')
        : t('plan.siting.cancelled');
  const cost = found === null ? null : spentOf(found);
  const spent = cost === null ? null : t('plan.siting.amount', { n: number(cost), unit: costUnitOf(app, study) });
  const objective = (value: number | null): string => objectiveText(app, request.model, value);
  const values = [
    {
      name: t('plan.brief.sitingModel'),
      value:
        request.share === undefined
          ? t(`plan.siting.${request.model}`)
          : t('plan.goal.fewest', { share: number(request.share, { style: 'percent', maximumFractionDigits: 1 }) }),
    },
    { name: t('plan.brief.sitingLimits'), value: limitsText(app, study) },
    { name: t('plan.brief.sitingStatus'), value: state },
    { name: t(`plan.siting.objective.${request.model}`), value: objective(step?.objective ?? null) },
    { name: t(`plan.siting.before.${request.model}`), value: objective(found?.before ?? null) },
    { name: t(`plan.siting.bound.${request.model}`), value: objective(step?.bound ?? null) },
    { name: t(`plan.siting.gap.${request.model}`), value: gapText(app, step?.gap ?? null) },
    ...(spent === null ? [] : [{ name: t('plan.siting.spent'), value: spent }]),
    ...(found === null || found.unservable.cells === 0
      ? []
      : [
          {
            name: t('plan.siting.unservable'),
            value: t('plan.siting.unservableOf', {
              people: formatPeople(app, found.unservable.people),
              n: found.unservable.cells,
            }),
          },
        ]),
  ];
  // Texts that the brief already contains are not repeated.
  const said = new Set([...warningTexts(subject), ...assumptionTexts(subject)]);
  const assumed = result?.assumptions.map(({ message }) => text(message)).filter((each) => !said.has(each)) ?? [];
  const notes = [
    ...(result?.partial === true ? [t('plan.partial')] : []),
    ...(result?.warnings.map(({ message }) => text(message)) ?? []),
  ].filter((each) => !said.has(each));
  return [
    heading(t('plan.brief.siting'), width),
    ...otherQuestionBlocks(pen, subject, width),
    ...facts(pen, values, width, 2),
    ...notes.map((note) => warning(pen, note, width)),
    ...(found === null ? [] : periodBlocks(pen, subject, found, width)),
    ...(sites.length === 0
      ? []
      : table(
          pen,
          [
            { title: t('plan.brief.sitingSites'), share: 3 },
            { title: t('plan.facility.place'), share: 4, numeric: true },
            { title: t('plan.column.people'), share: 2, numeric: true },
          ],
          sites.map((site) => [
            t('plan.siting.site', { n: site.number, place: sitePlace(app, session.cells.peek(), site) }),
            `${site.lon.toFixed(5)}, ${site.lat.toFixed(5)}`,
            whole(app, site.people),
          ]),
          width,
        )),
    ...assumed.map((each) => listItem(pen, each, width)),
    paragraph(pen, t('plan.brief.sitingBase'), width, { ...BODY, color: INK.quiet }),
  ];
}

/** The standards check of the page, where there was one. */
function checkedBlocks(pen: Pen, { app, session }: Subject, width: number): DrawnBlock[] {
  const { result } = session.compliance.state.peek();
  return (result?.results ?? []).flatMap((each) =>
    each.kind === 'compliance' ? standardBlocks(pen, app, each, width) : [],
  );
}

function sourceBlocks(pen: Pen, subject: Subject, width: number): DrawnBlock[] {
  const {
    app: {
      i18n: { t },
    },
    link,
  } = subject;
  return [
    heading(t('plan.brief.sources'), width),
    ...assumptionTexts(subject).map((text) => listItem(pen, text, width)),
    {
      ...paragraph(pen, `${t('plan.brief.recompute')}:`, width, { ...BODY, weight: 600 }),
      gap: mm(3),
      keepWithNext: true,
    },
    paragraph(pen, link, width, { sizePt: 7, color: INK.sea }, link),
  ];
}
