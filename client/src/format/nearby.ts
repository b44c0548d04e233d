import type { LayerDefinition, Text } from '../../../tiles/layer/layer.ts';

/** Themes whose points people walk to; marks of other themes are records of the administration. */
const THEMES = new Set<string>(['facilities', 'education', 'health', 'transport', 'tourism', 'livelihood']);

export function isFacility(layer: LayerDefinition): boolean {
  return layer.geometry === 'Point' && layer.caseData === undefined && THEMES.has(layer.theme);
}

/** Yes-or-no attributes that a search for this facility can insist on. */
export function flagsOf(layer: LayerDefinition): readonly { readonly attribute: string; readonly title: Text }[] {
  return layer.filters.flatMap(({ attribute, kind }) => {
    const definition = layer.attributes[attribute];
    return kind === 'flag' && definition !== undefined ? [{ attribute, title: definition.title }] : [];
  });
}
