import type { LayerDefinition, Text } from '../../../tiles/layer/layer.ts';
import type { AreaName } from '../../../tiles/api/wire.ts';

export interface FilterOption {
  readonly value: string;
  readonly label: Text;
}

/** A control of a filter form, with all it needs to be drawn. */
export type FilterControl = { readonly attribute: string; readonly title: Text; readonly unit?: Text } & (
  | { readonly kind: 'choice'; readonly options: readonly FilterOption[] }
  | { readonly kind: 'range' | 'flag' | 'date' | 'text' }
);

/** `districts`: codes of the chosen districts, which shorten the list of subdistricts. */
export function controlsOf(
  layer: Pick<LayerDefinition, 'filters' | 'attributes'>,
  areas: Readonly<Record<string, AreaName>>,
  districts: readonly string[],
): readonly FilterControl[] {
  return layer.filters.flatMap(({ attribute, kind }): FilterControl[] => {
    const definition = layer.attributes[attribute];
    if (definition === undefined) return [];
    const { title, unit } = definition;
    const common = { attribute, title, ...(unit !== undefined && { unit }) };
    // A choice between yes and no is a flag.
    if (kind === 'choice' && definition.type === 'boolean') return [{ ...common, kind: 'flag' }];
    if (kind !== 'choice') return [{ ...common, kind }];
    const options = optionsOf(definition, areas, districts);
    // Without listed values a choice becomes a text field.
    return [options.length > 0 ? { ...common, kind, options } : { ...common, kind: 'text' }];
  });
}

function optionsOf(
  { values, format }: LayerDefinition['attributes'][string],
  areas: Readonly<Record<string, AreaName>>,
  districts: readonly string[],
): readonly FilterOption[] {
  if (values !== undefined) return Object.entries(values).map(([value, label]) => ({ value, label }));
  if (format !== 'district' && format !== 'subdistrict') return [];
  const isWanted = (area: AreaName): boolean =>
    area.role === format &&
    (format === 'district' ||
      districts.length === 0 ||
      area.district === undefined ||
      districts.includes(area.district));
  return Object.entries(areas)
    .filter(([, area]) => isWanted(area))
    .map(([value, { zh, en }]) => ({ value, label: { zh, en } }));
}
