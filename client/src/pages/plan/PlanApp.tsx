import { lazy, Suspense } from 'preact/compat';
import { useMemo } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { AboutDialog } from '../../shell/AboutDialog.tsx';
import { mediaSignal, PANEL_QUERY } from '../../app/media.ts';
import { Notices } from '../../shell/Notices.tsx';
import { Panel } from '../../shell/Panel.tsx';
import { Sheet } from '../../shell/Sheet.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TabList } from '../../ui/TabList.tsx';
import type { IconName } from '../../ui/Icon.tsx';
import { usePlan } from './context.ts';
import { CoverageTab } from './panel/CoverageTab.tsx';
import { GapsTab } from './panel/GapsTab.tsx';
import { Head } from './panel/Head.tsx';
import { PlanHelp } from './panel/PlanHelp.tsx';
import { SitingTab } from './panel/SitingTab.tsx';
import { StandardsTab } from './panel/StandardsTab.tsx';
import { Status } from './panel/Status.tsx';
import { PlanMap } from './PlanMap.tsx';
import { PlanTopBar } from './PlanTopBar.tsx';
import { PLAN_TABS, type PlanTab } from './state/types.ts';

// Charts and exports bring libraries of their own, when somebody opens them.
const ChartsTab = lazy(() => import('./charts/ChartsTab.tsx'));
const ReportTab = lazy(() => import('./report/ReportTab.tsx'));

const ICONS: Readonly<Record<PlanTab, IconName>> = {
  coverage: 'plan',
  gaps: 'gaps',
  siting: 'siting',
  standards: 'standards',
  charts: 'analysis',
  report: 'report',
};

/** The page: a bar on top; beside the map a panel on wide screens, over it a sheet on phones. */
export function PlanApp() {
  const {
    store,
    ui,
    i18n: { t },
  } = useApp();
  const wide = useMemo(() => mediaSignal(PANEL_QUERY), []).value;
  return (
    <div class="app plan" data-panel={wide && !store.panelOpen.value ? 'closed' : 'open'}>
      <a class="skip-link" href="#map" onClick={focusOn('.maplibregl-canvas')}>
        {t('skip.map')}
      </a>
      <a class="skip-link" href="#panel" onClick={focusOn('#panel [role="tab"][aria-selected="true"]')}>
        {t('skip.panel')}
      </a>
      <PlanTopBar wide={wide} />
      <main class="stage">
        {wide && (
          <Panel>
            <PlanPanel />
          </Panel>
        )}
        <PlanMap />
        {!wide && (
          <Sheet>
            <PlanPanel />
          </Sheet>
        )}
        <Notices />
      </main>
      <div class="visually-hidden" role="status" aria-live="polite">
        {ui.announcement}
      </div>
      <PlanHelp />
      <AboutDialog />
    </div>
  );
}

function PlanPanel() {
  const {
    ui,
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const current = session.state.value.tab;
  const open = (tab: PlanTab): void => {
    session.update({ tab });
    if (ui.sheet.peek() === 'peek') ui.sheet.value = 'half';
  };
  return (
    <>
      <Head />
      <TabList
        tabs={PLAN_TABS.map((id) => ({ id, icon: ICONS[id], title: t(`plan.tab.${id}`) }))}
        current={current}
        label={t('tab.label')}
        open={open}
      >
        <div class="plan-body">
          <Status />
          <Suspense fallback={<Skeleton lines={6} label={t('app.loading')} />}>
            <TabBody tab={current} />
          </Suspense>
        </div>
      </TabList>
    </>
  );
}

function TabBody({ tab }: { tab: PlanTab }) {
  switch (tab) {
    case 'coverage':
      return <CoverageTab />;
    case 'gaps':
      return <GapsTab />;
    case 'siting':
      return <SitingTab />;
    case 'standards':
      return <StandardsTab />;
    case 'charts':
      return <ChartsTab />;
    case 'report':
      return <ReportTab />;
  }
}

function focusOn(selector: string) {
  return (event: Event): void => {
    event.preventDefault();
    document.querySelector<HTMLElement>(selector)?.focus();
  };
}
