import { useMemo } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { Details } from '../../features/details/Details.tsx';
import { AboutDialog } from '../../shell/AboutDialog.tsx';
import { HelpDialog } from '../../shell/HelpDialog.tsx';
import { MapView } from './MapView.tsx';
import { mediaSignal, PANEL_QUERY } from '../../app/media.ts';
import { Notices } from '../../shell/Notices.tsx';
import { Panel } from '../../shell/Panel.tsx';
import { PanelTabs } from './PanelTabs.tsx';
import { Sheet } from '../../shell/Sheet.tsx';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { TopBar } from './TopBar.tsx';

/** The page: a bar on top; beside the map a panel on wide screens, over it a sheet on phones. */
export function App() {
  const app = useApp();
  const {
    store,
    ui,
    i18n: { t },
  } = app;
  const wide = useMemo(() => mediaSignal(PANEL_QUERY), []).value;
  useShortcuts(app);
  const detailed = store.selection.value !== null || ui.candidates.value.length > 0;

  return (
    <div class="app" data-panel={wide && !store.panelOpen.value ? 'closed' : 'open'}>
      <a class="skip-link" href="#map" onClick={focusMap}>
        {t('skip.map')}
      </a>
      <a class="skip-link" href="#panel" onClick={focusPanel}>
        {t('skip.panel')}
      </a>
      <TopBar wide={wide} />
      <main class="stage">
        {wide && (
          <Panel>
            <PanelTabs />
          </Panel>
        )}
        <MapView />
        {wide && detailed && <Details />}
        {!wide && <Sheet>{detailed ? <Details /> : <PanelTabs />}</Sheet>}
        <Notices />
      </main>
      <div class="visually-hidden" role="status" aria-live="polite">
        {ui.announcement}
      </div>
      <HelpDialog />
      <AboutDialog />
    </div>
  );
}

function focusMap(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('.maplibregl-canvas')?.focus();
}

function focusPanel(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#panel [role="tab"][aria-selected="true"]')?.focus();
}
