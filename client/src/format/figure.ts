/** Figures of the subdistricts: their numbers and the sentence that they come to. */
import type { OverviewFigure } from '../../../tiles/api/overview.ts';
import type { FigureClass } from '../../../tiles/style/figure-colors.ts';
import type { I18n } from '../i18n/i18n.ts';

const HALF = 0.5;

/** A value with its unit. */
export function formatFigure(kind: OverviewFigure['kind'], value: number | null, i18n: I18n): string {
  if (value === null) return i18n.t('overview.nobody');
  if (kind === 'reach') return i18n.number(value, { style: 'percent', maximumFractionDigits: 0 });
  const number = i18n.number(value, { maximumSignificantDigits: 3 });
  return kind === 'density' ? i18n.t('overview.perKm2', { number }) : number;
}

/** The bounds of a class, without its unit. */
export function formatClass(kind: OverviewFigure['kind'], { from, to }: FigureClass, i18n: I18n): string {
  const number = (value: number): string =>
    kind === 'reach' ? String(Math.round(value * 100)) : i18n.number(value, { maximumSignificantDigits: 2 });
  const unit = kind === 'reach' ? '%' : '';
  if (to === null) return kind === 'reach' ? `${number(from)}–100%` : `≥ ${number(from)}`;
  return `${number(from)}–${number(to)}${unit}`;
}

/** What a figure is of. */
export interface Whole {
  readonly city: string;
  /** Subdistricts there are, with people or without. */
  readonly areas: number;
}

/** The one sentence that a figure comes to. */
export function sentenceOf(figure: OverviewFigure, { city, areas }: Whole, i18n: I18n): string {
  const values = Object.values(figure.values).filter((value) => value !== null);
  const all = i18n.number(areas);
  const title = i18n.text(figure.title);
  if (figure.kind === 'reach' && figure.place !== undefined) {
    const n = values.filter((value) => value < HALF).length;
    return i18n.t('overview.reach', { city, all, n, place: i18n.text(figure.place), minutes: figure.minutes ?? 0 });
  }
  const average = figure.city ?? 0;
  const n = values.filter((value) => value > average).length;
  return i18n.t('overview.above', { city, all, n, title, average: formatFigure(figure.kind, average, i18n) });
}
