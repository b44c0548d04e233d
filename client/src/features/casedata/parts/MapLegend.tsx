import { useApp } from '../../../app/context.ts';
import { rampColors } from '../colors.ts';
import { useAnalysis } from '../context.ts';
import { dimensionTitle, formatMeasured, measureTitle, valueLabel } from '../describe.ts';
import { classRanges } from '../data/classes.ts';
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
  const { limits, colors, isWhole, measure } = session.legend.value;
  if (groups === null || limits.length === 0) return null;
  const format = (value: number): string => formatMeasured(app, layer, measure, value, { unit: false });
  return (
    <figure class="legend" data-testid="analysis-legend">
      <figcaption>
        {t('analysis.legend')} · {measureTitle(app, layer, measure)}
      </figcaption>
      <ul>
        {classRanges(limits, isWhole).map(({ from, to }, index) => {
          const label =
            to === null
              ? t('analysis.legend.andMore', { from: format(from) })
              : from === to
                ? format(from)
                : t('analysis.legend.range', { from: format(from), to: format(to) });
          return (
            <li key={index}>
              <span class="dot dot-square" style={{ background: colors[index] ?? '' }} />
              {label}
            </li>
          );
        })}
      </ul>
    </figure>
  );
}
