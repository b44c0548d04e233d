/** Titles and numbers of measures, see `area-measure.ts`. */
import type { LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { I18n } from '../i18n/i18n.ts';
import type { Measure } from '../state/codecs/casedata.ts';

interface Reader {
  readonly i18n: I18n;
}
type Attributed = Pick<LayerDefinition, 'attributes'>;

export function dimensionTitle({ i18n }: Reader, layer: Attributed, id: string): string {
  const title = layer.attributes[id]?.title;
  return title === undefined ? id : i18n.text(title);
}

export function measureTitle(reader: Reader, layer: Attributed, measure: Measure): string {
  const { t } = reader.i18n;
  switch (measure.kind) {
    case 'count':
      return t('analysis.measure.count');
    case 'rate':
      return t('analysis.measure.rate');
    case 'closed':
      return t('analysis.measure.closed');
    case 'sum':
      return t('analysis.measure.sum', { figure: dimensionTitle(reader, layer, measure.attribute) });
    case 'mean':
      return t('analysis.measure.mean', { figure: dimensionTitle(reader, layer, measure.attribute) });
  }
}

export function formatMeasured(
  { i18n }: Reader,
  layer: Attributed,
  measure: Measure,
  value: number,
  { unit }: { unit: boolean },
): string {
  const { t, text, number } = i18n;
  if (!Number.isFinite(value)) return '—';
  switch (measure.kind) {
    case 'count':
      return unit ? t('analysis.records', { n: value }) : number(value);
    case 'rate':
      return number(value, { maximumSignificantDigits: 3 });
    case 'closed':
      return number(value / 100, { style: 'percent', maximumFractionDigits: 1 });
    case 'sum':
    case 'mean': {
      const shown = number(value, { maximumFractionDigits: measure.kind === 'mean' ? 1 : 0 });
      const symbol = layer.attributes[measure.attribute]?.unit;
      return unit && symbol !== undefined ? `${shown} ${text(symbol)}` : shown;
    }
  }
}
