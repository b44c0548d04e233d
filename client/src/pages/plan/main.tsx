import { computed } from '@preact/signals';
import { createApp } from '../../app/create-app.ts';
import { mediaSignal } from '../../app/media.ts';
import { enPlan } from '../../i18n/en-plan.ts';
import { enBrief } from '../../i18n/en-brief.ts';
import { addMessages } from '../../i18n/i18n.ts';
import { zhPlan } from '../../i18n/zh-plan.ts';
import { zhBrief } from '../../i18n/zh-brief.ts';
import { basePathOf } from '../../data/base.ts';
import { bindConnection, bindVersion } from '../../app/bind-connection.ts';
import { bindLive } from '../../app/bind-live.ts';
import { mount } from '../../shell/mount.tsx';
import { bindShortcuts, isTextField, type ShortcutActions } from '../../shell/shortcuts.ts';
import { openingState, openStorage } from '../../state/preferences.ts';
import { createPlanApi } from './api/plan-api.ts';
import { bindPlanPage, openingQuery } from './bind-page.ts';
import { PlanContext } from './context.ts';
import { PlanApp } from './PlanApp.tsx';
import { createSession, type PlanSession } from './session/session.ts';
import { parseMapPart, parsePlan } from './state/address.ts';
import '../../styles/index.css';
import './plan.css';

addMessages({ zh: { ...zhPlan, ...zhBrief }, en: { ...enPlan, ...enBrief } });
const storage = openStorage(window);
const query = openingQuery(location.search, storage);
const { language, theme } = openingState(location.search, storage);
const prefersDark = mediaSignal('(prefers-color-scheme: dark)');
const app = createApp(
  { ...parseMapPart(query), language, theme },
  computed(() => (prefersDark.value ? 'dark' : 'light')),
  basePathOf(document),
);
const openEvents = (url: string) => (typeof EventSource === 'function' ? new EventSource(url) : null);
const session = createSession(
  app,
  createPlanApi(app.base, () => app.store.language.peek(), app.connection.watch),
  parsePlan(query),
  openEvents,
);

// Starts first, so that no change is missed before the first request.
bindLive(app, window);
bindConnection(app, window);
bindVersion(app, window);
bindPlanPage(app, session, window);
bindShortcuts(document, planShortcuts(session));
void app.config.load();
void app.catalogue.load();
void session.catalogue.load();

mount(
  app,
  <PlanContext.Provider value={session}>
    <PlanApp />
  </PlanContext.Provider>,
);

/** Undo and redo everywhere except in text fields, which have their own; Escape leaves the tool and the selection. */
export function planShortcuts(session: PlanSession): ShortcutActions {
  return {
    escape: () => putAway(session),
    press: (event) => {
      const command = (event.ctrlKey || event.metaKey) && !event.altKey ? commandOf(event) : null;
      if (command === null || isTextField(event.target)) return false;
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

function putAway({ tool, drawing, selected }: PlanSession): boolean {
  if (tool.peek() !== 'look') {
    tool.value = 'look';
    drawing.value = [];
    return true;
  }
  if (selected.peek() === null) return false;
  selected.value = null;
  return true;
}
