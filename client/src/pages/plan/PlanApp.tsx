import { useMemo } from 'preact/hooks';
import { useApp } from '../../app/context.ts';
import { mediaSignal, PANEL_QUERY } from '../../ui/media.ts';
import { Guarded, LazyPart } from '../../shell/LazyPart.tsx';
import { PageFrame } from '../../shell/PageFrame.tsx';
import { shareLink } from '../../shell/share.ts';
import { Toolbar } from '../../shell/Toolbar.tsx';
import { TopBar } from '../../shell/TopBar.tsx';
import { mapAddress } from '../../state/pages.ts';
import { TabList } from '../../ui/TabList.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { planAsFile, planLink } from './bind-page.ts';
import { usePlan, usePlans } from './context.ts';
import { PlansDialog } from './library/PlansDialog.tsx';
import { CoverageTab } from './panel/CoverageTab.tsx';
import { GapsTab } from './panel/GapsTab.tsx';
import { FoldedTools, Head, HeadTools } from './panel/Head.tsx';
import { isWaiting, Status } from './panel/Status.tsx';
import { PlanMap } from './PlanMap.tsx';
import { PLAN_TABS, type PlanTab } from './state/types.ts';
import { CAMERA_KEYS, HelpDialog, type Shortcut } from '../../shell/HelpDialog.tsx';

// What the first figures do without comes when somebody opens it.
const sitingTab = () => import('./panel/SitingTab.tsx');
const standardsTab = () => import('./panel/StandardsTab.tsx');
const aboutDialog = () => import('../../shell/AboutDialog.tsx');
const chartsTab = () => import('./charts/ChartsTab.tsx');
const briefTab = () => import('./brief/BriefTab.tsx');

const ICONS: Readonly<Record<PlanTab, IconName>> = {
  coverage: 'plan',
  gaps: 'gaps',
  siting: 'siting',
  standards: 'standards',
  charts: 'analysis',
  brief: 'brief',
};

/** The planners' page. */
export function PlanApp() {
  const { ui } = useApp();
  const wide = useMemo(() => mediaSignal(PANEL_QUERY), []).value;
  return (
    <PageFrame
      class="plan"
      wide={wide}
      topBar={<PlanTopBar wide={wide} />}
      map={<PlanMap />}
      panel={<PlanPanel wide={wide} />}
      dialogs={
        <>
          <PlanHelp />
          {ui.dialog.value === 'about' && <LazyPart load={aboutDialog} />}
          <PlansDialog />
        </>
      }
    />
  );
}

function PlanTopBar({ wide }: { wide: boolean }) {
  const app = useApp();
  const session = usePlan();
  const plans = usePlans();
  const {
    store,
    config,
    i18n: { t, text },
  } = app;
  const city = config.state.value.value?.city;
  return (
    <TopBar title={city === undefined ? t('plan.title') : t('plan.heading', { city: text(city) })}>
      <Toolbar
        wide={wide}
        share={() => {
          const link = planLink(app, session);
          void shareLink(app, link, planAsFile(app, plans, link));
        }}
        link={
          <a class="button button-outline" href={mapAddress(app.base, store)}>
            <Icon name="layers" />
            {t('plan.toMap')}
          </a>
        }
      />
    </TopBar>
  );
}

function PlanPanel({ wide }: { readonly wide: boolean }) {
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
      <Head wide={wide} />
      <TabList
        tabs={PLAN_TABS.map((id) => ({ id, icon: ICONS[id], title: t(`plan.tab.${id}`) }))}
        current={current}
        label={t('tab.label')}
        open={open}
      >
        <div class="plan-body" data-waiting={isWaiting(session)}>
          <Status />
          <Guarded key={current}>
            {!wide && current !== 'coverage' && <FoldedTools />}
            <TabBody tab={current} wide={wide} />
          </Guarded>
        </div>
      </TabList>
    </>
  );
}

function TabBody({ tab, wide }: { readonly tab: PlanTab; readonly wide: boolean }) {
  switch (tab) {
    case 'coverage':
      // On a small screen the figures come before what changes them.
      return <CoverageTab tools={!wide && <HeadTools />} />;
    case 'gaps':
      return <GapsTab />;
    case 'siting':
      return <LazyPart load={sitingTab} lines={6} />;
    case 'standards':
      return <LazyPart load={standardsTab} lines={6} />;
    case 'charts':
      return <LazyPart load={chartsTab} lines={6} />;
    case 'brief':
      return <LazyPart load={briefTab} lines={6} />;
  }
}

const ON_MAP: readonly Shortcut[] = [
  ...CAMERA_KEYS,
  [[{ key: 'help.enter' }], 'plan.help.enter'],
  [[{ key: 'plan.help.shiftEnter' }], 'plan.help.finish'],
  [['Backspace'], 'plan.drawing.back'],
];
const ANYWHERE: readonly Shortcut[] = [
  [['Ctrl+Z'], 'plan.undo'],
  [['Ctrl+Y', 'Ctrl+Shift+Z'], 'plan.redo'],
  [['Esc'], 'plan.help.escape'],
];

export function PlanHelp() {
  const {
    i18n: { t },
  } = useApp();
  return (
    <HelpDialog onMap={ON_MAP} anywhere={ANYWHERE}>
      <p>{t('plan.help.what')}</p>
    </HelpDialog>
  );
}
