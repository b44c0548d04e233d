import { useState } from 'preact/hooks';
import { useApp } from '../../../app/context.ts';
import { dimensionsOf } from '../data/dataset.ts';
import { useAnalysis } from '../context.ts';
import { Chart } from './Chart.tsx';

/** One chart an attribute. Unit grids are too many to list: the map shows them. */
export function Charts() {
  const {
    i18n: { t },
  } = useApp();
  const { layer, evaluation } = useAnalysis();
  const [asTable, setTable] = useState(false);
  const { caseData } = layer;
  return (
    <section class="charts" aria-label={t('analysis.charts')}>
      <div class="charts-head">
        <h2>{t('analysis.charts')}</h2>
        <button type="button" class="button button-outline" aria-pressed={asTable} onClick={() => setTable(!asTable)}>
          {t('analysis.asTable')}
        </button>
      </div>
      <p class="quiet">{t('analysis.chartsHint')}</p>
      {evaluation.inView.length === 0 && (
        <p class="empty" role="status">
          {t('analysis.noneInView')}
        </p>
      )}
      {dimensionsOf(caseData)
        .filter((id) => id !== caseData.areas.grid)
        .map((id) => (
          <Chart key={id} id={id} asTable={asTable} />
        ))}
    </section>
  );
}
