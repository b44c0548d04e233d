/** What fits the layer that is planned comes first, and of that what binds. */
import type { AnalysisCatalogue } from '../../../../../tiles/api/coverage.ts';
import type { StandardRule } from '../../../../../tiles/api/standard.ts';

export type StandardSummary = AnalysisCatalogue['standards'][number];

/** In the order of the service otherwise. */
export function standardsFor(standards: readonly StandardSummary[], layer: string | null): StandardSummary[] {
  const rank = ({ layers, binds }: StandardSummary): number =>
    (layer !== null && layers.includes(layer) ? 0 : 2) + (binds === null ? 1 : 0);
  return [...standards].sort((a, b) => rank(a) - rank(b));
}

/** In the order of the standard otherwise. */
export function rulesFor<T extends { readonly rule: StandardRule }>(rules: readonly T[], layer: string | null): T[] {
  const rank = ({ rule }: T): number => (rule.layer === layer ? 0 : 2) + (rule.binds === undefined ? 1 : 0);
  return [...rules].sort((a, b) => rank(a) - rank(b));
}

/** What binds in the city and is about a layer that a recommended standard is about as well. */
export function bindingBeside(standards: readonly StandardSummary[], of: StandardSummary): StandardSummary[] {
  if (of.binds !== null) return [];
  return standards.filter(({ binds, layers }) => binds !== null && layers.some((layer) => of.layers.includes(layer)));
}
