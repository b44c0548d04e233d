/** What the open parts have been told, on paper: their answer, their table, the method. */
import type { App } from '../../../../app/types.ts';
import { facilityNames } from '../../facility-names.ts';
import { formatMinutes, formatPeople, formatShare, placeName } from '../../format.ts';
import { fittingTold, foundOf, type Told } from '../../found/ask.ts';
import { opportunityClasses } from '../../found/opportunity-classes.ts';
import { BACKUP } from '../../found/requests.ts';
import { waysOf } from '../../found/tables.ts';
import {
  classText,
  groupText,
  membersText,
  offerText,
  opportunitiesAnswer,
  ratioText,
  scopeText,
  shareOfUnserved,
} from '../../found/words.ts';
import type { Part } from '../../state/types.ts';
import type { Subject } from '../subject.ts';
import { BODY, heading, paragraph, table, warning, type DrawnBlock, type TableColumn } from './blocks.ts';
import { INK, type Pen } from './pen.ts';

/** Facilities of the table of shares. */
const MOST_FACILITIES = 20;

export function foundBlocks(pen: Pen, subject: Subject, width: number): DrawnBlock[] {
  const { app, session } = subject;
  const { t } = app.i18n;
  const told = fittingTold(session);
  const open = session.state.peek().found.open;
  const found = foundOf(session);
  const scope = told.length === 0 ? null : scopeText(app, session.state.peek().area);
  const old = open.filter((part) => found[part].told.peek() !== null && found[part].isStale.peek());
  return [
    ...(scope === null ? [] : [paragraph(pen, scope, width)]),
    ...told.flatMap(([part, each]) => [
      heading(t(`plan.found.${part}`), width),
      ...partBlocks(pen, subject, part, each, width),
      paragraph(pen, t(`plan.found.${part}.method`), width, { ...BODY, color: INK.quiet }),
    ]),
    ...(old.length === 0
      ? []
      : [
          warning(
            pen,
            t('plan.found.brief.old', { parts: old.map((part) => t(`plan.found.${part}`)).join(t('list.separator')) }),
            width,
          ),
        ]),
  ];
}

function partBlocks(pen: Pen, subject: Subject, part: Part, told: Told, width: number): DrawnBlock[] {
  const { app, session, cells, minutes } = subject;
  const { t, number } = app.i18n;
  const { results } = told.result;
  const named = (title: string, share: number): TableColumn => ({ title, share });
  const numeric = (title: string, share: number): TableColumn => ({ title, share, numeric: true });
  switch (part) {
    case 'opportunities': {
      const found = results.find((each) => each.kind === 'opportunities');
      if (found === undefined) return [];
      const offer = offerText(app, told);
      const classes = found.access?.length === cells.count ? opportunityClasses(found.access, cells.people) : null;
      const decay = session.state.peek().found.decay;
      const { figure, text } = opportunitiesAnswer(app, told, found);
      return [
        paragraph(pen, `${figure} ${text} · ${t(`plan.found.decay.${decay}`)}`, width),
        ...(classes === null
          ? []
          : table(
              pen,
              [
                named(offer, 4),
                numeric(t('plan.column.people'), 3),
                {
                  ...numeric(t('plan.legend.share'), 2),
                  bar: (row) => (classes.people[row] ?? 0) / Math.max(1, found.people),
                },
              ],
              Array.from(classes.people, (people, k) => [
                classText(app, classes, k),
                number(Math.round(people)),
                formatShare(app, people, found.people),
              ]),
              width,
            )),
      ];
    }
    case 'backup': {
      const found = results.find((each) => each.kind === 'overlap');
      if (found?.backup === undefined) return [];
      return [
        answer(pen, app, found.backup.peopleShare, t('plan.found.backup.answer', { n: minutes, least: BACKUP }), width),
        ...table(
          pen,
          [
            named(t('plan.column.districtName'), 4),
            numeric(t('plan.found.column.backup'), 3),
            numeric(t('plan.legend.share'), 2),
          ],
          (found.groups ?? []).map(({ key, people, backupPeople = 0 }) => [
            placeName(app, key),
            number(Math.round(backupPeople)),
            formatShare(app, backupPeople, people),
          ]),
          width,
        ),
      ];
    }
    case 'huff': {
      const found = results.find((each) => each.kind === 'huff');
      if (found === undefined) return [];
      const nameOf = facilityNames(app, told.result);
      const rows = [...found.facilities].sort((a, b) => b.people - a.people).slice(0, MOST_FACILITIES);
      return [
        paragraph(
          pen,
          t('plan.found.huff.more', {
            people: formatPeople(app, found.people),
            undrawn: formatPeople(app, found.undrawnPeople),
            n: minutes,
          }),
          width,
        ),
        ...table(
          pen,
          [
            named(t('plan.column.facilityName'), 4),
            numeric(t('plan.found.column.expected'), 3),
            numeric(t('plan.legend.share'), 2),
          ],
          rows.map(({ id, people, share }) => [
            nameOf(id),
            number(Math.round(people)),
            share === null ? '—' : formatShare(app, share, 1),
          ]),
          width,
        ),
      ];
    }
    case 'equity': {
      const found = results.find((each) => each.kind === 'equity');
      if (found === undefined) return [];
      return table(
        pen,
        [
          named(t('plan.found.group'), 3),
          numeric(t('plan.found.number'), 2.4),
          numeric(t('plan.found.served'), 1.8),
          numeric(t('plan.found.meanTime'), 2),
          numeric(t('plan.found.palma'), 1.8),
          numeric(t('plan.found.ofWorst'), 2),
        ],
        found.groups.map((each) => {
          const { group, people, worstShare, mean, palma } = each;
          const ofUnserved = shareOfUnserved(found, each);
          return [
            groupText(app, group),
            membersText(app, people, group),
            worstShare === null ? '—' : formatShare(app, 1 - worstShare, 1),
            mean === null ? '—' : formatMinutes(app, mean),
            ratioText(app, palma),
            ofUnserved === null ? '—' : formatShare(app, ofUnserved, 1),
          ];
        }),
        width,
      );
    }
    case 'ways':
      return table(
        pen,
        [
          named(t('plan.question.mode'), 4),
          numeric(t('plan.found.column.covered'), 3),
          numeric(t('plan.legend.share'), 2),
        ],
        waysOf(app, told).map(({ name, when, people, share }) => [
          name + when,
          number(Math.round(people)),
          formatShare(app, share, 1),
        ]),
        width,
      );
  }
}

function answer(pen: Pen, app: App, share: number, text: string, width: number): DrawnBlock {
  return paragraph(pen, `${formatShare(app, share, 1)} ${text}`, width);
}
