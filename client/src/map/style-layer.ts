/** The part of a style's or a rendered feature's layer that tells what it shows. */
export interface StyleLayer {
  readonly 'source-layer'?: string | undefined;
  readonly metadata?: unknown;
}

/** What a layer of the style draws of its catalogue layer: `fill`, `circle`, `label`, `selected` … */
export function roleOf(layer: StyleLayer): string | null {
  const role = (layer.metadata as { 'chengtu:role'?: unknown } | undefined)?.['chengtu:role'];
  return typeof role === 'string' ? role : null;
}

/** Id of the catalogue layer that a layer of the style draws; null for the base map and for overlays. */
export function layerOf(layer: StyleLayer): string | null {
  const id = (layer.metadata as { 'chengtu:layer'?: unknown } | undefined)?.['chengtu:layer'];
  return typeof id === 'string' ? id : null;
}
