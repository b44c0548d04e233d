/** A figure as the source words it. */
import type { Figure } from '../../../../tiles/cases/case.ts';
import type { I18n } from '../../i18n/i18n.ts';

/** `超过 5,000 项`, `about 900 tonnes`; exact ones stand without a word. */
export function formatFigure(
  { value, qualifier, unit }: Pick<Figure, 'value' | 'qualifier' | 'unit'>,
  i18n: I18n,
): string {
  const amount = formatAmount(value, i18n.text(unit), i18n);
  return qualifier === 'exact' ? amount : `${i18n.t(`case.${qualifier}`)} ${amount}`;
}

export function formatAmount(value: number, unit: string, i18n: I18n): string {
  // As many digits as the source gives: 3.40126 yuan stays what it is.
  const number = i18n.number(value, { maximumFractionDigits: 10 });
  // `∶1`, `%` and their like belong to the number itself.
  return unit === '' || /^[%‰°℃:：∶/]/.test(unit) ? number + unit : `${number} ${unit}`;
}
