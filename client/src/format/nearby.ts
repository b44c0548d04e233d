import type { LayerDefinition, Text, Theme } from '../../../tiles/layer/layer.ts';

/** Whether people walk to the layer's points; marks of other themes are records of the administration. */
export function isFacility(layer: LayerDefinition, themes: readonly Theme[]): boolean {
  const isNearby = themes.some(({ id, nearby }) => id === layer.theme && nearby === true);
  return layer.geometry === 'Point' && layer.caseData === undefined && isNearby;
}

/** Yes-or-no attributes that a search for this facility can insist on. */
export function flagsOf(layer: LayerDefinition): readonly { readonly attribute: string; readonly title: Text }[] {
  return layer.filters.flatMap(({ attribute, kind }) => {
    const definition = layer.attributes[attribute];
    return kind === 'flag' && definition !== undefined ? [{ attribute, title: definition.title }] : [];
  });
}
