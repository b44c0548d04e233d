import { lazy, Suspense } from 'preact/compat';
import { useRef } from 'preact/hooks';
import { useApp } from '../app/context.ts';
import { TABS, type Tab } from '../state/types.ts';
import { Icon } from './Icon.tsx';
import { LayersTab } from './LayersTab.tsx';
import { NearbyTab } from './NearbyTab.tsx';
import { Skeleton } from './Skeleton.tsx';

// deck.gl and the charts come with these two, and only when somebody opens them.
const CasesTab = lazy(() => import('../cases/CasesTab.tsx'));
const AnalysisTab = lazy(() => import('../analysis/AnalysisTab.tsx'));

/** Tabs after the WAI-ARIA pattern: one stop in the tab order, arrow keys between them. */
export function PanelTabs() {
  const { store, ui, i18n: { t } } = useApp();
  const list = useRef<HTMLDivElement>(null);
  const current = store.tab.value;

  const open = (tab: Tab): void => {
    store.tab.value = tab;
    if (ui.sheet.peek() === 'peek') ui.sheet.value = 'half';
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextTab(current, event.key);
    if (next === null) return;
    event.preventDefault();
    open(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };

  return (
    <>
      <div class="tabs" role="tablist" aria-label={t('tab.label')} ref={list} onKeyDown={onKeyDown}>
        {TABS.map((tab) => (
          <button key={tab} type="button" role="tab" id={`tab-${tab}`} class="tab" aria-selected={tab === current}
            aria-controls="tab-body" tabIndex={tab === current ? 0 : -1} onClick={() => open(tab)}>
            <Icon name={tab} />{t(`tab.${tab}`)}
          </button>
        ))}
      </div>
      <div id="tab-body" class="tab-body" role="tabpanel" aria-labelledby={`tab-${current}`} tabIndex={0}>
        <Suspense fallback={<Skeleton lines={6} label={t('app.loading')} />}><TabBody tab={current} /></Suspense>
      </div>
    </>
  );
}

function TabBody({ tab }: { tab: Tab }) {
  switch (tab) {
    case 'layers': return <LayersTab />;
    case 'cases': return <CasesTab />;
    case 'analysis': return <AnalysisTab />;
    case 'nearby': return <NearbyTab />;
  }
}

function nextTab(current: Tab, key: string): Tab | null {
  const index = TABS.indexOf(current);
  switch (key) {
    case 'ArrowRight': return TABS[(index + 1) % TABS.length] ?? null;
    case 'ArrowLeft': return TABS[(index + TABS.length - 1) % TABS.length] ?? null;
    case 'Home': return TABS[0];
    case 'End': return TABS[TABS.length - 1] ?? null;
    default: return null;
  }
}
