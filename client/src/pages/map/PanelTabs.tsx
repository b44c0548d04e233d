import { lazy, Suspense } from 'preact/compat';
import { useApp } from '../../app/context.ts';
import { TABS, type Tab } from '../../state/types.ts';
import { LayersTab } from '../../features/layers/LayersTab.tsx';
import { NearbyTab } from '../../features/nearby/NearbyTab.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { TabList } from '../../ui/TabList.tsx';

// deck.gl and the charts come with these two, and only when somebody opens them.
const CasesTab = lazy(() => import('../../features/cases/CasesTab.tsx'));
const AnalysisTab = lazy(() => import('../../features/casedata/AnalysisTab.tsx'));

export function PanelTabs() {
  const {
    store,
    ui,
    i18n: { t },
  } = useApp();
  const current = store.tab.value;
  const open = (tab: Tab): void => {
    store.tab.value = tab;
    if (ui.sheet.peek() === 'peek') ui.sheet.value = 'half';
  };
  return (
    <TabList
      tabs={TABS.map((id) => ({ id, icon: id, title: t(`tab.${id}`) }))}
      current={current}
      label={t('tab.label')}
      open={open}
    >
      <Suspense fallback={<Skeleton lines={6} label={t('app.loading')} />}>
        <TabBody tab={current} />
      </Suspense>
    </TabList>
  );
}

function TabBody({ tab }: { tab: Tab }) {
  switch (tab) {
    case 'layers':
      return <LayersTab />;
    case 'cases':
      return <CasesTab />;
    case 'analysis':
      return <AnalysisTab />;
    case 'nearby':
      return <NearbyTab />;
  }
}
