/** Columns of the table of a layer: which, in what order, and what stands in their cells. */
import type { AttributeValue, Attribute, LayerDefinition } from '../../../../tiles/layer/layer.ts';
import { facilityFirst } from '../../format/attribute-rows.ts';
import { formatAttribute, type AreaNames } from '../../format/attribute.ts';
import type { I18n } from '../../i18n/i18n.ts';

export interface TableColumn {
  /** The attribute's id. */
  readonly id: string;
  readonly attribute: Attribute;
  /** The attribute that holds the English of this one. */
  readonly english: string | null;
}

type Named = Pick<LayerDefinition, 'attributes' | 'name' | 'facility'>;

/** The name first, then what people need, then the order of the catalogue; a bilingual pair is one column. */
export function tableColumns(layer: Named): readonly TableColumn[] {
  const { attributes, name } = layer;
  const pairs = new Map(Object.keys(attributes).flatMap((id) => pairOf(id, layer)));
  const english = new Set(pairs.values());
  const rows = Object.entries(attributes)
    .filter(([id]) => id !== name.zh && !english.has(id))
    .map(([id, attribute]) => ({ id, attribute, value: null }));
  const { needed, others } = facilityFirst(layer, rows);
  const title = Object.hasOwn(attributes, name.zh) ? attributes[name.zh] : undefined;
  const first = title === undefined ? [] : [{ id: name.zh, attribute: title }];
  return [...first, ...needed, ...others].map(({ id, attribute }) => ({
    id,
    attribute,
    english: pairs.get(id) ?? null,
  }));
}

/** The attribute that holds the English of another one, by the name that the catalogue gives such pairs. */
function pairOf(id: string, { attributes, name }: Named): readonly (readonly [string, string])[] {
  const english = id === name.zh && name.en !== undefined ? name.en : `${id}_en`;
  return english !== id && Object.hasOwn(attributes, english) ? [[id, english]] : [];
}

/** The head of a column: title and unit. */
export function columnTitle({ attribute }: TableColumn, { text }: Pick<I18n, 'text'>): string {
  const unit = attribute.unit === undefined ? '' : text(attribute.unit);
  return unit === '' ? text(attribute.title) : `${text(attribute.title)} (${unit})`;
}

/** A value as the reader sees it in a cell, where the unit stands in the head; empty where there is none. */
export function cellText({ attribute }: TableColumn, value: AttributeValue, areas: AreaNames, i18n: I18n): string {
  if (value === null || value === '') return '';
  const { unit: _, ...bare } = attribute;
  return formatAttribute(bare, value, areas, i18n);
}
