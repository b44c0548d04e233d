import { computed } from '@preact/signals';
import { render } from 'preact';
import '../../styles/index.css';
import { bindAnalysis } from '../../features/casedata/bind.ts';
import { AppContext } from '../../app/context.ts';
import { createApp } from '../../app/create-app.ts';
import { bindPage } from '../../app/bind-page.ts';
import { bindCases } from '../../features/cases/bind.ts';
import { App } from './App.tsx';
import { mediaSignal } from '../../app/media.ts';
import { bindLive } from '../../app/bind-live.ts';
import { openingState, openStorage } from '../../state/preferences.ts';

const prefersDark = mediaSignal('(prefers-color-scheme: dark)');
const systemTheme = computed(() => (prefersDark.value ? 'dark' : 'light'));
const app = createApp(openingState(location.search, openStorage(window)), systemTheme);

// First, so that what it tells begins before anything is asked.
bindLive(app, window);
bindPage(app, window);
bindAnalysis(app);
bindCases(app);
void app.config.load();
void app.catalogue.load();

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element with the id "app"');
// What index.html shows until the program is here.
root.textContent = '';
render(
  <AppContext.Provider value={app}>
    <App />
  </AppContext.Provider>,
  root,
);
