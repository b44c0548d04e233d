/** What a run was about, in words, where the page asks something else by now. */
import type { Study } from '../../../../../tiles/api/study.ts';
import type { App } from '../../../app/types.ts';
import { travelText } from '../format.ts';
import type { PlanSession } from '../session/session.ts';
import { changesOfStudy, differencesOf, groupOfStudy, isOfOtherPeople, type RunPart } from '../session/run-fit.ts';
import { isUnchanged } from '../state/scenarios.ts';
import { changesText } from '../street-words.ts';
import { groupName } from '../words.ts';

/** Whom the last run counts, where these are other people than those asked about; null where they are the same. */
export function otherPeopleText(app: App, session: PlanSession): string | null {
  const { study, status } = session.siting.state.value;
  const asked = session.asked.value;
  // Why a run has failed is said in any case.
  if (study === null || asked === null || status === 'failed' || !isOfOtherPeople(study, asked)) return null;
  const { t, text } = app.i18n;
  const group = groupOfStudy(study);
  const whom = group === null ? t('plan.everybody') : groupName(group, app.store.language.value);
  const id = study.demand !== undefined && 'stored' in study.demand ? study.demand.stored : null;
  if (id === null || id === asked.demand) return whom;
  const known = session.catalogue.state.value.value?.demands.find((each) => each.id === id);
  return t('plan.run.ofDemand', { whom, demand: known === undefined ? id : text(known.title) });
}

/** What the last run was about, as far as the page asks or shows something else; null where it does not. */
export function otherQuestionText(app: App, session: PlanSession): string | null {
  const { study } = session.siting.state.value;
  const asked = session.asked.value;
  if (study === null || asked === null) return null;
  const results = [session.proposal.value?.after, session.closing.value?.after].filter((each) => each !== undefined);
  const present = { asked, changes: session.changes.value, withinS: session.withinS.value };
  const parts = differencesOf(study, present, results);
  if (parts.length === 0) return null;
  const about = parts.map((part) => partText(app, session, study, part)).join(app.i18n.t('plan.street.separator'));
  return app.i18n.t('plan.run.other', { about });
}

function partText(app: App, session: PlanSession, study: Study, part: RunPart): string {
  const { t, text } = app.i18n;
  switch (part) {
    case 'layer': {
      const { facilities } = study;
      const of = facilities !== undefined && 'layer' in facilities ? facilities : null;
      const known = app.layersById.value.get(of?.layer ?? '');
      const layer = known === undefined ? (of?.layer ?? '') : text(known.title);
      return of?.filter === undefined ? layer : t('plan.sentence.filtered', { layer });
    }
    case 'way':
      return travelText(app, session, study);
    case 'time':
      return study.analyses
        .flatMap((each) => ('within' in each && typeof each.within === 'number' ? [each.within / 60] : []))
        .map((n) => t('plan.unit.minutes', { n }))
        .join(t('list.separator'));
    case 'scenario': {
      const changes = changesOfStudy(study);
      return isUnchanged(changes) ? t('plan.scenario.base') : changesText(app, changes);
    }
  }
}
