import type { Attribute, AttributeValue, LayerDefinition } from '../../../tiles/layer/layer.ts';
import type { Language } from '../i18n/keys.ts';

export interface AttributeRow {
  readonly id: string;
  readonly attribute: Attribute;
  readonly value: AttributeValue;
}

/** Suffix of an attribute that holds the English version of the attribute without it. */
const ENGLISH = '_en';

/**
 * The attributes shown to a reader of `language`, in the order of the catalogue. It omits empty ones, the name, which
 * is the heading, the bare id of a case, which has its own button, and of a bilingual pair the one in the other
 * language.
 */
export function attributeRows(
  layer: Pick<LayerDefinition, 'attributes' | 'name'>,
  properties: Readonly<Record<string, AttributeValue>>,
  language: Language,
): readonly AttributeRow[] {
  const names = [layer.name.zh, layer.name.en];
  const has = (id: string): boolean => properties[id] !== undefined && properties[id] !== null && properties[id] !== '';
  return Object.entries(layer.attributes).flatMap(([id, attribute]) => {
    if (names.includes(id) || (id === 'case' && attribute.values === undefined)) return [];
    const chinese = id.endsWith(ENGLISH) ? id.slice(0, -ENGLISH.length) : '';
    const isPaired = Object.hasOwn(layer.attributes, chinese);
    // The English one of a pair stands in the place of the Chinese one, under its title.
    if (isPaired && (has(chinese) || language === 'en')) return [];
    const shown =
      language === 'en' && Object.hasOwn(layer.attributes, id + ENGLISH) && has(id + ENGLISH) ? id + ENGLISH : id;
    return has(shown) ? [{ id, attribute, value: properties[shown] ?? null }] : [];
  });
}

/**
 * Rows of a facility in the order in which people ask (price, hours, access, services, address), and all others. A
 * layer that is none has its rows in one part.
 */
export function facilityFirst(
  { facility, attributes }: Pick<LayerDefinition, 'facility' | 'attributes'>,
  rows: readonly AttributeRow[],
): { readonly needed: readonly AttributeRow[]; readonly others: readonly AttributeRow[] } {
  if (facility === undefined) return { needed: [], others: rows };
  const { fee, level, hours, shared, accessible, services = [], maxHeight, address, phone } = facility;
  const order = [
    fee,
    level,
    hours,
    shared?.spaces,
    shared?.hours,
    accessible,
    ...services,
    maxHeight,
    address?.zh,
    phone,
  ];
  const needed = order.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  // What a layer says of where it is.
  const areas = rows.filter((row) => isArea(attributes[row.id]) && !needed.includes(row));
  const first = [...needed, ...areas];
  return { needed: first, others: rows.filter((row) => !first.includes(row)) };
}

function isArea(attribute: Attribute | undefined): boolean {
  return attribute?.format === 'district' || attribute?.format === 'subdistrict';
}

/** Whether a value holds Chinese although the page is in English: screen readers need to know. */
export function isChineseAmidEnglish(text: string, language: Language): boolean {
  return language === 'en' && /\p{Script=Han}/u.test(text);
}
