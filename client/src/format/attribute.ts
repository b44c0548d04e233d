import type { Attribute, AttributeValue, Text } from '../../../tiles/layer/layer.ts';
import type { I18n } from '../i18n/i18n.ts';

export type AreaNames = Readonly<Record<string, Text>>;

/** One attribute's value as a reader wants it: labels for codes, names for areas, units after numbers. */
export function formatAttribute(attribute: Attribute, value: AttributeValue, areas: AreaNames, i18n: I18n): string {
  if (value === null || value === '') return '—';
  const label = attribute.values?.[String(value)];
  if (label !== undefined) return i18n.text(label);
  if (typeof value === 'boolean') return i18n.t(value ? 'details.yes' : 'details.no');
  if (typeof value === 'number') return withUnit(formatNumber(attribute, value, i18n), attribute, i18n, value === 1);
  switch (attribute.format) {
    case 'district':
    case 'subdistrict':
      return areaName(value, areas, i18n);
    case 'date':
    case 'date-time':
      return i18n.date(value);
    default:
      return withUnit(i18n.text({ zh: value, en: attribute.english?.[value] ?? value }), attribute, i18n);
  }
}

/** A code's name; the code itself where the service knows no name. */
export function areaName(code: string, areas: AreaNames, i18n: I18n): string {
  const name = areas[code];
  return name === undefined ? code : i18n.text(name);
}

function formatNumber(attribute: Attribute, value: number, i18n: I18n): string {
  // A year is a number to the catalogue and a name to the reader: no comma in 2,017.
  const isYear = attribute.type === 'integer' && attribute.unit === undefined && value >= 1900 && value <= 2100;
  return i18n.number(value, { useGrouping: !isYear, maximumFractionDigits: 4 });
}

function withUnit(text: string, attribute: Attribute, i18n: I18n, one = false): string {
  if (attribute.unit === undefined) return text;
  const { zh, en } = attribute.unit;
  const unit = i18n.text({ zh, en: one ? singular(en) : en });
  return unit === '' ? text : /^[%‰°℃:]/.test(unit) ? text + unit : `${text} ${unit}`;
}

/** Units that are words come in the plural: `floors`, `classes`. Symbols have no plural: `m²`, `t/day`. */
function singular(unit: string): string {
  return /^[a-z -]{3,}s$/.test(unit) ? unit.replace(/(?<=ss|sh|ch|x)es$|s$/, '') : unit;
}

/** `120.38264, 36.06710`: longitude first, about a metre fine. */
export function formatCoordinates(lon: number, lat: number): string {
  return `${lon.toFixed(5)}, ${lat.toFixed(5)}`;
}

/** The code behind an area's name, shown beside it; null where the value itself is shown already. */
export function areaCode(attribute: Attribute, value: AttributeValue, areas: AreaNames): string | null {
  const isArea = attribute.format === 'district' || attribute.format === 'subdistrict';
  return isArea && typeof value === 'string' && areas[value] !== undefined ? value : null;
}
