/** Binds the page to the browser: address, storage, and the document's title, language and theme. */
import { batch, effect } from '@preact/signals';
import { bindDocument } from '../../app/bind-document.ts';
import { downloadFile } from '../../app/download.ts';
import type { App } from '../../app/types.ts';
import { fileName } from '../../format/file-name.ts';
import { pageLink, type Instead } from '../../shell/share.ts';
import { assign } from '../../state/store.ts';
import { planFile } from './library/plan-file.ts';
import type { Plans } from './library/plans.ts';
import { pinned } from './session/question.ts';
import type { PlanSession } from './session/session.ts';
import { parseMapPart, parsePlan, planQuery } from './state/address.ts';

/** Browsers refuse more than about 100 address changes in 30 s. */
const REPLACE_EVERY_MS = 400;

/** The link to the page as it is, with all that the service has chosen for it written out. */
export function planLink({ store }: App, session: PlanSession): string {
  const state = session.state.peek();
  return pageLink(planQuery(store, { ...state, question: pinned(state.question, session.asked.peek()) }));
}

/** The plan as a file, for a link with more edits than an address may hold. */
export function planAsFile({ i18n: { t } }: App, plans: Plans, link: string): Instead {
  return {
    key: 'plan.share.tooLong',
    label: 'plan.share.file',
    run: () => {
      const name = plans.current.peek()?.name ?? t('plan.library.unnamed');
      downloadFile({
        name: fileName([name, t('plan.library.file')], 'plan.json'),
        blob: new Blob([planFile({ name, query: new URL(link).search })], { type: 'application/json' }),
      });
    },
  };
}

export function bindPlanPage(app: App, session: PlanSession, plans: Plans, page: Window): void {
  bindAddress(app, session, plans, page);
  bindDocument(app, page, { plain: 'plan.title', ofCity: 'plan.documentTitle' });
}

function bindAddress({ store }: App, session: PlanSession, plans: Plans, page: Window): void {
  let timer: number | undefined;
  let query = page.location.search;
  const write = (): void => {
    timer = undefined;
    if (query !== page.location.search) page.history.replaceState(null, '', page.location.pathname + query);
    plans.write(query);
  };
  effect(() => {
    query = planQuery(store, session.state.value);
    timer ??= page.setTimeout(write, REPLACE_EVERY_MS);
  });
  page.addEventListener('pagehide', write);
  // The reader followed another link in the same tab, or went back.
  page.addEventListener('popstate', () =>
    batch(() => {
      assign(store, parseMapPart(page.location.search));
      session.open(parsePlan(page.location.search));
    }),
  );
}
