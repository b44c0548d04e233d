import { computed } from '@preact/signals';
import '../../styles/index.css';
import { bindConnection, bindVersion } from '../../app/bind-connection.ts';
import { bindCatalogue } from '../../app/bind-catalogue.ts';
import { bindLanguage, openLanguage } from '../../app/bind-language.ts';
import { bindLive } from '../../app/bind-live.ts';
import { bindDocument } from '../../app/bind-document.ts';
import { createApp } from '../../app/create-app.ts';
import { DARK_QUERY, mediaSignal } from '../../ui/media.ts';
import { basePathOf } from '../../data/base.ts';
import { bindAnalysis } from '../../features/casedata/bind.ts';
import { bindOverview } from '../../features/overview/bind.ts';
import { bindCases } from '../../features/cases/bind.ts';
import { mount } from '../../shell/mount.tsx';
import { bindShortcuts } from '../../shell/shortcuts.ts';
import { bindHistory } from '../../state/history.ts';
import { openingState, openStorage } from '../../state/preferences.ts';
import { App } from './App.tsx';
import { mapShortcuts } from './shortcuts.ts';

const prefersDark = mediaSignal(DARK_QUERY);
const systemTheme = computed(() => (prefersDark.value ? 'dark' : 'light'));
const loadEnglish = () => import('./english.ts').then(({ english }) => english);
const app = createApp(openingState(location.search, openStorage(window)), systemTheme, basePathOf(document));

// Starts first, so that no change is missed before the first request.
bindLive(app, window);
bindConnection(app, window);
bindVersion(app, window);
bindHistory(app.store, window);
bindDocument(app, window, { plain: 'app.name', ofCity: 'app.documentTitle' });
bindShortcuts(document, mapShortcuts(app));
bindAnalysis(app);
bindCases(app);
void app.config.load();
bindCatalogue(app);
void app.overview.load();
bindOverview(app);

void openLanguage(app.store.language.peek(), loadEnglish).then(() => {
  bindLanguage(app, loadEnglish);
  mount(app, <App />);
});
