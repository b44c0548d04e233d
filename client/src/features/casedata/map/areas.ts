/** Areas coloured by the case analysis, under the map's own layers. */
import { NO_VALUE } from '../../../../../tiles/style/figure-colors.ts';
import { PALETTES } from '../../../../../tiles/style/palette.ts';
import type { App, ColouredAreas } from '../../../app/types.ts';
import { shortageText, withoutText } from '../../../format/area-measure.ts';
import { classOf } from '../data/classes.ts';
import { measureRows } from '../data/groups.ts';
import { amountClasses, rowsOfPicked } from '../describe.ts';
import { formatMeasured, measureTitle } from '../../../format/measure.ts';
import { openRows } from '../rows.ts';
import type { AnalysisSession } from '../session.ts';

/** Null where the analysis draws something else, or the city has no layer of such areas. */
export function colouredByAnalysis(app: App, session: AnalysisSession): ColouredAreas | null {
  if (session.display.value !== 'areas') return null;
  const { i18n, theme } = app;
  const [data, layer, groups] = [session.data.value.value, session.layer.value, session.groups.value];
  const kind = session.areas.value;
  const of = app.config.state.value.value?.roles[kind];
  if (data === null || layer === null || groups === null || of === undefined) return null;
  const [legend, values, measure, parts] = [
    session.legend.value,
    session.values.value,
    session.measure.value,
    session.parts.value,
  ];
  const colored = groups.keys.flatMap((key, index): [string, string][] => {
    const value = values[index] ?? NaN;
    return Number.isFinite(value) ? [[key, legend.colors[classOf(legend.limits, value)] ?? '']] : [];
  });
  const demand = app.overview.state.value.value?.people?.demand;
  return {
    choropleth: {
      layer: of,
      colors: Object.fromEntries(colored),
      none: NO_VALUE[theme.value],
      line: PALETTES[theme.value].land,
      stays: true,
    },
    title: measureTitle(app, layer, measure),
    classes: amountClasses(app, layer, legend),
    without: withoutText(measure, i18n),
    tell: (key) => {
      const rows = rowsOfPicked(session, { kind, key });
      const { value, shortage } = measureRows(data, rows, measure, parts, key);
      const notes = [measureTitle(app, layer, measure)];
      if (measure.kind !== 'count') notes.push(i18n.t('analysis.records', { n: rows.length }));
      if (shortage !== null) notes.push(shortageText(shortage, i18n));
      return { value: formatMeasured(app, layer, measure, value ?? NaN, { unit: true }), note: notes.join(' · ') };
    },
    sources: [i18n.text(layer.source), ...(measure.kind === 'rate' && demand ? [i18n.text(demand.title)] : [])],
    openRows: (key) => openRows(app, session, { kind, key }),
  };
}
