/** Measures what a case's figure claims about the map, so that figures and demonstration data cannot drift apart. */
import type { EntityLink } from '../../../tiles/cases/case.ts';
import type { AttributeValue } from '../../../tiles/layer/layer.ts';

/** The part of a feature that measuring reads. */
export interface Measurable {
  readonly properties: Readonly<Record<string, AttributeValue>>;
}

/** Whether the attributes equal every value of `where`, or one of its values where it lists several. */
export function matchesWhere(properties: Measurable['properties'], where: EntityLink['where']): boolean {
  return Object.entries(where ?? {}).every(([attribute, wanted]) => {
    const value = properties[attribute];
    return isList(wanted) ? wanted.some((each) => each === value) : wanted === value;
  });
}

/**
 * The count, sum or number of distinct values that `link` names, over `features` of the layer `link.layer`.
 * Null and missing values are left out of sums and of distinct values; sums are rounded to nine decimals so that
 * parts such as 0.1 + 0.2 add up to the figure as printed.
 */
export function measureEntity(link: EntityLink, features: readonly Measurable[]): number {
  const matching = features.filter((feature) => matchesWhere(feature.properties, link.where));
  if (link.measure === 'count') return matching.length;
  const { attribute } = link;
  if (attribute === undefined) throw new Error(`A ${link.measure} over layer ${link.layer} needs an attribute.`);
  const values = matching
    .map((feature) => feature.properties[attribute])
    .filter((value) => value !== null && value !== undefined);
  if (link.measure === 'distinct') return new Set(values).size;
  const sum = values.reduce<number>((total, value) => {
    if (typeof value === 'number') return total + value;
    throw new Error(
      `Attribute ${attribute} of layer ${link.layer} is ${JSON.stringify(value)}, which cannot be summed.`,
    );
  }, 0);
  return Math.round(sum * 1e9) / 1e9;
}

function isList(wanted: unknown): wanted is readonly (string | number)[] {
  return Array.isArray(wanted);
}
