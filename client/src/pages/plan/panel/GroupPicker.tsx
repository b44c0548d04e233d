import { useApp } from '../../../app/context.ts';
import type { App } from '../../../app/types.ts';
import { usePlan } from '../context.ts';
import type { PlanSession } from '../session/session.ts';
import { groupName } from '../words.ts';

/** Groups that the people asked about are divided into, that of the question among them; empty for none. */
export function groupsOf({ catalogue, asked, state }: PlanSession): readonly string[] {
  const known = catalogue.state.value.value?.demands.find(({ id }) => id === asked.value?.demand)?.groups ?? [];
  const { group } = state.value.question;
  return group === null || known.includes(group) ? known : [...known, group];
}

/** Whether the sentence names them; also until it is known, as most demands have some and the page stands still. */
export function namesGroup(session: PlanSession): boolean {
  const { value, error } = session.catalogue.state.value;
  return groupsOf(session).length > 0 || (value === null && error === null);
}

/** As it stands in the sentence. */
export function groupText({ i18n: { t }, store }: App, group: string | null): string {
  return group === null ? t('plan.everybody') : groupName(group, store.language.value);
}

export function GroupPicker() {
  const app = useApp();
  const session = usePlan();
  return (
    <select
      class="plan-word"
      aria-label={app.i18n.t('plan.question.group')}
      value={session.state.value.question.group ?? ''}
      disabled={session.catalogue.state.value.value === null}
      data-testid="ask-group"
      onChange={(event) => session.ask({ group: event.currentTarget.value === '' ? null : event.currentTarget.value })}
    >
      {[null, ...groupsOf(session)].map((group) => (
        <option key={group} value={group ?? ''}>
          {groupText(app, group)}
        </option>
      ))}
    </select>
  );
}
