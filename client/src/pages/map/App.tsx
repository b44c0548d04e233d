import { useMemo } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { mediaSignal, PANEL_QUERY } from '../../ui/media.ts';
import { FullscreenButton, MeasureButton } from '../../features/measure/Measure.tsx';
import { EntryCards } from '../../features/overview/EntryCards.tsx';
import { Headline } from '../../features/overview/Headline.tsx';
import { StillMap } from '../../features/overview/StillMap.tsx';
import { LayersTab } from '../../features/layers/LayersTab.tsx';
import { SearchBox } from '../../features/search/SearchBox.tsx';
import { Guarded, LazyPart } from '../../shell/LazyPart.tsx';
import { MapView } from '../../shell/MapView.tsx';
import { PageFrame } from '../../shell/PageFrame.tsx';
import { Toolbar } from '../../shell/Toolbar.tsx';
import { TopBar } from '../../shell/TopBar.tsx';
import { findAddress, planAddress } from '../../state/pages.ts';
import { TABS, type Tab } from '../../state/types.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { TabList } from '../../ui/TabList.tsx';

// What lies over the map comes after it, and brings the details with it, before somebody asks for them.
const overMap = () => import('./OverMap.tsx');
const details = () => import('../../features/details/Details.tsx');
const nearbyTab = () => import('../../features/nearby/NearbyTab.tsx');
// deck.gl and the charts come with these two, and only when somebody opens them.
const casesTab = () => import('../../features/cases/CasesTab.tsx');
const analysisTab = () => import('../../features/casedata/AnalysisTab.tsx');
const aboutDialog = () => import('../../shell/AboutDialog.tsx');
const helpDialog = () => import('./MapHelp.tsx');
const printDialog = () => import('../../features/print/PrintDialog.tsx');
const tableDock = () => import('../../features/table/TableDock.tsx');
const embedDialog = () => import('../../features/share/EmbedDialog.tsx');
const shareDialog = () => import('../../features/share/ShareDialog.tsx');
const timeFoot = () => import('../../features/casedata/TimeFoot.tsx');

/** The page of the map. */
export function App() {
  const { store, ui } = useApp();
  const wide = useMemo(() => mediaSignal(PANEL_QUERY), []).value;
  const isAnalysed = store.tab.value === 'analysis' || store.analysis.value.pinned;
  const detailed = store.selection.value !== null || ui.candidates.value.length > 0;
  return (
    <PageFrame
      wide={wide}
      topBar={<MapTopBar wide={wide} />}
      above={!wide && !detailed && store.tab.value === 'layers' && <EntryCards />}
      map={
        <MapView
          still={<StillMap />}
          tools={
            <>
              <MeasureButton />
              <FullscreenButton />
            </>
          }
        >
          {wide && isAnalysed && <LazyPart load={timeFoot} />}
          <LazyPart load={overMap} />
        </MapView>
      }
      panel={!wide && detailed ? <LazyPart load={details} lines={8} /> : <PanelTabs wide={wide} />}
      card={wide && detailed && <LazyPart load={details} lines={8} />}
      dock={store.table.value !== null && <LazyPart load={tableDock} />}
      dialogs={
        <>
          {ui.dialog.value === 'help' && <LazyPart load={helpDialog} />}
          {ui.dialog.value === 'about' && <LazyPart load={aboutDialog} />}
          {ui.dialog.value === 'print' && <LazyPart load={printDialog} />}
          {ui.dialog.value === 'share' && <LazyPart load={shareDialog} />}
          {ui.dialog.value === 'embed' && <LazyPart load={embedDialog} />}
        </>
      }
    />
  );
}

function MapTopBar({ wide }: { wide: boolean }) {
  const app = useApp();
  const {
    config,
    store,
    ui,
    i18n: { t, text },
  } = app;
  const city = config.state.value.value?.city;
  return (
    <TopBar title={city === undefined ? t('app.name') : t('app.title', { city: text(city) })}>
      <SearchBox />
      <Toolbar
        wide={wide}
        link={
          <a class="button button-outline find-link" href={findAddress(app.base, store)} aria-label={t('tool.find')}>
            <Icon name="nearby" />
            <span>{t('tool.find')}</span>
          </a>
        }
        share={() => {
          app.ui.dialog.value = 'share';
        }}
        menuStart={
          <a class="button" href={planAddress(app.base, store)}>
            <Icon name="plan" />
            {t('tool.plan')}
          </a>
        }
        menuEnd={(run) => (
          <IconButton
            icon="print"
            label={t('tool.print')}
            onClick={run(() => {
              ui.dialog.value = 'print';
            })}
          >
            {t('tool.print')}
          </IconButton>
        )}
      />
    </TopBar>
  );
}

function PanelTabs({ wide }: { wide: boolean }) {
  const {
    config,
    catalogue,
    store,
    ui,
    i18n: { t },
  } = useApp();
  // A city may have no cases and no case data; until that is known nothing is taken away.
  const { hasCases = true } = config.state.value.value ?? {};
  const hasCaseData = catalogue.state.value.value?.layers.some((layer) => layer.caseData !== undefined) ?? true;
  const tabs = TABS.filter((id) => (id !== 'cases' || hasCases) && (id !== 'analysis' || hasCaseData));
  const current = tabs.find((id) => id === store.tab.value) ?? 'layers';
  const open = (tab: Tab): void => {
    store.tab.value = tab;
    if (ui.sheet.peek() === 'peek') ui.sheet.value = 'half';
  };
  return (
    <TabList
      tabs={tabs.map((id) => ({ id, icon: id, title: t(`tab.${id}`) }))}
      current={current}
      label={t('tab.label')}
      open={open}
    >
      <Guarded key={current}>
        <TabBody tab={current} wide={wide} />
      </Guarded>
    </TabList>
  );
}

/** What the city is like, the ways on, and the layers. */
function StartTab({ wide }: { wide: boolean }) {
  return (
    <>
      <Headline />
      {wide && <EntryCards />}
      <LayersTab />
    </>
  );
}

function TabBody({ tab, wide }: { tab: Tab; wide: boolean }) {
  switch (tab) {
    case 'layers':
      return <StartTab wide={wide} />;
    case 'cases':
      return <LazyPart load={casesTab} lines={6} />;
    case 'analysis':
      return <LazyPart load={analysisTab} lines={8} />;
    case 'nearby':
      return <LazyPart load={nearbyTab} lines={6} />;
  }
}
