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

const RATE_DIGITS = 3;
const MOST_DECIMALS = 4;

/**
 * Decimals for all figures of a column, so that they compare at a glance. Rates differ by hundreds from layer to layer:
 * the one in the middle has three digits, whatever the largest of an area with few people may be.
 */
export function decimalsOf({ kind }: Measure, values: readonly number[]): number {
  switch (kind) {
    case 'count':
    case 'sum':
      return 0;
    case 'closed':
    case 'mean':
      return values.some((value) => !Number.isInteger(Math.round(value * 10) / 10)) ? 1 : 0;
    case 'rate': {
      const known = values.filter((value) => value > 0).sort((a, b) => a - b);
      const middle = known[Math.floor(known.length / 2)];
      if (middle === undefined) return 0;
      return Math.min(MOST_DECIMALS, Math.max(0, RATE_DIGITS - 1 - Math.floor(Math.log10(middle))));
    }
  }
}

/** @param decimals of its column; without them as many as the figure alone needs */
export function formatMeasured(
  { i18n }: Reader,
  layer: Attributed,
  measure: Measure,
  value: number,
  { unit, decimals }: { unit: boolean; decimals?: number },
): string {
  const { t, text, number } = i18n;
  const digits = (alone: Intl.NumberFormatOptions): Intl.NumberFormatOptions =>
    decimals === undefined ? alone : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  if (!Number.isFinite(value)) return '—';
  switch (measure.kind) {
    case 'count':
      return unit ? t('analysis.records', { n: value }) : number(value);
    case 'rate':
      return number(value, digits({ maximumSignificantDigits: RATE_DIGITS }));
    case 'closed':
      return number(value / 100, { style: 'percent', ...digits({ maximumFractionDigits: 1 }) });
    case 'sum':
    case 'mean': {
      const shown = number(value, digits({ maximumFractionDigits: measure.kind === 'mean' ? 1 : 0 }));
      const symbol = layer.attributes[measure.attribute]?.unit;
      return unit && symbol !== undefined ? `${shown} ${text(symbol)}` : shown;
    }
  }
}
