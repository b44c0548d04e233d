import { computed, effect, signal } from '@preact/signals';
import { createApp } from '../../app/create-app.ts';
import { DARK_QUERY, mediaSignal } from '../../ui/media.ts';
import { addMessages, createI18n } from '../../i18n/i18n.ts';
import { zhPlan } from '../../i18n/zh-plan.ts';
import { basePathOf } from '../../data/base.ts';
import { bindConnection, bindVersion } from '../../app/bind-connection.ts';
import { bindLanguage, openLanguage } from '../../app/bind-language.ts';
import { bindLive } from '../../app/bind-live.ts';
import { mount } from '../../shell/mount.tsx';
import { bindShortcuts, isTextField, type ShortcutActions } from '../../shell/shortcuts.ts';
import { openingState, openStorage } from '../../state/preferences.ts';
import { createPlanApi } from './api/plan-api.ts';
import { bindPlanPage } from './bind-page.ts';
import { PlanContext, PlansContext } from './context.ts';
import { subdistrictShares } from './far-out.ts';
import { keepCurrent, openingOf } from './library/opening.ts';
import { createPlans, followCurrent } from './library/plans.ts';
import { openPlanStore } from './library/store.ts';
import { PlanApp } from './PlanApp.tsx';
import { takeBackPoint } from './session/drawing.ts';
import { createSession, type PlanSession } from './session/session.ts';
import { parseMapPart, parsePlan } from './state/address.ts';
import '../../styles/index.css';
import './plan.css';

addMessages({ zh: zhPlan });
const english = () =>
  Promise.all([
    import('../../i18n/en.ts'),
    import('../../i18n/en-plan.ts'),
    import('../../i18n/en-brief.ts'),
    import('../../i18n/en-found.ts'),
  ]).then(([{ en }, { enPlan }, { enBrief }, { enFound }]) => ({ ...en, ...enPlan, ...enBrief, ...enFound }));

void start();

async function start(): Promise<void> {
  const local = openStorage(window);
  const opened = openingState(location.search, local);
  const [store] = await Promise.all([openPlanStore(window), openLanguage(opened.language, english)]);
  const reader = createI18n(signal(opened.language), signal(undefined));
  const opening = await openingOf(
    location.search,
    store,
    { local, tab: openTabStorage(window) },
    { isReload: isReload(), name: reader.t('plan.library.moved'), now: new Date() },
  );
  const { language, theme } = opened;
  const prefersDark = mediaSignal(DARK_QUERY);
  const app = createApp(
    { ...parseMapPart(opening.query), language, theme },
    computed(() => (prefersDark.value ? 'dark' : 'light')),
    basePathOf(document),
  );
  const openEvents = (url: string) => (typeof EventSource === 'function' ? new EventSource(url) : null);
  const session = createSession(
    app,
    createPlanApi(app.base, () => app.store.language.peek(), app.connection.watch, app.live.asking),
    parsePlan(opening.query),
    openEvents,
  );
  const plans = createPlans({ app, session, store, opened: opening.plan, isLink: opening.isLink });
  followCurrent(plans, (id) => keepCurrent(openTabStorage(window), id));

  // Starts first, so that no change is missed before the first request.
  bindLive(app, window);
  bindConnection(app, window);
  bindVersion(app, window);
  bindLanguage(app, english);
  bindPlanPage(app, session, plans, window);
  bindShortcuts(document, planShortcuts(session));
  void session.catalogue.load();
  void app.config.load();
  // The first question needs no layers, unless it filters one: on a slow line their list comes after its figures.
  const isFiltered = Object.keys(app.store.filters.peek()).length > 0;
  const stopWaiting = effect(() => {
    if (isFiltered || session.isAnswered.value) queueMicrotask(loadLayers);
  });
  function loadLayers(): void {
    stopWaiting();
    void app.catalogue.load();
  }

  mount(
    { ...app, choropleth: subdistrictShares(app, session, 'active') },
    <PlanContext.Provider value={session}>
      <PlansContext.Provider value={plans}>
        <PlanApp />
      </PlansContext.Provider>
    </PlanContext.Provider>,
  );
}

/** Whether this tab shows the page again: after a reload, or back in its history. */
function isReload(): boolean {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type === 'reload' || entry?.type === 'back_forward';
}

/** Reading `sessionStorage` itself throws where the browser blocks it. */
function openTabStorage(page: Window): Storage | null {
  try {
    return page.sessionStorage;
  } catch {
    return null;
  }
}

/** Undo and redo everywhere except in text fields, which have their own; Escape leaves the tool and the selection. */
export function planShortcuts(session: PlanSession): ShortcutActions {
  return {
    escape: () => putAway(session),
    press: (event) => {
      if (event.key === 'Backspace' && !isTextField(event.target)) return takeBackPoint(session);
      const command = (event.ctrlKey || event.metaKey) && !event.altKey ? commandOf(event) : null;
      if (command === null || isTextField(event.target)) return false;
      // What is being drawn is the latest that was done.
      if (command === 'undo' && takeBackPoint(session)) return true;
      session[command]();
      return true;
    },
  };
}

function commandOf({ key, shiftKey }: KeyboardEvent): 'undo' | 'redo' | null {
  const letter = key.toLowerCase();
  if (letter === 'y' || (letter === 'z' && shiftKey)) return 'redo';
  return letter === 'z' ? 'undo' : null;
}

function putAway({ tool, take, selected }: PlanSession): boolean {
  if (tool.peek() !== 'look') {
    take('look');
    return true;
  }
  if (selected.peek() === null) return false;
  selected.value = null;
  return true;
}
