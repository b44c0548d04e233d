import { useMemo } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { LazyPart } from '../../../shell/LazyPart.tsx';
import { SelectedCard } from '../panel/SelectedCard.tsx';
import { AreaChart } from './AreaChart.tsx';
import { LorenzChart } from './LorenzChart.tsx';
import { MinutesChart } from './MinutesChart.tsx';
import { PARTS, type Part } from '../state/types.ts';
import { chartData } from './session-charts.ts';
import '../later-texts.ts';
import './charts.css';

const moreSection = () => import('../found/MoreSection.tsx');
/** Backup coverage stands beside the gaps. */
const MORE: readonly Part[] = PARTS.filter((part) => part !== 'backup');

/** The city in three charts. A selection in one also shows on the map and in the others, and the other way round. */
export default function ChartsTab() {
  const {
    i18n: { t },
  } = useApp();
  const session = usePlan();
  const data = useMemo(() => chartData(session), [session]).value;
  return (
    <section class="plan-section plan-charts" data-testid="charts">
      <h2>{t('plan.chart.title')}</h2>
      <SelectedCard />
      {data !== null && (
        <>
          <MinutesChart data={data} />
          <AreaChart data={data} />
          <LorenzChart data={data} />
        </>
      )}
      <LazyPart load={moreSection} lines={4} props={{ parts: MORE }} />
    </section>
  );
}
