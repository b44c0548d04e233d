import { NO_VALUE } from '../../../../../tiles/style/figure-colors.ts';
import { useApp } from '../../../app/context.ts';
import { withoutText } from '../../../format/area-measure.ts';
import { rampColors } from '../colors.ts';
import { useAnalysis } from '../context.ts';
import { amountClasses, valueLabel } from '../describe.ts';
import { dimensionTitle, measureTitle } from '../../../format/measure.ts';
import { valueLegend } from '../legend.ts';

/** What the colours on the map mean: at most seven classes. */
export function MapLegend() {
  const { session } = useAnalysis();
  switch (session.state.value.display) {
    case 'points':
      return <Values />;
    case 'heat':
      return <Heat />;
    case 'hexagons':
    case 'areas':
    case 'columns':
      return <Amounts />;
  }
}

function Values() {
  const app = useApp();
  const { session, layer, data } = useAnalysis();
  const { colorBy } = session.state.value;
  const dimension = data.dimensions.get(layer.caseData[colorBy]);
  if (dimension === undefined) return null;
  const { attribute, entries } = valueLegend(layer, dimension, colorBy, app.theme.value);
  return (
    <figure class="legend" data-testid="analysis-legend">
      <figcaption>
        {app.i18n.t('analysis.legend')} · {dimensionTitle(app, layer, attribute)}
      </figcaption>
      <ul>
        {entries.map(({ value, color }) => (
          <li key={value ?? ''}>
            <span class="dot" style={{ background: color }} />
            {value === null ? app.i18n.t('analysis.legend.other') : valueLabel(app, layer, attribute, value)}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function Heat() {
  const {
    theme,
    i18n: { t },
  } = useApp();
  return (
    <figure class="legend" data-testid="analysis-legend">
      <figcaption>
        {t('analysis.legend')} · {t('analysis.legend.heat')}
      </figcaption>
      <p class="ramp">
        <span>{t('analysis.legend.few')}</span>
        <span
          class="ramp-bar"
          style={{ background: `linear-gradient(to right, ${rampColors(theme.value, 6).join(', ')})` }}
        />
        <span>{t('analysis.legend.many')}</span>
      </p>
    </figure>
  );
}

function Amounts() {
  const app = useApp();
  const {
    i18n: { t },
  } = app;
  const { session, layer } = useAnalysis();
  const groups = session.groups.value;
  const legend = session.legend.value;
  if (groups === null || legend.limits.length === 0) return null;
  const { measure } = legend;
  return (
    <figure class="legend" data-testid="analysis-legend">
      <figcaption>
        {t('analysis.legend')} · {measureTitle(app, layer, measure)}
      </figcaption>
      <ul>
        {amountClasses(app, layer, legend).map(({ color, label }) => (
          <li key={label}>
            <span class="dot dot-square" style={{ background: color }} />
            {label}
          </li>
        ))}
        {session.state.value.display === 'areas' && (
          <li>
            <span class="dot dot-square" style={{ background: NO_VALUE[app.theme.value] }} />
            {withoutText(measure, app.i18n)}
          </li>
        )}
      </ul>
    </figure>
  );
}
