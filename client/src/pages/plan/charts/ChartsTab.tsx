import { useMemo } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { usePlan } from '../context.ts';
import { SelectedCard } from '../panel/SelectedCard.tsx';
import { AreaChart } from './AreaChart.tsx';
import { LorenzChart } from './LorenzChart.tsx';
import { MinutesChart } from './MinutesChart.tsx';
import { chartData } from './session-charts.ts';
import './charts.css';

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
    </section>
  );
}
