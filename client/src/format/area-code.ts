import type { Attribute, AttributeValue } from '../../../tiles/layer/layer.ts';
import type { AreaNames } from './attribute.ts';

/** The code behind an area's name, shown beside it; null where the value itself is shown already. */
export function areaCode(attribute: Attribute, value: AttributeValue, areas: AreaNames): string | null {
  const isArea = attribute.format === 'district' || attribute.format === 'street';
  return isArea && typeof value === 'string' && areas[value] !== undefined ? value : null;
}
